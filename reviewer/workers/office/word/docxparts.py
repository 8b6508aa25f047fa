"""The stories of a Word document in reading order: headers, body with its notes, footers, and building blocks."""

from __future__ import annotations

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, line
from reviewer.workers.office.ooxml import Parts, leftovers
from reviewer.workers.office.package import Relation
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.word.docx import Story
from reviewer.workers.office.word.wordstyles import read_styles
from reviewer.workers.office.xml import Element, attr, name
from reviewer.workers.refusal import Refusal

_NOTED = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def read_docx(parts: Parts, main: str) -> None:
    """Read all that a Word document holds into ``parts.found``."""
    root = parts.package.tree(main)
    if not name(root).startswith("w:"):
        raise Refusal(Reason("office.text_is_other"))
    notes, note_relations = _notes(parts, main)
    styles = read_styles(parts, main)
    story = Story(parts, parts.relations(main), styles, notes, note_relations)
    found = parts.found.blocks
    found += _margins(parts, story, main, "header")
    found += story.blocks(root)
    for key, element in notes.items():
        if key not in story.used:
            found.append(story.note(key, element))
    found += _margins(parts, story, main, "footer")
    found += _building_blocks(parts, story, main)
    if story.fetching:
        found.append(Box("Fields that would fetch or run something (nothing was)", tuple(map(line, story.fetching))))
    leftovers(parts, story.seen)


def _notes(parts: Parts, main: str) -> tuple[dict[str, Element], dict[str, dict[str, Relation]]]:
    notes: dict[str, Element] = {}
    relations: dict[str, dict[str, Relation]] = {}
    for relation in parts.package.relations(main):
        kind = _NOTED.get(relation.role)
        root = parts.tree(relation.target) if kind and not relation.outside else None
        if kind is None or root is None:
            continue
        relations[kind] = parts.relations(relation.target)
        for each in root:
            if name(each) == f"w:{kind}" and attr(each, "type") not in {"separator", "continuationSeparator"}:
                notes[f"{kind} {attr(each, 'id')}"] = each
    return notes, relations


def _margins(parts: Parts, story: Story, main: str, role: str) -> list[Block]:
    """Headers or footers, each that says something else once."""
    found: list[Block] = []
    said = set()
    for relation in parts.package.relations(main):
        root = parts.tree(relation.target) if relation.role == role and not relation.outside else None
        if root is None:
            continue
        inner = Story(
            parts,
            parts.relations(relation.target),
            story.styles,
            story.notes,
            story.note_relations,
            story.used,
            story.seen,
        )
        blocks = inner.blocks(root)
        story.fetching += inner.fetching
        text = text_of(blocks)
        if text.strip() and text not in said:
            said.add(text)
            found.append(Box(role.capitalize(), tuple(blocks)))
    return found


def _building_blocks(parts: Parts, story: Story, main: str) -> list[Block]:
    """What a template keeps for later use, and no page shows."""
    found: list[Block] = []
    for relation in parts.package.relations(main):
        if relation.role == "glossaryDocument" and not relation.outside:
            root = parts.tree(relation.target)
            if root is not None:
                inner = Story(parts, parts.relations(relation.target), story.styles, {}, {}, set(), story.seen)
                blocks = inner.blocks(root)
                if text_of(blocks).strip():
                    found.append(Box("Building blocks", tuple(blocks), hidden=Reason("hidden.building_block")))
    return found
