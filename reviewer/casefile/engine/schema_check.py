"""Whether the tables, indexes, views and triggers of a case are those that the program makes, and no others.

A view in the place of a table may never come to an end, and what a trigger of the file writes would be sealed as if the
program had written it. Somebody who has the key, and writes new seals and a new trail, can hide neither: what there is
in a case of some format follows from the steps to that format, so it is made anew in memory and compared.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import Connection
from reviewer.casefile.engine.migrations import STEPS, Step, newest, run_script
from reviewer.domain.query import folded
from reviewer.errors import TamperedError

Made = tuple[str, str, str, str]
"""Type, name, table, and the statement that makes it: as it stands, or :func:`plain`."""

KNOWN = "2059c47037a981677c72391e968e8261a805ad8152a282c521b513ac94808378"
"""SHA-256 over what a case of today's format has, to the letter: making it anew to compare takes 40 ms, which no
opening need wait."""

_PASSED_OVER = re.compile(
    r"""('(?:[^']|'')*+') | (?<![\w"])"(\w+)"(?![\w"]) | ("(?:[^"]|"")*+") | (?:--[^\n]*|[ \t\n\f\r])+""",
    re.ASCII | re.VERBOSE,
)
_ROWS = """
    SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema
    WHERE type <> 'table' OR name NOT IN ('sqlite_stat1', 'sqlite_stat4')
"""
"""All but the two tables that ANALYZE of another program makes."""


def foreign(case: Case, version: int, steps: Sequence[Step] = STEPS) -> list[str]:
    """What there is that the program has not made in a case of this format, and what of its own is not there."""
    rows = case.tuples(_ROWS)
    if version == newest() and digest(rows) == KNOWN:
        return []
    there, expected = plain(rows), plain(_expected(version, tuple(steps)))
    names = {each[:3] for each in there}
    gone = [
        f"the {_told(each)} is gone" for each in sorted(expected - there, key=_tables_first) if each[:3] not in names
    ]
    return [f"the {_told(each)} is none that this program has made" for each in sorted(there - expected)] + gone


def check(case: Case, version: int, steps: Sequence[Step] = STEPS) -> None:
    """TamperedError where something is not as the program has made it. Nothing of the case was read yet."""
    found = foreign(case, version, steps)
    if found:
        more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
        raise TamperedError(
            f"this case was changed by another program: {found[0]}{more}",
            "It stays closed, as it could do harm. Go on with an earlier copy; `reviewer case verify` tells the rest.",
        )


def has_foreign_query(case: Case, version: int) -> bool:
    """Whether there are views or virtual tables that the program has not made: to read them may never end."""
    added = plain(case.tuples(_ROWS)) - plain(_expected(version, STEPS))
    tables = {name for (name,) in case.tuples("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'")}
    return any(kind == "view" or name in tables for kind, name, _, _ in added)


def digest(rows: Iterable[Made]) -> str:
    """What stands for all that a case has, to the letter."""
    return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()


def plain(rows: Sequence[Made]) -> frozenset[Made]:
    """The same without remarks, with one blank for several, and without quotes around the names of what there is.

    One SQLite writes a statement otherwise than another where a table or column gets another name. Around anything but
    a name quotes change what a statement does, as around NULL; and signs that SQLite takes for letters are no blanks.
    """
    names = {name for _, name, _, _ in rows}

    def kept(match: re.Match[str]) -> str:
        word = match[2]
        return match[0] if match[1] or match[3] or (word and word not in names) else word or " "

    return frozenset((kind, name, table, _PASSED_OVER.sub(kept, sql).strip(" ")) for kind, name, table, sql in rows)


@lru_cache(maxsize=4)
def _expected(version: int, steps: tuple[Step, ...]) -> list[Made]:
    if version < 1:  # it was never finished
        return []
    connection = cipher.connect(":memory:", isolation_level=None, factory=Connection)
    connection.afterwards, connection.row_factory = [], cipher.Row
    connection.create_function("folded", 1, folded, deterministic=True)
    with Case(Path(":memory:"), connection, lambda: connection, read_only=False) as case:
        case.execute("BEGIN")  # as much faster as each statement has no end of its own
        run_script(case, 1)
        for step in steps[: version - 1]:
            step(case)
        return case.tuples(_ROWS)


def _tables_first(made: Made) -> tuple[bool, Made]:
    return made[0] != "table", made


def _told(made: Made) -> str:
    kind, name, table, _ = made
    return f"{kind} {name}" if kind in {"table", "view"} else f"{kind} {name} of {table}"
