"""A note is private until somebody says that it is for the report, and that can be taken back."""

from __future__ import annotations

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.isolation.workers import Workers
from reviewer.usecases import told_acts, trail, undo
from reviewer.usecases.analysis import bulk_coding
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import drafts, item_pages, notes, passages


def test_a_note_is_private_unless_it_is_said_to_be_for_the_report(case: Case, paper: ItemId) -> None:
    private = notes.on_item(case, paper, "Ask who sent it.", reviewer="Ada")
    told = notes.on_item(case, paper, "Sent twice.", for_report=True, reviewer="Ada")
    assert [(each.id, each.for_report) for each, _ in notes.listed(case)] == [(private.id, False), (told.id, True)]


def test_releasing_a_note_can_be_undone(case: Case, paper: ItemId) -> None:
    note = notes.on_item(case, paper, "Ask who sent it.", reviewer="Ada")
    assert notes.release(case, note.id, for_report=True, reviewer="Ada").for_report
    undo.undo(case, reviewer="Ada")
    assert [each.for_report for each, _ in notes.listed(case)] == [False]


def test_the_note_of_a_new_passage_can_be_for_the_report(case: Case, workers: Workers, paper: ItemId) -> None:
    item_pages.ensure(case, workers, paper, reviewer="Ada")
    marked = passages.add_quote(case, paper, "LANTERN25", note="Seen twice.", note_for_report=True, reviewer="Ada")
    assert [(each.text, each.for_report) for each in marked.notes] == [("Seen twice.", True)]


def test_the_rule_of_the_case_holds_for_new_notes_of_which_nothing_is_said(
    case: Case, workers: Workers, paper: ItemId
) -> None:
    before = notes.on_item(case, paper, "Ask who sent it.", reviewer="Ada")
    assert not notes.rule(case)
    assert notes.set_rule(case, for_report=True, reviewer="Ada")
    item_pages.ensure(case, workers, paper, reviewer="Ada")
    ruled = notes.on_item(case, paper, "Sent twice.", reviewer="Ada")
    marked = passages.add_quote(case, paper, "LANTERN25", note="Seen twice.", reviewer="Ada")
    drafts.save(case, drafts.Draft(paper, "Typed in the window."), reviewer="Ada")
    bulk_coding.note(case, [paper], "Of many.", reviewer="Ada")
    said = notes.on_item(case, paper, "For us.", for_report=False, reviewer="Ada")
    found = {each.text: each.for_report for each, _ in notes.listed(case)}
    assert found == {
        before.text: False, ruled.text: True, marked.notes[0].text: True, "Typed in the window.": True,
        "Of many.": True, said.text: False,
    }  # fmt: skip


def test_an_act_that_writes_a_note_for_the_report_is_told_so(case: Case, workers: Workers, paper: ItemId) -> None:
    item_pages.ensure(case, workers, paper, reviewer="Ada")
    control = items.get(case, paper).control

    def told() -> list[str]:
        notes.on_item(case, paper, "Sent twice.", reviewer="Ada")
        bulk_coding.note(case, [paper], "Of many.", reviewer="Ada")
        made = passages.add_quote(case, paper, "LANTERN25", note="Seen.", reviewer="Ada")
        words = [told_acts.act(case, entry.id).words for entry in reversed(audit.latest(case, limit=3))]
        passages.remove(case, made.passage.id, reviewer="Ada")
        return words

    assert told() == [
        f"Note added on {control}", f"Note added on 1 item: {control}", f"Passage 1 marked in {control}",
    ]  # fmt: skip
    notes.set_rule(case, for_report=True, reviewer="Ada")
    assert told() == [
        f"Note for the report added on {control}", f"Note for the report added on 1 item: {control}",
        f"Passage 2 marked in {control}, with a note for the report",
    ]  # fmt: skip


def test_a_note_on_many_that_was_begun_while_notes_were_private_stays_so(case: Case, paper: ItemId) -> None:
    notes.set_rule(case, for_report=True, reviewer="Ben")
    bulk_coding.note(case, [paper], "Ours.", begun_private=True, reviewer="Ada")
    assert [each.for_report for each, _ in notes.listed(case)] == [False]
    assert "the note is private, for it was begun before" in told_acts.act(case, told_acts.newest(case)).words
    notes.set_rule(case, for_report=False, reviewer="Ben")
    bulk_coding.note(case, [paper], "Ours.", begun_private=True, reviewer="Ada")
    assert "private" not in told_acts.act(case, told_acts.newest(case)).words


def test_a_note_on_words_that_are_a_passage_already_is_told_with_its_number(
    case: Case, workers: Workers, paper: ItemId
) -> None:
    item_pages.ensure(case, workers, paper, reviewer="Ada")
    made = passages.add_quote(case, paper, "LANTERN25", reviewer="Ada")
    again = passages.add_quote(case, paper, "LANTERN25", note="Seen twice.", reviewer="Ada")
    assert again.passage.id == made.passage.id
    told = told_acts.act(case, audit.latest(case, limit=1)[0].id).words
    assert told == f"Passage {made.passage.id} marked in {items.get(case, paper).control}"


def test_the_rule_is_an_act_that_undo_takes_back_and_is_not_said_twice(case: Case) -> None:
    notes.set_rule(case, for_report=False, reviewer="Ada")  # as it is already
    notes.set_rule(case, for_report=True, reviewer="Ada")
    notes.set_rule(case, for_report=True, reviewer="Ada")
    told = [(each.act, each.subject) for each in trail.entries(case)]
    assert [each for each in told if each[0] == "note rule"] == [("note rule", "for the report")]
    undo.undo(case, reviewer="Ada")
    assert not notes.rule(case)
