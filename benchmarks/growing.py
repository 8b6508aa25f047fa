"""Mail of any amount to measure growth by: made up from a seed, or a folder of real messages in other words."""

from __future__ import annotations

import random
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

IN_A_FOLDER = 1_000

_WORDS = 60_000
_RECENT = 3_000
"""Of so many of the latest messages one may be answered, copied or sent again with a few other words."""

_ANSWERS, _COPIES, _ALIKE = 0.45, 0.03, 0.03
_NAMES_NONE = 0.15
"""So many of the answers name no message: what they quote and their subject tell what they answer."""

_MOST_NAMED = 12
_MINUTES = 12
"""Between two messages, so that ten times as many take ten times as long, as they do in an agency."""

_BEGUN = datetime(2012, 1, 2, 8)  # noqa: DTZ001 - UTC, written with its zone below


@dataclass(frozen=True, slots=True)
class Made:
    """A message that was made up."""

    number: int
    sender: str
    to: str
    subject: str
    moment: datetime
    named: tuple[str, ...]
    answers: str
    body: str

    @property
    def message_id(self) -> str:
        return f"<{self.number}.{self.number * 7919 % 100_003:x}@mail.agency.example>"

    def data(self, by_way_of: int = 0) -> bytes:
        """As it lies on a disk; each copy came ``by_way_of`` another server, and breaks its lines at other places."""
        named = "".join(
            f"{header}: {value}\n"
            for header, value in (("In-Reply-To", self.answers), ("References", "\n ".join(self.named)))
            if value
        )
        return (
            f"Received: from relay{by_way_of}.agency.example; {self.moment:%d %b %Y %H:%M:%S} +0000\n"
            f"From: {self.sender}\nTo: {self.to}\nSubject: {self.subject}\n"
            f"Date: {self.moment:%d %b %Y %H:%M:%S} +0000\nMessage-ID: {self.message_id}\n{named}\n{self.body}"
        ).encode("ascii")


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Words, and how often they and those before them stand, by Zipf's law (1949): the nth as often as 1/n."""
    chance = random.Random(3)
    words = dict.fromkeys(
        "".join(chance.choice("bcdfghklmnprstvw") + chance.choice("aeiou") for _ in range(1 + min(4, number // 90)))
        for number in range(4 * _WORDS)
    )
    some = list(words)[:_WORDS]
    return some, list(accumulate(1 / rank for rank in range(1, len(some) + 1)))


def made_up(count: int, seed: int = 5) -> Iterator[bytes]:
    """So many messages: letters, answers with quotes, copies, and letters that are nearly those of before."""
    chance = random.Random(seed)
    recent: deque[Made] = deque(maxlen=_RECENT)
    for number in range(count):
        kind = chance.random() if recent else 1.0
        if kind < _COPIES:
            yield chance.choice(recent).data(by_way_of=1 + number % 7)
            continue
        if kind < _COPIES + _ALIKE:
            made = _alike(chance, number, chance.choice(recent))
        elif kind < _COPIES + _ALIKE + _ANSWERS:
            made = _answer(chance, number, recent[-1 - min(len(recent) - 1, int(chance.expovariate(1 / 150)))])
        else:
            made = _letter(chance, number)
        recent.append(made)
        yield made.data()


def _letter(chance: random.Random, number: int) -> Made:
    sender, to = _person(chance), _person(chance)
    return Made(number, sender, to, _words(chance, 4).title(), _moment(number), (), "", _text(chance, 5, 40))


def _answer(chance: random.Random, number: int, to: Made) -> Made:
    named = chance.random() >= _NAMES_NONE
    subject = to.subject if to.subject.startswith("Re: ") else f"Re: {to.subject}"
    own = [line for line in to.body.splitlines() if line and not line.startswith(">")][:12]
    quoted = "\n".join([f"On {to.moment:%d %b %Y}, {to.sender} wrote:", *(f"> {line}" for line in own)])
    body = f"{_text(chance, 2, 15)}\n{quoted}\n"
    chain = (*to.named, to.message_id)[-_MOST_NAMED:] if named else ()
    answers = to.message_id if named else ""
    return Made(number, to.to, to.sender, subject, _moment(number), chain, answers, body)


def _alike(chance: random.Random, number: int, to: Made) -> Made:
    """The same letter to somebody else, with some other words at its end."""
    body = f"{to.body}{_words(chance, 3)}\n"
    return Made(number, to.sender, _person(chance), to.subject, _moment(number), (), "", body)


def _moment(number: int) -> datetime:
    return _BEGUN + timedelta(minutes=_MINUTES * number)


def _person(chance: random.Random) -> str:
    """Few write often, many seldom: somebody new comes now and then."""
    number = int(chance.paretovariate(0.9))
    name = _vocabulary()[0][number % 5_000].title()
    return f"{name} Sample <{name.lower()}{number % 40_000}@agency{number % 90}.example>"


def _words(chance: random.Random, count: int) -> str:
    words, weights = _vocabulary()
    return " ".join(chance.choices(words, cum_weights=weights, k=count))


def _text(chance: random.Random, fewest: int, most: int) -> str:
    lines = [_words(chance, 11) for _ in range(chance.randint(fewest, most))]
    if chance.random() < 0.3:
        lines.append(f"case {chance.randint(1, 10**7)} of {chance.randint(1, 10**5)} dollars")
    return "\n".join(lines) + "\n"


def multiplied(folder: Path, count: int) -> Iterator[bytes]:
    """So many messages, made of those there are; in each further round all words are others of the same messages."""
    originals = sorted(path for path in folder.rglob("*") if path.is_file())
    counted = Counter(word for path in originals for word in _WORD.findall(path.read_bytes()))
    ranked = [word for word, _ in counted.most_common()]
    others: dict[bytes, bytes] = {}
    for number in range(count):
        turn, at = divmod(number, len(originals))
        if turn and not at:
            others = {word: ranked[_shifted(rank, turn, len(ranked))] for rank, word in enumerate(ranked)}
        data = originals[at].read_bytes()
        yield _in_other_words(data, others, turn) if turn else data


_WORD = re.compile(rb"[a-z]{3,}")
_BLOCK = 64


def _shifted(rank: int, turn: int, size: int) -> int:
    """Another rank among words that are about as frequent, so that texts change and the vocabulary does not grow."""
    start = rank - rank % _BLOCK
    return start + (rank - start + turn) % min(_BLOCK, size - start)


def _in_other_words(data: bytes, others: dict[bytes, bytes], turn: int) -> bytes:
    """A message with other Message-IDs and another subject, and with other words."""
    head, _, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    head = re.sub(rb"(?im)^(message-id|in-reply-to|references):(.*?)@", rb"\1:\2.%d@" % turn, head)
    head = re.sub(rb"(?im)^(subject:.*)$", rb"\1 %d" % turn, head)
    return head + b"\n\n" + _WORD.sub(lambda word: others.get(word[0], word[0]), body)


Source = Callable[[int], Iterator[bytes]]
"""Makes so many messages; fewer are the first of more."""


def written(messages: Iterator[bytes], where: Path) -> int:
    """Write messages into folders, one a file; returns how many bytes that were."""
    size = 0
    for number, data in enumerate(messages):
        if number % IN_A_FOLDER == 0:
            within = where / f"{number // IN_A_FOLDER:04}"
            within.mkdir(parents=True)
        (within / f"{number:07}.eml").write_bytes(data)
        size += len(data)
    return size
