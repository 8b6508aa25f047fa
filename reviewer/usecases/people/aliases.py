"""Find other names and addresses of officers in the evidence, and accept or refuse them."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.people import alias_candidates, officers
from reviewer.domain.people import people_found
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.people_found import Candidate
from reviewer.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class FoundAlias:
    """A candidate with its officer, the other officers whom it fits, and whether it was refused before."""

    officer: Officer
    candidate: Candidate
    others: tuple[Officer, ...]
    refused: bool


def listed(case: Case, who: str = "", *, refused: bool = False) -> list[FoundAlias]:
    """The candidates for all officers, or for one, the strongest first; with ``refused`` those that were refused too.

    NotFoundError when there is no such officer.
    """
    everybody = officers.listed(case)
    by_id = {officer.id: officer for officer in everybody}
    wanted = officers.find(case, who).id if who else None
    no = alias_candidates.refused(case)
    found = []
    for each in people_found.candidates(everybody, alias_candidates.seen(case)):
        was_refused = (each.officer, each.kind, each.value.lower()) in no
        if (wanted is None or each.officer == wanted) and (refused or not was_refused):
            others = tuple(by_id[officer] for officer in each.others)
            found.append(FoundAlias(by_id[each.officer], each, others, was_refused))
    return found


def accept(case: Case, who: str, value: str, *, reviewer: str) -> FoundAlias:
    """Make a candidate one of the officer's aliases or addresses. NotFoundError when it is no candidate."""
    found = _candidate(case, who, value)
    with case.act(reviewer, "alias accept", found.officer.serial) as act:
        alias_candidates.accept(act, found.officer.id, found.candidate.kind, found.candidate.value)
    return found


def refuse(case: Case, who: str, value: str, *, reviewer: str) -> FoundAlias:
    """Say that a candidate is not the officer's, so that it is not brought up again. NotFoundError when it is none."""
    found = _candidate(case, who, value)
    with case.act(reviewer, "alias refuse", found.officer.serial) as act:
        alias_candidates.refuse(act, found.officer.id, found.candidate.kind, found.candidate.value, reviewer)
    return found


def _candidate(case: Case, who: str, value: str) -> FoundAlias:
    wanted = value.strip().lower()
    for found in listed(case, who, refused=True):
        if found.candidate.value.lower() == wanted:
            return found
    officer = officers.find(case, who)
    raise NotFoundError(
        f"“{value}” is no candidate for {officer.name} ({officer.serial})", "See `reviewer alias list CASE`."
    )
