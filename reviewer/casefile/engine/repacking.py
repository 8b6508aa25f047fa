"""Bring over what an older case keeps, compressed anew: steps of :mod:`.migrations`, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import zstandard

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, dictionaries
from reviewer.casefile.evidence.dictionaries import LARGEST, Dictionary, compress
from reviewer.casefile.evidence.packing import FEWEST, LEARNT_FROM, OF_EACH, pack_text
from reviewer.errors import CaseError

_SAMPLES = 2_000
_PIECE_BYTES = 4 * 2**20
_PLAIN = frozenset({"email", "text", "calendar", "contact"})


def originals(case: Case) -> None:
    """Bring over ``piece_before``; the pieces of small contents get a dictionary if there are many messages."""
    used = _trained(_message_bytes(case))
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


def texts(case: Case) -> None:
    """Bring over ``item_text_before``, and index it; what can be packed by the original that it was read from, is."""
    for row in case.rows(
        "SELECT text.*, kind, content, size FROM item_text_before AS text JOIN item ON item.id = text.item "
        "LEFT JOIN content ON content.id = content ORDER BY text.item"
    ):
        original = b""
        if row["kind"] in _PLAIN and row["content"] is not None and row["size"] <= LARGEST:
            with suppress(CaseError):  # it is damaged: the verification tells
                original = contents.read(case, row["content"])
        packed = pack_text(row["body"], original)
        case.execute(
            "INSERT INTO item_text (item, attachments, by_original, body) VALUES (?,?,?,?)",
            (row["item"], row["attachments"], int(packed.by_original), packed.data),
        )
        case.execute(
            "INSERT INTO item_fts (rowid, subject, people, body, attachments, hidden) VALUES (?,?,?,?,?,?)",
            [row[name] for name in ("item", "subject", "people", "body", "attachments", "hidden")],
        )
    case.execute("INSERT INTO note_fts (rowid, notes) SELECT item, notes FROM item_text_before WHERE notes <> ''")
    case.execute("DROP TABLE item_text_before")


def _anew(data: bytes, used: Dictionary, number: int | None) -> tuple[bytes, int | None]:
    try:
        unpacked = zstandard.ZstdDecompressor().decompress(data, max_output_size=_PIECE_BYTES)
    except zstandard.ZstdError:
        return data, None  # it is damaged: it stays as it is, for the verification to tell
    return compress(unpacked, used), number


def _trained(values: Iterator[bytes]) -> Dictionary | None:
    samples: list[bytes] = []
    size = 0
    for value in values:
        samples.append(value[:OF_EACH])
        size += len(samples[-1])
        if size >= LEARNT_FROM:
            break
    enough = size >= LEARNT_FROM and len(samples) >= FEWEST
    return dictionaries.train(samples) if enough else None


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
