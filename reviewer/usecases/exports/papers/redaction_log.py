"""The redaction log: where boxes stand, for what reason and by whose decision, without what is under them.

It goes beside the privilege log: into the annex of the report, and into a bundle as CSV and as a workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reviewer.casefile.evidence import privilege_calls
from reviewer.casefile.exports import productions, redactions
from reviewer.casefile.pages import renditions
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Production
from reviewer.domain.exports.redaction import REASONS
from reviewer.domain.ids import ItemId
from reviewer.domain.sheet import Cell, Column, ColumnKind, Table, day_cell
from reviewer.export.texts import Texts
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.redaction.redacting import boxes_by_draft

_COLUMNS = (
    ("number", ColumnKind.TEXT),
    ("control", ColumnKind.TEXT),
    ("page", ColumnKind.COUNT),
    ("boxes", ColumnKind.COUNT),
    ("reason", ColumnKind.TEXT),
    ("meaning", ColumnKind.TEXT),
    ("privileged", ColumnKind.TEXT),
)
_PEOPLE = (
    ("proposed_by", ColumnKind.TEXT),
    ("proposed_on", ColumnKind.DAY),
    ("approved_by", ColumnKind.TEXT),
    ("approved_on", ColumnKind.DAY),
)
"""The columns that name reviewers."""


@dataclass(frozen=True, slots=True)
class Covering:
    """Boxes on a page of an item (from 1) with one reason, and who decided on them. ``privileged`` is for privilege.

    ``decided_by`` is empty for what nobody has approved; days are UTC.
    """

    control: str
    page: int
    boxes: int
    code: str
    meaning: str
    privileged: bool
    proposed_by: str
    proposed_on: str
    decided_by: str
    decided_on: str


def coverings(gate: Gate, item: ItemId) -> list[Covering]:
    """What covers the pages of an item, in order of the pages; ExportError when a redaction no longer fits its page."""
    rendition = renditions.of_item(gate.case, item)
    if rendition is None:
        return []
    control = gate.control(item)
    of = {each.what: each for each in gate.withheld.redactions_of(item)}
    on = set(gate.withheld.privileged_on(item))
    calls = [each for each in privilege_calls.listed(gate.case) if each.withholds and each.passage in on]
    called = (
        ", ".join(dict.fromkeys(each.reviewer for each in calls)),
        max((each.at[:10] for each in calls), default=""),
    )
    meanings = redactions.reasons(gate.case)
    counted: dict[tuple[int, str, bool, str, str, str, str], int] = {}
    for draft, boxes in boxes_by_draft(gate, rendition, control):
        found = of.get(draft)
        people = ("", "") if found is None else (found.decided_by, found.decided_at[:10])
        first = called if found is None else (found.reviewer, found.at[:10])
        for box in boxes:
            key = (box.page, box.code, found is None, *first, *people)
            counted[key] = counted.get(key, 0) + 1
    return [
        Covering(control, page, number, code, gate.masked(meanings.get(code, "")), privileged, by, at, decided, then)
        for (page, code, privileged, by, at, decided, then), number in sorted(counted.items())
    ]


def meaning(each: Covering, say: Texts) -> str:
    """What a code means, in the words of the case where it has its own."""
    return meaning_of(each.code, each.meaning, say)


def meaning_of(code: str, meaning: str, say: Texts) -> str:
    """The same of a code and its meaning in the case."""
    return say.word("redaction", code) if meaning == REASONS.get(code) else meaning


def named(gate: Gate, code: str, say: Texts) -> str:
    """A code with what it means, as “LE (open investigation)”; the code alone where nothing is said of it."""
    means = meaning_of(code, gate.masked(redactions.reasons(gate.case).get(code, "")), say)
    return f"{code} ({means})" if means else code


def log_of(gate: Gate, production: Production, say: Texts, *, people: bool = True) -> Table:
    """The log of a production: of each page with boxes on it, by its number. Without ``people`` nobody is named."""
    wanted = (*_COLUMNS, *_PEOPLE) if people else _COLUMNS
    columns = tuple(Column(say(f"redaction_log.{name}"), kind) for name, kind in wanted)
    about = say("redaction_log.about" if people else "redaction_log.about_boxes")
    return Table(say("annex.redactions"), columns, list(_rows(gate, production, say, people=people)), about)


def _rows(gate: Gate, production: Production, say: Texts, *, people: bool) -> Iterator[tuple[Cell, ...]]:
    for part in productions.parts(gate.case, production.id):
        if part.numbered and part.way is Way.REDACTED:
            found = coverings(gate, part.item)
            for each in found if people else _together(found):
                yield (
                    production.numbering.written(part.first + each.page - 1),
                    each.control,
                    each.page,
                    each.boxes,
                    each.code,
                    meaning(each, say),
                    say("paper.yes") if each.privileged else "",
                    *(_people(gate, each) if people else ()),
                )


def _people(gate: Gate, each: Covering) -> tuple[Cell, ...]:
    by, decided = gate.masked(each.proposed_by), gate.masked(each.decided_by)
    return by, day_cell(each.proposed_on), decided, day_cell(each.decided_on)


def _together(found: Iterable[Covering]) -> Iterator[Covering]:
    """The same boxes whoever decided on them."""
    counted: dict[Covering, int] = {}
    for each in found:
        alike = replace(each, boxes=0, proposed_by="", proposed_on="", decided_by="", decided_on="")
        counted[alike] = counted.get(alike, 0) + each.boxes
    for alike, boxes in counted.items():
        yield replace(alike, boxes=boxes)
