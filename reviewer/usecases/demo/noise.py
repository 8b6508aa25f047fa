"""Everything else that is in a mailbox: shifts, court dates, lost umbrellas, and the vendor's newsletters.

A small grammar: a message takes one line from each pool of its topic, and ``{slots}`` are filled by lot.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from reviewer.usecases.demo import material
from reviewer.usecases.demo.cast import Cast
from reviewer.usecases.demo.letters import local, message_id, quoted_below
from reviewer.usecases.demo.plan import Mail, Person

_SLOT = re.compile(r"\{(\w+)\}")
_WIRES = (
    ("us-ascii", "7bit"),
    ("utf-8", "8bit"),
    ("utf-8", "quoted-printable"),
    ("utf-8", "base64"),
    ("iso-8859-1", "quoted-printable"),
    ("iso-8859-1", "8bit"),
    ("windows-1252", "8bit"),
)
FAULTS = ("unknown charset", "broken base64", "8-bit header", "no date", "From line", "no boundary end", "> From line")
"""What is broken in a few of the messages on purpose, one message each."""


@dataclass(slots=True)
class _Grammar:
    """The slots, and the lot that fills them."""

    cast: Cast
    slots: Mapping[str, list[str]]
    lot: random.Random

    def say(self, pool: list[str]) -> str:
        """One line of a pool with its slots filled."""
        return _SLOT.sub(lambda slot: self._fill(slot[1]), self.lot.choice(pool))

    def _fill(self, slot: str) -> str:
        if slot == "last":
            return self.lot.choice(self.cast.officers).name.rsplit(" ", 1)[-1]
        return self.lot.choice(self.slots[slot])


def mails(cast: Cast, lot: random.Random, count: int) -> list[Mail]:
    """So many messages, answers included, in no order."""
    listed = material.table("noise.toml")
    grammar = _Grammar(cast, listed["slot"], lot)
    topics, weights = listed["topic"], [topic["weight"] for topic in listed["topic"]]
    made: list[Mail] = []
    while len(made) < count:
        topic = lot.choices(topics, weights)[0]
        first = _mail(grammar, topic, f"noise {len(made)}")
        made += [first, *_answers(grammar, first, topic["replies"], len(made))]
    return list(_with_faults(made[:count], lot))


def _mail(grammar: _Grammar, topic: Mapping[str, Any], key: str) -> Mail:
    lot, cast = grammar.lot, grammar.cast
    sender = cast.people.get(topic["from"]) or lot.choice(cast.at(topic["from"])).person
    to = _receiver(grammar, topic["to"])
    lines = [grammar.say(pool) for pool in topic["lines"]]
    signed = [sender.name.split(" ")[0]] if sender.key in sender.members else []  # only officers sign by first name
    between = "\n\n" if topic.get("form") == "html" else " "
    body = "\n\n".join([between.join(line for line in lines if line), *signed])
    charset, encoding = _wire(lot, body)
    return Mail(
        key=key,
        message_id=message_id(key, sender),
        sender=sender,
        to=(to,),
        cc=(),
        bcc=(),
        date=_day(lot),
        subject=grammar.say(topic["subject"]),
        body=body,
        form=topic.get("form", "plain"),
        charset=charset,
        encoding=encoding,
        logo=topic.get("logo", False),
        picture=topic.get("picture", False),
        tracker=topic.get("tracker", False),
    )


def _receiver(grammar: _Grammar, to: str) -> Person:
    if to != "custodian":
        return grammar.cast.people[to]
    officers = [each.key for each in grammar.cast.custodians if each.key != "desk"]
    return grammar.cast.people[grammar.lot.choice(officers)]


def _answers(grammar: _Grammar, first: Mail, pool: list[str], number: int) -> Iterator[Mail]:
    lot = grammar.lot
    asked = first.to[0]
    is_list = len(asked.members) > 1
    for turn in range(lot.choice((0, 0, 0, 1, 1, 2)) if pool else 0):
        sender = lot.choice(grammar.cast.at("Harbor")).person if is_list else asked
        said = grammar.say(pool)
        charset, encoding = _wire(lot, said + first.body)
        key = f"noise {number} answer {turn}"
        yield Mail(
            key=key,
            message_id=message_id(key, sender),
            sender=sender,
            to=(first.sender,),
            cc=(asked,) if is_list else (),
            bcc=(),
            date=first.date + timedelta(minutes=lot.randint(4, 900) * (turn + 1)),
            subject=f"Re: {first.subject}",
            body=said + quoted_below(first),
            charset=charset,
            encoding=encoding,
            references=(first.message_id,),
        )


def _wire(lot: random.Random, body: str) -> tuple[str, str]:
    charset, encoding = lot.choice(_WIRES)
    try:
        body.encode(charset)
    except UnicodeEncodeError:
        return "utf-8", "quoted-printable"
    return charset, encoding


def _day(lot: random.Random) -> datetime:
    moment = datetime(2016, 1, 4, 6) + timedelta(days=lot.randint(0, 355), minutes=lot.randint(0, 16 * 60))  # noqa: DTZ001
    return local(moment)


def _with_faults(made: list[Mail], lot: random.Random) -> Iterator[Mail]:
    plain = [at for at, mail in enumerate(made) if mail.form == "plain" and not mail.references]
    broken = dict(zip(lot.sample(plain, len(FAULTS)), FAULTS, strict=True))
    for at, mail in enumerate(made):
        yield replace(mail, fault=broken[at]) if at in broken else mail
