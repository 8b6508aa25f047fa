"""Why a finding has to be looked at again, in the language of the report: the case says it in English."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from functools import lru_cache

from reviewer.domain.typography import LANGUAGES
from reviewer.export.report.model import plain
from reviewer.export.texts import Texts

_SHAPES = {
    "number": r"[0-9]+",
    "side": "for|against",
    "what": r"(?:was (?:removed|changed: )|has another |is measured against another limit: ).*",
    "now": "none|“.+?”",
    "before": "none|“.+”",
    "documents": r"[0-9,]+ documents?",
    "stale": ".+",
}
"""What stands at some places of a sentence; at others, anything."""
_GROUND = re.compile(r"(passage|benefit|endorsement) ([0-9]+)")
_MORE = re.compile(r"(.+) and ([0-9,]+) more")


def told(say: Texts, line: str) -> str:
    """A reason to look again in the words of the report; as it is where it has none for it."""
    return _read(say, "again", line) or line


def found_more(say: Texts, line: str) -> str:
    """What a search finds by now that nobody has looked at, in the same way."""
    return _read(say, "again_finds", line) or line


def _read(say: Texts, family: str, line: str) -> str:
    """The first text of a family that says this in English, in the language of the report; empty where none does."""
    if say.language == LANGUAGES[0]:
        return line
    for key, english in say.english(family):
        found = _pattern(english).fullmatch(line)
        if found is not None:
            return say(key, **{name: _value(say, name, text) for name, text in found.groupdict().items()})
    return ""


@lru_cache(maxsize=128)
def _pattern(english: str) -> re.Pattern[str]:
    made = ""
    for words, name, _, _ in string.Formatter().parse(english):
        made += re.escape(words) + (f"(?P<{name}>{_SHAPES.get(name, '.+?')})" if name else "")
    return re.compile(made, re.DOTALL)


def _value(say: Texts, name: str, text: str) -> str:
    said = _SAID.get(name)
    return text if said is None else said(say, text)


def _ground(say: Texts, text: str) -> str:
    ground = _GROUND.fullmatch(text)
    return text if ground is None else f"{say.word('again_ground', ground[1])} {ground[2]}"


def _items(say: Texts, text: str) -> str:
    more = _MORE.fullmatch(text)
    return text if more is None else say("again_more.items", first=more[1], count=_number(more[2]))


def _shown(say: Texts, text: str) -> str:
    return say("again_fact.none") if text == "none" else plain(say.quoted(text[1:-1]))


def _number(text: str) -> int:
    return int(text.replace(",", ""))


_SAID: Mapping[str, Callable[[Texts, str], str]] = {
    "what": lambda say, text: _read(say, "again_what", text) or text,
    "stale": found_more,
    "side": lambda say, text: say.word("again_side", text),
    "fact": lambda say, text: say.word("again_fact", text),
    "now": _shown,
    "before": _shown,
    "documents": lambda say, text: say("again_more.documents", count=_number(text.partition(" ")[0])),
    "ground": _ground,
    "items": _items,
}
"""How what stands at a place is said; at others, as it is."""
