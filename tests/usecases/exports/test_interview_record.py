"""Answers become evidence that findings cite; compelled ones stay out of a report that excludes them."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.evidence import intakes
from reviewer.casefile.verification.verify import verify
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.interviews.interview import InterviewId, Medium, Reply
from reviewer.domain.ledger.benefit import Field
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.officer import Role
from reviewer.domain.policy.allegation import AllegationId
from reviewer.errors import ExportError, InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import interview_binder, report
from reviewer.usecases.exports import interview_record as recording
from reviewer.usecases.interviews import interview_after, interviews
from reviewer.usecases.interviews import interview_holding as holding
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import item_pages, notes, passages
from reviewer.usecases.policy import allegations, clauses, findings
from tests.evidence import folder, pdf
from tests.pdf_text import text_of
from tests.usecases.interviews.interviewed import FIRST, START, hold, minute, plan
from tests.usecases.policy.policy import GIFTS

SECOND = InterviewId(2)


def answer_passage(case: Case, question: str) -> PassageId:
    answer = interviews.get(case, FIRST).question(question).answer
    assert answer is not None
    assert answer.passage is not None
    return answer.passage


def test_each_answer_is_a_passage_of_a_document_taken_in_like_any_other(
    case: Case, workers: Workers, paper: ItemId, key: Key
) -> None:
    hold(case, paper)
    done = recording.make_record(case, workers, FIRST, reviewer="Ada")
    assert (done.placed, done.unplaced) == (2, ())
    item = items.find(case, done.control)
    assert (item.custodian, item.name) == ("Interview records", "interview-1-record.pdf")
    assert interviews.get(case, FIRST).record == item.id
    for question, text in (("1.1", "It was mine."), ("1.2", "Nobody. It was mine.")):
        marked = passages.get(case, answer_passage(case, question))
        assert (one_line(marked.passage.anchor.quote), marked.passage.item) == (text, item.id)
        assert [(officer.serial, link.role) for link, officer in marked.officers] == [("1001", Role.AUTHOR)]
    totals = intake.report(case).totals
    assert (totals.declared, totals.extracted, totals.missing) == (2, 2, 0)
    custody = intakes.records(case)[-1]
    assert (custody.state, custody.files, custody.items) == ("complete", 1, 1)
    assert search.ids(case, "nobody") == [item.id]
    with pytest.raises(InputError, match="holds every answer already"):
        recording.make_record(case, workers, FIRST, reviewer="Ada")
    path = case.path
    case.close()
    assert verify(path, key).whole


def test_the_record_names_the_notices_that_nobody_marked_as_said(case: Case, workers: Workers, paper: ItemId) -> None:
    plan(case, paper)
    interviews.tick(case, FIRST, 1, reviewer="Ada")
    holding.start(case, FIRST, at=START, reviewer="Ada")
    holding.answer(case, FIRST, "1.1", "It was mine.", at=minute(2), reviewer="Ada")
    kept = holding.end(case, FIRST, at=minute(30), reviewer="Ada")
    said, *others = kept.notices
    assert others
    item = items.find(case, recording.make_record(case, workers, FIRST, reviewer="Ada").control)
    rendition = item_pages.of_item(case, item.id)
    assert rendition is not None
    text = " ".join(" ".join(item_pages.texts(case, rendition.id)).split())
    before, _, after = text.partition("Not marked as said ")
    assert said.text in before
    assert said.text not in after
    for each in others:
        assert f"{each.text} ({'' if each.mandatory else 'not '}mandatory)" in after


def test_long_answers_and_those_without_words_are_placed_too(case: Case, workers: Workers, paper: ItemId) -> None:
    plan(case, paper)
    long = " ".join(f"Sentence {number} on the office, fine and efficient." for number in range(400))
    holding.start(case, FIRST, at=START, reviewer="Ada")
    holding.answer(case, FIRST, "1.1", long, at=minute(1), reviewer="Ada")
    holding.answer(case, FIRST, "1.2", reply=Reply.DECLINES, at=minute(2), reviewer="Ada")
    word = f"Żółć ﬁ 中文 {'w' * 300}"
    holding.answer(case, FIRST, "2.1", word, at=minute(3), reviewer="Ada")
    holding.end(case, FIRST, at=minute(4), reviewer="Ada")
    done = recording.make_record(case, workers, FIRST, reviewer="Ada")
    assert (done.placed, done.unplaced) == (3, ())
    first = passages.get(case, answer_passage(case, "1.1")).passage.anchor
    assert " ".join(first.quote.split()) == long
    assert first.span.end.page > first.span.start.page
    assert passages.get(case, answer_passage(case, "1.2")).passage.anchor.quote == "Declined to answer."


def test_no_record_before_the_end_or_without_answers(case: Case, workers: Workers, paper: ItemId) -> None:
    plan(case, paper)
    with pytest.raises(InputError, match="has not ended"):
        recording.make_record(case, workers, FIRST, reviewer="Ada")
    holding.start(case, FIRST, at=START, reviewer="Ada")
    holding.end(case, FIRST, at=minute(1), reviewer="Ada")
    with pytest.raises(InputError, match="no answers"):
        recording.make_record(case, workers, FIRST, reviewer="Ada")


def test_undo_takes_the_passages_back_and_the_same_record_is_used_again(
    case: Case, workers: Workers, paper: ItemId
) -> None:
    hold(case, paper)
    first = recording.make_record(case, workers, FIRST, reviewer="Ada")
    before = interviews.get(case, FIRST)
    undo.undo(case, reviewer="Ada")
    assert interviews.get(case, FIRST).record is None
    assert [each.control for each in passages.listed(case)] == ["TST1-000001"]
    undo.redo(case, reviewer="Ada")
    assert interviews.get(case, FIRST) == before
    undo.undo(case, reviewer="Ada")
    assert recording.make_record(case, workers, FIRST, reviewer="Ada").control == first.control


def test_a_finding_rests_on_an_answer(case: Case, workers: Workers, paper: ItemId) -> None:
    hold(case, paper)
    recording.make_record(case, workers, FIRST, reviewer="Ada")
    number = sustained_by_answer(case)
    assert [each.finding.allegation for each in findings.listed(case)] == [number]


def sustained_by_answer(case: Case) -> AllegationId:
    """An allegation found sustained; the answer to 1.1 speaks for its first element."""
    clauses.add(case, GIFTS, reviewer="Ada")
    alleged = allegations.add(case, "1001", "3.14", "Accepted a code", "2016", reviewer="Ada").id
    for element, ground in ((1, str(answer_passage(case, "1.1"))), (2, "1")):
        allegations.weigh(case, alleged, element, supporting=[ground], reviewer="Ada")
        allegations.confirm(case, alleged, element, ["returned"], reviewer="Ada")
    findings.draft(case, alleged, "sustained", reason="Admitted.", reviewer="Ada")
    return alleged


def test_what_rests_on_a_compelled_answer_is_listed_and_left_out_of_a_report(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    hold(case, paper)
    record = recording.make_record(case, workers, FIRST, reviewer="Ada").control
    assert interviews.derived_from_compelled(case).items == ()
    holding.answer(case, FIRST, "1.1", compelled=True, reviewer="Ada")
    alleged = sustained_by_answer(case)
    said = answer_passage(case, "1.1")
    facts = benefits.said(case, {"officer": "1001", "what": "discount code", "outcome": "accepted"})
    entered = benefits.add(case, facts, passage_ids=[said], reviewer="Ada").benefit
    assert [each.field for each in entered.proofs] == [Field.ENTRY]
    interviews.add(case, witness="Sal Reed", reviewer="Ada")
    outline.add_topic(case, SECOND, "The code", reviewer="Ada")
    outline.add_question(case, SECOND, 1, "He says it was his.", cites=[f"benefit:{entered.id}"], reviewer="Ada")
    outline.add_question(case, SECOND, 1, "And this?", cites=["1"], reviewer="Ada")
    derived = interviews.derived_from_compelled(case)
    assert [items.get(case, each).control for each in derived.items] == [record]
    assert derived.passages == (said,)
    assert (derived.benefits, derived.endorsements) == ((entered.id,), ())
    assert [(each.allegation, each.element, each.name) for each in derived.grounds] == [(alleged, 1, f"passage {said}")]
    assert [allegation for _, allegation in derived.findings] == [alleged]
    assert derived.questions == ((SECOND, "1.1"),)
    whole = report.export(case, workers, tmp_path / "whole", terms=Terms(compelled=True), reviewer="Ada")
    assert [each.item for each in whole.exhibits] == [record, "TST1-000001"]  # what has no date comes last
    without = report.export(case, workers, tmp_path / "without", reviewer="Ada")
    assert [each.item for each in without.exhibits] == ["TST1-000001"]
    text = text_of(without.report)
    assert "It was mine" in text_of(whole.report)
    assert "It was mine" not in text
    assert "Left out of this report" in text
    assert f"{alleged} (element 1, passage {said})" in text
    assert "Left out of this report" not in text_of(whole.report)


def test_a_record_is_cited_with_the_day_of_its_interview(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    hold(case, paper)
    recording.make_record(case, workers, FIRST, reviewer="Ada")
    text = text_of(report.export(case, workers, tmp_path / "whole", reviewer="Ada").report)
    for told in ("1 Jul 2021 “It was mine.”", "1 Jul 2021 “Nobody. It was mine.”", "TST1-000002 1 Jul 2021, 17:00 UTC"):
        assert told in text  # two answers, and the line of the exhibit in the index
    assert "interview 1, by when it began" in text


def test_a_note_does_not_carry_a_compelled_answer_into_a_report_without_them(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    hold(case, paper, compelled=True)
    note = notes.on_passage(case, PassageId(1), "He owned up: “It  was mine”!", for_report=True, reviewer="Ada")
    with pytest.raises(ExportError, match=f"note {note.id}"):
        report.export(case, workers, tmp_path / "without", reviewer="Ada")
    assert list(tmp_path.glob("*without*")) == []
    report.export(case, workers, tmp_path / "whole", terms=Terms(compelled=True), reviewer="Ada")
    notes.change(case, note.id, "See the interview.", reviewer="Ada")
    without = report.export(case, workers, tmp_path / "without", reviewer="Ada")
    assert "was mine" not in text_of(without.report)


def test_an_orphaned_record_is_still_known_as_compelled(case: Case, workers: Workers, paper: ItemId) -> None:
    hold(case, paper, compelled=True)
    control = recording.make_record(case, workers, FIRST, reviewer="Ada").control
    undo.undo(case, reviewer="Ada")
    item = items.find(case, control)
    marked = passages.add_quote(case, item.id, "Nobody. It was mine.", reviewer="Ada")
    derived = interviews.derived_from_compelled(case)
    assert (derived.items, derived.passages) == ((item.id,), (marked.passage.id,))


def test_a_voluntary_answer_in_a_compelled_interview_is_no_statement(
    case: Case, workers: Workers, paper: ItemId
) -> None:
    hold(case, paper, compelled=True)
    recording.make_record(case, workers, FIRST, reviewer="Ada")
    holding.answer(case, FIRST, "1.2", compelled=False, reviewer="Ada")
    assert interviews.derived_from_compelled(case).passages == (answer_passage(case, "1.1"),)
    holding.answer(case, FIRST, "1.2", as_interview=True, reviewer="Ada")
    assert len(interviews.derived_from_compelled(case).passages) == 2


def test_a_transcript_and_a_recording_are_linked_by_passage_and_by_time(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    hold(case, paper, compelled=True)
    files = {"transcript.pdf": pdf(["Q. Whose code? A. Mine, I think."]), "voice.ogg": b"OggS" + bytes(60)}
    intake.add(case, workers, [folder(tmp_path / "after", files)], reviewer="Ada")
    by_name = {each.name: each for each in items.iterate(case, search.ids(case, ""))}
    transcript, voice = by_name["transcript.pdf"], by_name["voice.ogg"]
    item_pages.ensure(case, workers, transcript.id, reviewer="Ada")
    marked = passages.add_quote(case, transcript.id, "Mine, I think.", reviewer="Ada").passage.id
    with pytest.raises(InputError, match="no transcript or record"):
        interview_after.link_passage(case, FIRST, "1.1", marked, reviewer="Ada")
    with pytest.raises(InputError, match="has no recording"):
        interview_after.link_time(case, FIRST, "1.1", 61, reviewer="Ada")
    interview_after.attach(case, FIRST, transcript.control, Medium.TRANSCRIPT, reviewer="Ada")
    interview_after.attach(case, FIRST, voice.control, Medium.RECORDING, reviewer="Ada")
    interview_after.link_passage(case, FIRST, "1.1", marked, reviewer="Ada")
    answer = interview_after.link_time(case, FIRST, "1.1", 61, reviewer="Ada").question("1.1").answer
    assert answer is not None
    assert (answer.passage, answer.heard) == (marked, 61)
    derived = interviews.derived_from_compelled(case)
    assert (set(derived.items), derived.passages) == ({transcript.id, voice.id}, (marked,))
    for medium in Medium:
        with pytest.raises(InputError, match=r"stands in|is linked to"):
            interview_after.detach(case, FIRST, medium, reviewer="Ada")
    interview_after.link_passage(case, FIRST, "1.1", None, reviewer="Ada")
    assert interview_after.detach(case, FIRST, Medium.TRANSCRIPT, reviewer="Ada").transcript is None
    with pytest.raises(InputError, match="has no answer"):
        interview_after.link_time(case, FIRST, "2.1", 3, reviewer="Ada")


def test_the_binder_shows_checklist_questions_and_exhibits_with_their_highlights(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    plan(case, paper)
    out = tmp_path / "binder.pdf"
    made = interview_binder.export(case, workers, FIRST, out, reviewer="Ada")
    assert (made.exhibits, made.pages) == (1, 2)
    text = text_of(out)
    for shown in ("Pat Quill", "Whose code was it?", "LANTERN25 has 14 uses", "Exhibit 1", "interviewed"):
        assert shown in text
    with pymupdf.open(out) as document:
        assert "StructTreeRoot" in document.xref_object(document.pdf_catalog())
        page = next(each for each in document if each.get_text().startswith("Interview 1") and each.get_images())
        tinted = {pixel for pixel in colours(page) if max(pixel) - min(pixel) > 60}
        assert tinted
    with pytest.raises(ExportError, match="exists already"):
        interview_binder.export(case, workers, FIRST, out, reviewer="Ada")


def colours(page: pymupdf.Page) -> set[tuple[int, int, int]]:
    pixmap = page.get_pixmap(dpi=50)
    data = pixmap.samples
    return {(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), pixmap.n)}
