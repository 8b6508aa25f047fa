"""How far archives are taken apart before the rest is left inside; a reviewer may raise it for one intake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reviewer.errors import InputError


@dataclass(frozen=True, slots=True)
class UnpackingLimits:
    """What may come out of one archive, and of those within it.

    ``members`` and ``total`` (MiB) are of one archive; ``ratio`` is how many times its own size it may grow to.
    ``nested`` (MiB) and ``archives`` are of all archives within one file, which are held in memory; ``depth`` is how
    many levels deep they may lie.
    """

    members: int = 100_000
    total: int = 64 * 1024
    ratio: int = 100
    nested: int = 256
    archives: int = 500
    depth: int = 50


UNRAISED = UnpackingLimits()
MOST = UnpackingLimits(10_000_000, 64 * 1024**2, 100_000, 8 * 1024, 100_000, 200)
"""How far each can be raised: a reader's processor time and this app's memory end beyond it."""


def raised(texts: Iterable[str]) -> UnpackingLimits:
    """The limits with some of them said otherwise, each as ``ratio=1000``; InputError for what is none."""
    limits = UNRAISED
    names = UnpackingLimits.__slots__
    for text in texts:
        name, _, number = text.partition("=")
        if name not in names or not (number.isascii() and number.isdigit() and len(number) <= 9):
            raise InputError(f"“{text}” is no limit", f"Write one of {', '.join(names)} with a number: ratio=1000.")
        most = getattr(MOST, name)
        if not 1 <= int(number) <= most:
            raise InputError(f"the limit {name} can be from 1 to {most:,}")
        limits = replace(limits, **{name: int(number)})
    return limits
