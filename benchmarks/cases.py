"""Evidence and cases of any size for measurements, from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake

COMMON = [
    "camera",
    "porch",
    "code",
    "device",
    "free",
    "gift",
    "patrol",
    "station",
    "neighbour",
    "watch",
    "memo",
    "lunch",
]


def messages(count: int, lines: int = 12) -> Iterator[str]:
    """Plain messages: each a few common words among many rare ones, as in real mail."""
    chance = random.Random(11)
    rare = [f"{chance.choice('bcdfgklmnprst')}{chance.choice('aeiou')}{n:x}" for n in range(30_000)]
    for number in range(count):
        body = "\n".join(
            " ".join([*chance.choices(rare, k=9), *(chance.choices(COMMON, k=1) if chance.random() < 0.1 else [])])
            for _ in range(lines)
        )
        yield (
            f"From: a{number % 90}@agency.example\nTo: b{number % 70}@agency.example\n"
            f"Subject: {' '.join(chance.choices(rare, k=4))}\nDate: Tue, {1 + number % 28:02} May 2016 09:15:00 -0700\n"
            f"Message-ID: <{number}@agency.example>\n\n{body}\n"
        )


def mailbox(path: Path, count: int, lines: int = 12) -> Path:
    """A mailbox of so many messages."""
    with path.open("w", encoding="ascii") as file:
        for message in messages(count, lines):
            file.write(f"From a@agency.example Tue May  3 09:15:00 2016\n{message}\n")
    return path


def large_case(folder: Path, count: int) -> tuple[Path, Key]:
    """A case with a mailbox of so many items, itself among them, taken in as always."""
    key = Key(bytes(32), new_salt())
    path = folder / "large.evcase"
    with create_case(path, key, title="Large", reviewer="bench") as case, Workers(2) as workers:
        intake.add(case, workers, [mailbox(folder / "box", count - 1)], reviewer="bench")
    return path, key
