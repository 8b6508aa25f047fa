"""The words for a reason: the one place that makes a sentence of a code and its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from reviewer.domain.reasons.reason import Args, Reason, Value, unpack
from reviewer.domain.reasons.vocabulary import BECAUSE, ENGLISH, SHARED, Piece, pieces

LANGUAGES: dict[str, Mapping[str, str]] = {"en": ENGLISH}
"""The templates of each language, by code. A language has all codes, and each template the same arguments."""

_UNITS = ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"))


def sentence(reason: Reason, language: str = "en") -> str:
    """One reason as a sentence without its full stop."""
    said = _filled(reason.code, reason.args, "", language)
    for code, args in reason.within:
        said = _filled(code, args, said, language)
    return said


def in_general(reason: Reason, language: str = "en") -> str:
    """A reason in words that hold for all of its kind: what is of one item alone is an ellipsis."""
    said = _filled(reason.code, _shared(reason.args), "", language)
    for code, args in reason.within:
        said = _filled(code, _shared(args), said, language)
    return said


def _shared(args: Args) -> Args:
    return tuple((name, value if name in SHARED else "…") for name, value in args)


def sentences(reasons: Iterable[Reason], language: str = "en") -> str:
    """All reasons, one after the other; empty for none."""
    return "; ".join(sentence(reason, language) for reason in reasons)


def stored_sentences(text: str, language: str = "en") -> str:
    """The same of reasons as they are stored; the text as it stands where it is no such thing."""
    try:
        return sentences(unpack(text), language)
    except (ValueError, TypeError):
        return text


def amount(count: int) -> str:
    """A number of bytes in the largest unit that leaves it whole: ``512 MiB``."""
    for unit, name in _UNITS:
        if count >= unit and count % unit == 0:
            return f"{count // unit:,} {name}"
    return f"{count:,} bytes"


def _filled(code: str, args: Args, because: str, language: str) -> str:
    values: dict[str, Value] = {**dict(args), BECAUSE: because}
    return "".join(
        words if name is None else words + _worded(values[name], form) for words, name, form in _pieces(code, language)
    )


@cache
def _pieces(code: str, language: str) -> tuple[Piece, ...]:
    return pieces(LANGUAGES[language][code])


def _worded(value: Value, form: str) -> str:
    if "|" in form:
        one, many = form.split("|")
        return one if value == 1 else many
    if isinstance(value, str) or form == "d":
        return str(value)
    if form == "size":
        return amount(value)
    return f"{value:,}"
