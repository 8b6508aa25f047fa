"""What small contents are compressed with: a dictionary made of the first messages that a case takes in.

Messages repeat each other far more than themselves: the headers of one server, the footer of one agency. A dictionary
is trained once, kept in the case with its SHA-256, and never changed; each compressed value names the one it needs.
"""

from __future__ import annotations

import hashlib
import threading
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import zstandard

from reviewer.casefile.engine.case import Case
from reviewer.errors import DamagedError

LARGEST = 64 * 2**10
"""Up to so many bytes a dictionary is of use; a larger value has enough in itself to be compressed by."""

LEVEL = 4
"""Level 6 takes three times as long, and saves 7 bytes in 100."""

LEVEL_OF_SMALL = 2
"""That of what is compressed with a dictionary. Level 4 takes twice as long, as its tables fill the cache that readers
and writers share, and saves 7 bytes in 100 of the originals of mail."""

_WITHOUT = 0
_ADVICE = "Run `reviewer case verify` and go back to a copy of the case."


SIZE = 256 * 2**10
"""How large a dictionary is. Larger ones made no difference on 45,000 messages, and each thread loads it."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """One dictionary and its SHA-256."""

    data: bytes
    sha256: bytes


class _Compressors(threading.local):
    """Those of one thread: making one takes as long as compressing a short message does."""

    def __init__(self) -> None:
        self.alone = zstandard.ZstdCompressor(level=LEVEL)
        self.dictionary = b""
        self.with_it = self.alone


_own = _Compressors()


def train(samples: Sequence[bytes]) -> Dictionary | None:
    """A dictionary made of some values; None when they are too few or too much alike. Takes 0.1 s for 3 MB."""
    try:
        # With the length of a segment given, one pass is made, and not one for each of 40 settings.
        made = zstandard.train_dictionary(SIZE, list(samples), k=256, d=8).as_bytes()
    except zstandard.ZstdError:
        return None
    return Dictionary(made, hashlib.sha256(made).digest())


def compress(data: bytes, dictionary: Dictionary | None = None) -> bytes:
    """One zstd frame. On any thread."""
    if dictionary is None:
        return _own.alone.compress(data)
    if _own.dictionary != dictionary.sha256:
        made = _digested(dictionary)
        _own.dictionary, _own.with_it = (
            dictionary.sha256,
            zstandard.ZstdCompressor(level=LEVEL_OF_SMALL, dict_data=made),
        )
    return _own.with_it.compress(data)


@lru_cache(1)
def _digested(dictionary: Dictionary) -> zstandard.ZstdCompressionDict:
    """A dictionary made ready once, for all threads: they share its tables, which fill much of a processor's cache."""
    made = zstandard.ZstdCompressionDict(dictionary.data)
    made.precompute_compress(level=LEVEL_OF_SMALL)
    return made


def decompress(case: Case, data: bytes, dictionary: int | None, most: int) -> bytes:
    """What was compressed with the dictionary of a number, or without one; at most so many bytes where it says none.

    DamagedError when it is no such thing, or when the dictionary is not there or not what was kept.
    """
    return unpacked(_decompressor(case, dictionary), data, most)


def decompress_many(
    case: Case, packed: bytes, places: Iterable[tuple[int, int]], dictionary: int | None
) -> list[Any] | None:
    """What was compressed with one dictionary, or without one, as what holds its bytes; None where it is no such thing.

    ``places`` tell where in ``packed`` each begins, and how many bytes it has: at least one.
    """
    frames = zstandard.BufferWithSegments(packed, array("Q", chain.from_iterable(places)).tobytes())
    try:
        made = _decompressor(case, dictionary).multi_decompress_to_buffer(frames)
    except (zstandard.ZstdError, ValueError, DamagedError):
        return None
    return [made[number] for number in range(len(made))]


def _decompressor(case: Case, dictionary: int | None) -> zstandard.ZstdDecompressor:
    number = _WITHOUT if dictionary is None else dictionary
    found = case.decompressors.get(number)
    if found is None:
        made = None if dictionary is None else zstandard.ZstdCompressionDict(_checked(case, dictionary))
        found = case.decompressors[number] = zstandard.ZstdDecompressor(dict_data=made)
    return found


def unpacked(with_it: zstandard.ZstdDecompressor, data: bytes, most: int) -> bytes:
    """One frame again; DamagedError when it is none, or needs another dictionary."""
    try:
        made: bytes = with_it.decompress(data, max_output_size=most)
    except zstandard.ZstdError as error:
        raise DamagedError(f"it cannot be unpacked: {error}", _ADVICE) from error
    return made


def _checked(case: Case, number: int) -> bytes:
    row = case.row("SELECT * FROM dictionary WHERE id = ?", (number,))
    if row is None:
        raise DamagedError(f"dictionary {number}, with which it was compressed, is missing", _ADVICE)
    if not _is_whole(row):
        raise DamagedError(f"{_name(row)} is not what was kept", _ADVICE)
    return bytes(row["data"])


def _name(row: Any) -> str:
    return f"dictionary {row['id']} (of {row['purpose']})"


def _is_whole(row: Any) -> bool:
    return hashlib.sha256(row["data"]).digest() == bytes(row["sha256"])


def check(case: Case) -> tuple[int, list[str]]:
    """How many dictionaries the case has, and those that are not what was kept, by name."""
    rows = list(case.rows("SELECT * FROM dictionary ORDER BY id"))
    return len(rows), [f"{_name(row)} is not what was kept" for row in rows if not _is_whole(row)]


def of_case(case: Case) -> Dictionary | None:
    """The dictionary that the case has, if any."""
    row = case.row("SELECT data, sha256 FROM dictionary ORDER BY id LIMIT 1")
    return None if row is None else Dictionary(row["data"], row["sha256"])


def number(case: Case, dictionary: Dictionary) -> int:
    """The number of a dictionary, which the case keeps from now on. Within an open transaction."""
    known = case.value("SELECT id FROM dictionary WHERE sha256 = ?", (dictionary.sha256,))
    if known is not None:
        return int(known)
    made = case.execute(
        "INSERT INTO dictionary (purpose, sha256, data) VALUES ('originals',?,?)", (dictionary.sha256, dictionary.data)
    )
    case.decompressors.pop(made.lastrowid, None)  # of a transaction that was undone
    return int(made.lastrowid)


def numbers(case: Case, wanted: set[Dictionary]) -> dict[Dictionary, int]:
    """The numbers of some dictionaries. Within an open transaction."""
    return {each: number(case, each) for each in wanted}
