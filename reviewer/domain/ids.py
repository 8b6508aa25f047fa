"""Ids that mypy keeps apart. Each is the integer primary key of its noun's table."""

from __future__ import annotations

import hashlib
import uuid
from functools import lru_cache
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


URLS = str(uuid.NAMESPACE_URL)
"""The space of names that are addresses, RFC 9562, section 6.6."""


def named_uuid(space: str, name: str) -> str:
    """The UUID of a name among those of ``space``, a UUID itself, always the same: version 5, RFC 9562, section 5.5.

    It is what :func:`uuid.uuid5` makes, in a third of the time: a bundle has some of them for each passage.
    """
    digits = hashlib.sha1(_space(space) + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


@lru_cache(maxsize=64)
def _space(space: str) -> bytes:
    return uuid.UUID(space).bytes
