"""Passages with their tags, links and notes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.engine.cipher import IntegrityError
from reviewer.casefile.evidence import items, privilege_calls
from reviewer.casefile.held_text import holds, pattern
from reviewer.casefile.pages import notes, ocr, tags
from reviewer.casefile.people import officers
from reviewer.domain import clock
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import ItemId, LinkId, OfficerId, PassageId, RenditionId, TagId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.note import Note
from reviewer.domain.pages.passage import Anchor, Passage, Place, Span
from reviewer.domain.pages.tag import Tag
from reviewer.domain.people.officer import Grade, Link, Officer, Role
from reviewer.errors import InputError, NotFoundError

_FROM = "FROM passage JOIN item ON item.id = passage.item"
_BY_TIME = "ORDER BY item.date = '', item.date, passage.item, start_page, start_offset, passage.id"
_BY_PLACE = "ORDER BY passage.item, start_page, start_offset, passage.id"


def listed(case: Case) -> list[MarkedPassage]:
    """All passages, in order of their items' time."""
    return _load(case, f"{_FROM} {_BY_TIME}")


def of_item(case: Case, item: ItemId) -> list[MarkedPassage]:
    """The passages of an item, in order of place."""
    return _load(case, f"{_FROM} WHERE passage.item = ? {_BY_PLACE}", (item,))


def of_officer(case: Case, officer: OfficerId) -> list[MarkedPassage]:
    """The passages linked to an officer, in order of their items' time."""
    where = "WHERE passage.id IN (SELECT passage FROM link WHERE officer = ?)"
    return _load(case, f"{_FROM} {where} {_BY_TIME}", (officer,))


def found(case: Case, words: Sequence[str], limit: int) -> list[MarkedPassage]:
    """The first passages, in order of their items' time, whose quote holds each of the words."""
    wanted = {f"word_{number}": pattern(word) for number, word in enumerate(words)}
    where = " AND ".join(holds("quote", name) for name in wanted) or "1"
    rows = case.rows(f"SELECT passage.id {_FROM} WHERE {where} {_BY_TIME} LIMIT :most", {**wanted, "most": limit})
    ids = json.dumps([row["id"] for row in rows])
    return _load(case, f"{_FROM} WHERE passage.id IN (SELECT value FROM json_each(?)) {_BY_TIME}", (ids,))


def get(case: Case, passage: PassageId) -> MarkedPassage:
    """One passage; NotFoundError when there is none of that id."""
    found = _load(case, f"{_FROM} WHERE passage.id = ?", (passage,))
    if not found:
        raise NotFoundError(f"there is no passage {passage}", "See `reviewer passage list CASE`.")
    return found[0]


def controls(case: Case, passages: Sequence[PassageId]) -> list[str]:
    """The control numbers of the items that some passages stand in, each once, in the order of the passages."""
    marks = ",".join("?" * len(passages))
    rows = case.rows(f"SELECT id, item FROM passage WHERE id IN ({marks})", list(passages))
    found = {PassageId(row["id"]): ItemId(row["item"]) for row in rows}
    start = items.prefix(case)
    return list(dict.fromkeys(control_number(start, found[each]) for each in passages if each in found))


def at(case: Case, item: ItemId, anchor: Anchor) -> PassageId | None:
    """The passage that stands just there already, if any."""
    start, end = anchor.span.start, anchor.span.end
    found = case.value(
        "SELECT id FROM passage "
        "WHERE item = ? AND start_page = ? AND start_offset = ? AND end_page = ? AND end_offset = ?",
        (item, start.page, start.offset, end.page, end.offset),
    )
    return None if found is None else PassageId(found)


def on_items(case: Case, items_meant: Collection[ItemId]) -> list[PassageId]:
    """The passages that stand on some items, by number."""
    rows = case.rows(
        "SELECT id FROM passage WHERE item IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(items_meant)),),
    )
    return [PassageId(row["id"]) for row in rows]


def items_with(case: Case, items_meant: Collection[ItemId]) -> set[ItemId]:
    """Those of some items that a passage stands on."""
    rows = case.rows(
        "SELECT DISTINCT item FROM passage WHERE item IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(items_meant)),),
    )
    return {ItemId(row["item"]) for row in rows}


def count(case: Case) -> int:
    """How many passages the case holds."""
    return int(case.value("SELECT count(*) FROM passage"))


def link_count(case: Case) -> int:
    """How many links to officers the passages hold."""
    return int(case.value("SELECT count(*) FROM link"))


def add(act: Act, item: ItemId, rendition: RenditionId, anchor: Anchor, reviewer: str) -> PassageId:
    """Add a passage."""
    values = {
        "item": item,
        "rendition": rendition,
        "start_page": anchor.span.start.page,
        "start_offset": anchor.span.start.offset,
        "end_page": anchor.span.end.page,
        "end_offset": anchor.span.end.offset,
        "quote": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "reviewer": reviewer,
        "created": clock.now(),
    }
    return PassageId(act.insert("passage", values))


