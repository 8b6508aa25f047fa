"""Tables written as text: by which character their cells are separated, and the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE = 50  # rows that are looked at
_LONGEST_CELL = 1_000_000  # characters; the library refuses longer ones

csv.field_size_limit(_LONGEST_CELL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What separates the cells, and its name in words."""

    separator: str
    name: str


def dialect_of(text: str, *, hinted: bool) -> Dialect | None:
    """The dialect of a table, or None for text that is none. ``hinted`` says that its name calls it a table."""
    sample = "\n".join(text[:200_000].split("\n")[: _SAMPLE + 1])
    best, width = "", 1
    for separator in _SEPARATORS:
        rows = _sampled(sample, separator)
        found = _regular_width(rows, hinted=hinted)
        if found > width:
            best, width = separator, found
    if best:
        return Dialect(best, _SEPARATORS[best])
    return Dialect(",", "comma") if hinted else None


def rows_of(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """The rows of a table, one after the other; a row that cannot be taken apart is one cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.separator)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield ["(a row that cannot be taken apart)"]


def _sampled(sample: str, separator: str) -> list[list[str]]:
    rows = [row for row in rows_of(sample, Dialect(separator, "")) if row]
    return rows[:_SAMPLE]


def _regular_width(rows: list[list[str]], *, hinted: bool) -> int:
    """How many cells nearly every row has, or 0. A text that no name calls a table has to be a very regular one."""
    if not rows:
        return 0
    width, count = Counter(len(row) for row in rows).most_common(1)[0]
    if hinted:
        return width if count * 2 > len(rows) else 0
    short = all(len(cell) < 200 for row in rows for cell in row)
    return width if len(rows) >= 3 and count == len(rows) and width >= 3 and short else 0
