"""The codebook."""

from __future__ import annotations

import re
from typing import Any

from reviewer.casefile import noted_words, saved_parts
from reviewer.casefile.engine.case import Act, Case
from reviewer.domain.ids import TagId
from reviewer.domain.nearest import did_you_mean
from reviewer.domain.pages.tag import Tag
from reviewer.domain.query import folded
from reviewer.domain.query_grammar import parse
from reviewer.errors import InputError, NotFoundError

_IN_NOTES = re.compile(r"(?<!\w)note:", re.IGNORECASE)


def listed(case: Case) -> list[Tag]:
    """All tags: those with a key first, in the order of their keys, then by name."""
    return [tag_of(row) for row in case.rows("SELECT * FROM tag ORDER BY key = '', key, name")]


def get(case: Case, tag: TagId) -> Tag:
    """One tag; NotFoundError when there is none of that id."""
    row = case.row("SELECT * FROM tag WHERE id = ?", (tag,))
    if row is None:
        raise NotFoundError(f"there is no tag {tag}")
    return tag_of(row)


def find(case: Case, name: str) -> Tag:
    """The tag of a name, whatever its case; NotFoundError when there is none."""
    row = case.row("SELECT * FROM tag WHERE name = ?", (name.strip(),))
    if row is None:
        advice = "See `reviewer tag list CASE`, or add it with `reviewer tag add`."
        raise NotFoundError(
            f"there is no tag “{name}”", did_you_mean(name, (each.name for each in listed(case)), advice)
        )
    return tag_of(row)


def internal(case: Case) -> dict[TagId, str]:
    """The names of the tags that never leave, by id: those that are internal, and all below them."""
    rows = case.rows(
        """WITH RECURSIVE kept (id, name) AS (
               SELECT id, name FROM tag WHERE internal
               UNION SELECT tag.id, tag.name FROM tag JOIN kept ON tag.parent = kept.id)
           SELECT id, name FROM kept"""
    )
    return {TagId(row["id"]): row["name"] for row in rows}


def names_internal(case: Case, query: str) -> bool:
    """Whether a search, or a saved one that it names, names a tag that never leaves."""
    held = folded("\n".join((query, *saved_parts.texts(case, query))))  # as tags are found: without accents
    return any(folded(name) in held for name in internal(case).values())


def searches_notes(case: Case, query: str) -> bool:
    """Whether a search, or a saved one that it names, looks for words in reviewers' notes, which may be private.

    Words that are looked for anywhere, and stand in notes alone, are such.
    """
    return any(_IN_NOTES.search(each) or _noted(case, each) for each in (query, *saved_parts.texts(case, query)))


def _noted(case: Case, query: str) -> bool:
    try:
        return noted_words.some_alone(case, parse(query))
    except InputError:  # an earlier version understood it; nothing is looked for by it now
        return False


def add(
    act: Act, *, name: str, parent: TagId | None, color: str, key: str, definition: str, internal: bool = False
) -> TagId:
    """Add a tag."""
    values: dict[str, Any] = {"name": name, "parent": parent, "color": color, "key": key, "definition": definition}
    values["internal"] = int(internal)
    return TagId(act.insert("tag", values))


def tag_of(row: Any) -> Tag:
    """A tag from its row."""
    return Tag(
        TagId(row["id"]),
        row["name"],
        None if row["parent"] is None else TagId(row["parent"]),
        row["color"],
        row["key"],
        row["definition"],
        bool(row["internal"]),
    )
