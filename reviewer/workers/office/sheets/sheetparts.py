"""What lies beside the cells of an Excel sheet: comments, threads, text boxes, pictures, charts, pivot tables."""

from __future__ import annotations

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, line
from reviewer.workers.office.ooxml import Parts, drawing_blocks
from reviewer.workers.office.package import Relation
from reviewer.workers.office.xml import Element, attr, child, name, qualified, within, words

_MOST_PIVOT = 100_000


def beside(parts: Parts, relations: dict[str, Relation]) -> list[Block]:
    """The blocks that belong to a sheet and are not its cells."""
    found: list[Block] = []
    for relation in relations.values():
        if relation.outside or relation.target.lower().endswith(".bin"):
            continue
        if relation.role == "comments":
            found += _comments(parts, relation.target)
        elif relation.role == "threadedComment":
            found += _threads(parts, relation.target)
        elif relation.role == "drawing":
            found += _drawing(parts, relation.target)
        elif relation.role == "vmlDrawing":
            found += _vml(parts, relation.target)
        elif relation.role == "pivotTable":
            found += _pivot(parts, relation.target)
    return found


def _comments(parts: Parts, part: str) -> list[Block]:
    root = parts.tree(part)
    if root is None:
        return []
    authors = [each.text or "" for each in within(root, "x:author")]
    found: list[Block] = []
    for each in within(root, "x:comment"):
        key = attr(each, "authorId")
        who = authors[int(key)] if key.isdigit() and int(key) < len(authors) else ""
        text = "".join(part.text or "" for part in within(each, "x:t"))
        found.append(Box(f"Comment at {attr(each, 'ref')} by {who or 'an unnamed person'}", (line(text),)))
    return found


def _threads(parts: Parts, part: str) -> list[Block]:
    people: dict[str, str] = {}
    for each in parts.package.names:
        if each.lower().startswith("xl/persons/"):
            root = parts.tree(each)
            for person in within(root, ":person") if root is not None else ():
                people[attr(person, "id")] = attr(person, "displayName")
    root = parts.tree(part)
    found: list[Block] = []
    for each in within(root, ":threadedComment") if root is not None else ():
        who = people.get(attr(each, "personId"), "an unnamed person")
        when = attr(each, "dT").replace("T", " ")[:16]
        text = "".join(words(body) for body in within(each, ":text"))
        found.append(Box(f"Comment at {attr(each, 'ref')} by {who}, {when}", (line(text),)))
    return found


def _drawing(parts: Parts, part: str) -> list[Block]:
    root = parts.tree(part)
    if root is None:
        return []
    relations = parts.relations(part)
    found: list[Block] = []
    for anchor in root:
        if not name(anchor):
            continue
        hidden = any(attr(each, "hidden") in {"1", "true"} for each in within(anchor, "xdr:cNvPr"))
        said: list[Block] = []
        for paragraph in within(anchor, "a:p"):
            text = "".join(each.text or "" for each in within(paragraph, "a:t"))
            if text.strip():
                said.append(line(text))
        blocks: list[Block] = [Box("Text box", tuple(said))] if said else []
        blocks += drawing_blocks(parts, anchor, relations, set())
        for each in within(anchor, "a:hlinkClick"):
            relation = relations.get(qualified(each, "r:id"))
            if relation is not None and relation.outside:
                blocks.append(line("[Shape]", link=relation.target))
        found += [Box("Shape", tuple(blocks), Reason("hidden.shape"))] if hidden and blocks else blocks
    return found


def _vml(parts: Parts, part: str) -> list[Block]:
    """Buttons, labels and pictures of the older kind; comments are drawn there too, and left to their own part."""
    root = parts.tree(part)
    if root is None:
        return []
    found: list[Block] = []
    for shape in within(root, "v:shape"):
        data = child(shape, "ve:ClientData")
        if data is not None and attr(data, "ObjectType") == "Note":
            continue
        text = " ".join(" ".join(words(each).split()) for each in within(shape, "v:textbox"))
        if text.strip():
            found.append(Box("Text box", (line(text),)))
        macro = child(data, "ve:FmlaMacro") if data is not None else None
        if macro is not None and macro.text:
            found.append(line(f"[Button for the macro {macro.text}; it was not run]"))
    return found


def _pivot(parts: Parts, part: str) -> list[Block]:
    """The records that a pivot table keeps of its source, which may no longer be in any sheet."""
    values: list[str] = []
    for relation in parts.package.relations(part):
        if relation.role == "pivotCacheDefinition" and not relation.outside:
            _collect(parts.tree(relation.target), values)
            for inner in parts.package.relations(relation.target):
                if inner.role == "pivotCacheRecords" and not inner.outside:
                    _collect(parts.tree(inner.target), values)
    if not values:
        return []
    return [Box("Kept for a pivot table", (line("\n".join(dict.fromkeys(values))),), Reason("hidden.pivot"))]


def _collect(root: Element | None, values: list[str]) -> None:
    for each in within(root, "x:s", "x:n", "x:d") if root is not None else ():
        value = attr(each, "v")
        if value and len(values) < _MOST_PIVOT:
            values.append(value)
    values += [attr(each, "name") for each in within(root, "x:cacheField")] if root is not None else []
