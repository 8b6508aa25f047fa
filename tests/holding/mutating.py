"""Evidence that was damaged at random: bits flipped, ends cut off, stretches zeroed, swapped or written twice."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from pathlib import Path

from reviewer.casefile.engine.opening import open_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.holding.comparing import entries, faults
from tests.holding.killing import KEY


def flipped(data: bytearray, chance: random.Random) -> None:
    """Some bytes are others."""
    for _ in range(chance.choice((1, 3, 20, max(1, len(data) // 500)))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def cut(data: bytearray, chance: random.Random) -> None:
    """The end is gone."""
    del data[chance.randrange(1, len(data) + 1) :]


def headless(data: bytearray, chance: random.Random) -> None:
    """Something is missing in the middle."""
    start = chance.randrange(len(data))
    del data[start : start + chance.randint(1, 600)]


def zeroed(data: bytearray, chance: random.Random) -> None:
    """A block of the disk gives zeros."""
    start = chance.randrange(len(data)) // 512 * 512
    length = min(chance.choice((16, 512, 4096)), len(data) - start)
    data[start : start + length] = bytes(length)


def repeated(data: bytearray, chance: random.Random) -> None:
    """A stretch stands there again, where something else should."""
    start, target = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[start : start + chance.choice((4, 64, 512))]
    data[target : target + len(piece)] = piece


def extreme(data: bytearray, chance: random.Random) -> None:
    """Some number is as large, or as negative, as it can be."""
    for _ in range(chance.choice((1, 4))):
        start = chance.randrange(len(data))
        value = chance.choice((b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"99999999999"))
        data[start : start + len(value)] = value


DAMAGES = (flipped, cut, headless, zeroed, repeated, extreme)


def mutations(files: list[Path], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged copies, going round the files, with a name that tells which file and what was done."""
    chance = random.Random(seed)
    there = [path for path in files if path.stat().st_size]
    chance.shuffle(there)
    for number in range(count):
        path = there[number % len(there)]
        data = bytearray(path.read_bytes())
        damage = chance.choice(DAMAGES)
        damage(data, chance)
        yield f"{number:05} {damage.__name__} {path.name}", bytes(data)


BUG = re.compile(r"the reader |could not cope|answer(ed)? (made no sense|nonsense)")
"""How a reason begins that tells of a fault of ours: a crash, a hang, an exception that nobody expected."""


def taken_in(case: Path, folder: Path, workers: Workers) -> list[str]:
    """Take a folder of damaged files in; everything by which the case tells of a fault of ours, or is not whole."""
    with open_case(case, KEY) as opened:
        intake.add(opened, workers, [folder], reviewer="Ada")
        found = entries(opened)
    top = {(entry.path, entry.sha256) for entry in found}
    wanted = {(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in folder.iterdir()}
    bad = [f"not kept as it was: {name}" for name, _ in wanted - top]
    bad += [f"{entry.path} › {entry.name}: {entry.reason}" for entry in found if BUG.search(entry.reason)]
    bad += [f"no reason: {entry.path} › {entry.name}" for entry in found if entry.state != "ok" and not entry.reason]
    return bad + faults(case, KEY)
