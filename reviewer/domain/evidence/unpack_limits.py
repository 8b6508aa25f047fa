"""How far archives are taken apart before the rest is left inside; a reviewer may raise it for one intake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reviewer.domain.reasons.reason import Reason
from reviewer.errors import InputError


@dataclass(frozen=True, slots=True)
class UnpackingLimits:
    """What may come out of one archive, and of those within it.

    ``members``, ``member`` (MiB of the largest) and ``total`` (MiB) are of one archive; ``ratio`` is how many times its
    own size it may grow to, and how many times the size of a file all archives within it may. ``nested`` (MiB),
    ``archives`` and ``seconds`` are of all archives within one file; ``depth`` is how many levels deep they may lie.
    """

    members: int = 100_000
    member: int = 16 * 1024
    total: int = 64 * 1024
    ratio: int = 100
    nested: int = 64 * 1024
    archives: int = 500
    depth: int = 50
    seconds: int = 60


UNRAISED = UnpackingLimits()
MOST = UnpackingLimits(10_000_000, 1024**2, 64 * 1024**2, 100_000, 64 * 1024**2, 100_000, 200, 1_000_000)
"""How far each can be raised: a reader's processor time and the disk end beyond it."""


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


def met(reasons: Iterable[Reason]) -> tuple[Met, ...]:
    """The limits that can be raised, as far as reasons tell of them."""
    found = (_met(each) for each in reasons if each.code in _CODES)
    return tuple(dict.fromkeys(found))


_STEPS = {"members": 10, "member": 4, "total": 4, "ratio": 10, "nested": 4, "archives": 10, "depth": 2, "seconds": 10}
_CODES = {
    "archive.over_members": ("members", 1),
    "archive.member_over_limit": ("member", MIB),
    "archive.over_limit": ("total", MIB),
    "archive.member_over_ratio": ("ratio", 1),
    "archive.over_ratio": ("ratio", 1),
    "container.too_much": ("nested", 1),
    "container.too_many": ("archives", 1),
    "container.too_deep": ("depth", 1),
    "container.over_ratio": ("ratio", 1),
    "container.too_long": ("seconds", 1),
}
"""The limit that each of these reasons tells of, and in what its argument counts it."""


def _met(reason: Reason) -> Met:
    name, unit = _CODES[reason.code]
    return Met(name, int(reason["limit"]) // unit)
