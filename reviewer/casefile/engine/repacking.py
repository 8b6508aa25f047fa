"""Bring over what an older case keeps, compressed anew: steps of :mod:`.migrations`, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import zstandard

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import dictionaries
from reviewer.casefile.evidence.dictionaries import LARGEST, Dictionary, Purpose, compress
from reviewer.casefile.evidence.packing import FEWEST, LEARNT_FROM, OF_EACH

_SAMPLES = 2_000
_PIECE_BYTES = 4 * 2**20


def originals(case: Case) -> None:
    """Bring over ``piece_before``; the pieces of small contents get a dictionary if there are many messages."""
    used = _trained(Purpose.ORIGINALS, _message_bytes(case))
    number = None if used is None else dictionaries.number(case, used)
    rows = case.rows(
        "SELECT content, seq, data, whole, size FROM piece_before JOIN content ON content.id = content "
        "ORDER BY content, seq"
    )
    for row in rows:
        data, with_it = row["data"], None
        if data is not None and used is not None and row["size"] <= LARGEST:
            data, with_it = _anew(data, used, number)
        case.execute(
            "INSERT INTO piece (content, seq, dictionary, data, whole) VALUES (?,?,?,?,?)",
            (row["content"], row["seq"], with_it, data, row["whole"]),
        )
    case.execute("DROP TABLE piece_before")


def _anew(data: bytes, used: Dictionary, number: int | None) -> tuple[bytes, int | None]:
    try:
        unpacked = zstandard.ZstdDecompressor().decompress(data, max_output_size=_PIECE_BYTES)
    except zstandard.ZstdError:
        return data, None  # it is damaged: it stays as it is, for the verification to tell
    return compress(unpacked, used), number


def _trained(purpose: Purpose, values: Iterator[bytes]) -> Dictionary | None:
    samples: list[bytes] = []
    size = 0
    for value in values:
        samples.append(value[:OF_EACH])
        size += len(samples[-1])
        if size >= LEARNT_FROM:
            break
    enough = size >= LEARNT_FROM and len(samples) >= FEWEST
    return dictionaries.train(purpose, samples) if enough else None


def _message_bytes(case: Case) -> Iterator[bytes]:
    """Those of some of the messages that are small, from all over the case."""
    sql = (
        "FROM item JOIN content ON content.id = item.content "
        "WHERE item.kind = 'email' AND duplicate_of IS NULL AND content.size BETWEEN 1 AND ?"
    )
    every = max(1, int(case.value(f"SELECT count(*) {sql}", (LARGEST,))) // _SAMPLES)
    for number, row in enumerate(case.rows(f"SELECT item.content {sql} ORDER BY item.id", (LARGEST,))):
        data = None if number % every else case.value("SELECT data FROM piece_before WHERE content = ?", (row[0],))
        if data is not None:
            with suppress(zstandard.ZstdError):
                yield zstandard.ZstdDecompressor().decompress(data, max_output_size=_PIECE_BYTES)
