"""What a subject says once “Re:” and the like are taken away: the base subject of RFC 5256, section 2.1."""

from __future__ import annotations

import re

_ANSWERS = (
    r"re|fwd?"  # what the RFC knows; the others are what mail programs write in other languages
    r"|aw|wg|antw|doorst|sv|vs|vb|rv|tr|rif|res|enc|odp"
)
_BLOB = r"\[[^\[\]]*\]\s*"
_LEADER = re.compile(rf"(?:{_BLOB})*(?:{_ANSWERS})\s*(?:{_BLOB})?[:：]\s*", re.IGNORECASE)
_BLOB_ALONE = re.compile(_BLOB)
_TRAILER = re.compile(r"\s*\(fwd\)\Z", re.IGNORECASE)
_WRAPPED = re.compile(r"\[fwd:(.*)\]\Z", re.IGNORECASE)
_MARKED = re.compile(r"[:：\[(]")
_MOST_STEPS = 100
_LONGEST = 1_000


def base_subject(subject: str) -> tuple[str, bool]:
    """The base subject, in one case, and whether the subject says that this is an answer or was forwarded."""
    text, answer = " ".join(subject[:_LONGEST].split()), False
    if not _MARKED.search(text):
        return text.casefold(), False
    for _ in range(_MOST_STEPS):
        shorter, answers = _step(text)
        answer = answer or answers
        if shorter == text:
            break
        text = shorter
    return text.casefold(), answer


def _step(text: str) -> tuple[str, bool]:
    trailer = _TRAILER.search(text)
    if trailer:
        return text[: trailer.start()], True
    leader = _LEADER.match(text)
    if leader:
        return text[leader.end() :], True
    blob = _BLOB_ALONE.match(text)
    if blob and text[blob.end() :]:
        return text[blob.end() :], False
    wrapped = _WRAPPED.match(text)
    return (wrapped[1].strip(), True) if wrapped else (text, False)
