"""What was typed of a note and not saved: kept in the case file, in no note, no index, no export and no act."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain import clock
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.draft import Draft
from reviewer.errors import NotFoundError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, told_acts, undo
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import drafts, notes, passages, review_coding
from tests.evidence import folder, pdf


@pytest.fixture
def paper(case: Case, workers: Workers, tmp_path: Path) -> ItemId:
    """A page that is there twice."""
    page = pdf(["A free camera for you."])
    intake.add(case, workers, [folder(tmp_path / "disk", {"a.pdf": page, "b.pdf": page})], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    return search.ids(case, "free")[0]


def test_a_draft_is_kept_for_its_reviewer_alone_and_is_no_act(case: Case, paper: ItemId) -> None:
    before = audit.head(case)
    drafts.keep(case, Draft(paper, "zeppelin"), reviewer="Ada")
    assert drafts.of_item(case, paper, reviewer="Ada") == Draft(paper, "zeppelin")
    assert drafts.of_item(case, paper, reviewer="Ben") is None
    assert search.ids(case, "zeppelin") == []
    assert search.ids(case, "has:draft", reviewer="Ada") == [paper]
    assert audit.head(case) == before
    drafts.keep(case, Draft(paper, "  "), reviewer="Ada")
    assert drafts.of_item(case, paper, reviewer="Ada") is None


def test_a_draft_that_is_saved_is_a_note_where_it_was_begun(case: Case, paper: ItemId) -> None:
    marked = passages.add_quote(case, paper, "free camera", reviewer="Ada")
    draft = Draft(paper, "Whose?", marked.passage.id)
    drafts.keep(case, draft, reviewer="Ada")
    made = drafts.save(case, draft, reviewer="Ada")
    assert made is not None
    assert [note.text for note in made.notes] == ["Whose?"]
    assert drafts.of_item(case, paper, reviewer="Ada") is None


def test_a_note_is_made_of_a_draft_in_one_transaction_whatever_it_is_on(case: Case, paper: ItemId) -> None:
    marked = passages.add_quote(case, paper, "free camera", reviewer="Ada")
    span = marked.passage.anchor.span
    note = notes.on_item(case, paper, "Before.", reviewer="Ada").id
    commits: list[object] = []
    for draft in (
        Draft(paper, "On the passage.", marked.passage.id),
        Draft(paper, "On the words.", span=span),
        Draft(paper, "On the item."),
        Draft(paper, "After.", note=note),
    ):
        drafts.keep(case, draft, reviewer="Ada")
        commits.clear()
        case.committed = commits.append
        drafts.save(case, draft, reviewer="Ada")
        assert len(commits) == 1, draft.text
        assert drafts.of_item(case, paper, reviewer="Ada") is None
    texts = {each.text for each, _ in notes.listed(case)}
    assert texts == {"On the passage.", "On the words.", "On the item.", "After."}
    undo.undo(case, reviewer="Ada")
    assert "Before." in {each.text for each, _ in notes.listed(case)}


def test_a_draft_on_a_passage_that_is_removed_is_not_lost(case: Case, paper: ItemId) -> None:
    marked = passages.add_quote(case, paper, "free camera", reviewer="Ada")
    draft = Draft(paper, "Whose?", marked.passage.id)
    drafts.keep(case, draft, reviewer="Ada")
    passages.remove(case, marked.passage.id, reviewer="Ada")
    with pytest.raises(NotFoundError):
        drafts.save(case, draft, reviewer="Ada")
    assert drafts.of_item(case, paper, reviewer="Ada") == Draft(paper, "Whose?")
    undo.undo(case, reviewer="Ada")
    assert notes.listed(case) == []


@pytest.mark.parametrize("keeping", [True, False])
def test_what_is_typed_on_something_that_is_gone_by_now_is_kept(case: Case, paper: ItemId, *, keeping: bool) -> None:
    passage = passages.add_quote(case, paper, "free camera", reviewer="Ada").passage.id
    note = notes.on_item(case, paper, "Before.", reviewer="Ada").id
    undo.undo(case, reviewer="Ada")
    undo.undo(case, reviewer="Ada")
    for number, begun in enumerate((Draft(paper, "", passage), Draft(paper, "", note=note))):
        draft = replace(begun, text=f"Typed meanwhile, {number}.")
        if keeping:
            drafts.keep(case, draft, reviewer="Ada")
        else:
            with pytest.raises(NotFoundError):
                drafts.save(case, draft, reviewer="Ada")
        assert drafts.of_item(case, paper, reviewer="Ada") == Draft(paper, draft.text)
    assert notes.listed(case) == []


def test_duplicates_are_marked_together_unless_one_is_meant_alone(case: Case, paper: ItemId) -> None:
    review_coding.toggle(case, paper, relevance="relevant", privileged=True, reviewer="Ada")
    assert len(search.ids(case, "is:relevant is:privileged")) == 2
    assert search.ids(case, "is:conflicting") == []
    review_coding.put(case, paper, privileged=False, alone=True, reviewer="Ada")
    assert len(search.ids(case, "is:conflicting")) == 2
    assert review_coding.copies(case, paper) == review_coding.Copies(2, conflicting=True)
    for _ in range(2):
        undo.undo(case, reviewer="Ada")
    assert search.ids(case, "is:relevant") == search.ids(case, "is:conflicting") == []


def test_what_was_open_is_told_from_what_was_said_to_be_read(case: Case, paper: ItemId) -> None:
    other = next(each for each in search.ids(case, "") if each != paper)
    items.read(case, paper, reviewer="Ada")
    assert items.say_read(case, other, reviewer="Ada")

    def ask(query: str) -> list[ItemId]:
        return search.ids(case, query, reviewer="Ada")

    assert (ask("is:opened"), ask("is:reviewed")) == ([paper], [other])
    assert sorted(ask("is:seen")) == sorted(ask("is:read")) == sorted([paper, other])
    assert ask("is:unseen") == []
    undo.undo(case, reviewer="Ada")
    assert ask("is:unseen") == ask("is:unread") == [other]
    before = audit.head(case)
    for _ in range(2):
        assert not items.say_read(case, paper, read=False, reviewer="Ada")
        assert sorted(ask("is:unseen")) == sorted([paper, other])
    assert audit.head(case) == before, "having it open was no act, so there is none to take back"
    undo.redo(case, reviewer="Ada")
    assert ask("is:reviewed") == [other]


def test_a_note_that_was_begun_while_notes_were_private_does_not_leave_by_what_was_decided_since(
    case: Case, paper: ItemId
) -> None:
    marked = passages.add_quote(case, paper, "free camera", reviewer="Ada")
    for draft in (
        Draft(paper, "On the item."),
        Draft(paper, "On the passage.", marked.passage.id),
        Draft(paper, "On the words.", span=marked.passage.anchor.span),
    ):
        drafts.keep(case, Draft(paper, "O"), reviewer="Ada")
        notes.set_rule(case, for_report=True, reviewer="Ben")
        drafts.keep(case, draft, reviewer="Ada")  # gone on with: it was begun before
        assert not drafts.for_report(case, paper, reviewer="Ada")
        drafts.save(case, draft, reviewer="Ada")
        assert not notes.listed(case)[-1][0].for_report, draft.text
        assert "the note is private, for it was begun before" in told_acts.act(case, told_acts.newest(case)).words
        assert drafts.for_report(case, paper, reviewer="Ada"), "one that is begun now"
        notes.set_rule(case, for_report=False, reviewer="Ben")


def test_an_undo_changes_what_new_notes_are_as_a_decision_does(case: Case, paper: ItemId) -> None:
    notes.set_rule(case, for_report=True, reviewer="Ben")
    notes.set_rule(case, for_report=False, reviewer="Ben")
    draft = Draft(paper, "For us.")
    drafts.keep(case, draft, reviewer="Ada")
    with case.transaction():  # behind what was decided in this second
        case.execute("UPDATE note_draft SET at = ?", (f"{(begun := clock.now())}+",))
    while clock.now() <= begun:
        sleep(0.01)
    undo.undo(case, reviewer="Ben")
    assert notes.rule(case)
    drafts.save(case, draft, reviewer="Ada")
    assert not notes.listed(case)[-1][0].for_report


def test_a_note_that_is_begun_once_notes_are_for_the_report_is_told_so(case: Case, paper: ItemId) -> None:
    notes.set_rule(case, for_report=True, reviewer="Ben")
    draft = Draft(paper, "For all.")
    drafts.keep(case, draft, reviewer="Ada")
    with case.transaction():  # as on another day: moments are kept to the second
        case.execute("UPDATE note_draft SET at = '9999-01-01T00:00:00Z'")
    assert drafts.for_report(case, paper, reviewer="Ada")
    drafts.save(case, draft, reviewer="Ada")
    assert notes.listed(case)[-1][0].for_report
    assert told_acts.act(case, told_acts.newest(case)).words == "Note for the report added on TST1-000001"
