"""Dates as people's mail programs write them into quoted text, in several languages and without a zone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain

_MONTHS = {
    abbreviation: number
    for number, abbreviations in enumerate(
        (
            "jan gen ene",
            "feb fev",
            "mar maa mrt mrz",
            "apr avr abr",
            "may mai mag mei maj",
            "jun juin giu",
            "jul juil lug",
            "aug aou ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec dez dic",
        ),
        1,
    )
    for abbreviation in abbreviations.split()
}
"""How the months begin, without accents, in English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish."""

_DAYS = frozenset(
    chain.from_iterable(
        days.split()
        for days in (
            "mon tue wed thu fri sat sun",
            "die mit don fre sam son",
            "lun mar mer jeu ven dim",
            "mie jue vie sab dom gio",
            "maa din woe vri zat zon",
            "seg ter qua qui sex",
            "tor ons lor tir",
        )
    )
)
"""How the days of the week begin in these languages."""

_BESIDE = {"am", "pm", "a", "p", "m", "at", "um", "uhr", "de", "las", "alle", "ore", "om", "kl", "h", "gmt", "utc", "z"}
_ZONE_NAME = re.compile(r"[a-z]{1,3}[sd]t")
_ASIDE = re.compile(r"\([^()\d$]{2,40}\)")
_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|[^\w\s,.;:/+-]")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)?\s*(?:de\s+)?([a-z]{3,12})\.?,?\s*(?:de\s+)?(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([a-z]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_TIME = re.compile(r"\b(\d{1,2})\s?[:h.]\s?(\d\d)(?:[:.]\d\d)?(?:\s*([ap])\.?m\b)?")
_LONGEST = 300
_SHORT_YEAR = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(\d\d)\b(?!\2|:)")
_HYPHENED = re.compile(r"\b(\d{1,2})-([a-z]{3,9})-(\d{4})\b")
_OFFSET = re.compile(r"(?:(?<=\s)|(?<=:\d\d)|\b(?:gmt|utc))\s?([+-])(\d\d):?(\d\d)\b(?![-/])")
_ZONES = {
    "gmt": 0, "ut": 0, "utc": 0, "edt": -240, "est": -300, "cdt": -300, "cst": -360, "mdt": -360, "mst": -420,
    "pdt": -420, "pst": -480, "cet": 60, "cest": 120,
}  # fmt: skip
"""Minutes ahead of UTC: those of RFC 5322, section 4.3, and of Central Europe."""
_ZONE = re.compile(rf"(?<=[\d\s(m])(?:{'|'.join(_ZONES)})\b")


def local_moment(text: str) -> str:
    """The moment as ``YYYY-MM-DDTHH:MM``, of the zone of whoever wrote it, or ``YYYY-MM-DD``; empty when it is unclear.

    03/05/2016 is unclear: it is one day in some countries and another in others.
    """
    plain = _plain(text)
    found = _day(plain)
    if found is None:
        return ""
    year, month, day, rest = found
    time = _TIME.search(rest)
    hour, minute = (int(time[1]), int(time[2])) if time else (0, 0)
    if time and time[3]:
        hour = hour % 12 + (12 if time[3] == "p" else 0)
    try:
        moment = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - the zone is not known
    except ValueError:
        return ""
    return moment.isoformat(timespec="minutes") if time else moment.date().isoformat()


def possible_moments(text: str) -> list[datetime | date]:
    """All moments that a text may mean, or days where it tells no time; 03/05/16 has two."""
    plain = _HYPHENED.sub(r"\1 \2 \3", _plain(text))
    several = _SHORT_YEAR.sub(lambda found: f"{found[1]}/{found[3]}/20{found[4]}", plain, count=1)
    slashed = _SLASHED.search(several)
    if _day(several) is not None or slashed is None:
        return list(_moments(several))
    one, other, year = slashed.groups()
    before, after = several[: slashed.start()], several[slashed.end() :]
    orders = (f"{year}-{month:0>2}-{day:0>2}" for month, day in ((one, other), (other, one)))
    return [moment for order in orders for moment in _moments(f"{before} {order} {after}")]


def _moments(text: str) -> Iterator[datetime | date]:
    moment = local_moment(text)
    if moment:
        yield datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment)


def zone_of(text: str) -> tuple[int | None, bool]:
    """How many minutes a written moment says that its clock is ahead of UTC, None if it does not; whether by a name."""
    plain = _plain(text)
    offset = _OFFSET.search(plain)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return (minutes if offset[1] == "+" else -minutes), False
    named = _ZONE.search(plain)
    return (None, False) if named is None else (_ZONES[named[0]], True)


def of_a_moment(text: str) -> bool:
    """Whether a text is nothing but part of a moment: figures, names of days, months and zones."""
    plain = _ASIDE.sub(" ", _plain(text))
    return all(
        _month(word) or word[:3] in _DAYS or word in _BESIDE or _ZONE_NAME.fullmatch(word)
        for word in _WORD_OR_SIGN.findall(plain)
    )


def _plain(text: str) -> str:
    plain = text[:_LONGEST].lower()
    if plain.isascii():
        return plain
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))


def _day(text: str) -> tuple[int, int, int, str] | None:
    """Year, month, day, and the text without them."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_DOTTED, (3, 2, 1))):
        match = pattern.search(text)
        month = _month(match[order[1]]) if match else 0
        if match and month:
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return int(match[order[0]]), month, int(match[order[2]]), rest
    match = _SLASHED.search(text)
    if match is None:
        return None
    one, two = int(match[1]), int(match[2])
    if one == two or max(one, two) > 12:
        month, day = min(one, two), max(one, two)
        return int(match[3]), month, day, f"{text[: match.start()]} {text[match.end() :]}"
    return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(text[:4], 0) or _MONTHS.get(text[:3], 0)
