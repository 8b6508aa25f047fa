"""Searches that were made for one side of an element, what was dismissed among their hits, and what they find now.

They are run again whenever they are shown. What finds words alone is not run again as long as no act came that could
have changed the words of the case; what asks for anything else is, for reading a message may change it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

from reviewer.casefile import query_names, saved_parts, search
from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.domain import clock
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import ItemId
from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.clause import ElementId
from reviewer.domain.policy.element_searches import (
    Confirmation,
    Dismissal,
    Rerun,
    Search,
    Side,
    ranges,
    rerun,
    unfolded,
)
from reviewer.domain.query_grammar import meant_otherwise, parse
from reviewer.errors import InputError

Cell = tuple[int, int]
"""An allegation and an element."""

_QUIET = frozenset(
    ("allegation", "finding", "ground", "clause", "complaint", "limit", "benefit", "proof", "endorsement", "outline",
     "report", "account", "manifest", "table", "picture", "organisation", "tag", "alias")
)  # fmt: skip
"""Nouns whose acts change no word that a search could find."""

_OTHERWISE = "it was made when AND, NOT and w/5 were taken for words, and brackets and signs passed over; search again"
"""Of searches of which only the number of hits was kept: they are from before there was the language of today."""

_known: WeakKeyDictionary[Case, tuple[int, dict[str, tuple[ItemId, ...]]]] = WeakKeyDictionary()
"""What searches for words found, by connection: up to which audit entry that holds, and by query."""


def found(case: Case, text: str, reviewer: str) -> tuple[ItemId, ...]:
    """All items that a search finds now; InputError when it is not understood."""
    writing = case.in_transaction and not case.read_only  # what it wrote may be taken back
    if writing or ":" in text:  # a condition, which other acts than those on words may change
        return tuple(search.ids(case, parse(text), reviewer=reviewer))
    kept = _kept(case)
    if text not in kept:
        kept[text] = tuple(search.ids(case, parse(text), reviewer=reviewer))
    return kept[text]


def _kept(case: Case) -> dict[str, tuple[ItemId, ...]]:
    now = audit.head(case)[0]
    upto, kept = _known.get(case, (-1, {}))
    if upto != now:
        since = case.rows("SELECT DISTINCT act FROM audit WHERE id > ?", (upto,)) if 0 <= upto < now else None
        if since is None or any(row["act"].partition(" ")[0] not in _QUIET for row in since):
            kept = {}
        _known[case] = (now, kept)
    return kept


def confirm(
    act: Act, allegation: AllegationId, element: ElementId, side: Side, *, note: str, searches: Sequence[Search]
) -> None:
    """Keep that one side of an element was looked for, and how; earlier searches stay."""
    known = _confirmation(act.case, allegation, element, side)
    last = searches[-1]
    said = {"note": note, "reviewer": last.reviewer, "created": last.created}
    if known is None:
        key = {"allegation": allegation, "element": element, "side": side.value}
        known = act.insert("allegation_confirmation", {**key, **said})
    else:
        act.update("allegation_confirmation", known, said)
    recognised = _recognised(act.case)
    for each in searches:
        values = {
            "confirmation": known,
            "query": each.query,
            "hits": each.hits,
            "items": each.items,
            "recognised": recognised,
            "reviewer": each.reviewer,
            "created": each.created,
            "found": audit.canonical(ranges(each.found or ())),
            "opened": audit.canonical(ranges(each.opened or ())),
        }
        act.insert("allegation_search", values)


def unconfirm(act: Act, allegation: AllegationId, element: ElementId, side: Side) -> bool:
    """Take back that a side was looked for, with its searches; False when it was not said."""
    found_ = _confirmation(act.case, allegation, element, side)
    if found_ is not None:
        _remove_confirmation(act, found_)
    return found_ is not None


def dismiss(
    act: Act,
    allegation: AllegationId,
    element: ElementId,
    side: Side,
    *,
    dismissed: Sequence[ItemId],
    reason: str,
    reviewer: str,
) -> None:
    """Keep that items do not speak for that side of an element, and why."""
    values = {
        "allegation": allegation,
        "element": element,
        "side": side.value,
        "items": audit.canonical(ranges(dismissed)),
        "reason": reason,
        "reviewer": reviewer,
        "created": clock.now(),
    }
    act.insert("allegation_dismissal", values)


def remove(act: Act, allegation: AllegationId) -> None:
    """Remove all that was searched and dismissed for an allegation."""
    for table, forget in (
        ("allegation_confirmation", _remove_confirmation),
        ("allegation_dismissal", _remove_dismissal),
    ):
        for row in list(act.case.rows(f"SELECT id FROM {table} WHERE allegation = ? ORDER BY id", (allegation,))):
            forget(act, row["id"])


def _remove_confirmation(act: Act, confirmation: int) -> None:
    rows = act.case.rows("SELECT id FROM allegation_search WHERE confirmation = ? ORDER BY id", (confirmation,))
    for row in list(rows):
        act.delete("allegation_search", row["id"])
    act.delete("allegation_confirmation", confirmation)


def _remove_dismissal(act: Act, dismissal: int) -> None:
    act.delete("allegation_dismissal", dismissal)


def _confirmation(case: Case, allegation: AllegationId, element: ElementId, side: Side) -> int | None:
    known: int | None = case.value(
        "SELECT id FROM allegation_confirmation WHERE allegation = ? AND element = ? AND side = ?",
        (allegation, element, side.value),
    )
    return known


def _recognised(case: Case) -> int:
    return int(case.value("SELECT count(*) FROM ocr_page WHERE outcome = 'recognised'"))


# -- reading -------------------------------------------------------------------------------------------------------


def dismissals(case: Case, chosen: str, values: Sequence[object]) -> Mapping[Cell, list[Dismissal]]:
    """What was dismissed, by cell, of the allegations that a subquery chooses."""
    made: dict[Cell, list[Dismissal]] = defaultdict(list)
    for row in case.rows(f"SELECT * FROM allegation_dismissal WHERE allegation IN ({chosen}) ORDER BY id", values):
        gone = unfolded(json.loads(row["items"]))
        made[row["allegation"], row["element"]].append(
            Dismissal(Side(row["side"]), gone, _controls(case, gone), row["reason"], row["reviewer"], row["created"])
        )
    return made


def confirmations(
    case: Case, chosen: str, values: Sequence[object], dismissed: Mapping[Cell, Sequence[Dismissal]]
) -> Mapping[Cell, list[Confirmation]]:
    """The confirmations, by cell, of the allegations that a subquery chooses, their searches run again."""
    rows = list(case.rows(f"SELECT * FROM allegation_confirmation WHERE allegation IN ({chosen}) ORDER BY id", values))
    made: dict[Cell, list[Confirmation]] = defaultdict(list)
    if not rows:
        return made
    searches: dict[int, list[Any]] = defaultdict(list)
    for row in case.rows(
        f"""SELECT * FROM allegation_search WHERE confirmation IN
            (SELECT id FROM allegation_confirmation WHERE allegation IN ({chosen})) ORDER BY id""",
        values,
    ):
        searches[row["confirmation"]].append(row)
    there = int(case.value("SELECT count(*) FROM item")), _recognised(case)
    for row in rows:
        cell = row["allegation"], row["element"]
        gone = [each for each in dismissed.get(cell, ()) if each.side.value == row["side"]]
        made[cell].append(_made(case, row, searches[row["id"]], gone, there))
    return made


def _made(case: Case, row: Any, rows: Sequence[Any], gone: Sequence[Dismissal], there: tuple[int, int]) -> Confirmation:
    searches = tuple(_search(each) for each in rows)
    return Confirmation(
        Side(row["side"]),
        row["note"],
        row["reviewer"],
        row["created"],
        searches,
        tuple(_rerun(case, searches, {item for each in gone for item in each.items})),
        there[0],
        any(
            now > max((each[name] for each in rows), default=now)
            for now, name in zip(there, ("items", "recognised"), strict=True)
        ),
    )


def _search(row: Any) -> Search:
    found_, opened = (None if row[name] is None else unfolded(json.loads(row[name])) for name in ("found", "opened"))
    return Search(row["query"], row["hits"], row["items"], row["reviewer"], row["created"], found_, opened)


def in_full(case: Case, text: str) -> str:
    """A search with what stands for them in place of the saved searches that it names; empty where it names none.

    InputError for one that is not understood, or is too long in full.
    """
    query = parse(text)
    query_names.check(case, query)
    return saved_parts.in_full(case, query)


def _rerun(case: Case, searches: Sequence[Search], gone: set[ItemId]) -> Iterator[Rerun]:
    """What was made by way of saved searches is kept in full besides; by that it is known whether these changed."""
    made = {each.query: each.reviewer for each in searches}
    known, meant = dict[str, str](), _meant(searches)
    for text in filter(_names_saved, made):
        try:
            known[text] = in_full(case, text)
        except InputError:  # told when it is run
            continue
    for text, who in made.items():
        if text in known.values():
            continue
        if meant_otherwise(text) and all(each.found is None for each in searches if each.query == text):
            yield Rerun(text, 0, refused=_OTHERWISE)
            continue
        try:
            ended = rerun(text, found(case, text, who), searches, gone)
        except InputError as error:
            yield Rerun(text, 0, refused=str(error))
        else:
            changed = text in known and known[text] != meant.get(text)
            yield replace(ended, controls=_controls(case, ended.new), changed=changed)


def _meant(searches: Sequence[Search]) -> dict[str, str]:
    """What stood for each search that names saved ones when it was made last: that stands right behind it."""
    found_ = dict[str, str]()
    for each, full in pairwise((*searches, None)):
        if each is not None and _names_saved(each.query):
            together = full is not None and (full.created, full.reviewer) == (each.created, each.reviewer)
            found_[each.query] = full.query if full is not None and together else ""
    return found_


def _names_saved(text: str) -> bool:
    return f"{saved_parts.FIELD}:" in text.casefold()


def _controls(case: Case, ids: Sequence[ItemId]) -> tuple[str, ...]:
    start = items.prefix(case)
    return tuple(control_number(start, each) for each in ids)
