"""The ledger's endorsements and the passages that prove them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.dates import How, When
from reviewer.domain.ids import EndorsementId, OfficerId, PassageId
from reviewer.domain.ledger.endorsement import Audience, Endorsement, Praise
from reviewer.errors import NotFoundError


def listed(case: Case, officer: OfficerId | None = None) -> list[Endorsement]:
    """All endorsements, or those of one officer, in order of time."""
    where, values = ("1", []) if officer is None else ("officer = ?", [officer])
    return _load(case, f"WHERE {where} ORDER BY latest = '', latest, earliest, id", values)


def get(case: Case, endorsement: EndorsementId) -> Endorsement:
    """One endorsement; NotFoundError when there is none of that id."""
    found = _load(case, "WHERE id = ?", (endorsement,))
    if not found:
        raise NotFoundError(f"there is no endorsement E-{endorsement}", "See `reviewer endorsement list CASE`.")
    return found[0]


def add(act: Act, praise: Praise, reviewer: str) -> EndorsementId:
    """Add an endorsement, without proof yet."""
    values = {**_values(praise), "reviewer": reviewer, "created": clock.now()}
    return EndorsementId(act.insert("endorsement", values))


def change(act: Act, endorsement: EndorsementId, praise: Praise) -> None:
    """Make an endorsement be as given; nothing is recorded where nothing differs."""
    act.update("endorsement", endorsement, _values(praise))


def prove(act: Act, endorsement: EndorsementId, passages: Iterable[PassageId]) -> None:
    """Say that passages prove an endorsement; those that do already are passed over."""
    known = set(get(act.case, endorsement).passages)
    for passage in dict.fromkeys(passages):
        if passage not in known:
            act.insert("endorsement_passage", {"endorsement": endorsement, "passage": passage})


def unprove(act: Act, endorsement: EndorsementId, passage: PassageId) -> None:
    """Say that a passage does not prove an endorsement after all."""
    where = "endorsement = ? AND passage = ?"
    row = act.case.row(f"SELECT id FROM endorsement_passage WHERE {where}", (endorsement, passage))
    if row is None:
        raise NotFoundError(f"passage {passage} is no proof of endorsement E-{endorsement}")
    act.delete("endorsement_passage", row["id"])


def remove(act: Act, endorsement: EndorsementId) -> None:
    """Remove an endorsement with its proofs."""
    for row in list(act.case.rows("SELECT id FROM endorsement_passage WHERE endorsement = ?", (endorsement,))):
        act.delete("endorsement_passage", row["id"])
    act.delete("endorsement", endorsement)


def _values(praise: Praise) -> dict[str, Any]:
    days = praise.when.days
    return {
        "officer": praise.officer,
        "product": praise.product,
        "audience": praise.audience.value,
        "medium": praise.medium,
        "reach": praise.reach,
        "date_how": praise.when.how.value,
        "date_first": praise.when.first,
        "date_last": praise.when.last,
        "earliest": days.earliest,
        "latest": days.latest,
    }


_COLUMNS = "id, officer, audience, product, medium, reach, date_how, date_first, date_last, reviewer, created"
_AUDIENCE = {each.value: each for each in Audience}


def _load(case: Case, chosen: str, values: Sequence[object] = ()) -> list[Endorsement]:
    passages: dict[int, list[PassageId]] = defaultdict(list)
    ids = f"SELECT id FROM endorsement {chosen.split(' ORDER BY ', maxsplit=1)[0]}"
    for entry, passage in case.tuples(
        f"SELECT endorsement, passage FROM endorsement_passage WHERE endorsement IN ({ids}) ORDER BY id", values
    ):
        passages[entry].append(passage)
    return [
        Endorsement(
            number,
            Praise(officer, _AUDIENCE[audience], product, medium, reach, When(How(how), first, last)),
            reviewer,
            created,
            tuple(passages.get(number, ())),
        )
        for number, officer, audience, product, medium, reach, how, first, last, reviewer, created in case.tuples(
            f"SELECT {_COLUMNS} FROM endorsement {chosen}", values
        )
    ]
