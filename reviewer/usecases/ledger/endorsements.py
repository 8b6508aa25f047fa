"""Keep the ledger of endorsements: enter, change, prove, remove, and look up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.ledger import endorsements
from reviewer.casefile.pages import passages
from reviewer.casefile.people import officers
from reviewer.domain import dates
from reviewer.domain.ids import EndorsementId, PassageId
from reviewer.domain.ledger.endorsement import Audience, Endorsement, Praise, checked
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people.officer import Officer
from reviewer.errors import InputError
from reviewer.usecases.ledger.benefits import word


@dataclass(frozen=True, slots=True)
class EndorsementEntry:
    """An endorsement with its officer."""

    endorsement: Endorsement
    officer: Officer


def listed(case: Case, who: str = "") -> list[EndorsementEntry]:
    """All endorsements, or those of one officer, in order of time. NotFoundError when there is no such officer."""
    wanted = officers.find(case, who).id if who else None
    found = endorsements.listed(case, wanted)
    known = officers.many(case, {each.praise.officer for each in found})
    return [EndorsementEntry(each, known[each.praise.officer]) for each in found]


def get(case: Case, endorsement: EndorsementId) -> EndorsementEntry:
    """One endorsement; NotFoundError when there is none of that id."""
    found = endorsements.get(case, endorsement)
    return EndorsementEntry(found, officers.get(case, found.praise.officer))


def quotes(case: Case, endorsement: Endorsement) -> list[MarkedPassage]:
    """The passages that prove an endorsement."""
    return [passages.get(case, number) for number in endorsement.passages]


def said(case: Case, words: Mapping[str, str | int | None], base: Praise | None = None) -> Praise:
    """What words say, by the names that the command line uses; what is None stays as in ``base``.

    InputError for what cannot be, NotFoundError for an unknown officer.
    """
    given = {name: value for name, value in words.items() if value is not None}
    changes: dict[str, Any] = {name: str(given[name]).strip() for name in ("product", "medium") if name in given}
    if "officer" in given:
        changes["officer"] = officers.find(case, str(given["officer"])).id
    if "audience" in given:
        changes["audience"] = word(Audience, str(given["audience"]), "audience")
    if "date" in given:
        changes["when"] = dates.read(str(given["date"]))
    if "reach" in given:
        changes["reach"] = given["reach"]
    if base is None and not {"officer", "audience"} <= changes.keys():
        raise InputError("an endorsement needs an officer and an audience")
    return checked(Praise(**changes) if base is None else replace(base, **changes))


def add(case: Case, praise: Praise, passage_ids: Sequence[PassageId], *, reviewer: str) -> EndorsementEntry:
    """Enter an endorsement, proved by at least one passage. InputError without, NotFoundError for unknown ones."""
    officer = officers.get(case, checked(praise).officer)
    if not passage_ids:
        raise InputError(
            "an endorsement needs a passage that proves it", "Mark the words first: `reviewer passage add CASE ITEM`."
        )
    _known(case, passage_ids)
    with case.act(reviewer, "endorsement add", officer.serial) as act:
        made = endorsements.add(act, praise, reviewer)
        endorsements.prove(act, made, passage_ids)
    return get(case, made)


def edit(
    case: Case,
    endorsement: EndorsementId,
    praise: Praise,
    *,
    passage_ids: Iterable[PassageId] = (),
    without: Iterable[PassageId] = (),
    reviewer: str,
) -> EndorsementEntry:
    """Make an endorsement be as given, add passages and take some back; one act. InputError when none would be left."""
    before = get(case, endorsement)
    officers.get(case, checked(praise).officer)
    more, fewer = list(passage_ids), set(without)
    _known(case, more)
    if not {*before.endorsement.passages, *more} - fewer:
        raise InputError("an endorsement needs a passage that proves it", "Add another one first, or remove it.")
    with case.act(reviewer, "endorsement change", before.officer.serial) as act:
        endorsements.change(act, endorsement, praise)
        endorsements.prove(act, endorsement, [passage for passage in more if passage not in fewer])
        for passage in sorted(fewer):
            endorsements.unprove(act, endorsement, passage)
    return get(case, endorsement)


def remove(case: Case, endorsement: EndorsementId, *, reviewer: str) -> EndorsementEntry:
    """Remove an endorsement; returns what it was. The passages stay."""
    before = get(case, endorsement)
    with case.act(reviewer, "endorsement remove", before.officer.serial) as act:
        endorsements.remove(act, endorsement)
    return before


def _known(case: Case, numbers: Iterable[PassageId]) -> None:
    for number in numbers:
        passages.get(case, number)
