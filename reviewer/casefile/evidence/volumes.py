"""The parts of archives that were split, among the files of deliveries.

Each part is an item with its own bytes. Nothing of them is stored twice: what is in the archive is read from the bytes
of all parts, one behind the other, and stands below one of them, the holder.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, intakes, items, unpack_budgets
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.split_parts import PartSet, part_name, part_sets
from reviewer.domain.ids import ContentId, IntakeId, ItemId
from reviewer.domain.reasons.reason import Reason, unpack

PARTS = "parts"
"""The metadata of the holder: of how many files it was joined."""

JOINED = "archive.part_joined"
"""Why a part that is not the holder has no members."""

COPY = "archive.part_copy"
"""What is said of an item that has the bytes of such a part, and is none by its name."""

UNREAD = "archive.part_unread"
"""Why parts were not joined where the beginning of one could not be read when they were taken in."""

TROUBLES = frozenset(
    {"archive.part_begins", "archive.part_missing", "archive.part_twice", "archive.too_many_parts", UNREAD}
)
"""Why parts were not joined."""

ReadAt = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Bytes:
    """The bytes of an archive that is opened: of one item, or of all its ``parts``, which are their sizes."""

    name: str
    size: int
    parts: tuple[int, ...]
    read_at: ReadAt


def sets(case: Case, intake: IntakeId | None = None, folder: str = "") -> list[PartSet[SourceFile]]:
    """The sets of parts among the files of an intake, or of all intakes: each within one folder of a delivery.

    ``folder``, where it is given, is how their paths begin.
    """
    folders: dict[tuple[int, str], list[tuple[str, SourceFile]]] = defaultdict(list)
    for root, file in intakes.readable(case, intake, folder):
        if part_name(file.name) is not None:
            folders[root, file.path.rpartition("/")[0]].append((file.name, file))
    return [found for files in folders.values() for found in part_sets(files)]


def why_without_members(found: PartSet[SourceFile]) -> Reason:
    """What is said of a part that is not the holder."""
    return Reason(JOINED, whole=found.whole, holder=found.holder.name)


def not_to_the_end(found: PartSet[SourceFile]) -> Reason:
    """What is said beside what is wrong with the whole: the names do not tell how many parts there should be."""
    return Reason("archive.parts_end", count=len(found.parts), name=found.parts[-1].name)


def why_not_joined(found: PartSet[SourceFile]) -> Reason:
    """What is said of parts that were not joined: what is wrong with their names, or else with the first of them."""
    return found.trouble or Reason("archive.part_begins", name=found.parts[0].name)


def set_of_holder(case: Case, item: Item) -> PartSet[SourceFile] | None:
    """The set below whose holder members stand, where an item is one and all of its parts are in the case."""
    if PARTS not in item.metadata:
        return None
    folder = item.path[: item.path.rfind("/") + 1]
    found = next((each for each in sets(case, folder=folder) if each.holder.item == item.id), None)
    return found if found is not None and is_whole(found, item.metadata[PARTS]) else None


def is_whole(found: PartSet[SourceFile], count: str = "") -> bool:
    """Whether all parts are in the case: as many as were joined, where that is known."""
    there = found.trouble is None and all(part.item is not None for part in found.parts)
    return there and (not count or count == str(len(found.parts)))


def size_of(case: Case, item: ItemId) -> int:
    """The bytes of an item, with those of all parts where it holds what is in an archive that was split."""
    held = case.value("SELECT json_extract(metadata, ?) FROM item WHERE id = ?", (f"$.{PARTS}", item))
    found = None if held is None else set_of_holder(case, items.get(case, item))
    if found is None:
        return unpack_budgets.size_of(case, item)
    return sum(unpack_budgets.size_of(case, part.item) for part in found.parts if part.item is not None)


def siblings(case: Case, wanted: Collection[ItemId]) -> set[ItemId]:
    """The other parts of the archives whose members stand below some items, and copies of these parts."""
    rows = case.rows(
        "SELECT id FROM item WHERE id IN (SELECT value FROM json_each(?)) AND json_type(metadata, ?) IS NOT NULL",
        (json.dumps(sorted(wanted)), f"$.{PARTS}"),
    )
    holders = {ItemId(row["id"]) for row in rows}
    if not holders:
        return set()
    found = {part.item for each in sets(case) if each.holder.item in holders for part in each.parts if part.item}
    copies = case.rows(
        "SELECT id FROM item WHERE content IN (SELECT content FROM item WHERE id IN (SELECT value FROM json_each(?)))",
        (json.dumps(sorted(found)),),
    )
    return (found | {ItemId(row["id"]) for row in copies}) - holders


def joined_among(case: Case, wanted: Collection[ItemId]) -> list[ItemId]:
    """Those of some items that are parts of an archive without its members, or copies of such."""
    rows = case.rows(
        """WITH wanted AS (SELECT id, content, reason FROM item WHERE id IN (SELECT value FROM json_each(?)))
           SELECT id FROM wanted WHERE content IN (
               SELECT content FROM wanted, json_each(iif(reason = '', '[]', reason)) AS said
               WHERE json_extract(said.value, '$[0]') = ?)
           ORDER BY id""",
        (json.dumps(sorted(wanted)), JOINED),
    )
    return [ItemId(row["id"]) for row in rows]


def copies_unsaid(case: Case, intake: IntakeId, parts: Collection[ItemId]) -> dict[ItemId, Reason]:
    """What is to be said of items of which nothing is, and whose bytes are those of a part without members.

    Of the ``parts`` that an intake joined all copies in the case; of parts that were joined earlier those it brought.
    """
    rows = case.rows(
        """SELECT copy.id, part.name, part.reason FROM item AS part
               JOIN item AS copy ON copy.content = part.content AND copy.id <> part.id
           WHERE part.id IN (SELECT value FROM json_each(:parts)) AND copy.reason = '' AND copy.flags = ''
           UNION SELECT copy.id, part.name, part.reason FROM item AS copy
               JOIN item AS part ON part.id = copy.duplicate_of
           WHERE copy.duplicate_of > 0 AND copy.intake = :intake
               AND copy.reason = '' AND copy.flags = '' AND part.reason <> ''""",
        {"parts": json.dumps(sorted(parts)), "intake": intake},
    )
    found = {}
    for row in rows:
        for why in unpack(row["reason"]):
            if why.code == JOINED:
                found[ItemId(row["id"])] = Reason(COPY, name=row["name"], whole=why["whole"], holder=why["holder"])
    return found


def sets_by_item(case: Case) -> dict[ItemId, PartSet[SourceFile]]:
    """The set of each item that is a part by its name."""
    return {part.item: each for each in sets(case) for part in each.parts if part.item is not None}


def readings(case: Case, wanted: Sequence[ItemId]) -> dict[ItemId, Reading]:
    """What some items are, how far they were read, and why not further."""
    rows = case.rows(
        "SELECT id, kind, state, reason FROM item WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(wanted),),
    )
    return {ItemId(row["id"]): Reading(Kind(row["kind"]), State(row["state"]), unpack(row["reason"])) for row in rows}


def bytes_of(case: Case, item: Item, found: PartSet[SourceFile] | None) -> Bytes:
    """What is opened of an item that is a container: its bytes, or those of all parts where it was joined of them."""
    if found is not None:
        return joined(case, found)
    content = items.content_of(case, item.id)
    return Bytes(item.name, contents.size(case, content), (), contents.Pieces(case, content).read_at)


def joined(case: Case, found: PartSet[SourceFile]) -> Bytes:
    """The bytes of all parts, one behind the other, from the case."""
    held: list[ContentId] = [items.content_of(case, part.item) for part in found.parts if part.item is not None]
    sizes = [contents.size(case, content) for content in held]
    pieces = [contents.Pieces(case, content) for content in held]
    return Bytes(found.whole, sum(sizes), tuple(sizes), reading(sizes, lambda part, at, n: pieces[part].read_at(at, n)))


def reading(sizes: list[int], read_part: Callable[[int, int, int], bytes]) -> ReadAt:
    """How to read across parts of these sizes: ``read_part`` has bytes of one from an offset on, so many of them."""
    starts = list(accumulate(sizes, initial=0))

    def read_at(offset: int, length: int) -> bytes:
        found = bytearray()
        while length > len(found) and offset + len(found) < starts[-1]:
            at = offset + len(found)
            part = bisect_right(starts, at) - 1
            piece = read_part(part, at - starts[part], min(length - len(found), starts[part + 1] - at))
            if not piece:
                break
            found += piece
        return bytes(found)

    return read_at
