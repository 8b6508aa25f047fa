"""Ids that mypy keeps apart. Each is the integer primary key of its noun's table."""

from __future__ import annotations

from typing import NewType

CustodianId = NewType("CustodianId", int)
IntakeId = NewType("IntakeId", int)
ContentId = NewType("ContentId", int)
ItemId = NewType("ItemId", int)
RenditionId = NewType("RenditionId", int)
PassageId = NewType("PassageId", int)
TagId = NewType("TagId", int)
OfficerId = NewType("OfficerId", int)
LinkId = NewType("LinkId", int)
NoteId = NewType("NoteId", int)
OrganisationId = NewType("OrganisationId", int)
OrganisationPersonId = NewType("OrganisationPersonId", int)
AuditId = NewType("AuditId", int)
BenefitId = NewType("BenefitId", int)
EndorsementId = NewType("EndorsementId", int)
RedactionId = NewType("RedactionId", int)
LimitId = NewType("LimitId", int)