def tag(act: Act, passage: PassageId, tag_id: TagId) -> bool:
    """Set a tag on a passage; False when it was set already."""
    known = act.case.row("SELECT id FROM passage_tag WHERE passage = ? AND tag = ?", (passage, tag_id))
    if known is None:
        act.insert("passage_tag", {"passage": passage, "tag": tag_id})
    return known is None


def untag(act: Act, passage: PassageId, tag_id: TagId) -> bool:
    """Take a tag off a passage; False when it was not set."""
    row = act.case.row("SELECT id FROM passage_tag WHERE passage = ? AND tag = ?", (passage, tag_id))
    if row is not None:
        act.delete("passage_tag", row["id"])
    return row is not None


def link(act: Act, passage: PassageId, officer: OfficerId, role: Role, grade: Grade) -> LinkId:
    """Link a passage to an officer in a role; the grade of a link that is there already is changed."""
    row = act.case.row(
        "SELECT id FROM link WHERE passage = ? AND officer = ? AND role = ?", (passage, officer, role.value)
    )
    if row is not None:
        act.update("link", row["id"], {"grade": grade.value})
        return LinkId(row["id"])
    values = {"passage": passage, "officer": officer, "role": role.value, "grade": grade.value}
    return LinkId(act.insert("link", values))


def unlink(act: Act, link_id: LinkId) -> None:
    """Remove a link; NotFoundError when there is none."""
    if act.case.row("SELECT id FROM link WHERE id = ?", (link_id,)) is None:
        raise NotFoundError(f"there is no link {link_id}")
    act.delete("link", link_id)


def remove(act: Act, passage: PassageId) -> None:
    """Remove a passage with its tags, links and notes. InputError while it proves something, or is privileged."""
    if privilege_calls.on_passage(act.case, passage):
        raise InputError(
            f"passage {passage} is called privileged", "Take that back first: `reviewer privilege remove CASE ITEM`."
        )
    for table in ("passage_tag", "link", "note"):
        ids = [row["id"] for row in act.case.rows(f"SELECT id FROM {table} WHERE passage = ?", (passage,))]
        for row_id in ids:
            act.delete(table, row_id)
    try:
        act.delete("passage", passage)
    except IntegrityError as error:
        raise InputError(
            f"passage {passage} proves an entry of the ledger or a finding",
            "Take it out there first; `reviewer benefit list CASE --passage P` lists benefits that it proves.",
        ) from error


def passage_of(row: Any) -> Passage:
    """A passage from its row."""
    span = Span(Place(row["start_page"], row["start_offset"]), Place(row["end_page"], row["end_offset"]))
    anchor = Anchor(span, row["quote"], row["prefix"], row["suffix"])
    return Passage(
        PassageId(row["id"]),
        ItemId(row["item"]),
        RenditionId(row["rendition"]),
        anchor,
        row["reviewer"],
        row["created"],
    )


def _load(case: Case, chosen: str, values: Sequence[object] = ()) -> list[MarkedPassage]:
    """Passages and all that hangs on them, in five queries whatever their number."""
    rows = list(case.rows(f"SELECT passage.*, item.subject, item.name, item.date {chosen}", values))
    ids = f"SELECT passage.id {chosen.split(' ORDER BY ', maxsplit=1)[0]}"
    tags_on: dict[int, list[Tag]] = defaultdict(list)
    for row in case.rows(
        f"SELECT passage_tag.passage, tag.* FROM passage_tag JOIN tag ON tag.id = passage_tag.tag "
        f"WHERE passage_tag.passage IN ({ids}) ORDER BY tag.key = '', tag.key, tag.name",
        values,
    ):
        tags_on[row["passage"]].append(tags.tag_of(row))
    links = _links(case, ids, values)
    notes_on: dict[int, list[Note]] = defaultdict(list)
    for row in case.rows(f"SELECT * FROM note WHERE passage IN ({ids}) ORDER BY id", values):
        notes_on[row["passage"]].append(notes.note_of(row))
    start, sure = items.prefix(case), ocr.of_passages(case, ids, values)
    return [
        MarkedPassage(
            passage_of(row),
            control_number(start, row["item"]),
            row["subject"] or row["name"],
            row["date"],
            tuple(tags_on[row["id"]]),
            tuple(links[row["id"]]),
            tuple(notes_on[row["id"]]),
            sure.get(row["id"]),
        )
        for row in rows
    ]


def _links(case: Case, ids: str, values: Sequence[object]) -> dict[int, list[tuple[Link, Officer]]]:
    found = list(case.rows(f"SELECT * FROM link WHERE passage IN ({ids}) ORDER BY id", values))
    known = officers.many(case, {OfficerId(row["officer"]) for row in found})
    links: dict[int, list[tuple[Link, Officer]]] = defaultdict(list)
    for row in found:
        officer = known[OfficerId(row["officer"])]
        made = Link(LinkId(row["id"]), PassageId(row["passage"]), officer.id, Role(row["role"]), Grade(row["grade"]))
        links[row["passage"]].append((made, officer))
    return links
