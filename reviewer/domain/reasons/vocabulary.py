"""The codes of reasons and the arguments of each, as their templates name them.

A template is a sentence with places for arguments, written as ``{name}`` for a text and ``{name:,}`` for a number with
its thousands set apart; ``{name:d}`` is a number as it stands, ``{name:size}`` a number of bytes in the largest unit
that leaves it whole, and ``{name:page|pages}`` one of two words by a number. ``{because}`` is the place of another
reason, which is the cause of this one.
"""

from __future__ import annotations

import string

from reviewer.domain.reasons import english, french

BECAUSE = "because"
"""The place in a template where the sentence of the cause stands."""

SHARED = frozenset({"format", "method", "charset", "how", "limit", "sentence"})
"""Arguments that many items have in common. Reasons that differ in others alone are listed as one."""

Piece = tuple[str, str | None, str]
"""Words, and the name and form of the argument behind them; None where none follows."""


def pieces(template: str) -> tuple[Piece, ...]:
    """A template taken apart."""
    return tuple((words, name, form or "") for words, name, form, _ in string.Formatter().parse(template))


def _arguments(template: str) -> dict[str, type[str | int]]:
    found: dict[str, type[str | int]] = {}
    for _, name, form in pieces(template):
        if name is not None:
            found[name] = int if form else found.get(name, str)
    return found


ENGLISH, FRENCH = english.SENTENCES, french.SENTENCES
"""The sentence of each code in a language."""

ARGUMENTS: dict[str, dict[str, type[str | int]]] = {code: _arguments(each) for code, each in ENGLISH.items()}
"""The arguments of each code, with their types, in the order in which they are stored."""
