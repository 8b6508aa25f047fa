"""The words for a reason: the one place that makes a sentence of a code and its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from reviewer.domain.reasons import french
from reviewer.domain.reasons.reason import Args, Reason, Value, unpack
from reviewer.domain.reasons.vocabulary import BECAUSE, ENGLISH, FRENCH, SHARED, Piece, pieces
from reviewer.domain.typography import NARROW, SINGULAR, grouped, spaced

LANGUAGES: dict[str, Mapping[str, str]] = {"en": ENGLISH, "fr": FRENCH}
"""The templates of each language, by code. A language has all codes, and each template the same arguments."""
_WORDS: dict[str, Mapping[str, Mapping[str, str]]] = {"fr": french.WORDS}

_UNITS = {"en": ("GiB", "MiB", "KiB", "bytes"), "fr": ("Gio", "Mio", "Kio", "octets")}
_BETWEEN = {"en": "; ", "fr": f"{NARROW}; "}


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
    return _BETWEEN[language].join(sentence(reason, language) for reason in reasons)


def stored_sentences(text: str, language: str = "en") -> str:
    """The same of reasons as they are stored; the text as it stands where it is no such thing."""
    try:
        return sentences(unpack(text), language)
    except (ValueError, TypeError):
        return text


def amount(count: int, language: str = "en") -> str:
    """A number of bytes in the largest unit that leaves it whole: ``512 MiB``."""
    *units, single = _UNITS[language]
    for power, unit in zip((30, 20, 10), units, strict=True):
        if count >= 2**power and count % 2**power == 0:
            return f"{grouped(count // 2**power, language)} {unit}"
    return f"{grouped(count, language)} {single}"


def _filled(code: str, args: Args, because: str, language: str) -> str:
    ours = _WORDS.get(language, {})
    values: dict[str, Value] = {name: _ours(ours.get(name, {}), value) for name, value in args}
    values[BECAUSE] = because
    return "".join(
        words if name is None else words + _worded(values[name], form, language)
        for words, name, form in _pieces(code, language)
    )


def _ours(words: Mapping[str, str], value: Value) -> Value:
    """What stands for an argument that is a word of the program's own, or some by commas; all others as they are."""
    parts = value.split(", ") if isinstance(value, str) else ()
    return ", ".join(words[each] for each in parts) if parts and all(each in words for each in parts) else value


@cache
def _pieces(code: str, language: str) -> tuple[Piece, ...]:
    return pieces(spaced(LANGUAGES[language][code], language))


def _worded(value: Value, form: str, language: str) -> str:
    if "|" in form:
        one, many = form.split("|")
        return one if value in SINGULAR[language] else many
    if isinstance(value, str) or form == "d":
        return str(value)
    return amount(value, language) if form == "size" else grouped(value, language)
