"""What the instruction of a field of Word says: where it leads, what it would fetch, what its result lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FETCHING = ("DDE", "INCLUDE", "LINK", "IMPORT", "DATABASE", "MACROBUTTON")
_SAYING = frozenset({"EQ", "QUOTE", "XE", "TC", "TA", "SET", "ASK", "FILLIN", "SYMBOL"})
_WORDED = frozenset(
    {"QUOTE", "SET", "IF", "ASK", "FILLIN", "COMPARE", "SKIPIF", "NEXTIF", "MACROBUTTON", "GOTOBUTTON", "AUTOTEXTLIST"}
)
"""Fields in which people write words of their own (ECMA-376, part 1, 17.16.5)."""
_QUOTED = re.compile('["“”]((?:[^"“”\\\\]|\\\\.)*)["“”]')


@dataclass(slots=True)
class OpenField:
    """A field that has begun: its instruction, whether its result has come, and what that shows so far."""

    told: str = ""
    come: bool = False
    shown: str = ""


def fetches(instruction: str) -> bool:
    """Whether a field would fetch something from elsewhere, or run something."""
    return instruction.strip().upper().startswith(_FETCHING)


def untold(field: OpenField) -> str:
    """A field as it is to be told, since it has words that its result does not show; empty where it has none.

    Without a result it may be a formula, an entry of an index or a question. With one, it can hold the other words of
    an IF, what SET keeps for later, or another text than what QUOTE shows.
    """
    told = " ".join(field.told.split())
    verb = told.partition(" ")[0].upper()
    if verb not in _WORDED and (field.come or verb not in _SAYING):
        return ""
    shown = _plain(field.shown)
    quoted = _QUOTED.findall(told) or told.split()[1:]
    return f"[Field: {told}]" if any(_plain(each) not in shown for each in quoted) else ""


def link_of(instruction: str) -> str:
    """Where a field leads, if it is a link to the outside."""
    parted = instruction.split()
    if len(parted) < 2 or parted[0].upper() != "HYPERLINK":
        return ""
    quoted = instruction.split('"')
    if "\\l" in instruction and (len(quoted) < 4 or instruction.index("\\l") < instruction.index('"')):
        return ""  # a place in this document
    target = quoted[1] if len(quoted) > 2 else parted[1]
    return "" if target.startswith("#") else target


def _plain(text: str) -> str:
    return " ".join(text.replace("\\", "").split()).casefold()
