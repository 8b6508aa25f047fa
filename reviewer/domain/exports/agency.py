"""The agency that a case is worked by, as its papers show it: name, lines of its address, and its logo."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as PNG, drawn anew from pixels, so that nothing is in it but these; its size in pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Agency:
    """What stands at the head of the papers of a case. Each of the three may be missing."""

    name: str = ""
    lines: tuple[str, ...] = ()
    logo: Logo | None = None


NOBODY = Agency()
"""While nothing is said of it."""
