"""The words of the report and of the papers of a bundle, in the language of their reader.

They are one catalogue, ``resources/report/texts.toml``. Each entry is a list of one text a language, in the order of
:data:`reviewer.domain.typography.LANGUAGES`; where a number decides, the entry is a table of ``one`` and ``many``.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reviewer.domain import money
from reviewer.domain.pictures.picture_words import ENGLISH, PictureWords
from reviewer.domain.typography import LANGUAGES, NARROW, SINGULAR, WIDE, grouped, spaced
from reviewer.errors import ExportError
from reviewer.export.report.model import Look, Span, Spans, Text, plain


class Texts:
    """The catalogue in one language. A text that it lacks is a bug, and a KeyError."""

    def __init__(self, catalogue: Mapping[str, Any], language: str) -> None:
        self.language = language
        self._at = LANGUAGES.index(language)
        self._texts = dict(_flat(catalogue))
        french = language == "fr"
        self.colon = f"{WIDE}: " if french else ": "
        """What stands between a name and what is said of it."""
        self.semicolon = f"{NARROW}; " if french else "; "
        """What stands between the parts of a list."""
        self.marks = (f"«{WIDE}", f"{WIDE}»") if french else ("“", "”")
        """What stands before and after words that are quoted."""

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in; ``count`` decides between one and many, and is grouped."""
        return plain(self.spans(key, **values))

    def spans(self, key: str, **values: object) -> Spans:
        """The text of a key as spans: a value may be spans itself, others are written as they are."""
        made: list[Span] = []
        for literal, name, _, _ in string.Formatter().parse(self._text(key, values)):
            if literal:
                made.append(Text(literal))
            if name is not None:
                made += self._filled(values[name])
        return tuple(made)

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in self._texts

    @property
    def of_pictures(self) -> PictureWords:
        """How the charts of the report say things."""
        if self.language == LANGUAGES[0]:
            return ENGLISH
        told = {
            entry[0]: spaced(entry[self._at], self.language)
            for key, entry in self._texts.items()
            if key.startswith("chart.")
        }
        return PictureWords(told, self.number, self.amount, SINGULAR[self.language])

    def word(self, family: str, value: str) -> str:
        """The word for a value of a vocabulary (``outcome``, ``role``); one that is not in it stays as it is."""
        key = f"{family}.{value.replace(' ', '_')}"
        return self(key) if self.has(key) else value

    def number(self, value: int) -> str:
        """A number with its thousands apart."""
        return grouped(value, self.language)

    def day(self, iso: str) -> str:
        """A day, month or year; “no date” for nothing."""
        if len(iso) < 4:
            return self("word.no_date")
        if len(iso) < 7:
            return iso[:4]
        month = self(f"month.m{iso[5:7]}")
        if len(iso) < 10:
            return f"{month} {iso[:4]}"
        number = int(iso[8:10])
        return f"{number}{'er' if number == 1 and self.language == 'fr' else ''} {month} {iso[:4]}"

    def moment(self, iso: str) -> str:
        """A day, and the time of it (UTC) where that is known."""
        return f"{self.day(iso)}, {iso[11:16]} UTC" if len(iso) >= 16 else self.day(iso)

    def second(self, iso: str) -> str:
        """A moment that is known to the second, with it: what may be compared with another record of the same."""
        return f"{self.day(iso)}, {iso[11:19]} UTC"

    def amount(self, low: int, high: int, currency: str) -> str:
        """An amount, or both ends of a range."""
        if self.language != "fr":
            return money.range_written(low, high, currency)
        ends = [self._french(each, currency) for each in dict.fromkeys((low, high))]
        return " à ".join(ends)

    def _french(self, cents: int, currency: str) -> str:
        sign = "$" if currency == money.DOLLARS else currency
        return f"{self.number(cents // 100)},{cents % 100:02}{WIDE}{sign}"

    def _text(self, key: str, values: Mapping[str, object]) -> str:
        entry = self._texts[key]
        if isinstance(entry, Mapping):
            entry = entry["one" if values["count"] in SINGULAR[self.language] else "many"]
        return spaced(str(entry[self._at]), self.language)

    def quoted(self, text: str) -> Spans:
        """Verbatim words of evidence, in their marks."""
        before, after = self.marks
        return (Text(f"{before}{text}{after}", Look.QUOTE),)

    def _filled(self, value: object) -> Spans:
        if isinstance(value, tuple):
            return value
        return (Text(self.number(value) if isinstance(value, int) else str(value)),)


@cache
def texts(folder: Path, language: str) -> Texts:
    """The catalogue in a folder of templates; ExportError when it cannot be read."""
    try:
        return Texts(tomllib.loads((folder / "texts.toml").read_text("utf-8")), language)
    except OSError as error:
        raise ExportError(
            f"the report's texts cannot be read: {error.strerror}", "Install Evidence Reviewer again."
        ) from error


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping) and set(value) != {"one", "many"}:
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
