"""Compelled statements: the items and passages that hold them, and what rests on those.

An item that holds one compelled statement is taken as a whole: the other answers on its pages stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reviewer.casefile.engine.case import Case
from reviewer.casefile.interviews import interviews
from reviewer.casefile.pages import passages
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId, PassageId
from reviewer.domain.interviews.interview import Interview, InterviewId
from reviewer.domain.pages.passage import Span

RECORD_OF = "interview {number}: record"
"""The name of the root under which the records of an interview are taken in; it outlives the undo of a record."""


def records(case: Case, interview: InterviewId) -> list[ItemId]:
    """The records that were made of an interview, the first first, whatever became of the passages in them."""
    rows = case.rows(
        """SELECT source_file.item FROM source_file JOIN source_root ON source_root.id = source_file.root
           WHERE source_root.path = ? AND source_file.item IS NOT NULL ORDER BY source_file.id""",
        (RECORD_OF.format(number=interview),),
    )
    return [ItemId(row["item"]) for row in rows]


def held_by(case: Case, interview: Interview) -> set[ItemId]:
    """The items that hold what was said: records, transcript, recording; their members; all copies of their bytes."""
    own = [*records(case, interview.id)]
    own += [item for item in (interview.record, interview.transcript, interview.recording) if item is not None]
    rows = case.rows(
        """WITH RECURSIVE held (id) AS (
               SELECT item.id FROM item WHERE id IN (SELECT value FROM json_each(?))
               UNION SELECT copy.id FROM held JOIN item ON item.id = held.id
                   JOIN item AS copy ON copy.content = item.content
               UNION SELECT item.id FROM held JOIN item ON item.parent = held.id)
           SELECT id FROM held""",
        (json.dumps(own),),
    )
    return {ItemId(row["id"]) for row in rows}


def heard_in(case: Case) -> dict[ItemId, Interview]:
    """The interview that has begun and that an item is the record, the transcript or the recording of."""
    begun = [each for each in interviews.listed(case) if each.started]
    return {item: each for each in reversed(begun) for item in held_by(case, each)}


def items_with_statements(case: Case) -> set[ItemId]:
    """Every item that holds a compelled statement."""
    return {item for each in interviews.listed(case) if each.has_compelled for item in held_by(case, each)}


def statements(case: Case) -> set[PassageId]:
    """The passages that are compelled statements.

    A passage on what holds an interview is one when it meets a compelled answer; when it meets no answer at all, it
    is one if the interview is compelled, or if some compelled answer is not placed in that item.
    """
    found: set[PassageId] = set()
    for interview in interviews.listed(case):
        if interview.has_compelled:
            for item in held_by(case, interview):
                found |= _statements_in(case, interview, item)
    return found


def _statements_in(case: Case, interview: Interview, item: ItemId) -> set[PassageId]:
    marked = passages.of_item(case, item)
    spans = {each.passage.id: each.passage.anchor.span for each in marked}
    answers = [each.answer for each in interview.questions if each.answer is not None]
    placed = [
        (spans[each.passage], interview.is_compelled(each))
        for each in answers
        if each.passage is not None and each.passage in spans
    ]
    unplaced = any(interview.is_compelled(each) and each.passage not in spans for each in answers)
    found = set()
    for passage, span in spans.items():
        met = [compelled for other, compelled in placed if _meet(span, other)]
        if any(met) if met else interview.compelled or unplaced:
            found.add(passage)
    return found


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def benefits_on(case: Case, statements: Iterable[PassageId]) -> list[BenefitId]:
    """The benefits that these passages prove, and those that such a one was merged into."""
    proved = "SELECT coalesce(merged_into, benefit) FROM benefit_proof JOIN benefit ON benefit.id = benefit"
    return [BenefitId(each) for each in _ids(case, proved, statements)]


def endorsements_on(case: Case, statements: Iterable[PassageId]) -> list[EndorsementId]:
    """The endorsements that these passages prove."""
    return [EndorsementId(each) for each in _ids(case, "SELECT endorsement FROM endorsement_passage", statements)]


def _ids(case: Case, select: str, statements: Iterable[PassageId]) -> Sequence[int]:
    rows = case.rows(
        f"{select} WHERE passage IN (SELECT value FROM json_each(?))", (json.dumps(sorted(set(statements))),)
    )
    return sorted({int(row[0]) for row in rows})
