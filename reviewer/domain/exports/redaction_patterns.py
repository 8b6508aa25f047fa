"""Patterns of what is often redacted: addresses of mail and of houses, phone and card numbers, days of birth.

They look for forms. A form tells neither that a number is somebody's nor that none was missed: what they find is
proposed, and what is written otherwise they do not find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from reviewer.domain.exports.redaction import pattern_of

Stretch = tuple[int, int]
Finder = Callable[[str], Iterator[Stretch]]
"""Yields start and end, in code points, of what it finds in a text."""

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w-])")
_PHONE = re.compile(
    r"(?<![\w.+/-])(?:"
    r"(?:\+?1[\s.-]?)?(?:\(\d{3}\)[\s.-]?|\d{3}[\s.-])\d{3}[\s.-]\d{4}"  # North America
    r"|\+\d{1,3}(?:[\s.-]?\(?\d{1,4}\)?){2,6}"  # international, E.123
    r"|0\d(?:[\s.-]?\d\d){4}"  # France
    r")(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w-])",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}[- ](?!00)\d\d[- ](?!0000)\d{4}(?![\w-])")
_MONTH = (
    r"(?:jan(?:uary|vier)?|feb(?:ruary)?|f[ée]vr?(?:ier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|july?"
    r"|juil(?:let)?|aug(?:ust)?|ao[uû]t|sep(?:t(?:ember|embre)?)?|oct(?:ober|obre)?|nov(?:ember|embre)?"
    r"|d[eé]c(?:ember|embre)?)\.?"
)
_DAY = (
    rf"(?:\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:er)?\s+{_MONTH}\s+\d{{4}})"
)
_BIRTH = re.compile(
    r"\b(?:d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth\s?(?:date|day)|born(?:\s+on)?|date\s+de\s+naissance|n[ée]{1,2}e?\s+le)"
    rf"\s*[:=-]?\s*(?P<day>{_DAY})(?!\w)",
    re.IGNORECASE,
)
_ROADS = (
    "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Way|Terrace|Ter|Circle|Cir|"
    "Highway|Hwy|Parkway|Pkwy|Square|Sq|Trail|Trl|Loop|Alley"
)
_ADDRESS = re.compile(
    rf"(?<![\w-])\d{{1,6}}[A-Z]?\s+(?:(?:[NSEW]|N[EW]|S[EW]|North|South|East|West)\.?\s+)?(?:[A-Z0-9][\w'’.-]*\s+){{1,4}}?"
    rf"(?:{_ROADS})\b\.?(?:\s+(?:[NSEW]|N[EW]|S[EW])\b)?(?:,?\s+(?:Apt|Apartment|Unit|Suite|Ste|#)\.?\s*[\w-]+)?"
    r"(?:,?\s+[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2},?\s+[A-Z]{2}(?:\s+\d{5}(?:-\d{4})?)?)?"
    r"|(?<![\w-])\d{1,5}(?:\s(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|place|impasse|all[ée]e|chemin|quai|route)\s+"
    r"(?:(?:de|du|des|la|le|les)\s+|de\s+l['’]|d['’]|l['’])*[A-ZÀ-Ý][\w'’-]*(?:[ -][A-ZÀ-Ý][\w'’-]*){0,3}"
    r"(?:,?\s+\d{5}\s+[A-ZÀ-Ý][\w'’-]+)?"
)


def _matches(pattern: re.Pattern[str], group: int | str = 0) -> Finder:
    def find(text: str) -> Iterator[Stretch]:
        for match in pattern.finditer(text):
            yield match.span(group)

    return find


def _cards(text: str) -> Iterator[Stretch]:
    for match in _CARD.finditer(text):
        if luhn("".join(filter(str.isdigit, match.group()))):
            yield match.span()


def luhn(digits: str) -> bool:
    """Whether the last of some digits checks the others, ISO/IEC 7812-1 annex B; the same digit all along is none."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


FORMS: Mapping[str, Finder] = {
    "email": _matches(_EMAIL),
    "phone": _matches(_PHONE),
    "card": _cards,
    "ssn": _matches(_SSN),
    "birth-date": _matches(_BIRTH, "day"),
    "address": _matches(_ADDRESS),
}
"""What is found by its form alone."""

SOURCES = "sources"
LISTS = ("serial", "officers", "organisations", SOURCES)
"""What is found because this case knows it: serial numbers; officers and organisations by name and address; sources."""

TERM = "term"
"""What is found because a reviewer gives it."""

PATTERNS = (*FORMS, *LISTS, TERM)
"""All patterns by name."""

NAMES = {
    "email": "e-mail addresses",
    "phone": "phone numbers",
    "card": "card numbers",
    "ssn": "social security numbers",
    "birth-date": "dates of birth",
    "address": "postal addresses",
    "serial": "serial numbers",
    SOURCES: "confidential sources",
    TERM: "words",
}
"""What people call patterns whose own names are codes."""


def of_terms(terms: Iterable[str]) -> Finder:
    """Finds each of some words as they stand, whatever their capitals and line ends; longer ones first."""
    kept = sorted({term.strip() for term in terms if any(char.isalnum() for char in term)}, key=lambda each: -len(each))
    if not kept:
        return lambda _text: iter(())
    return _matches(re.compile("|".join(pattern_of(term).pattern for term in kept), re.IGNORECASE))
