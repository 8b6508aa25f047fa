"""What the words of a passage may say of a benefit: amounts, codes, dates, counts, devices. Proposals, never facts.

Reads English. Dates without a year, and words like “yesterday”, are taken from the day of the message.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from reviewer.domain import dates, money
from reviewer.domain.analysis.written_dates import local_moment
from reviewer.domain.dates import How, When
from reviewer.domain.ledger.benefit import What
from reviewer.errors import InputError

LONGEST = 20_000
"""Code points of a passage that are looked at."""


class Kind(StrEnum):
    """What was recognised. ``USES`` of a code; ``MORE`` uses are lacking; ``THRESHOLD`` uses earn a reward.

    ``REWARD`` is an amount that is said of what uses of a code earn, not of the code.
    """

    AMOUNT = "amount"
    REWARD = "worth of a reward"
    CODE = "code"
    DATE = "date"
    QUANTITY = "quantity"
    USES = "uses"
    MORE = "more"
    THRESHOLD = "threshold"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Found:
    """What some words may say: from ``start`` up to ``end`` (code points), and what they come to, as one enters it."""

    kind: Kind
    start: int
    end: int
    text: str
    value: str


_UP_TO_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty"""
_NUMBERS = {word: number for number, word in enumerate(_UP_TO_TWENTY.split())}
_NUMBERS |= {"a": 1, "an": 1, "another": 1, "both": 2, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_AMOUNT = re.compile(
    r"(?:US)?[$€£]\s?(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d{2})?(?![\d.]*\d)"
    r"|\b(?:USD|EUR|GBP)\s?(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d{2})?\b"
    r"|\b(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d{2})?\s?(?:USD|EUR|GBP|dollars?|bucks|euros?|pounds?)\b"
)
_UNIT = re.compile(r"(?:dollars?|bucks)$|(euros?)$|(pounds?)$")
_CODE_WORD = re.compile(r"\b(?:codes?|coupons?|vouchers?|promo)\b", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![\w@.-])[A-Z0-9](?:[A-Z0-9_-]{2,22})[A-Z0-9](?![\w@-]|\.\w)")
_NEAR = 60
"""Code points between the word “code” and a code that belongs to it."""
_USES = re.compile(
    rf"\b({_NUMBER})\s+(?:times?\s+)?(?:redemptions?|uses?\b|used\b|sign-?ups?|orders?)|\bused\s+({_NUMBER})\s+times?",
    re.IGNORECASE,
)
_MORE = re.compile(rf"\b({_NUMBER})\s+(?:more|to\s+go|left)\b(?!\s+(?:than|like))", re.IGNORECASE)
_THRESHOLD = re.compile(
    rf"\b(?:after|at|reach(?:es|ed)?|once\s+\w+\s+(?:is|are|gets?)|every|for)\s+({_NUMBER})\s+(?:redemptions?|uses?|sign-?ups?|orders?)",
    re.IGNORECASE,
)
_EARNING = re.compile(r"\b(?:earn(?:s|ed|ing)?|rewards?|bonus|prizes?|in\s+return|is\s+yours)\b", re.IGNORECASE)
_OFF = re.compile(r"\s*(?:off|discount|rebate)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n\s*\n")
_DEVICE = re.compile(
    r"\b((?:[A-Z][\w’'-]*\s+){0,3})"
    r"(?i:(?:(?:video|security|doorbell|spotlight|floodlight|outdoor|indoor|stick[ -]up|smart|body|dash)\s+){0,2}"
    r"(?:doorbells?(?:\s+cameras?)?|cameras?|cams?|(?:alarm|security)\s+systems?|tablets?|phones?|floodlights?|chimes?"
    r"|devices?|units?|sensors?|solar\s+panels?))\b"
)
_LEAD = re.compile(
    rf"^(?:(?:The|Your|Our|My|Free|Dear|This|That|Those|These|Thanks?|Get|Each|Every|Some|{'|'.join(_NUMBERS)})\s+)+",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?<![$€£.,])\b({_NUMBER})\s+(?:(?:free|complimentary|new|of\s+(?:the|our|your))\s+){{0,2}}$", re.IGNORECASE
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHOLE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{4}}\b",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(
    rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s+\d{{4}})|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})(?!,?\s+\d{{4}})",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\s+(?:of\s+)?(\d{{4}})\b", re.IGNORECASE)
