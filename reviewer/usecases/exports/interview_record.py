"""The record of an interview: a document of its answers, which become passages that findings can cite.

It is taken in like any other evidence, and the answers are passages of it: what rests on an answer rests on a passage.
See docs/decisions/0011-interviews.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews import interview_after, interviews
from reviewer.casefile.interviews.interview_compelled import RECORD_OF, records
from reviewer.casefile.pages import passages, renditions
from reviewer.desktop.resources import resource
from reviewer.domain.interviews.interview import Interview, InterviewId, Question
from reviewer.domain.pages.passage import PAGE_BREAK, Anchor, find_quote
from reviewer.domain.people.officer import Grade, Role
from reviewer.errors import InputError, QuoteError
from reviewer.export.interview_papers import set_record
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence.intake.produced import Produced, take_in
from reviewer.usecases.exports import agency
from reviewer.usecases.exports.interview_report import paper_of
from reviewer.usecases.pages import item_pages

CUSTODIAN = "Interview records"
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_LONG_WORD = 34
"""Words of more characters may be broken over lines by the template."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The interview with its record; ``unplaced`` are the questions whose answers were not found in its text."""

    interview: Interview
    control: str
    placed: int
    unplaced: tuple[str, ...]


def make_record(case: Case, workers: Workers, interview: InterviewId, *, reviewer: str) -> Recorded:
    """Make a document of an interview's answers, take it in as evidence, and mark the answers in it as passages.

    Passages of an officer's answers are linked to that officer as author. Answers given their place since another
    record was made stay where they are. InputError before the end, and when every answer has its place already.
    """
    kept = interviews.get(case, interview)
    if not kept.ended:
        raise InputError(f"interview {interview} has not ended", "`reviewer interview end CASE N` ends it.")
    asked = [each for each in kept.questions if each.answer is not None]
    if not asked:
        raise InputError(f"interview {interview} has no answers to record")
    to_place = [each for each in asked if each.answer is not None and each.answer.passage is None]
    if kept.record is not None and not to_place:
        raise InputError(f"the record of interview {interview} holds every answer already")
    paper = replace(paper_of(case, kept, made=kept.ended), agency=agency.kept(case))
    data, said = set_record(paper, resource("report"), resource("fonts"))
    item = interview_after.record_of_bytes(case, interview, data)
    if item is None:
        number = len(records(case, interview)) + 1
        name = f"interview-{interview}-record{'' if number == 1 else f'-{number}'}.pdf"
        root, source = RECORD_OF.format(number=interview), f"Record of {kept.title}, {kept.started} to {kept.ended}"
        item = take_in(case, workers, Produced(name, data, root, CUSTODIAN, source), reviewer=reviewer)
    rendition = item_pages.ensure(case, workers, item, reviewer=reviewer)
    found = _anchors(renditions.texts(case, rendition.id), to_place, said)
    with case.act(reviewer, "interview record", str(interview)) as act:
        interview_after.set_record(act, interview, item)
        for question, anchor in found:
            passage = passages.at(case, item, anchor) or passages.add(act, item, rendition.id, anchor, reviewer)
            if kept.officer is not None:
                passages.link(act, passage, kept.officer, Role.AUTHOR, Grade.CERTAIN)
            if question.answer is not None:
                interview_after.place(act, question.answer, passage)
    placed = {each.number for each, _ in found}
    return Recorded(
        interviews.get(case, interview),
        items.get(case, item).control,
        len(placed),
        tuple(each.number for each in to_place if each.number not in placed),
    )


def _anchors(texts: Sequence[str], asked: Sequence[Question], said: dict[str, str]) -> list[tuple[Question, Anchor]]:
    """Where each answer stands, behind its own line “Answer 2.1 at 0:12:05:”."""
    whole = PAGE_BREAK.join(texts)
    found = []
    for question in asked:
        line = re.compile(rf"Answer\s+{re.escape(question.number)}\s+at\s+[\d:]+[^:]*:\s+")
        words = [_spread(each) for each in said[question.number].split()]
        match = re.compile(line.pattern + r"(" + r"\s+".join(words) + r")").search(whole) if words else None
        if match is None:
            continue
        quote = match[1]
        number = sum(1 for each in re.finditer(_same(quote), whole) if each.start() <= match.start(1))
        try:
            found.append((question, find_quote(texts, quote, number)))
        except QuoteError:
            continue  # it is told among those that were not placed
    return found


def _same(quote: str) -> str:
    return r"\s+".join(map(re.escape, quote.split()))


def _spread(word: str) -> str:
    """A word as a pattern: a long one may be broken anywhere, and a ligature comes out of a PDF as its letters."""
    letters = [f"(?:{each}|{_LIGATURES[each]})" if each in _LIGATURES else re.escape(each) for each in word]
    return ("" if len(word) <= _LONG_WORD else r"\s*").join(letters)
