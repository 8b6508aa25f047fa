"""Keep searches and lists of terms under a name, run them again, and tell what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from pyroaring import BitMap

from reviewer.casefile import query_names, saved_parts
from reviewer.casefile.analysis import saved_searches
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.saved_search import SavedSearch, SavedSearchId, of_terms, plain_name, terms_of
from reviewer.domain.query_grammar import parse
from reviewer.errors import InputError
from reviewer.usecases import search
from reviewer.usecases.analysis import term_report

# Handed on as the case file answers them.
find = saved_searches.find
listed = saved_searches.listed


@dataclass(frozen=True, slots=True)
class Run:
    """What a kept search finds now, what of that is new since somebody looked, and how many it finds no more.

    It finds nothing where there is a ``problem``: what it asks for is gone, such as a tag of that name.
    """

    saved: SavedSearch
    found: BitMap
    new: BitMap
    gone: int
    problem: str = ""


def add(case: Case, name: str, query: str, *, reviewer: str) -> SavedSearch:
    """Keep a search; QueryError for one that is not understood, InputError for no name or one that is taken."""
    return _add(case, name, query, terms_of(query), reviewer)


def add_terms(case: Case, name: str, terms: Sequence[str], *, reviewer: str) -> SavedSearch:
    """Keep a list of terms, with what any of them finds; InputError as of :func:`add` and for terms not understood."""
    return _add(case, name, of_terms(terms), terms if len(terms) > 1 else (), reviewer)


def _add(case: Case, name: str, query: str, terms: Sequence[str], reviewer: str) -> SavedSearch:
    plain = plain_name(name)
    if not plain:
        raise InputError("a saved search needs a name")
    if saved_searches.known(case, plain):
        raise InputError(f"there is a saved search “{plain}” already", "Take another name, or remove that one.")
    found = _found(case, query, terms, reviewer)
    with case.act(reviewer, "saved add", plain) as act:
        saved_searches.add(act, plain, query, found, reviewer)
    return saved_searches.find(case, plain)


def kept_as(
    case: Case, terms: Sequence[str], *, reviewer: str, opened: SavedSearchId | None = None
) -> SavedSearch | None:
    """The one that has just these terms in their order, if they are kept: that which is open, or the reviewer's own."""
    query = of_terms(terms)
    same = [each for each in listed(case) if each.query == query]
    return min(same, key=lambda each: (each.id != opened, each.reviewer != reviewer), default=None)


def run(case: Case, name: str, *, seen: bool = False, reviewer: str) -> Run:
    """Run a kept search again; with ``seen`` what it finds now is what somebody has looked at from now on."""
    made = _now(case, saved_searches.find(case, name), reviewer)
    if seen:
        see(case, name, made.found, reviewer=reviewer)
    return made


def _now(case: Case, saved: SavedSearch, reviewer: str) -> Run:
    """By sets, for all that are kept are asked again after each change while they are seen."""
    found, before = _found(case, saved.query, terms_of(saved.query), reviewer), saved_searches.had(case, saved)
    return Run(saved, found, found - before, len(before - found))


def see(case: Case, name: str, found: Iterable[int], *, reviewer: str) -> None:
    """What was shown of a kept search is what somebody has looked at; what it finds since then stays new."""
    saved = saved_searches.find(case, name)
    with case.act(reviewer, "saved change", saved.name) as act:
        saved_searches.put_found(act, saved.id, found)


def runs(case: Case, *, reviewer: str) -> list[Run]:
    """What each kept search finds now, by name."""
    return [_run(case, each, reviewer) for each in listed(case)]


def _run(case: Case, saved: SavedSearch, reviewer: str) -> Run:
    """One that is understood no more takes nothing away from the others."""
    try:
        return _now(case, saved, reviewer)
    except InputError as error:
        return Run(saved, BitMap(), BitMap(), 0, problem=str(error))


def _found(case: Case, query: str, terms: Sequence[str], reviewer: str) -> BitMap:
    """What a search finds; of a list each term by itself, since together they may be more than one search can have."""
    if not terms:
        return search.found(case, query, reviewer=reviewer)
    return BitMap(chain.from_iterable(term_report.found_by(case, terms, reviewer=reviewer).values()))


def rename(case: Case, name: str, to: str, *, reviewer: str) -> SavedSearch:
    """Call a kept search otherwise; InputError for no name, one that is taken, and while something names it."""
    saved, plain = saved_searches.find(case, name), plain_name(to)
    if not plain:
        raise InputError("a saved search needs a name")
    if saved_searches.known(case, plain) and saved_searches.find(case, plain).id != saved.id:
        raise InputError(f"there is a saved search “{plain}” already", "Take another name, or remove that one.")
    _refuse_if_used(case, saved)
    with case.act(reviewer, "saved rename", plain) as act:
        saved_searches.put_name(act, saved.id, plain)
    return saved_searches.find(case, plain)


def change(case: Case, name: str, query: str, *, reviewer: str) -> SavedSearch:
    """Let a name stand for another search, with what that finds now; QueryError for one that is not understood.

    What names it follows: elements that were searched by it ask to be looked at again.
    """
    saved = saved_searches.find(case, name)
    for term in terms_of(query) or (query,):
        query_names.check(case, parse(term), within=(saved.name,))
    found = _found(case, query, terms_of(query), reviewer)
    with case.act(reviewer, "saved query", saved.name) as act:
        saved_searches.put_query(act, saved.id, query, found)
    return saved_searches.find(case, saved.name)


def _refuse_if_used(case: Case, saved: SavedSearch) -> None:
    """What names it would stand for nothing."""
    told = saved_parts.named_by(case, saved.name)
    if told:
        raise InputError(
            f"the saved search “{saved.name}” is named by {told}",
            "Remove or change these first, or let it stand for another search.",
        )


def remove(case: Case, name: str, *, reviewer: str) -> None:
    """Keep a search no longer; InputError while something names it."""
    saved = saved_searches.find(case, name)
    _refuse_if_used(case, saved)
    with case.act(reviewer, "saved remove", saved.name) as act:
        saved_searches.remove(act, saved.id)
