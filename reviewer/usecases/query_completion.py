"""How a query that is being typed may go on, in a case."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile import known_values
from reviewer.casefile.engine.case import Case
from reviewer.domain.query_completion import MOST, Completion, among, fields, operators, standing, written
from reviewer.domain.query_grammar import MOST_TYPED
from reviewer.domain.query_meanings import VALUES

__all__ = ["Completion", "Completions", "completions"]


@dataclass(frozen=True, slots=True)
class Completions:
    """What may stand in a query from ``start`` to ``end``, in code points; ``more`` says that there is more of it.

    ``field`` is the field whose values they are, or empty where they are fields and operators; ``typed`` what they go
    on from.
    """

    start: int
    end: int
    field: str
    typed: str
    found: tuple[Completion, ...]
    more: bool = False

    def taken(self, text: str, completion: Completion) -> str:
        """The query with one of them in its place."""
        return f"{text[: self.start]}{completion.text}{text[self.end :]}"


def completions(case: Case, text: str, cursor: int | None = None) -> Completions | None:
    """Fields, operators and values that may be meant at a cursor, by default at the end; None where there are none."""
    at = standing(text, len(text) if cursor is None else cursor) if len(text) <= MOST_TYPED else None
    if at is None:
        return None
    if not at.field:
        joins, named = operators(at), fields(at)
        found = [*joins, *named] if at.typed.isupper() else [*named, *joins]
        return Completions(at.start, at.end, "", at.typed, tuple(found)) if found else None
    fixed = VALUES.get(at.field, {})
    there = known_values.known(case, at.field, at.typed, MOST) or among(fixed, at.typed)
    shown = there[: max(MOST, len(fixed))]
    made = tuple(each for each in (written(at, known) for known in shown) if each is not None)
    return Completions(at.start, at.end, at.field, at.typed, made, more=len(there) > len(shown)) if made else None
