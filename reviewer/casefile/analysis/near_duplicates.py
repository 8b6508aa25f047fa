"""Signatures of texts, and the pairs that are alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reviewer.casefile.analysis import minhash
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis import near_duplicate, shingles
from reviewer.domain.ids import ItemId

_WAITING = """FROM item LEFT JOIN text_signature AS made ON made.item = item.id
    WHERE made.item IS NULL"""


def waiting(case: Case) -> int:
    """How many items have no signature yet."""
    return int(case.value(f"SELECT count(*) {_WAITING}"))


def next_waiting(case: Case, after: int, limit: int) -> list[ItemId]:
    """Some items without a signature, in order."""
    rows = case.rows(f"SELECT item.id {_WAITING} AND item.id > ? ORDER BY item.id LIMIT ?", (after, limit))
    return [ItemId(row["id"]) for row in rows]


def use_method(case: Case, method: str) -> None:
    """Forget signatures and pairs that were made in another way. Within an open transaction."""
    if case.value("SELECT signatures FROM arranging") != method:
        case.execute("DELETE FROM near_duplicate")
        case.execute("DELETE FROM text_signature")
        case.execute("UPDATE arranging SET signatures = ?", (method,))


def is_current(case: Case, method: str) -> bool:
    """Whether the signatures were made in this way."""
    return bool(case.value("SELECT signatures = ? FROM arranging", (method,)))


def add_signature(case: Case, item: ItemId) -> None:
    """Sign the text of an item; that of a copy, or one of few words, is noted as not compared. Within a transaction."""
    copy = case.value(
        """SELECT item.duplicate_of IS NOT NULL OR made.original IS NOT NULL
           FROM item LEFT JOIN message_fingerprint AS made ON made.item = item.id WHERE item.id = ?""",
        (item,),
    )
    words = [] if copy else text_words(case, item)
    signed = minhash.signature(words) if len(words) >= near_duplicate.LEAST_WORDS else b""
    case.execute(
        "INSERT INTO text_signature (item, words, minhash, compared) VALUES (?,?,?,?)",
        (item, len(words) if signed else 0, signed, int(not signed)),
    )


def text_words(case: Case, item: ItemId) -> list[str]:
    """The words of an item's text, as far as they are compared."""
    return shingles.words(items.body(case, item))[: near_duplicate.MOST_WORDS]


def signatures(case: Case, *, compared: bool) -> list[tuple[int, bytes]]:
    """The signatures of the items that were compared with all others, or of those that were not yet."""
    rows = case.rows(
        "SELECT item, minhash FROM text_signature WHERE words > 0 AND compared = ? ORDER BY item", (int(compared),)
    )
    return [(row["item"], row["minhash"]) for row in rows]


def add_pairs(case: Case, compared: Sequence[int], pairs: Iterable[tuple[int, int, float]]) -> None:
    """Keep pairs that are alike, and which items have now been compared. Within an open transaction."""
    case.executemany(
        "INSERT OR REPLACE INTO near_duplicate (item, other, similarity) VALUES (?,?,?)",
        [(min(one, other), max(one, other), similarity) for one, other, similarity in pairs],
    )
    case.executemany("UPDATE text_signature SET compared = 1 WHERE item = ?", [(item,) for item in compared])


def pairs(case: Case, threshold: float) -> list[tuple[int, int, float]]:
    """The pairs that are at least so much alike."""
    rows = case.rows(
        "SELECT item, other, similarity FROM near_duplicate WHERE similarity >= ? ORDER BY item, other", (threshold,)
    )
    return [(row["item"], row["other"], row["similarity"]) for row in rows]


def pairs_of(case: Case, wanted: Iterable[int], threshold: float) -> list[tuple[int, int, float]]:
    """The pairs of some items that are at least so much alike."""
    rows = case.rows(
        "SELECT item, other, similarity FROM near_duplicate WHERE (item IN (SELECT value FROM json_each(?1)) "
        "OR other IN (SELECT value FROM json_each(?1))) AND similarity >= ?2",
        (json.dumps(list(wanted)), threshold),
    )
    return [(row["item"], row["other"], row["similarity"]) for row in rows]


def compared(case: Case) -> int:
    """How many texts were compared."""
    return int(case.value("SELECT count(*) FROM text_signature WHERE words > 0"))
