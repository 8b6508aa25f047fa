"""What a file's name says of an archive that was cut into parts: ``gifts.zip.001``, ``gifts.z01``, ``gifts.part1.rar``.

Most parts have nothing in their bytes that says so. PKWARE's APPNOTE, 8.3, names the parts of zip archives; 7-Zip and
others cut at any byte and count from ``.001``, ``split -d`` from ``.00``; RAR counts ``.part1.rar``, and before version
3 ``.rar``, ``.r00``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from reviewer.domain.reasons.reason import Reason

MOST_PARTS = 10_000
_Part = TypeVar("_Part")
_PACKED = r"zip|zipx|7z|rar|tar|tgz|tbz2|txz|gz|bz2|xz"
_NUMBERED = re.compile(rf"(.+\.(?:{_PACKED}))\.(\d{{2,4}})\Z", re.IGNORECASE | re.DOTALL)
_ZIP = re.compile(r"(.+)\.z(?:(x?)(\d{2,3})|ip(x?))\Z", re.IGNORECASE | re.DOTALL)
_RAR = re.compile(r"(.+)\.part(\d{1,4})\.rar\Z", re.IGNORECASE | re.DOTALL)
_OLD_RAR = re.compile(r"(.+)\.(?:rar|([rs])(\d\d))\Z", re.IGNORECASE | re.DOTALL)
_LAST = -1
"""The number of the ``.zip`` that ends ``.z01``, ``.z02`` …: how many they are, it alone knows."""


@dataclass(frozen=True, slots=True)
class PartName:
    """A name taken apart. ``whole`` is what the archive was called; ``ending`` makes the name of another part of it."""

    scheme: str
    whole: str
    number: int
    ending: Callable[[int], str]

    @property
    def set_key(self) -> tuple[str, str]:
        """What the names of all parts of one archive have in common, in whatever letters."""
        return self.scheme, self.whole.casefold()


@dataclass(frozen=True, slots=True)
class PartSet(Generic[_Part]):
    """Files of one folder that are the parts of one archive by their names, in order.

    ``holder`` is the part below which its members stand: the first one, or the ``.zip`` of ``.z01``. ``trouble`` is why
    they cannot be put together.
    """

    whole: str
    parts: tuple[_Part, ...]
    holder: _Part
    trouble: Reason | None = None


def part_number(name: str) -> int:
    """Which part of an archive a file is by its name, counted from 1; 0 for what need not be one, or is of a RAR."""
    found = part_name(name)
    if found is None or found.number == _LAST or found.scheme not in ("numbered", "zip", "zipx"):
        return 0
    return max(1, found.number)


def part_name(name: str) -> PartName | None:
    """A name taken apart; None for one that names no part: only those that any program cuts may count from 0."""
    found = _taken_apart(name)
    return None if found is not None and found.number == 0 and found.scheme != "numbered" else found


def _taken_apart(name: str) -> PartName | None:
    if found := _NUMBERED.match(name):
        digits = len(found[2])
        return PartName("numbered", found[1], int(found[2]), lambda number: f".{number:0{digits}d}")
    if found := _ZIP.match(name):
        x = (found[2] or found[4] or "").lower()
        number = int(found[3]) if found[3] else _LAST
        return PartName(f"zip{x}", f"{found[1]}.zip{x}", number, lambda number: _zip_ending(number, x))
    if found := _RAR.match(name):
        digits = len(found[2])
        return PartName("rar", f"{found[1]}.rar", int(found[2]), lambda number: f".part{number:0{digits}d}.rar")
    if found := _OLD_RAR.match(name):
        place = 1 if found[2] is None else (ord(found[2].lower()) - ord("r")) * 100 + int(found[3]) + 2
        return PartName("old rar", f"{found[1]}.rar", place, _old_rar_ending)
    return None


def part_sets(files: Iterable[tuple[str, _Part]]) -> list[PartSet[_Part]]:
    """The sets among the files of one folder, given by their names: those of which two parts or more are there."""
    found: dict[tuple[str, str], list[tuple[PartName, str, _Part]]] = defaultdict(list)
    for name, part in files:
        named = part_name(name)
        if named is not None:
            found[named.set_key].append((named, name, part))
    return [_set(several) for several in found.values() if len(several) > 1 and any(map(_counted, several))]


def _counted(part: tuple[PartName, str, _Part]) -> bool:
    """Whether its name has a number, as that of no whole archive has."""
    return part[1][-1:].isdigit() or part[0].scheme == "rar"


def _set(several: list[tuple[PartName, str, _Part]]) -> PartSet[_Part]:
    last = [each for each in several if each[0].number == _LAST]
    ordered = sorted((each for each in several if each[0].number != _LAST), key=lambda each: each[0].number) + last
    by_end = ordered[0][0].scheme.startswith("zip")
    holder = ordered[-1] if by_end else ordered[0]
    parts = tuple(part for _, _, part in ordered)
    return PartSet(holder[0].whole, parts, holder[2], _trouble(ordered, by_end=by_end))


def _trouble(ordered: list[tuple[PartName, str, _Part]], *, by_end: bool) -> Reason | None:
    """Why parts do not make a whole: one is missing, or there twice."""
    for (one, name, _), (next_one, other, _) in pairwise(ordered):
        if one.number == next_one.number:
            return Reason("archive.part_twice", name=name, other=other)
    first = 0 if ordered[0][0].number == 0 else 1
    missing = next((n for n, (one, _, _) in enumerate(ordered, first) if one.number not in (n, _LAST)), None)
    if missing is None and by_end and ordered[-1][0].number != _LAST:
        missing = _LAST
    if missing is not None:
        return Reason("archive.part_missing", name=_name_of(ordered[0][0], missing))
    return Reason("archive.too_many_parts", limit=MOST_PARTS) if len(ordered) > MOST_PARTS else None


def _name_of(one: PartName, number: int) -> str:
    """What another part of the same archive would be called."""
    stem = one.whole if one.scheme == "numbered" else one.whole.rpartition(".")[0]
    return stem + one.ending(number)


def _zip_ending(number: int, x: str) -> str:
    return f".zip{x}" if number == _LAST else f".z{x}{number:02d}"


def _old_rar_ending(number: int) -> str:
    return ".rar" if number == 1 else f".{chr(ord('r') + (number - 2) // 100)}{(number - 2) % 100:02d}"
