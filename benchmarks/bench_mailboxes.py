"""Messages found in mailboxes, ours beside Python's ``mailbox``: those that were written, and those that nobody wrote.

Mailboxes are generated in eight styles of envelope, each with both kinds of line ends, with bodies that hold what looks
like an envelope. With ``REVIEWER_CORPORA=FOLDER`` those below ``FOLDER/mbox`` are counted too. Holds when no message
is lost in a style, and not more are invented than Python invents.
"""

from __future__ import annotations

import mailbox
import os
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reviewer.workers.email.mbox import split

MESSAGES = 200

_STYLES: dict[str, Callable[[str, str, datetime], str]] = {
    "mboxrd": lambda _, address, when: f"From {address} {when:%a %b %e %H:%M:%S %Y}",
    "with a zone": lambda _, address, when: f"From {address} {when:%a %b %e %H:%M:%S} -0500 {when:%Y}",
    "Netscape": lambda _, __, when: f"From - {when:%a %b %d %H:%M:%S %Y}",
    "Google": lambda _, address, when: (
        f"From {1844347792267117879 + len(address)}@xxx {when:%a %b %d %H:%M:%S} +0000 {when:%Y}"
    ),
    "Mailman 2": lambda _, address, when: f"From {address.replace('@', ' at ')}  {when:%a %b %e %H:%M:%S %Y}",
    "Mailman 3": lambda _, address, when: f"From {address.replace('@', ' @end|ng |rom ')}  {when:%a %b %e %H:%M:%S %Y}",
    "list archive, name and address": lambda name, address, when: (
        f"From {name} <{address}>  {when:%a %b %e %H:%M:%S %Y}"
    ),
    "UUCP": lambda _, address, when: f"From {address.partition('@')[0]} {when:%a %b %e %H:%M:%S %Y} remote from gate",
}
"""The envelope line of each style from a name, an address and a time."""

STYLES = tuple(_STYLES)

_ID = re.compile(rb"^Message-ID: (<[^>\s]+>)", re.MULTILINE)
_SAID = (
    "From what I hear, three of them were free.",
    "From Monday on the code is valid.",
    "From the vendor: see below",
    "From ann@agency.example I heard on Mon Mar  7 10:11:12 2016\nthat cameras were free: two of them",
)
"""What people write at the beginning of a paragraph."""


@dataclass(frozen=True, slots=True)
class Count:
    """Messages of one mailbox: how many there are, how many of them were found, how many more were made up."""

    there: int
    found: int
    invented: int


def mailbox_of(style: str, *, dos: bool = False, count: int = MESSAGES) -> bytes:
    """A mailbox of so many messages, from a fixed seed."""
    chance = random.Random(7)
    made = "".join(f"{_envelope(style, number)}\n{_message(number, chance)}\n" for number in range(count))
    return (made.replace("\n", "\r\n") if dos else made).encode("ascii")


def ours(data: bytes) -> list[bytes]:
    """The messages as our reader cuts them."""
    return [data[start:end] for start, end in split(data)]


def theirs(data: bytes) -> list[bytes]:
    """The messages as the standard library cuts them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box"
        path.write_bytes(data)
        box = mailbox.mbox(path, create=False)
        try:
            return [box.get_bytes(key) for key in box.keys()]  # noqa: SIM118 - it is no dictionary
        finally:
            box.close()


def count(written: bytes, found: list[bytes]) -> Count:
    """Compare by Message-ID: a message is found when it begins a cut; a cut that begins with none is made up."""
    ids = _ID.findall(written)
    first = [match[1] for each in found if (match := _ID.search(each.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]))]
    return Count(len(ids), len(set(first)), len(found) - len(set(first)))


def _envelope(style: str, number: int) -> str:
    when = datetime(2016, 3, 7, 10, 11, 12, tzinfo=UTC) + timedelta(hours=7 * number)
    return _STYLES[style](f"Ann Bell {number}", f"ann{number}@agency.example", when)


def _message(number: int, chance: random.Random) -> str:
    quoted = f"\n>From ann{number}@agency.example Mon Mar  7 10:11:12 2016\nSubject: quoted\n"
    body = ["Two cameras came today.", chance.choice(_SAID), *([quoted] if chance.random() < 0.2 else [])]
    return (
        f"From: ann{number}@agency.example\nTo: bo@agency.example\nSubject: camera {number}\n"
        f"Message-ID: <{number}@agency.example>\n\n" + "\n\n".join(body) + "\n"
    )


def _rows() -> Iterator[tuple[str, Count, Count]]:
    for style in STYLES:
        for dos in (False, True):
            data = mailbox_of(style, dos=dos)
            yield f"{style}{', CRLF' if dos else ''}", count(data, ours(data)), count(data, theirs(data))


def main() -> int:
    """Print both tables; 0 when no style loses a message."""
    print(f"{'generated':40}{'there':>8}{'ours':>8}{'invented':>10}{'Python':>8}{'invented':>10}")
    holds = True
    for name, our, their in _rows():
        print(f"{name:40}{our.there:8,}{our.found:8,}{our.invented:10,}{their.found:8,}{their.invented:10,}")
        holds &= our.found == our.there and our.invented <= their.invented
    corpora = os.environ.get("REVIEWER_CORPORA")
    if corpora:
        print(f"\n{'real':40}{'ours':>8}{'Python':>8}")
        for path in sorted(path for path in (Path(corpora) / "mbox").rglob("*") if path.is_file()):
            data = path.read_bytes()
            print(f"{path.relative_to(corpora).as_posix():40}{len(ours(data)):8,}{len(theirs(data)):8,}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
