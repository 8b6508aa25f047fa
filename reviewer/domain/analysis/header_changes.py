"""Where the lines above a quote name other people, or another time, than the message that is quoted.

Programs show people in many ways, leave out addresses, and tell the time of whoever quotes. What may have such a cause
is no change, and is not called the same either: it is told as not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from reviewer.domain.analysis.listed_people import listed
from reviewer.domain.analysis.missing_quoted import FARTHEST, shifted
from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.analysis.subject import base_subject
from reviewer.domain.analysis.written_dates import possible_moments, zone_of
from reviewer.domain.people.same_person import Correspondent, Likeness, likeness

_OFFSETS = frozenset({
    *(60 * hours for hours in range(-12, 15)),
    -570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765,
})  # fmt: skip
"""Minutes by which clocks of some place have been ahead of UTC since there is e-mail (time zone database)."""

_NOBODY = frozenset(
    ("you", "he", "she", "they", "i", "we", "someone", "somebody", "vous", "il", "elle", "du", "er", "sie")
)
"""Who wrote, where a line does not name anybody."""

_OF_A_NUMBER = re.compile(r"(?:in )?(?:message|article)\b", re.IGNORECASE)
"""What a line names by its Message-ID, which looks like an address."""

_ON_BEHALF = re.compile(r"\bon behalf of\s+", re.IGNORECASE)
_OF_TIME = re.compile(r"\btime\b", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"\A(?:on\s|\d).*\d\S*[,\s]+", re.IGNORECASE)
"""What of a moment stands before a name where it was not told apart."""

_WORD = re.compile(r"[^\W\d_]+")

_CUT = re.compile(r"\.\.\.|\u2026|\bet al\b|\b\d+\s+(?:more|others?|autres)\b|[,;<(\"]\s*\Z", re.IGNORECASE)
"""What a list has that does not name everybody."""

_SHOWN = 200
_LONGEST = 10_000

MOST_PEOPLE = 100
"""With more recipients in either list they are not compared."""


Recipients = tuple[str | None, str | None]
"""What stands behind “To:” and “Cc:”."""


class HeaderPart(StrEnum):
    """What the lines above a quote tell."""

    SENDER = "sender"
    RECIPIENTS = "recipients"
    TIME = "time"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """What the lines above a quote tell otherwise than the message has it; where either is empty, the other has more.

    ``doubt`` says that this cannot be told: one may be another way to write the other.
    """

    part: HeaderPart
    quoted: str
    original: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header of a message says; ``date`` is UTC, and ``zone`` minutes ahead of it, None where it has none.

    Of its ``body`` is asked whom it names, since it may quote these without marks.
    """

    senders: Sequence[Correspondent]
    to: Sequence[Correspondent]
    cc: Sequence[Correspondent]
    hidden: Sequence[Correspondent]
    date: str
    zone: int | None
    subject: str = ""
    body: str = ""


def header_changes(
    header: QuotedHeader, heading: Heading, recipients: Recipients = (None, None), zones: Iterable[int | None] = ()
) -> tuple[HeaderChange, ...]:
    """What the lines above a quote tell otherwise.

    ``recipients`` is what stands there behind “To:” and “Cc:”, None for a line that is not there. ``zones`` are those
    whose hours whoever quotes may have written.
    """
    return (
        *_sender(header, heading),
        *_time(header, heading, {each for each in (heading.zone, *zones) if each is not None}),
        *_recipients(recipients, heading),
        *_subject(header, heading),
    )


def sender_named(header: QuotedHeader) -> Correspondent:
    """Whom the lines above a quote name as the one who wrote it; nobody where they say “you”, say."""
    *_, name = _ON_BEHALF.split(header.name)
    address = header.address if name == header.name else ""
    name = "" if _OF_TIME.search(name) or name.casefold() in _NOBODY else _BEFORE_NAME.sub("", name)
    return Correspondent(name, address)


def _sender(header: QuotedHeader, heading: Heading) -> Iterator[HeaderChange]:
    said = sender_named(header)
    if not said.shown or not heading.senders:
        return
    alike = max(likeness(said, each) for each in heading.senders)
    if alike is Likeness.OTHER and (_OF_A_NUMBER.match(said.name) or _named_in(heading.body, said.name)):
        alike = Likeness.PERHAPS
    if alike is not Likeness.SAME:
        there = heading.senders[0].shown
        yield HeaderChange(HeaderPart.SENDER, said.shown, there, doubt=alike is Likeness.PERHAPS)


def _named_in(body: str, name: str) -> bool:
    words = [re.escape(word) for word in _WORD.findall(name) if len(word) > 1]
    return len(words) > 1 and re.search(r"\W{1,3}".join(words[-2:]), body, re.IGNORECASE) is not None


