"""Signatures of texts, and the pairs that are alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis import near_duplicate, shingles
from reviewer.domain.ids import ItemId


def waiting(case: Case) -> int:
    """How many texts were not compared with the others yet."""
    return int(case.value("SELECT count(*) FROM text_signature WHERE words > 0 AND NOT compared"))


def use_method(case: Case, method: str) -> None:
    """Forget signatures and pairs that were made in another way. Within an open transaction."""
    if case.value("SELECT signatures FROM arranging") != method:
        case.execute("DELETE FROM near_duplicate")
        case.execute("DELETE FROM text_signature")
        case.execute("UPDATE arranging SET signatures = ?", (method,))


def is_current(case: Case, method: str) -> bool:
    """Whether the signatures were made in this way."""
    return bool(case.value("SELECT signatures = ? FROM arranging", (method,)))


def leave_out_copies(case: Case) -> None:
    """Note that the texts of copies are not compared: they are those of their originals. Within a transaction."""
    case.execute(
        """UPDATE text_signature SET words = 0, minhash = x'', compared = 1 WHERE NOT compared
           AND item IN (SELECT item FROM message_fingerprint WHERE original IS NOT NULL)"""
    )


def text_words(case: Case, item: ItemId) -> list[str]:
    """The words of an item's text, as far as they are compared."""
    return shingles.words(items.body(case, item))[: near_duplicate.MOST_WORDS]


def any_waiting(case: Case) -> bool:
    """Whether any text was not compared with the others yet: the latest are looked at first."""
    return bool(case.value("SELECT 1 FROM text_signature WHERE words > 0 AND NOT compared ORDER BY item DESC LIMIT 1"))


def signatures(case: Case) -> tuple[near_duplicate.Signatures, near_duplicate.Signatures]:
    """The signatures of the items that were compared with all others, and of those that were not yet.

    The table is gone through once for both: to read its pages takes longer than all that is done with them.
    """
    new: list[tuple[int, bytes]] = []

    def known() -> Iterator[tuple[int, bytes]]:
        for item, compared, minhash in case.streamed(
            "SELECT item, compared, minhash FROM text_signature WHERE words > 0 ORDER BY item"
        ):
            if compared:
                yield item, minhash
            else:
                new.append((item, minhash))

    return near_duplicate.Signatures(known()), near_duplicate.Signatures(new)


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
