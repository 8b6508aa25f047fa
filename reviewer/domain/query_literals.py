"""Letters and signs that whatever a regular expression matches must hold, by which it is first looked for."""

from __future__ import annotations

import re

SHORTEST = 3
"""Fewer letters stand in too many words."""

SIGNS = frozenset("#$%&*+!?[]{}|~^\\`€£")
"""Signs that few subjects, names and addresses have, unlike full stops, hyphens and the like."""

_LETTERS = re.compile(r"[^\W_]+")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]", re.DOTALL)
_REPEATS = re.compile(r"[*?]|\{\d*,?\d*\}")


def literals(source: str) -> tuple[str, ...]:
    """Runs of letters and digits outside of groups and alternatives, longest first; none where nothing is sure."""
    needed = "".join(each or " " for each in _needed(source))
    found = {word for word in _LETTERS.findall(needed) if len(word) >= SHORTEST}
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


def sign(source: str) -> str:
    """One of :data:`SIGNS` outside of groups and alternatives; nothing where none is sure."""
    return next((each for each in _needed(source) if each in SIGNS), "")


def _needed(source: str) -> list[str]:
    """Each letter, digit or sign that has to be there, in order; nothing between two where anything may be."""
    needed, depth, at = list[str](), 0, 0
    while at < len(source):
        char = source[at]
        if char == "|" and depth == 0:
            return []
        letter, length = _one(source, at)
        at += length
        depth += (char == "(") - (char == ")")
        repeated = _REPEATS.match(source, at)
        needed.append("" if depth or repeated is not None else letter)
    return needed


def _one(source: str, at: int) -> tuple[str, int]:
    """A letter that has to be there, or none, and how much of the source that takes."""
    char = source[at]
    if char == "\\":
        following = source[at + 1 : at + 2]
        if following == "Q":
            end = source.find("\\E", at)
            return "", (len(source) if end < 0 else end + 2) - at
        escape = re.compile(r"\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|..)|\d{1,3}|.)", re.DOTALL).match(source, at)
        length = 2 if escape is None else len(escape[0])
        return (following if following and not following.isalnum() else ""), length
    if char == "[":
        found = _CLASS.match(source, at)
        return "", 1 if found is None else len(found[0])
    if char == "{":
        found = _REPEATS.match(source, at)
        return "", 1 if found is None else len(found[0])
    return ("" if char in "()*+?.^$" else char), 1
