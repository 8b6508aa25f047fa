"""Facts in words: dates with their zone, sizes, people."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePath

from reviewer.domain.evidence.item import Item
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.timeline import Entry
from reviewer.errors import KnownError


def moment(date: str, zone: int | None) -> str:
    """A UTC time as the sender's clock had it: ``2016-03-14 09:12 −05:00``; ``UTC`` where no zone is known."""
    if not date:
        return ""
    at = datetime.fromisoformat(date)
    if zone is None:
        return at.strftime("%Y-%m-%d %H:%M UTC")
    sign, minutes = ("−" if zone < 0 else "+"), abs(zone)
    return f"{(at + timedelta(minutes=zone)).strftime('%Y-%m-%d %H:%M')} {sign}{minutes // 60:02}:{minutes % 60:02}"


def day(item: Item) -> str:
    """The day of an item by its sender's clock."""
    return moment(item.date, item.zone)[:10]


def person(text: str) -> str:
    """The name of ``Name <address>``, or the address where there is no name."""
    name, _, address = text.partition("<")
    return name.strip().strip('"') or address.rstrip("> ")


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: ``1 item``, ``2,314 items``."""
    return f"{number:,} {one if number == 1 else many}"


def refusal(error: KnownError) -> str:
    """What went wrong and what to do, as sentences; after a list what to do begins a line of its own."""
    between = "\n" if "\n" in str(error) else " "
    return f"{sentence(error)}{between}{error.advice}".strip()


def size(number: int) -> str:
    """A number of bytes for people, in powers of 1,000."""
    if number < 1_000:
        return f"{number} B"
    amount, unit = number / 1_000, "kB"
    for larger in ("MB", "GB"):
        if amount >= 1_000:
            amount, unit = amount / 1_000, larger
    return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:,.0f} {unit}"


_ENDS = (".", "?", "!", "…")
"""What ends a sentence already."""


def sentence(error: KnownError) -> str:
    """What went wrong as a sentence, without advice that is meant for the command line.

    The name of a file that it begins with stays as it is: with a capital it would be that of another.
    """
    said = str(error)
    begun = said if PurePath(said.partition(" ")[0]).suffix else f"{said[:1].upper()}{said[1:]}"
    return f"{begun}{'' if said.endswith(_ENDS) else '.'}"


def in_place(error: KnownError) -> str:
    """What went wrong and what to do, for a form: advice that is meant for the command line alone is left out."""
    meant = error.advice and "`reviewer" not in error.advice and "--" not in error.advice
    return refusal(error) if meant else sentence(error)


def on_button(name: str) -> str:
    """A name as it is, on a button or in a menu, where Qt takes “&” for the mark of a key."""
    return name.replace("&", "&&")


def short(quote: str, most: int = 60) -> str:
    """A quote on one line, and not longer than there is room for; an ellipsis where it is cut."""
    words = one_line(quote)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def when_of(entry: Entry) -> str:
    """When something about an officer was, empty where that is not known.

    Of the ledger as it was entered: the first of the days that it may have been is no day that anybody named.
    """
    said = str(entry.values.get("when", ""))
    if said in ("", "not known"):
        return entry.at[:16].replace("T", " ").removesuffix("Z")
    return said.removeprefix("on ")
