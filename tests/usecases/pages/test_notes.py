"""A note is private until somebody says that it is for the report, and that can be taken back."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.isolation.workers import Workers
from reviewer.usecases import undo
from reviewer.usecases.pages import item_pages, notes, passages


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