_RELATIVE = re.compile(
    rf"\b(?:(today|tonight|this\s+(?:morning|afternoon|evening))|(yesterday|last\s+night)|(tomorrow)"
    rf"|(?:(last|next)\s+(week|month|year))|(?:(on|last|next|this)\s+({'|'.join(_WEEKDAYS)}))"
    rf"|({_NUMBER})\s+(day|week|month)s?\s+ago)\b",
    re.IGNORECASE,
)


def recognise(quote: str, day: str = "", *, before: str = "", after: str = "") -> list[Found]:
    """What the words of a quote may say, in the order in which they stand there; ``day`` is the message's, in ISO.

    The words ``before`` and ``after`` it help to tell what the quote means; nothing that stands there is proposed.
    """
    shown = quote[:LONGEST]
    text = f"{before}{shown}{after}"
    sent = date.fromisoformat(day[:10]) if day else None
    told = [*_codes(text), *_counts(text)]
    found = [*told, *_amounts(text, told), *_devices(text), *_dates(text, sent)]
    lead = len(before)
    inside = [
        replace(each, start=each.start - lead, end=each.end - lead)
        for each in found
        if lead <= each.start and each.end <= lead + len(shown)
    ]
    return sorted(inside, key=lambda each: (each.start, each.end, each.kind))


def prefill(found: Iterable[Found]) -> dict[str, str | int]:
    """The fields of a benefit that may be filled in, by the names they are entered under; the first of each kind."""
    first: dict[Kind, str] = {}
    for each in found:
        first.setdefault(each.kind, each.value)
    fields: dict[str, str | int] = {}
    for kind, name in ((Kind.AMOUNT, "value"), (Kind.CODE, "code"), (Kind.DATE, "date"), (Kind.DEVICE, "description")):
        if kind in first:
            fields[name] = first[kind]
    for kind, name in ((Kind.QUANTITY, "quantity"), (Kind.USES, "uses"), (Kind.THRESHOLD, "threshold")):
        if kind in first:
            fields[name] = int(first[kind])
    if Kind.THRESHOLD not in first and Kind.USES in first and Kind.MORE in first:
        fields["threshold"] = int(first[Kind.USES]) + int(first[Kind.MORE])
    if Kind.CODE in first or Kind.DEVICE in first:
        fields["what"] = (What.CODE if Kind.CODE in first else What.DEVICE).value
    return fields


def _amounts(text: str, told: Sequence[Found]) -> Iterator[Found]:
    """The amounts; ``told`` are the codes and counts of uses, which say whose worth an amount is."""
    codes = [each.start for each in told if each.kind is Kind.CODE]
    earning = [each.start for each in told if each.kind in (Kind.MORE, Kind.THRESHOLD)]
    earning += [match.start() for match in _EARNING.finditer(text)]
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text) + 1]
    for match in _AMOUNT.finditer(text):
        plain = match[0].removeprefix("US")
        unit = _UNIT.search(plain)
        if unit is not None:
            plain = plain[: unit.start()].strip() + (" EUR" if unit[1] else " GBP" if unit[2] else " USD")
        try:
            said = money.amount(plain)
        except InputError:
            continue
        place = bisect_right(ends, match.start())
        of_reward = codes and not _OFF.match(text, match.end())
        of_reward = of_reward and _is_earned(match.start(), ends[place - 1], ends[place], codes, earning)
        yield _found(Kind.REWARD if of_reward else Kind.AMOUNT, match, money.written(said.cents, said.currency))


def _is_earned(at: int, start: int, end: int, codes: Sequence[int], earning: Sequence[int]) -> bool:
    """Whether an amount in a sentence is of what is earned: what stands last before it tells, else what follows."""
    before = max((each for each in earning if start <= each < at), default=-1)
    code = max((each for each in codes if start <= each < at), default=-1)
    if before >= 0 or code >= 0:
        return before > code
    following = min((each for each in earning if at < each < end), default=end)
    return following < min((each for each in codes if at < each < end), default=end)


def _codes(text: str) -> Iterator[Found]:
    words = [match.span() for match in _CODE_WORD.finditer(text)]
    for match in _TOKEN.finditer(text):
        letters, digits = any(char.isalpha() for char in match[0]), any(char.isdigit() for char in match[0])
        reach = _NEAR if digits else _NEAR // 4
        near = any(start - reach <= match.end() and match.start() <= end + reach for start, end in words)
        if letters and near and not _CODE_WORD.fullmatch(match[0]) and (digits or len(match[0]) >= 5):
            yield _found(Kind.CODE, match, match[0])


