"""Rows that an act writes by the thousand: many with each statement, each recorded as if it were written alone.

An act on very many things leaves its entry in parts, of so many things each: all are in one transaction, and one undo
takes all of them back. As one entry, a million marks would be 85 MB of text, which everybody who looks at the trail
would hold several times over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby, islice
from typing import Any, TypeVar

from pyroaring import BitMap

from reviewer.casefile.engine import audit, numbering
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.engine.changes import MOST
from reviewer.casefile.engine.cipher import RowNotFoundError
from reviewer.casefile.engine.undisturbed import seldom_disturbed
from reviewer.domain.ids import AuditId, ItemId
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled

T = TypeVar("T")

PART = 10_000
"""So many things at most are told of by one entry."""

AT_ONCE = 1_000
"""So many rows are written and read back at once: what holds the interpreter has to be short."""

TOGETHER = "together"
"""The fact that an entry is a part of an act: the number of its first entry. ``items`` has what came so far."""


def act(
    case: Case,
    who: tuple[str, str, str],
    items: BitMap,
    write: Callable[[Act, Sequence[ItemId]], int],
    *,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """An act by a reviewer, with its name and subject, on many items.

    ``write`` does it to some of them, and returns of how many something changed. CancelledError once it is stopped, as
    :meth:`Case.watched` tells; then nothing is done.
    """
    numbers = iter(items)
    done, so_far, first = 0, 0, None if len(items) <= PART else audit.head(case)[0] + 1
    with seldom_disturbed(), nullcontext() if first is None else case.acts_together():
        while some := [ItemId(item) for item in islice(numbers, PART)]:
            stop_if_cancelled(case.progress, NOTHING_DONE)
            case.progress.step(done, len(items), "documents")
            with case.act(*who) as part:
                so_far += write(part, some)
                if part.changes:
                    part.facts.update(facts or {}, **({} if first is None else {TOGETHER: first, "items": so_far}))
            done += len(some)


def parts(case: Case, stack: Sequence[AuditId]) -> list[AuditId]:
    """Of entries that could be undone, or redone, those that are one act with the last of them, in their order."""
    first = case.value(f"SELECT json_extract(detail, '$.facts.{TOGETHER}') FROM audit WHERE id = ?", (stack[-1],))
    return [stack[-1]] if first is None else [each for each in stack if each >= int(first)]


def insert(act: Act, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, each under a number that no row of the table has had before."""
    case = act.case
    for some in _some(rows):
        first = numbering.next_of_many(case, table)
        with _recorded(act, table, some):
            case.insert_rows(table, ("id", *columns), [(first + at, *row) for at, row in enumerate(some)])
        _note(act, table, {}, _rows(case, table, range(first, first + len(some))))


def put_back(act: Act, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows under the numbers that they had."""
    for _, alike in groupby(rows, tuple):
        for some in _some(list(alike)):
            names = list(some[0])
            with _recorded(act, table, some):
                act.case.insert_rows(table, [f'"{name}"' for name in names], [list(row.values()) for row in some])
            _note(act, table, {}, _rows(act.case, table, [row["id"] for row in some]))


def update(act: Act, table: str, values: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Change some columns of rows, named by their numbers; nothing is recorded of one that was so already."""
    for _, alike in groupby(values, lambda each: tuple(each[1])):
        for some in _some(list(alike)):
            ids, names = [number for number, _ in some], list(some[0][1])
            before = _rows(act.case, table, ids)
            setting = ", ".join(f'"{name}" = ?' for name in names)
            sql = f'UPDATE "{table}" SET {setting} WHERE id = ?'
            with _recorded(act, table, some):
                act.case.executemany(sql, [(*new.values(), number) for number, new in some])
            _note(act, table, before, _rows(act.case, table, ids))


def delete(act: Act, table: str, ids: Sequence[int]) -> None:
    """Remove rows; their numbers are not given again."""
    for some in _some(list(ids)):
        before = _rows(act.case, table, some)
        for row in before.values() if table == "officer" else [before[max(some)]]:
            numbering.removed(act.case, table, row)
        with _recorded(act, table, some):
            act.case.execute(f'DELETE FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (json.dumps(some),))
        _note(act, table, before, {})


def rows_now(case: Case, table: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Those of some rows that there are, by their numbers."""
    found: dict[int, dict[str, Any]] = {}
    for some in _some(ids):
        sql = f'SELECT * FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
        cursor = case.execute(sql, (json.dumps(some),))
        names = [each[0] for each in cursor.description]
        at = names.index("id")
        found.update((row[at], dict(zip(names, row, strict=True))) for row in cursor)
    return found


def _rows(case: Case, table: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    found = rows_now(case, table, list(ids))
    missing = next((each for each in ids if each not in found), None)
    if missing is not None:
        raise RowNotFoundError(f"{table} has no row {missing}")
    return {each: found[each] for each in ids}


def _some(many: Sequence[T]) -> Iterator[Sequence[T]]:
    return (many[at : at + AT_ONCE] for at in range(0, len(many), AT_ONCE))


def _recorded(act: Act, table: str, rows: Sequence[object]) -> AbstractContextManager[None]:
    """Where rows are few, each tells what was written; of more the statement does."""
    return act.case.written.by_row(table) if len(rows) <= MOST else nullcontext()


def _note(act: Act, table: str, before: Mapping[int, dict[str, Any]], after: Mapping[int, dict[str, Any]]) -> None:
    few = max(len(before), len(after)) <= MOST
    for number in after or before:
        was, now = before.get(number), after.get(number)
        if was != now:
            act.changes.append(audit.Change(table, number, was, now))
            if few:
                act.case.written.row(table, was, now)
