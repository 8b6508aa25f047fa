"""Whether two names of reviewers are one, as people read them: letters that only look alike make no second person.

After Unicode Technical Standard 39 (confusable skeletons, mixed scripts).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reviewer.domain.lookalikes import LOOKS
from reviewer.errors import InputError

_UNSEEN = frozenset(map(chr, (0x34F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Joiners and variation selectors that are marks by their category."""

_CAPITALS = str.maketrans("I1|0", "lllO")
"""Signs that pass for a small l or a capital O while the case of letters is still there."""

_EAST_ASIAN = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"))
"""Scripts that are written together in one word."""
_OF_NO_SCRIPT = frozenset(("MODIFIER", "KATAKANA-HIRAGANA"))
_WORD = re.compile(r"[^\W\d_]+")


def same_person(one: str, other: str) -> bool:
    """Whether two names are one, whatever their case, accents' encoding, spaces, punctuation and unseen characters.

    So are names whose letters look the same and come from different alphabets, or are an l, an I and a 1.
    """
    return _folded(one) == _folded(other) or _skeleton(one) == _skeleton(other)


def check_scripts(name: str) -> None:
    """InputError for a name that mixes alphabets within a word, as only a name that passes for another does."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", name)):
        found = dict(_scripts(word))
        if len(found) > 1:
            told = ", ".join(f"“{letter}” is {script.capitalize()}" for script, letter in found.items())
            raise InputError(
                f"the name “{name}” mixes alphabets within a word ({told}), so that it can pass for another's",
                "Write it in the letters of one alphabet, with --reviewer NAME.",
            )


def _scripts(word: str) -> Iterator[tuple[str, str]]:
    """The script of each letter that has one, and the letter. Python knows scripts by the names of letters alone."""
    for letter in word:
        script = unicodedata.name(letter, "").partition(" ")[0]
        if script and script not in _OF_NO_SCRIPT and unicodedata.category(letter)[0] == "L":
            yield "East Asian" if script in _EAST_ASIAN else script, letter


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return (
        "".join(char for char in plain if unicodedata.category(char)[0] not in "CPZ" and char not in _UNSEEN) or plain
    )


def _skeleton(name: str) -> str:
    return _folded(_folded(unicodedata.normalize("NFKC", name).translate(_CAPITALS)).translate(LOOKS))
