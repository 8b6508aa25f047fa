"""The line of an agency's table that names its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from reviewer.errors import InputError

_WITHIN = 20
"""Lines that are looked at: a title or two may stand above the names of the columns."""


def find_header(
    lines: Sequence[tuple[int, Sequence[str]]],
    headings: Mapping[str, str],
    places: Callable[[Sequence[str]], dict[str, int]],
    *,
    needed: Sequence[str],
    columns: Iterable[str],
    what: str,
) -> tuple[int, dict[str, int]]:
    """Which of the first lines names the columns, and the place of each column.

    ``headings`` are those that were asked for by column; ``places`` finds columns among the names of a line, stripped
    and in small letters. InputError, which calls the table ``what``, where a column that is ``needed`` is lacking.
    """
    missing = list(needed)
    for at, (_, head) in enumerate(lines[:_WITHIN]):
        names = [name.strip().casefold() for name in head]
        asked = [said for said in headings.values() if said.strip() and said.strip().casefold() not in names]
        found = places(names)
        lacking = [column for column in needed if column not in found]
        if not lacking and not asked:
            return at, found
        missing = missing if at else lacking or asked
    raise InputError(
        f"{what} has no column {' and no column '.join(missing)}",
        f"Its first line must name the columns: {', '.join(columns)}; or say which heading stands for which.",
    )
