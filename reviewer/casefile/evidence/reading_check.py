"""Compare what the case has of an item with what a reader says again of the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import item_store, items, participants, texts, volumes
from reviewer.casefile.evidence.item_store import Node
from reviewer.casefile.pages import ocr_words, renditions
from reviewer.domain.evidence.reading import APART, PageText
from reviewer.domain.ids import ContentId, ItemId, RenditionId
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import pack, unpack

_SHOWN = 40
"""Code points that are shown of each side, from shortly before where they part."""
_BEFORE = 12
_WORDS = {
    "declared": "number of members",
    "attachments": "number of attachments",
    "pages": "number of pages",
    "recipients": "recipients in lists",
    "message_id": "Message-ID",
    "in_reply_to": "In-Reply-To",
    "reference_ids": "References",
    "media_type": "media type",
    "zone": "zone of the date",
}
"""What the columns of an item are called, where their name alone does not say it."""
_CODED = frozenset({"reason", "flags"})
_OF_THE_WHOLE = frozenset({"pages", "metadata"})
_OF_A_CONTAINER = frozenset({"state", "reason", "declared", "attachments", "locked"})
"""What its members tell of a container, and the reading of its first bytes does not."""
_MEMBER = ("name", "media_type", "inline", "from_mbox", "folder", "flags", "derived")

_ROW = "SELECT item.*, content.sha256, content.size FROM item LEFT JOIN content ON content.id = item.content"
"""An item as it is compared."""


def next_items(case: Case, last: int, most: int) -> list[Any]:
    """The rows of so many items behind the last one, by their numbers: what :func:`of_item` compares."""
    return list(case.execute(f"{_ROW} WHERE item.id > ? ORDER BY item.id LIMIT ?", (last, most)).fetchall())


def is_listed_elsewhere(case: Case, row: Any) -> bool:
    """Whether a container that says so was met in another place within the same file, where it says something else."""
    asked = (row["content"], row["family"], row["reason"])
    return bool(
        case.value("SELECT EXISTS (SELECT 1 FROM item WHERE content = ? AND family = ? AND reason <> ?)", asked)
    )


def made_pages(case: Case) -> list[tuple[RenditionId, ContentId, ItemId]]:
    """The pages that are not the bytes of their item."""
    rows = case.tuples(
        "SELECT rendition.id, rendition.content, item.id FROM rendition JOIN item ON item.id = rendition.item "
        "WHERE rendition.content <> item.content ORDER BY item.id"
    )
    return [(RenditionId(rendition), ContentId(content), ItemId(item)) for rendition, content, item in rows]


def of_item(case: Case, row: Any, node: Node, *, taken_apart: bool) -> list[str]:
    """What differs of an item itself; a container is ``taken_apart`` if its members were gone through again.

    The node has its members below it, as far as their names go.
    """
    item, container = ItemId(row["id"]), node.reading.kind.streamed
    skipped = _OF_THE_WHOLE | (_OF_A_CONTAINER if container and not taken_apart else frozenset())
    found = list(_columns(row, node, skipped))
    found += _metadata(json.loads(row["metadata"]), json.loads(_values(node)["metadata"]), container=container)
    found += _people(case, item, node)
    found += _words(case, item, node)
    rendition = renditions.of_item(case, item)
    if rendition is None:
        found += _unequal("number of pages", row["pages"], len(node.reading.pages))
        found += ["pages: they are gone"] if node.reading.has_own_pages else []
    elif node.reading.has_own_pages and rendition.content == row["content"]:
        found += of_pages(case, rendition.id, node.reading.pages)
    return found


def of_members(case: Case, item: ItemId, members: Sequence[Node]) -> list[str]:
    """What differs of the members of an item, by what it calls them and by their bytes."""
    found: list[str] = []
    kept = list(case.rows(f"{_ROW} WHERE parent = ? ORDER BY position, item.id", (item,)))
    for number, (row, node) in enumerate(zip_longest(kept, members), 1):
        if row is None:
            found.append(f"member {number}: “{_short(node.name)}” is gone")
        elif node is None:
            found.append(f"member {number}: “{_short(row['name'])}” is not in its original")
        else:
            found += [f"member {number}, {told}" for told in _member(row, node)]
    return found


def of_pages(case: Case, rendition: RenditionId, pages: Sequence[PageText]) -> list[str]:
    """What differs of the text of pages, as it was before OCR added to it."""
    rows = list(
        case.rows(
            """SELECT width, height, iif(confidence IS NULL, text, native_text) AS text,
                      iif(confidence IS NULL, boxes, native_boxes) AS boxes
               FROM page LEFT JOIN ocr_page USING (rendition, number) WHERE page.rendition = ? ORDER BY number""",
            (rendition,),
        )
    )
    if len(rows) != len(pages):
        return list(_unequal("number of pages", len(rows), len(pages)))
    found: list[str] = []
    for number, (row, page) in enumerate(zip(rows, pages, strict=True), 1):
        found += _unequal(f"text of page {number}", row["text"], page.text)
        if row["text"] == page.text and (
            (row["width"], row["height"]) != (page.width, page.height) or ocr_words.unpacked(row["boxes"]) != page.boxes
        ):
            found.append(f"page {number}: its words do not stand where the page has them")
    return found


def _values(node: Node) -> dict[str, Any]:
    return dict(zip(item_store.READING.split(", "), item_store.reading_values(node), strict=True))


def _columns(row: Any, node: Node, skipped: frozenset[str]) -> Iterator[str]:
    for name, value in _values(node).items():
        if name not in skipped and row[name] != value:
            kept, derived = (sentences(unpack(each)) if name in _CODED else each for each in (row[name], value))
            yield from _unequal(_WORDS.get(name, name), kept, derived, told=True)


def _metadata(kept: dict[str, str], derived: dict[str, str], *, container: bool) -> Iterator[str]:
    """A container has what its last reader told of it, which may be less than the first one did."""
    kept.pop(APART, None)
    derived.pop(APART, None)
    for name in sorted(kept.keys() | derived.keys()):
        if not (container and name not in kept):
            yield from _unequal(name, kept.get(name, ""), derived.get(name, ""))


def _people(case: Case, item: ItemId, node: Node) -> Iterator[str]:
    people = () if node.reading.mail is None else node.reading.mail.people
    # An address is kept in small letters: that is how the same one is told.
    wanted = [f"{each.role}: {each.name} <{each.address.lower()}>" for each in people]
    kept = [f"{each.role}: {each.name} <{each.address}>" for each in participants.of_item(case, item)]
    for number, (one, other) in enumerate(zip_longest(kept, wanted, fillvalue=""), 1):
        yield from _unequal(f"person {number}", one, other)


def _words(case: Case, item: ItemId, node: Node) -> Iterator[str]:
    words = item_store.words_of(node)
    damaged: list[str] = []
    kept = texts.of_items(case, [item], lambda _item, why: damaged.append(f"text: it cannot be read: {why}"))
    yield from damaged
    if item not in kept:
        yield from [] if damaged else ["text: it is gone"]
        return
    yield from _text(case, item, kept[item].body, words.body)
    names, wanted = kept[item].attachments.split("\n"), words.attachments.split("\n")
    if node.reading.kind.streamed:  # one that waited got its members when its own words were in already
        wanted = names if names in (wanted, wanted[:1]) else wanted
    yield from _unequal("names", "\n".join(names), "\n".join(wanted))
    hidden = items.hidden(case, item)
    if hidden != list(node.reading.hidden):
        both = [
            "\n".join(f"{each.how} {each.page} {each.text}" for each in told) for told in (hidden, node.reading.hidden)
        ]
        yield from _unequal("hidden text", *both)


def _text(case: Case, item: ItemId, kept: str, wanted: str) -> Iterator[str]:
    """The text of an item; what OCR added stands behind what its reader found, in the order in which it came."""
    rendition = renditions.of_item(case, item)
    rest = kept[len(wanted) :] if kept.startswith(wanted) else ""
    if rendition is not None and rest:
        for row in case.rows("SELECT number FROM ocr_page WHERE rendition = ?", (rendition.id,)):
            rest = rest.replace(ocr_words.of_page(case, rendition.id, row["number"]), "", 1)
        kept = wanted + rest
    yield from _unequal("text", kept, wanted)


def _member(row: Any, node: Node) -> Iterator[str]:
    wanted = (
        node.name, node.media_type, int(node.inline), int(node.from_mbox), node.folder, pack(node.flags),
        int(node.derived),
    )  # fmt: skip
    flags = pack(flag for flag in unpack(row["flags"]) if flag.code != volumes.COPY)  # told by other items, not by it
    for name, value in zip(_MEMBER, wanted, strict=True):
        kept = flags if name == "flags" else row[name]
        yield from _unequal(_WORDS.get(name, name.replace("_", " ")), kept, value)
    sha256 = b"" if node.packed is None else node.packed.sha256
    if bytes(row["sha256"] or b"") != sha256:
        yield "bytes: " + (
            "they are not those in its original" if row["sha256"] and sha256 else "only one side has them"
        )
    if node.packed is None:
        values = (node.reading.state.value, pack(node.reading.reasons), int(node.reading.locked))
        for name, value in zip(("state", "reason", "locked"), values, strict=True):
            yield from _unequal(name, row[name], value)


def _unequal(field: str, kept: object, derived: object, *, told: bool = False) -> Iterator[str]:
    if kept == derived and not told:
        return
    one, other = ("" if each is None else str(each) for each in (kept, derived))
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    yield f"{field}: here {_around(one, at)}, by its original {_around(other, at)}"


def _around(text: str, at: int) -> str:
    if not text:
        return "nothing"
    start = max(0, at - _BEFORE)
    part = text[start : start + _SHOWN]
    return f"“{'…' if start else ''}{part}{'…' if start + _SHOWN < len(text) else ''}”".replace("\n", " ")


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else name[:_SHOWN] + "…"
