"""The tokens of the look: colours, light and dark, and type sizes. Nothing else in the window names a colour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colors:
    """One set of colours, as ``#RRGGBB``.

    ``line`` only parts things; ``edge`` is around what one types into or presses. ``page_ink`` frames what is at hand
    on a page, ``found_edge`` underlines what was found on it, and quotes in black turn ``quoted``. A test
    holds the contrasts to WCAG 2.2.
    """

    window: str
    panel: str
    desk: str
    field: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    chosen: str
    hover: str
    problem: str
    fine: str
    page: str
    page_ink: str
    page_edge: str
    quoted: str
    found: str
    found_edge: str
    found_here: str
    caret: str


LIGHT = Colors(
    window="#DCDAD5",
    panel="#F1F0ED",
    desk="#C6C3BC",
    field="#FBFAF8",
    line="#CBC8C1",
    edge="#6F6B63",
    text="#1F1E1B",
    muted="#504D46",
    accent="#1F5182",
    on_accent="#FFFFFF",
    chosen="#CFE0F0",
    hover="#E2E0DB",
    problem="#8A2C0D",
    fine="#245A3C",
    page="#FFFFFF",
    page_ink="#1F1E1B",
    page_edge="#8B877E",
    quoted="#5E5E5E",
    found="#FFF1A8",
    found_edge="#7A5C00",
    found_here="#C47600",
    caret="#24588A",
)

DARK = Colors(
    window="#17181A",
    panel="#242629",
    desk="#0E0F10",
    field="#2E3135",
    line="#3F4247",
    edge="#8C8F95",
    text="#E6E4DF",
    muted="#B4B1AA",
    accent="#8BBDEA",
    on_accent="#0E1B27",
    chosen="#2C4258",
    hover="#33363B",
    problem="#F5A98A",
    fine="#93CFA9",
    page="#FFFFFF",
    page_ink="#1F1E1B",
    page_edge="#8B877E",
    quoted="#5E5E5E",
    found="#FFF1A8",
    found_edge="#7A5C00",
    found_here="#C47600",
    caret="#24588A",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The three type sizes, in points, taken from the system's own; and one to be read across a table.

    ``scale`` is how much larger than usual the system's own is, at least 1.
    """

    small: float
    normal: float
    large: float
    reading: float
    scale: float = 1.0
