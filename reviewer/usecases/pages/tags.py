"""Keep the codebook."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages import tags
from reviewer.domain.ids import TagId
from reviewer.domain.pages.tag import PALETTE, Tag, check_color, check_key
from reviewer.errors import InputError

# Handed on as the case file answers them.
find = tags.find
listed = tags.listed


def add(
    case: Case,
    name: str,
    *,
    parent: str = "",
    color: str = "",
    key: str = "",
    definition: str = "",
    internal: bool = False,
    reviewer: str,
) -> Tag:
    """Add a tag; one that is ``internal`` never leaves the case. InputError when it is taken.

    Without a colour it takes the first of the palette that is used least.
    """
    name = name.strip()
    if not name:
        raise InputError("a tag needs a name")
    known = tags.listed(case)
    _check_free(name, check_key(key), known)
    with case.act(reviewer, "tag add", name) as act:
        made = tags.add(
            act,
            name=name,
            parent=tags.find(case, parent).id if parent else None,
            color=check_color(color) if color else _next_color(known),
            key=key,
            definition=definition.strip(),
            internal=internal,
        )
    return tags.get(case, made)


def change(
    case: Case,
    tag: TagId,
    *,
    name: str | None = None,
    color: str | None = None,
    key: str | None = None,
    definition: str | None = None,
    internal: bool | None = None,
    reviewer: str,
) -> Tag:
    """Change what is given of a tag. InputError when its new name or key is taken."""
    before = tags.get(case, tag)
    others = [other for other in tags.listed(case) if other.id != tag]
    _check_free(name.strip() if name is not None else before.name, check_key(key or ""), others)
    values = {
        "name": name.strip() if name is not None else None,
        "color": check_color(color) if color is not None else None,
        "key": key,
        "definition": definition.strip() if definition is not None else None,
        "internal": int(internal) if internal is not None else None,
    }
    with case.act(reviewer, "tag change", before.name) as act:
        act.update("tag", tag, {column: value for column, value in values.items() if value is not None})
    return tags.get(case, tag)


def _check_free(name: str, key: str, known: list[Tag]) -> None:
    for other in known:
        if other.name.casefold() == name.casefold():
            raise InputError(f"there is a tag “{other.name}” already")
        if key and other.key == key:
            raise InputError(f"key {key} sets the tag “{other.name}”", "Choose another key, or none.")


def _next_color(known: list[Tag]) -> str:
    colors = list(PALETTE.values())
    used = [tag.color for tag in known]
    return min(colors, key=lambda color: (used.count(color), colors.index(color)))
