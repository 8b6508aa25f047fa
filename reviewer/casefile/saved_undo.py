"""What is taken back, or done again, leaves no search that names a saved search which is gone or stands for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.casefile import saved_parts
from reviewer.casefile.analysis import saved_searches
from reviewer.casefile.engine.audit import AuditEntry, Change
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.saved_search import terms_of
from reviewer.domain.query import Condition
from reviewer.domain.query_grammar import parse
from reviewer.errors import InputError, QueryError

_SAVED = "saved_search"
_HOLDERS = {
    _SAVED: "SELECT 'the saved search “{}”', name, query FROM saved_search WHERE id = ?",
    "queue": "SELECT 'the queue “{}”', name, query FROM queue WHERE id = ? AND NOT archived",
    "allegation_search": "SELECT 'a search for an element', '', query FROM allegation_search WHERE id = ?",
    "production": """
        SELECT 'production {}', id, query FROM production
        WHERE id = ? AND id NOT IN (SELECT production FROM production_drop)
    """,
}
"""Tables with searches that may name saved ones, and what a row of each is called."""

_TELLING = ("name", "query", "archived")
_DROPS = "production_drop"
"""Whose rows come and go as a production falls, and stands again."""


def naming(entry: AuditEntry) -> list[Change]:
    """The changes of an entry that can make names of saved searches come, go, or mean another search."""
    return [
        each
        for each in entry.changes
        if each.table == _DROPS
        or (
            each.table in _HOLDERS
            and any((each.before or {}).get(name) != (each.after or {}).get(name) for name in _TELLING)
        )
    ]


def refuse_broken(case: Case, taken_back: Iterable[Change]) -> None:
    """InputError where a name that something needs is gone, or one leads back to itself, now that these went back."""
    for each in taken_back:
        _refuse_gone(case, each)
        table, number = _holder(each)
        for called, name, query in case.tuples(_HOLDERS[table], (number,)):
            within = (str(name),) if table == _SAVED else ()
            terms = terms_of(str(query)) if table == _SAVED else ()
            _refuse_way_back(case, terms or (str(query),), str(called).format(name), within, set())


def _holder(change: Change) -> tuple[str, int]:
    """The table and the number of the row with a search that a change is about."""
    if change.table == _DROPS:
        return "production", int((change.after or change.before or {})["production"])
    return change.table, change.id


def _refuse_gone(case: Case, change: Change) -> None:
    name = str((change.after or {}).get("name", "")) if change.table == _SAVED else ""
    told = saved_parts.named_by(case, name) if name and not saved_searches.known(case, name) else ""
    if told:
        raise InputError(
            f"the saved search “{name}” would be there no more, and is named by {told}",
            "Remove or change these first; or let it stand for another search: `reviewer saved change`.",
        )


def _refuse_way_back(case: Case, terms: Sequence[str], called: str, within: tuple[str, ...], sound: set[str]) -> None:
    for condition in (each for term in terms for each in _named(term)):
        if not saved_searches.known(case, condition.value):
            raise InputError(
                f"{called} would name the saved search “{condition.value}”, which is there no more",
                "Keep one under that name first: `reviewer saved add`.",
            )
        saved = saved_searches.find(case, condition.value)
        if saved.name in within:
            way = " → ".join(f"“{each}”" for each in (*within[within.index(saved.name) :], saved.name))
            raise InputError(
                f"the saved search “{saved.name}” would stand for itself: {way}",
                "Let one of them stand for another search first: `reviewer saved change`.",
            )
        if saved.name not in sound:
            _refuse_way_back(case, saved.terms, f"the saved search “{saved.name}”", (*within, saved.name), sound)
            sound.add(saved.name)


def _named(term: str) -> Iterator[Condition]:
    try:
        yield from saved_parts.named(parse(term))
    except QueryError:  # what is not understood names none
        return
