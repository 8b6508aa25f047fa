"""Tell of each of many searches what it finds, what no other of them finds, and what of it is unread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reviewer.casefile.analysis import coding_scopes, coverage
from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError, QueryError
from reviewer.usecases import search

MOST_TERMS = 2_000
_MOST_TOLD = 10
_LONGEST_TOLD = 200


@dataclass(frozen=True, slots=True)
class TermFound:
    """How many items a term finds, with their families, that no other term finds, unread, and by custodian.

    ``new`` are those that no term of a kept list had found when somebody last looked; None for a list that is not kept.
    """

    term: str
    items: int
    with_family: int
    unique: int
    unread: int
    custodians: Mapping[str, int]
    new: int | None = None


def of_lines(text: str) -> list[str]:
    """The terms of a list, one a line; those that are there twice count once. InputError for none, or too many."""
    terms = list(dict.fromkeys(line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()))
    if not terms:
        raise InputError("the list has no terms", "Write one search a line.")
    if len(terms) > MOST_TERMS:
        raise InputError(f"the list has {len(terms):,} terms; {MOST_TERMS:,} are the most")
    return terms


def found_by(case: Case, terms: Sequence[str], *, reviewer: str) -> dict[str, frozenset[ItemId]]:
    """The items that each term finds. InputError that names each term that is not understood."""
    found = dict[str, frozenset[ItemId]]()
    wrong = []
    for number, term in enumerate(terms, 1):
        case.progress.step(number - 1, len(terms), term)
        try:
            found[term] = frozenset(search.ids(case, term, reviewer=reviewer))
        except QueryError as error:
            start, end = error.place
            wrong.append(f"{number}: “{term}”: {error} (at “{term[start:end]}”)")
        except InputError as error:
            wrong.append(f"{number}: “{_cut(term)}”: {error}")
    if wrong:
        raise _not_understood(wrong, len(terms))
    return found


def report(
    case: Case, terms: Sequence[str], *, reviewer: str, before: Collection[ItemId] | None = None
) -> list[TermFound]:
    """What each term finds; ``before`` is what a kept list had found. InputError as of :func:`found_by`."""
    found = found_by(case, terms, reviewer=reviewer)
    known = None if before is None else frozenset(before)
    by = Counter(item for each in found.values() for item in each)
    unread = frozenset(search.ids(case, "is:unseen", reviewer=reviewer))
    whose = coverage.custodians(case)
    return [
        TermFound(
            term,
            len(each),
            len(coding_scopes.families(case, each)),
            sum(by[item] == 1 for item in each),
            len(each & unread),
            dict(sorted(Counter(whose.get(item, "") for item in each).items())),
            None if known is None else len(each - known),
        )
        for term, each in found.items()
    ]


def _cut(term: str) -> str:
    return term if len(term) <= _LONGEST_TOLD else f"{term[:_LONGEST_TOLD]}…"


def _not_understood(wrong: Sequence[str], terms: int) -> InputError:
    more = f"\n… and {len(wrong) - _MOST_TOLD} more" if len(wrong) > _MOST_TOLD else ""
    told = "\n".join(wrong[:_MOST_TOLD])
    are, them = ("is", "it") if len(wrong) == 1 else ("are", "them")
    said = f"{len(wrong):,} of {terms:,} terms {are} not understood:\n{told}{more}"
    return InputError(said, f"Mend {them} in the list.")
