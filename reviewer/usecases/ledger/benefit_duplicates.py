"""Count one benefit once: find entries that are likely the same, merge them, part them again, or say they are two."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.casefile.engine.case import Case
from reviewer.casefile.ledger import benefits
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.domain.ledger import benefit_duplicates
from reviewer.domain.ledger.benefit_duplicates import LikelyDuplicate
from reviewer.errors import InputError
from reviewer.usecases.ledger.benefits import BenefitEntry, get

__all__ = ["LikelyDuplicate", "listed", "merge", "part", "set_apart", "with_entry"]


def listed(case: Case, officer: OfficerId | None = None) -> list[LikelyDuplicate]:
    """Entries that are likely duplicates, of all officers or one, those with most signs first."""
    return benefit_duplicates.likely(benefits.listed(case, Wanted(officer=officer)), benefits.apart(case))


def with_entry(case: Case, benefit: BenefitId) -> list[LikelyDuplicate]:
    """The likely duplicates of one entry."""
    officer = benefits.get(case, benefit).facts.officer
    return [each for each in listed(case, officer) if benefit in {each.one, each.two}]


def merge(case: Case, kept: BenefitId, others: Sequence[BenefitId], *, reviewer: str) -> BenefitEntry:
    """Make entries one: ``kept`` stays as it is and takes on the passages of the others, which no longer count.

    InputError for entries of different officers, or one that was merged already.
    """
    entry = get(case, kept)
    found = [benefits.get(case, other) for other in dict.fromkeys(others)]
    for each in (entry.benefit, *found):
        if each.merged_into is not None:
            raise InputError(f"benefit B-{each.id} was merged into B-{each.merged_into} already")
        if each.facts.officer != entry.benefit.facts.officer:
            raise InputError(f"benefits B-{kept} and B-{each.id} are of two officers, so they cannot be one")
    if not found or kept in {each.id for each in found}:
        raise InputError("a benefit can be merged with another one only")
    numbers = ", ".join(str(each.id) for each in found)
    with case.act(reviewer, "benefit merge", f"{numbers} into {kept} {entry.officer.serial}") as act:
        for each in found:
            benefits.merge(act, kept, each)
    return get(case, kept)


def part(case: Case, several: Sequence[BenefitId], *, reviewer: str) -> list[BenefitEntry]:
    """Let entries that were merged into another stand for themselves again. InputError for one that was not merged."""
    entries = [get(case, each) for each in dict.fromkeys(several)]
    for entry in entries:
        if entry.benefit.merged_into is None:
            raise InputError(f"benefit B-{entry.benefit.id} is not merged into another")
    numbers = ", ".join(str(entry.benefit.id) for entry in entries)
    kept = ", ".join(sorted({f"{entry.benefit.merged_into} {entry.officer.serial}" for entry in entries}))
    with case.act(reviewer, "benefit split", f"{numbers} from {kept}") as act:
        for entry in entries:
            benefits.part(act, entry.benefit.id)
    return [get(case, entry.benefit.id) for entry in entries]


def set_apart(case: Case, one: BenefitId, two: BenefitId, *, reviewer: str) -> None:
    """Say that two entries are two benefits, so that they are not brought up again. InputError for one and the same."""
    if one == two:
        raise InputError("one benefit is not two")
    serial = get(case, one).officer.serial
    benefits.get(case, two)
    with case.act(reviewer, "benefit distinct", f"{one} and {two} {serial}") as act:
        benefits.set_apart(act, one, two, reviewer)
