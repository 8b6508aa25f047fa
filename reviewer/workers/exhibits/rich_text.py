"""What RTF says in all of its groups, also in those that its readers pass over, and files that it has as figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from reviewer.workers.office.word.rtftokens import Token, codepage, paired, tokens

_BEGIN = re.compile(rb"[\s\0\xef\xbb\xbf]{0,64}\{\\rtf")
_FIGURES = re.compile(rb"[0-9A-Fa-f\s]{32,}")
_WHITE = {"par", "line", "tab", "cell", "row", "page", "sect", "column", "nestcell", "nestrow", "lbr", "softline"}
_SIGNS = {"~": " ", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}


def is_rich_text(data: bytes) -> bool:
    """Whether bytes begin as RTF does."""
    return _BEGIN.match(data) is not None


def rich_text(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The words, once with nothing where a group begins or ends and once with a blank, then what stands in figures.

    A name may be in two groups, of which one is bold, and two names may be in groups that stand side by side.
    """
    words = _Words()
    for text, run in groupby(tokens(data), lambda each: each.kind == "text"):
        if not text:
            for each in run:
                if each.kind == "binary":
                    yield "bytes", each.data
                else:
                    words.take(each)
            continue
        said = b"".join(each.data for each in run)
        if _FIGURES.fullmatch(said):
            figures = b"".join(said.split())
            yield "figures", bytes.fromhex(figures[: len(figures) // 2 * 2].decode())
        else:
            words.say(said)
    for between in ("", " "):
        yield "words", words.joined(between).encode("utf-8", "replace")


class _Words:
    """Words as they come out of the pieces of RTF, whatever group they stand in."""

    def __init__(self) -> None:
        self._groups: list[str] = []
        self._said: list[str] = []
        self._bytes = bytearray()
        self._codec = "cp1252"
        self._behind = [1]  # letters to leave out behind one that is told by its number, in each open group
        self._left_out = 0

    def take(self, token: Token) -> None:
        """Take what is no plain text."""
        match token.kind:
            case "byte":
                self.say(token.data)
            case "group":
                self._group(begins=token.text == "{")
            case "symbol":
                self._add(_SIGNS.get(token.text, ""))
            case "word":
                self._word(token.text, token.number)

    def say(self, data: bytes) -> None:
        """Take letters as they stand there."""
        self._bytes += data[self._left_out :]
        self._left_out = max(0, self._left_out - len(data))

    def joined(self, between: str) -> str:
        """All of it, with this between groups."""
        self._group(begins=True)
        return paired(between.join(self._groups))

    def _group(self, *, begins: bool) -> None:
        self._add("")
        self._groups.append("".join(self._said))
        self._said.clear()
        self._left_out = 0
        if begins:
            self._behind.append(self._behind[-1])
        elif len(self._behind) > 1:
            self._behind.pop()

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._add(chr(number & 0xFFFF))
            self._left_out = self._behind[-1]
        elif word == "uc" and number is not None:
            self._behind[-1] = max(0, number)
        elif word == "ansicpg" and number is not None:
            self._add("")
            self._codec = codepage(number)
        elif word in _WHITE:
            self._add("\n")

    def _add(self, said: str) -> None:
        self._said.append(self._bytes.decode(self._codec, "replace"))
        self._bytes.clear()
        if said:
            self._said.append(said)
