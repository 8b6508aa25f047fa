"""What the Interviews room asks the case, each in one go and off the UI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId
from reviewer.domain.interviews.interview import Citation, Cited, Interview, InterviewId
from reviewer.domain.interviews.preparation import Point, Sort
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.officer import Role
from reviewer.domain.people.timeline import Entry
from reviewer.gui import text
from reviewer.gui.models.entries import EntryLine
from reviewer.usecases.evidence import items
from reviewer.usecases.interviews import interview_preparation, interviews
from reviewer.usecases.ledger import benefits, endorsements
from reviewer.usecases.pages import passages

MOST_PASSAGES = 2_000
"""So many passages are offered for an interview with somebody who is in no roster."""

POINT, HEADING = "point", "heading"
"""Kinds of entries besides those of an officer's page: something to clear up, and a line between parts of a list."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An interview with all that the room shows of it.

    ``places`` has what each citation stands on, by its name (``passage:12``); ``controls`` the control numbers of its
    transcript, recording and record; ``said`` the passages on transcript and record.
    """

    interview: Interview
    places: Mapping[str, Entry]
    controls: Mapping[ItemId, str]
    said: tuple[MarkedPassage, ...] = ()


def whole(case: Case, interview: InterviewId) -> Whole:
    """One interview; NotFoundError when there is none of that number."""
    kept = interviews.get(case, interview)
    cited = {one.name: one for each in kept.questions for one in each.citations}
    exhibits = {each.item: each.control for each in kept.exhibits}
    places = {name: _place(case, one, exhibits) for name, one in cited.items()}
    held = [item for item in (kept.transcript, kept.recording, kept.record) if item is not None]
    controls = {each.id: each.control for each in items.many(case, held)}
    on = [item for item in (kept.transcript, kept.record) if item is not None]
    said = tuple(marked for item in dict.fromkeys(on) for marked in items.item_passages(case, item))
    return Whole(kept, places, controls, said)


def _place(case: Case, cited: Citation, exhibits: Mapping[ItemId, str]) -> Entry:
    within = tuple(exhibits[item] for item in cited.items if item in exhibits)
    numbers: Sequence[int] = ()
    if not cited.gone and cited.kind is Cited.PASSAGE:
        numbers = (cited.target,)
    elif not cited.gone and cited.kind is Cited.BENEFIT:
        numbers = benefits.get(case, BenefitId(cited.target)).benefit.passages
    elif not cited.gone and cited.kind is Cited.ENDORSEMENT:
        numbers = endorsements.get(case, EndorsementId(cited.target)).endorsement.passages
    return Entry(cited.kind.value, "", cited.says, within, tuple(numbers))


# -- what there is to ask about -----------------------------------------------------------------------------------


def material(case: Case, kept: Interview) -> list[EntryLine]:
    """Everything to prepare from: of an officer, contradictions and gaps first; of anybody else, all passages."""
    if kept.officer is None:
        marked = passages.listed(case)[:MOST_PASSAGES]
        return [_heading(_tr("Passages, by their items")), *(_marked(each) for each in marked)]
    found = interview_preparation.prepare(case, kept.serial)
    points = {sort: [_point(case, each) for each in found.points if each.sort is sort] for sort in Sort}
    told = [EntryLine(_head(each), _words(each), each, bool(each.values.get("look_again"))) for each in found.timeline]
    parts = (
        (_tr("Contradictions ({0:,})"), points[Sort.CONTRADICTION]),
        (_tr("Gaps ({0:,})"), points[Sort.GAP]),
        (_tr("Changed since it was weighed ({0:,})"), points[Sort.LOOK_AGAIN]),
        (_tr("In order of time ({0:,})"), told),
    )
    return [line for title, lines in parts if lines for line in (_heading(title.format(len(lines))), *lines)]


def cites(entry: Entry) -> tuple[str, ...]:
    """What a question about an entry would cite, by name; nothing where there is nothing to cite."""
    if entry.kind == POINT:
        return tuple(entry.values["cites"]) or tuple(f"item:{each}" for each in entry.items)
    if entry.kind in {"benefit", "endorsement"}:
        return (f"{entry.kind}:{entry.values[entry.kind]}",)
    return tuple(f"passage:{each}" for each in entry.passages) or tuple(f"item:{each}" for each in entry.items[:1])


def _heading(words: str) -> EntryLine:
    return EntryLine("", words, Entry(HEADING, "", words))


def _point(case: Case, point: Point) -> EntryLine:
    stands_on = [int(name.partition(":")[2]) for name in point.cites if name.startswith("passage:")]
    for name in () if stands_on else point.cites:
        kind, _, number = name.partition(":")
        if kind == Cited.BENEFIT.value:
            stands_on += benefits.get(case, BenefitId(int(number))).benefit.passages
    entry = Entry(POINT, point.at, point.text, point.items, tuple(stands_on), {"cites": list(point.cites)})
    day = point.at[:10] or _tr("no date")
    return EntryLine(f"{day} · {point.concern.value}", _sentence(point.text), entry, point.sort is Sort.CONTRADICTION)


def _marked(marked: MarkedPassage) -> EntryLine:
    quote = one_line(marked.passage.anchor.quote)
    entry = Entry("link", marked.date, quote, (marked.control,), (int(marked.passage.id),), {"quote": quote})
    head = " · ".join(part for part in (marked.date[:10], marked.control, marked.title) if part)
    return EntryLine(head, f"“{quote}”", entry)


def _head(entry: Entry) -> str:
    kinds = {"link": _tr("passage"), "message": _tr("message"), "answer": _tr("earlier answer")}
    parts = [text.when_of(entry) or _tr("no date"), kinds.get(entry.kind, entry.kind)]
    if entry.kind == "link":
        parts.append(", ".join(Role(each).words for each in entry.values["roles"]))
    if entry.kind == "message":
        parts.append(text.person(entry.values["sender"]))
    if entry.items:
        parts.append(entry.items[0] if len(entry.items) == 1 else f"{entry.items[0]} +{len(entry.items) - 1}")
    return " · ".join(part for part in parts if part)


def _words(entry: Entry) -> str:
    if entry.kind == "link":
        return f"“{entry.values['quote']}”"
    if entry.kind == "message":
        return str(entry.values["subject"]) or _tr("(no subject)")
    return _sentence(entry.text)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _tr(words: str) -> str:
    return QCoreApplication.translate("Interviews", words)
