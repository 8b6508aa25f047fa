"""Letters that whatever a regular expression matches must hold, by which it is first looked for in the index."""

from __future__ import annotations

import re

SHORTEST = 3
"""Fewer letters stand in too many words."""

_LETTERS = re.compile(r"[^\W_]+")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]", re.DOTALL)
_REPEATS = re.compile(r"[*?]|\{\d*,?\d*\}")


def literals(source: str) -> tuple[str, ...]:
    """Runs of letters and digits outside of groups and alternatives, longest first; none where nothing is sure."""
    runs, run, depth, at = list[str](), "", 0, 0
    while at < len(source):
        char = source[at]
        if char == "|" and depth == 0:
            return ()
        letter, length = _one(source, at)
        at += length
        depth += (char == "(") - (char == ")")
        repeated = _REPEATS.match(source, at)
        if depth or not letter or repeated is not None:
            runs.append(run)
            run = ""
        else:
            run += letter
    found = {word for each in (*runs, run) for word in _LETTERS.findall(each) if len(word) >= SHORTEST}
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


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
