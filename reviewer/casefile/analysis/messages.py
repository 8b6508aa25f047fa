"""Which items are messages that could be read: asked for by each step of an analysis, found once for all of them."""

from __future__ import annotations

from array import array
from typing import Literal

from reviewer.casefile.engine.case import Case

_MESSAGES = "SELECT id FROM item WHERE kind = 'email' AND state <> 'failed' ORDER BY id"


def every(case: Case) -> array[int]:
    """All of them, in order. It is kept: never change it in place."""
    if case.in_transaction:
        return _found(case)
    # What is an item, and what it is, changes with acts alone; an analysis has none before its end.
    act = case.value("SELECT max(id) FROM audit")
    return case.kept("messages", lambda: _found(case), of=("messages", act))


def without(case: Case, table: Literal["message_fingerprint", "thread_message"]) -> list[int]:
    """Those of which a table has no row, in order."""
    return sorted(set(every(case)).difference(case.numbers(f"SELECT item FROM {table}")))


def _found(case: Case) -> array[int]:
    return array("Q", case.numbers(_MESSAGES))
