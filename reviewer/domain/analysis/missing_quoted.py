"""Whether a message that somebody quotes is in the evidence, by what stands above the quote.

Its sender is compared by address, or else by first name and surname, also as an address spells them, and the moment
to the minute; but the zone of whoever quotes is not known, so that whole quarters of an hour up to 14 hours either way
count as the same moment. A subject that is the same lets minutes differ as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from operator import itemgetter

from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.analysis.subject import base_subject
from reviewer.domain.people.people_found import name_key, spelled, spellings

FARTHEST = timedelta(hours=14)
"""So far the clocks of two who write to each other are apart at most."""
_QUARTER = 15
_MOMENT = len("2016-05-03T09:15")
_ZONE = re.compile(r"([+-])(\d\d)(\d\d)\b(?!-)")

Key = tuple[object, str, str]
"""What tells one quoted message from another: its sender, the moment as written, its base subject."""


class Sent:
    """The messages of the evidence, by sender."""

    def __init__(self) -> None:
        self._found: dict[object, list[tuple[datetime, str]]] = defaultdict(list)
        self._in_order: set[object] = set()  # the senders whose messages are in order of time

    def add(self, name: str, address: str, date: str, subject: str) -> None:
        """Add a message; ``date`` is UTC, and one without is of no use."""
        if date:
            moment = datetime.fromisoformat(date[:_MOMENT])
            for sender in {address.lower(), name_key(name), spelled(address)} - {"", None}:
                self._found[sender].append((moment, base_subject(subject)[0]))
                self._in_order.discard(sender)

    def has(self, header: QuotedHeader) -> bool:
        """Whether a message like this is there."""
        moment = datetime.fromisoformat(header.date)
        subject = base_subject(header.subject)[0]
        for sender in (header.address, name_key(header.name), *sorted(spellings(header.name))):
            for other, its_subject in self._around(sender, moment) if sender else ():
                quarters = abs(other - moment).total_seconds() / 60 % _QUARTER
                if quarters in {0, 1, _QUARTER - 1} or (subject and subject == its_subject):
                    return True
        return False

    def _around(self, sender: object, moment: datetime) -> list[tuple[datetime, str]]:
        """What a sender sent in the hours before and after a moment."""
        found = self._found.get(sender, [])
        if sender not in self._in_order:
            found.sort()
            self._in_order.add(sender)
        first, last = shifted(moment, -FARTHEST), shifted(moment, FARTHEST)
        return found[bisect_left(found, first, key=itemgetter(0)) : bisect_right(found, last, key=itemgetter(0))]


def shifted(moment: datetime, by: timedelta) -> datetime:
    """A moment so much later; itself where no calendar goes on."""
    try:
        return moment + by
    except OverflowError:
        return moment


def around(header: QuotedHeader) -> tuple[str, str]:
    """From when to when, UTC, a message may have been sent whose moment a quote tells."""
    moment = datetime.fromisoformat(header.date)
    first, last = (shifted(moment, by).isoformat() for by in (-FARTHEST, FARTHEST + timedelta(minutes=1)))
    return first, last


def at_the_minute(header: QuotedHeader, date: str | None) -> bool:
    """Whether a message was sent at the very minute that lines above a quote tell; by the hours of any zone if none."""
    if not header.date or not date:
        return False
    told = datetime.fromisoformat(header.date).replace(tzinfo=UTC)
    apart = told - datetime.fromisoformat(date).astimezone(UTC).replace(second=0, microsecond=0)
    zone = _ZONE.search(header.date_text)
    if zone is None:
        return abs(apart) <= FARTHEST and not apart % timedelta(hours=1)
    ahead = timedelta(hours=int(zone[2]), minutes=int(zone[3]))
    return apart == (ahead if zone[1] == "+" else -ahead)


def key_of(header: QuotedHeader) -> Key | None:
    """What tells the message quoted from others; None when too little is said: no sender, or no moment."""
    sender = header.address or name_key(header.name)
    if not sender or len(header.date) < _MOMENT:
        return None
    return sender, header.date, base_subject(header.subject)[0]
