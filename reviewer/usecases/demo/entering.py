"""Enter the demo's ledger: the benefits and endorsements that its passages prove."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import PassageId
from reviewer.domain.ledger.benefit import Field
from reviewer.usecases.demo.plan import PlannedBenefit, PlannedEndorsement, Story
from reviewer.usecases.ledger import benefits, endorsements


def enter(case: Case, story: Story, passages: Mapping[str, PassageId], *, reviewer: str) -> None:
    """Enter them all; ``passages`` are those that were marked, by the keys they were planned under."""
    for told in story.benefits:
        facts = benefits.said(case, _benefit(story.vendor, told))
        proved = dict.fromkeys(passages[key] for key in told.passages)
        prices = [(Field.VALUE, passages[key]) for key in told.priced]
        benefits.add(case, facts, passage_ids=list(proved), proofs=prices, reviewer=reviewer)
    for praised in story.endorsements:
        praise = endorsements.said(case, _endorsement(story.vendor, praised))
        proved = dict.fromkeys(passages[key] for key in praised.passages)
        endorsements.add(case, praise, list(proved), reviewer=reviewer)


def _benefit(vendor: str, told: PlannedBenefit) -> dict[str, str | int | None]:
    return {
        "officer": told.serial,
        "what": "discount code" if told.what == "discount" else told.what,
        "donor": vendor,
        "description": told.product,
        "value": f"${told.low}-{told.high}",
        "paid": f"${told.paid}",
        "code": told.code,
        "uses": told.uses or None,
        "threshold": told.threshold or None,
        "reward": told.reward,
        "outcome": told.outcome,
        "date": told.date[:10],
        "status": "supported",
    }


def _endorsement(vendor: str, praised: PlannedEndorsement) -> dict[str, str | int | None]:
    return {
        "officer": praised.serial,
        "audience": praised.audience,
        "product": vendor,
        "medium": praised.medium,
        "date": praised.date,
    }