def _time(header: QuotedHeader, heading: Heading, zones: set[int]) -> Iterator[HeaderChange]:
    """A time in another zone is the same time."""
    before = _BEFORE_NAME.match(header.name)
    told = f"{header.date_text} {before[0] if before else ''}".strip(" ,")
    moments = possible_moments(told)
    if not moments or not heading.date:
        return
    sent = datetime.fromisoformat(heading.date).astimezone(UTC).replace(tzinfo=None)
    zone, named = zone_of(told)
    alike = max(_same_time(each, sent, zone, zones, named=named) for each in moments)
    if alike is not Likeness.SAME:
        there = shifted(sent, timedelta(minutes=heading.zone or 0))
        shown = f"{there:%Y-%m-%d %H:%M}{_offset(heading.zone)}"
        yield HeaderChange(HeaderPart.TIME, told, shown, doubt=alike is Likeness.PERHAPS)


def _offset(zone: int | None) -> str:
    sign, minutes = "-" if (zone or 0) < 0 else "+", abs(zone or 0)
    return f" {sign}{minutes // 60:02}{minutes % 60:02}"


def _same_time(said: datetime | date, sent: datetime, zone: int | None, zones: set[int], *, named: bool) -> Likeness:
    """Whether a moment, or a day, is the one at which a message was sent (UTC)."""
    if not isinstance(said, datetime):
        if any(shifted(sent, timedelta(minutes=each)).date() == said for each in zones):
            return Likeness.SAME
        days = {shifted(sent, each).date() for each in (-FARTHEST, FARTHEST)}
        return Likeness.PERHAPS if min(days) <= said <= max(days) else Likeness.OTHER
    minutes = {sent.replace(second=0, microsecond=0)}
    if sent.second >= 30:
        minutes.add(shifted(max(minutes), timedelta(minutes=1)))
    ahead = {(said - each) // timedelta(minutes=1) for each in minutes}
    if zone is not None:
        summer = {zone + 60, zone - 60}  # programs name the one where they mean the other
        return Likeness.SAME if zone in ahead else Likeness.PERHAPS if named and ahead & summer else Likeness.OTHER
    if ahead & zones:
        return Likeness.SAME
    return Likeness.PERHAPS if ahead & _OFFSETS else Likeness.OTHER


def _subject(header: QuotedHeader, heading: Heading) -> Iterator[HeaderChange]:
    """A program may have broken it."""
    told, own = (base_subject(each)[0] for each in (header.subject, heading.subject))
    if own and not own.startswith(told) and not own.endswith(told):
        yield HeaderChange(HeaderPart.SUBJECT, header.subject, heading.subject)


def _recipients(lines: Recipients, heading: Heading) -> Iterator[HeaderChange]:
    there = list(dict.fromkeys((*heading.to, *heading.cc)))
    pool = list(dict.fromkeys((*there, *heading.hidden)))
    text = "; ".join(filter(None, lines))
    if not text:
        return
    commas = text.count(",")
    many = max(text.count(";") or commas, commas // 2, len(pool)) > MOST_PEOPLE  # of one: “Lune, Ada; Vole, Kim”
    if not pool or many or len(text) > _LONGEST:
        yield HeaderChange(HeaderPart.RECIPIENTS, text[:_SHOWN], pool[0].shown if pool else "", doubt=True)
        return
    named = listed([line for line in lines if line], pool)
    alike = [[likeness(one, each) for each in pool] for one in named]
    taken = _paired(range(len(named)), range(len(pool)), alike, Likeness.SAME).values()
    more = [at for at, row in enumerate(alike) if Likeness.SAME not in row]
    less = [at for at in range(len(there)) if not any(row[at] is Likeness.SAME for row in alike)]
    perhaps = _paired(more, [at for at in range(len(pool)) if at not in taken], alike, Likeness.PERHAPS)
    for one, other in perhaps.items():
        yield HeaderChange(HeaderPart.RECIPIENTS, named[one].shown, pool[other].shown, doubt=True)
    put_in = [named[at].shown for at in more if at not in perhaps]
    gone = [there[at] for at in less if at not in perhaps.values()]
    unsure = [each for each in gone if _CUT.search(text) or _has_no_line(each, lines, heading)]
    yield from (HeaderChange(HeaderPart.RECIPIENTS, "", each.shown, doubt=True) for each in unsure)
    left_out = [each.shown for each in gone if each not in unsure]
    for at in range(max(len(put_in), len(left_out))):
        yield HeaderChange(HeaderPart.RECIPIENTS, "".join(put_in[at : at + 1]), "".join(left_out[at : at + 1]))


def _has_no_line(one: Correspondent, lines: Recipients, heading: Heading) -> bool:
    """Whether none of the lines on which somebody would stand is there; some programs write none."""
    return all(line is None for line, people in zip(lines, (heading.to, heading.cc), strict=True) if one in people)


def _paired(
    some: Sequence[int], others: Sequence[int], alike: Sequence[Sequence[Likeness]], so: Likeness
) -> dict[int, int]:
    """As many as possible of some people, each with one of others to whom they are so alike."""
    of: dict[int, int] = {}

    def pair(one: int, tried: set[int]) -> bool:
        for other in others:
            if other not in tried and alike[one][other] is so:
                tried.add(other)
                if other not in of or pair(of[other], tried):
                    of[other] = one
                    return True
        return False

    for one in some:
        pair(one, set())
    return {one: other for other, one in of.items()}
