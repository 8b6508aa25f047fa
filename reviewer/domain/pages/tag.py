"""Tags: the codebook's codes, and a palette that colour-blind people can tell apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewer.domain.ids import TagId
from reviewer.errors import InputError

PALETTE = {
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
    "grey": "#999999",
}
"""Okabe & Ito, "Color Universal Design" (2008), with grey in place of black."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}\Z")


@dataclass(frozen=True, slots=True)
class Tag:
    """A code of the codebook. ``color`` is ``#RRGGBB``; ``key`` is one digit 1–9 or empty.

    One that is ``internal`` never leaves the case, nor do those below it.
    """

    id: TagId
    name: str
    parent: TagId | None = None
    color: str = PALETTE["grey"]
    key: str = ""
    definition: str = ""
    internal: bool = False

    @property
    def sign(self) -> str:
        """What stands for it where there is room for one character: its key, else the letter that it begins with."""
        return self.key or self.name[:1].upper()


def check_color(color: str) -> str:
    """A palette name or ``#RRGGBB`` as upper-case ``#RRGGBB``; InputError for anything else."""
    value = PALETTE.get(color.lower(), color)
    if not _HEX.match(value):
        raise InputError(f"“{color}” is no colour", f"Use #RRGGBB or one of: {', '.join(PALETTE)}.")
    return value.upper()


def check_key(key: str) -> str:
    """One digit from 1 to 9, or empty; InputError for anything else."""
    if key and not re.fullmatch(r"[1-9]", key):
        raise InputError(f"“{key}” is no tag key", "Use one digit from 1 to 9.")
    return key
