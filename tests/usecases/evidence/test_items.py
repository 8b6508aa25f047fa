from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undo import take_back
from reviewer.casefile.evidence import items as stored
from reviewer.domain.evidence.item import Mark
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.reason import Reason, pack
from reviewer.errors import InputError, NotFoundError, StorageError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail, undo
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import item_exports
from reviewer.usecases.pages import notes, review_coding
from tests.evidence import folder, mail


def test_an_original_comes_out_as_it_went_in(case: Case, paper: ItemId, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    given = item_exports.original(case, paper, out, reviewer="Ada")
    original = (tmp_path / "paper" / "letter.pdf").read_bytes()
    assert out.read_bytes() == original
    assert given == hashlib.sha256(original).hexdigest()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    facts = trail.latest(case, "item export")[0].facts
    assert (facts["file"], facts["sha256"]) == ("out.pdf", given)


def test_an_export_never_overwrites_and_says_where_it_cannot_write(case: Case, paper: ItemId, tmp_path: Path) -> None:
    out = tmp_path / "mine.txt"
    out.write_text("mine")
    with pytest.raises(InputError, match="already"):
        item_exports.original(case, paper, out, reviewer="Ada")
    assert out.read_text() == "mine"
    with pytest.raises(StorageError, match="cannot be written"):
        item_exports.original(case, paper, tmp_path / "no" / "folder", reviewer="Ada")
    assert trail.latest(case, "item export") == []


def test_why_hidden_words_were_not_looked_for_everywhere_is_known_of_an_item(case: Case, paper: ItemId) -> None:
    """The list in a bundle tells it, whatever it was."""
    why = (
        Reason("pdf.hidden_unread"),
        Reason("pdf.hidden_in_time", page=2),
        Reason("pdf.hidden_letters", page=1, limit=9),
    )
    with case.act("Ada", "intake finish"):
        case.execute("UPDATE item SET reason = ? WHERE id = ?", (pack((*why, Reason("pdf.form_unread"))), paper))
    assert stored.hidden_not_searched(case, paper) == why


@pytest.mark.parametrize("name", ["TST1-000001", "tst1-1", "1", " 000001 "])
def test_an_item_is_found_by_its_control_number(case: Case, paper: ItemId, name: str) -> None:
    assert items.find(case, name).id == paper


@pytest.mark.parametrize("name", ["", "2", "ABC-000001", "one", "TST1-1; DROP TABLE item"])
def test_no_other_name_finds_an_item(case: Case, paper: ItemId, name: str) -> None:
    assert paper
    with pytest.raises(NotFoundError):
        items.find(case, name)


def test_marks_are_put_changed_and_undone(case: Case, paper: ItemId) -> None:
    review_coding.put(case, paper, relevance="relevant", reviewer="Ada")
    assert review_coding.put(case, paper, privileged=True, reviewer="Ada") == Mark(paper, "relevant", privileged=True)
    assert search.ids(case, "is:privileged is:relevant") == [paper]
    undo.undo(case, reviewer="Ada")
    assert items.mark(case, paper) == Mark(paper, "relevant")
    with pytest.raises(InputError):
        review_coding.put(case, paper, relevance="perhaps", reviewer="Ada")


def test_an_act_of_an_older_program_that_took_off_what_is_kept_elsewhere_now_is_not_undone(
    case: Case, paper: ItemId
) -> None:
    """Until privilege had a table of its own it was a column of the mark."""
    review_coding.put(case, paper, relevance="relevant", reviewer="Ada")
    (entry,) = trail.latest(case, "item mark")
    (change,) = (each for each in entry.changes if each.table == "item_mark")
    was, became = ({**(change.after or {}), "privileged": value} for value in (1, 0))
    older = replace(entry, changes=(replace(change, before=was, after=became),))
    with pytest.raises(InputError, match="it was changed since"), case.act("Ada", "undo") as act:
        take_back(act, older)
    assert items.mark(case, paper) == Mark(paper, "relevant")


def test_a_mark_given_twice_is_taken_off_again(case: Case, paper: ItemId) -> None:
    for key, after in (
        ({"relevance": "relevant"}, Mark(paper, "relevant")),
        ({"privileged": True}, Mark(paper, "relevant", privileged=True)),
        ({"relevance": "not relevant"}, Mark(paper, "not relevant", privileged=True)),
        ({"relevance": "not relevant"}, Mark(paper, "", privileged=True)),
        ({"privileged": True}, Mark(paper)),
    ):
        assert review_coding.toggle(case, paper, **key, reviewer="Ada") == after == items.mark(case, paper)
    undo.undo(case, reviewer="Ada")
    assert items.mark(case, paper) == Mark(paper, "", privileged=True)


def test_what_was_read_is_remembered_for_each_reviewer(case: Case, paper: ItemId) -> None:
    assert items.read(case, paper, reviewer="Ada")
    assert not items.read(case, paper, reviewer="Ada")
    assert items.read_by(case, [paper], reviewer="Ada") == {paper}
    assert search.ids(case, "is:unseen", reviewer="Ada") == []
    assert search.ids(case, "is:unseen", reviewer="Bo") == [paper]


def test_a_note_is_kept_changed_searched_and_undone(case: Case, paper: ItemId) -> None:
    note = notes.on_item(case, paper, "  Ask about the zebra.  ", reviewer="Ada")
    assert note.text == "Ask about the zebra."
    assert [hit.item.id for hit in search.find(case, "zebra").hits] == [paper]
    notes.change(case, note.id, "Ask about the heron.", reviewer="Ada")
    assert (search.find(case, "zebra").total, search.find(case, "note:heron").total) == (0, 1)
    notes.remove(case, note.id, reviewer="Ada")
    assert search.find(case, "heron").total == 0
    undo.undo(case, reviewer="Ada")
    assert [each.text for each in items.item_notes(case, paper)] == ["Ask about the heron."]
    with pytest.raises(InputError, match="needs words"):
        notes.on_item(case, paper, " ", reviewer="Ada")


def test_the_header_block_is_shown_as_received(case: Case, workers: Workers, tmp_path: Path) -> None:
    message = mail("Headers").replace(b"Subject: Headers", b"SUBJECT:   Headers  ")
    intake.add(case, workers, [folder(tmp_path / "d", {"a.eml": message})], reviewer="Ada")
    assert "SUBJECT:   Headers  " in items.headers(case, search.ids(case, "")[0])