def _counts(text: str) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in ((Kind.THRESHOLD, _THRESHOLD), (Kind.MORE, _MORE), (Kind.USES, _USES)):
        for match in pattern.finditer(text):
            said = next(group for group in match.groups() if group)
            if said.lower() in {"a", "an"} or any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            yield _found(kind, match, str(_number(said)))


def _devices(text: str) -> Iterator[Found]:
    for match in _DEVICE.finditer(text):
        name = " ".join(match[0].split())
        name = _LEAD.sub("", name)
        yield _found(Kind.DEVICE, match, name)
        lead = match[1].split()[:1]
        if lead and lead[0].lower() in _NUMBERS and _NUMBERS[lead[0].lower()] > 1:
            end = match.start() + len(lead[0])
            yield Found(Kind.QUANTITY, match.start(), end, lead[0], str(_number(lead[0])))
        counted = _COUNTED.search(text[max(0, match.start() - 40) : match.start()])
        if counted is not None and counted[1].lower() not in {"a", "an", "another"}:
            start = max(0, match.start() - 40) + counted.start(1)
            yield Found(Kind.QUANTITY, start, start + len(counted[1]), counted[1], str(_number(counted[1])))


def _dates(text: str, sent: date | None) -> Iterator[Found]:
    for match in _WHOLE.finditer(text):
        moment = local_moment(match[0].replace(" of ", " "))
        if moment:
            yield from _dated(match, When(How.ON, moment[:10]))
    for match in _MONTH_YEAR.finditer(text):
        yield from _dated(match, When(How.ON, f"{match[2]}-{_month(match[1]):02}"))
    if sent is None:
        return
    for match in _NO_YEAR.finditer(text):
        day = _nearest(sent, _month(match[1] or match[4]), int(match[2] or match[3]))
        if day is not None:
            yield from _dated(match, When(How.ON, str(day)))
    for match in _RELATIVE.finditer(text):
        resolved = _resolved(match, sent)
        if resolved is not None:
            yield from _dated(match, resolved)


def _dated(match: re.Match[str], said: When) -> Iterator[Found]:
    try:
        yield _found(Kind.DATE, match, str(dates.read(str(said))))
    except InputError:
        return


def _resolved(match: re.Match[str], sent: date) -> When | None:
    """The date that words like “last week” mean in a message of a day."""
    today, yesterday, tomorrow, way, unit, which, weekday, number, span = match.groups()
    if today or yesterday or tomorrow:
        return When(How.ON, str(sent + timedelta(days=1 if tomorrow else -1 if yesterday else 0)))
    if unit:
        return _unit_away(sent, unit.lower(), -1 if way.lower() == "last" else 1)
    if weekday:
        ahead = (_WEEKDAYS.index(weekday.lower()) - sent.weekday()) % 7
        if which.lower() == "last":
            ahead = ahead - 7 if ahead else -7
        elif which.lower() == "next":
            ahead = ahead or 7
        else:  # “on Monday”: the nearest, before or after
            ahead = ahead - 7 if ahead > 3 else ahead
        return When(How.ON, str(sent + timedelta(days=ahead)))
    days = {"day": 1, "week": 7, "month": 30}[span.lower()] * _number(number)
    if days > 36_500:
        return None
    day = sent - timedelta(days=days)
    return When(How.ON if span.lower() == "day" else How.AROUND, str(day)[: 7 if span.lower() == "month" else 10])


def _unit_away(sent: date, unit: str, way: int) -> When:
    if unit == "week":
        monday = sent - timedelta(days=sent.weekday()) + timedelta(days=7 * way)
        return When(How.BETWEEN, str(monday), str(monday + timedelta(days=6)))
    if unit == "year":
        return When(How.ON, f"{sent.year + way:04}")
    months = sent.year * 12 + sent.month - 1 + way
    return When(How.ON, f"{months // 12:04}-{months % 12 + 1:02}")


def _nearest(sent: date, month: int, day: int) -> date | None:
    """The day of that name nearest to another."""
    days = []
    for year in (sent.year - 1, sent.year, sent.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda each: abs(each - sent), default=None)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _number(text: str) -> int:
    plain = text.lower().replace(",", "")
    return int(plain) if plain.isdigit() else _NUMBERS[plain]


def _found(kind: Kind, match: re.Match[str], value: str) -> Found:
    return Found(kind, match.start(), match.end(), match[0], value)
