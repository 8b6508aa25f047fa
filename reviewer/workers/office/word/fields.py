"""What the instruction of a field of Word says: where it leads, what it would fetch, what its result lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from reviewer.workers.office.content import Mark, Span

_FETCHING = ("DDE", "INCLUDE", "LINK", "IMPORT", "DATABASE", "MACROBUTTON")
_SAYING = frozenset({"EQ", "QUOTE", "XE", "TC", "TA", "SET", "ASK", "FILLIN", "SYMBOL"})
_BUTTONS = frozenset({"MACROBUTTON", "GOTOBUTTON"})
_WORDED = _BUTTONS | {"QUOTE", "SET", "IF", "ASK", "FILLIN", "COMPARE", "SKIPIF", "NEXTIF", "AUTOTEXTLIST"}
"""Fields in which people write words of their own (ECMA-376, part 1, 17.16.5)."""
_FORMAT = re.compile(
    r"\\\* ?(?:mergeformat(?:inet)?|charformat|caps|firstcap|lower|upper|arabic|roman|alphabetic|cardtext|dollartext"
    r"|hex|ordinal|ordtext)(?![^\s\\])",
    re.IGNORECASE,
)
_PART = re.compile(r'["“”]((?:[^"“”\\]|\\.|\\$)*)["“”]?|([^\s"“”]+)')
_NO_WORD = re.compile(r"[=<>]+|\\[A-Za-z!]")
_LONG = 4_000  # characters of an instruction; in a longer one its words are not looked for one by one
_MORE = 1_000  # characters that a result may be longer than what it comes from


@dataclass(slots=True, eq=False)
class OpenField:
    """A field that has begun: its instruction in pieces, whether its result has come, and where that leads."""

    told: list[str] = field(default_factory=list)
    come: bool = False
    link: str = ""
    simple: bool = False  # an element of its own, which no mark closes
    around: int = 0  # how many fields it is within
    before: int = 0  # how many pieces of words had been shown before its result

    @property
    def instruction(self) -> str:
        """What the field is told to do."""
        return "".join(self.told)


@dataclass(slots=True)
class Fields:
    """The fields that are open, innermost last, and the words shown meanwhile, once for all of them."""

    opened: list[OpenField] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    @property
    def telling(self) -> bool:
        """Whether words belong to the instruction of a field."""
        return bool(self.opened) and not self.opened[-1].come

    @property
    def link(self) -> str:
        """Where the words lead that come now."""
        return self.opened[-1].link if self.opened else ""

    def begin(self) -> OpenField:
        """Open a field within the others."""
        if not self.opened:
            self.shown.clear()
        self.opened.append(OpenField(link=self.link, around=len(self.opened)))
        return self.opened[-1]

    def tell(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        self.opened[-1].told.append(text)

    def come(self, opened: OpenField) -> None:
        """The result of a field begins."""
        if not opened.come:
            opened.come, opened.before = True, len(self.shown)
            opened.link = link_of(opened.instruction) or opened.link

    def show(self, text: str) -> None:
        """Take note of words on the page."""
        if self.opened and text:
            self.shown.append(text)

    def close(self) -> OpenField | None:
        """The innermost field that a mark can close, which is open no longer."""
        if not self.opened or self.opened[-1].simple:
            return None
        return self.opened.pop()

    def close_element(self, opened: OpenField) -> list[OpenField]:
        """A field that ends where its element does, and those that began in it and have no end there."""
        if self.opened[opened.around : opened.around + 1] != [opened]:
            return []
        ended = self.opened[opened.around :]
        del self.opened[opened.around :]
        return ended

    def untold(self, opened: OpenField) -> Span | None:
        """A field as it is to be told, since it has words that its result does not show; None where it has none.

        Without a result it may be a formula, an entry of an index or a question. With one, it can hold the other words
        of an IF, what SET keeps for later, or another text than what QUOTE shows.
        """
        told = " ".join(opened.instruction.split())
        verb = "".join(takewhile(str.isalpha, told))
        rest, verb = told[len(verb) :], verb.upper()
        if not rest or (verb not in _WORDED and (opened.come or verb not in _SAYING)):
            return None
        if opened.come and _shows(self._result(opened, len(told) + _MORE), rest):
            return None
        hidden = opened.come or verb in _WORDED - _BUTTONS
        return Span(f"[Field: {told}]", Mark.HIDDEN if hidden else Mark.PLAIN)

    def _result(self, opened: OpenField, limit: int) -> str:
        """The words that a field shows, to a limit: one of many within each other costs no more than its own."""
        pieces, length = [], 0
        for at in range(opened.before, len(self.shown)):
            pieces.append(self.shown[at][:limit])
            length += len(pieces[-1])
            if length > limit:
                break
        return "".join(pieces)


def whole(opened: OpenField) -> str:
    """All that a field took up that nothing closes, be it an instruction or the words behind it."""
    told = " ".join(opened.instruction.split())
    return f"[Field: {told}]" if told and not opened.come else ""


def fetches(instruction: str) -> bool:
    """Whether a field would fetch something from elsewhere, or run something."""
    return instruction.strip().upper().startswith(_FETCHING)


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


def _shows(result: str, told: str) -> bool:
    """Whether a result shows all words of an instruction, quoted or not, each from its first letter to its last."""
    shown = _plain(result)
    within = f" {shown} " if len(told) <= _LONG else ""
    for quoted, bare in _PART.findall(_FORMAT.sub(" ", told)):
        words = _plain(quoted or ("" if _NO_WORD.fullmatch(bare) else bare))
        if words and words != shown and f" {words} " not in within:
            return False
    return True


def _plain(text: str) -> str:
    return " ".join(text.replace("\\", "").split()).casefold()
