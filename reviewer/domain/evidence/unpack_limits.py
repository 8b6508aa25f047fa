"""How far archives are taken apart before the rest is left inside; a reviewer may raise it for one intake."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reviewer.errors import InputError


@dataclass(frozen=True, slots=True)
class UnpackingLimits:
    """What may come out of one archive, and of those within it.

    ``members``, ``member`` (MiB of the largest) and ``total`` (MiB) are of one archive; ``ratio`` is how many times its
    own size it may grow to. ``nested`` (MiB) and ``archives`` are of all archives within one file; ``depth`` is how
    many levels deep they may lie.
    """

    members: int = 100_000
    member: int = 16 * 1024
    total: int = 64 * 1024
    ratio: int = 100
    nested: int = 64 * 1024
    archives: int = 500
    depth: int = 50


UNRAISED = UnpackingLimits()
MOST = UnpackingLimits(10_000_000, 1024**2, 64 * 1024**2, 100_000, 64 * 1024**2, 100_000, 200)
"""How far each can be raised: a reader's processor time and the disk end beyond it."""


ITSELF = "it lies in an archive that is the same as it is, so it was not taken apart again"
"""Why an archive that holds itself has no members where it is met again."""

MIB = 2**20
"""How many bytes ``member``, ``total`` and ``nested`` count by."""

NAMES: tuple[str, ...] = UnpackingLimits.__slots__

Changed = tuple[tuple[str, int], ...]
"""Limits that are not what they usually are, by name."""


@dataclass(frozen=True, slots=True)
class Met:
    """A limit that the reason of a failure tells of, and how far it went (in MiB where it counts bytes)."""

    name: str
    value: int


def raised(texts: Iterable[str]) -> UnpackingLimits:
    """The limits with some of them said otherwise, each as ``ratio=1000``; InputError for what is none."""
    limits = UNRAISED
    for text in texts:
        name, _, number = text.partition("=")
        if name not in NAMES or not (number.isascii() and number.isdigit() and len(number) <= 9):
            raise InputError(f"“{text}” is no limit", f"Write one of {', '.join(NAMES)} with a number: ratio=1000.")
        most = getattr(MOST, name)
        if not 1 <= int(number) <= most:
            raise InputError(f"the limit {name} can be from 1 to {most:,}")
        limits = replace(limits, **{name: int(number)})
    return limits


def changed(limits: UnpackingLimits) -> Changed:
    """Those of the limits that are not as usual."""
    values = ((name, getattr(limits, name)) for name in NAMES)
    return tuple((name, value) for name, value in values if value != getattr(UNRAISED, name))


def at_least(limits: UnpackingLimits, before: Changed) -> UnpackingLimits:
    """The limits, but none below what it was before: what came out under that must come out again."""
    floor = replace(UNRAISED, **dict(before))
    return UnpackingLimits(*(max(getattr(limits, name), getattr(floor, name)) for name in NAMES))


def higher(met: Met) -> int:
    """What to raise a limit to that was met: a few times as far, at least the usual, at most what can be."""
    return int(min(max(met.value * _STEPS[met.name], getattr(UNRAISED, met.name)), getattr(MOST, met.name)))


def met(reason: str) -> tuple[Met, ...]:
    """The limits that can be raised, as far as a reason tells of them."""
    found = [Met(name, _number(value)) for name, tells in _REASONS for value in tells.findall(reason)]
    for name, tells in _AMOUNTS:
        found += [Met(name, _number(value) * _UNITS[unit] // MIB) for value, unit in tells.findall(reason)]
    return tuple(dict.fromkeys(found))


_STEPS = {"members": 10, "member": 4, "total": 4, "ratio": 10, "nested": 4, "archives": 10, "depth": 2}
_UNITS = {"GiB": 2**30, "MiB": MIB, "KiB": 2**10, "bytes": 1}
_AMOUNT = r"([\d,]+) (GiB|MiB|KiB|bytes)"
_AMOUNTS = (
    ("member", re.compile(rf"it is larger than {_AMOUNT}, the limit for one member")),
    ("total", re.compile(rf"the archive unpacks to more than {_AMOUNT}, which is the limit")),
)
_REASONS = tuple(
    (name, re.compile(tells))
    for name, tells in (
        ("members", r"more than ([\d,]+) members, which is the limit"),
        ("ratio", r"more than ([\d,]+) times its size, which is the limit"),
        ("nested", r"more than ([\d,]+) MiB come out of the archives within this file"),
        ("archives", r"more than ([\d,]+) archives within this file"),
        ("depth", r"more than ([\d,]+) levels deep, the limit"),
    )
)


def _number(text: str) -> int:
    return int(text.replace(",", ""))
