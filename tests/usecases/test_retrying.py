"""What could not be read is tried again, and nothing that was known of it is lost by that."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile import keeping
from reviewer.casefile.case import Case
from reviewer.casefile.contents import pack
from reviewer.casefile.keeping import Node
from reviewer.domain.ids import ItemId
from reviewer.domain.reading import Kind, Reading, State
from reviewer.isolation.workers import Workers
from reviewer.usecases import intake, items, notes, ocr, pages, search
from tests.evidence import folder, pdf
from tests.scans import letter, needs_language_data, scan


def fail_reader(case: Case) -> None:
    """As if the reader had crashed at the intake."""
    with case.transaction():
        case.execute("DELETE FROM rendition")
        case.execute("UPDATE item SET state = 'failed', reason = 'the reader crashed', pages = 0")


@pytest.fixture
def letters(case: Case, workers: Workers, tmp_path: Path) -> ItemId:
    """A letter of two pages whose reader crashed."""
    intake.add(case, workers, [folder(tmp_path / "d", {"a.pdf": pdf(["A free camera.", "Thanks."])})], reviewer="Ada")
    fail_reader(case)
    return search.ids(case, "")[0]


def test_notes_on_what_failed_are_still_found_once_it_is_read(case: Case, workers: Workers, letters: ItemId) -> None:
    notes.on_item(case, letters, "ask the vendor for another copy", reviewer="Ada")
    assert intake.retry(case, workers, reviewer="Ada").recovered == 1
    assert search.ids(case, "vendor") == [letters]
    assert search.ids(case, "camera") == [letters]


def test_pages_made_meanwhile_stay_as_they_are(case: Case, workers: Workers, letters: ItemId) -> None:
    shown = pages.ensure(case, workers, letters, reviewer="Ada")
    assert intake.retry(case, workers, reviewer="Ada").recovered == 1
    assert pages.of_item(case, letters) == shown
    item = items.get(case, letters)
    assert (item.state, item.pages) == (State.OK, 2)


@needs_language_data
def test_words_that_ocr_found_meanwhile_are_still_found(case: Case, workers: Workers, tmp_path: Path) -> None:
    data = scan([letter("Dear Sergeant Moore,", "you are welcome to a free doorbell camera.")])
    intake.add(case, workers, [folder(tmp_path / "d", {"scan.pdf": data})], reviewer="Ada")
    fail_reader(case)
    pages.ensure(case, workers, search.ids(case, "")[0], reviewer="Ada")
    ocr.run(case, language="eng", reviewer="Ada")
    assert search.find(case, "doorbell").total == 1
    assert intake.retry(case, workers, reviewer="Ada").recovered == 1
    assert search.find(case, "doorbell").total == 1


def test_a_member_found_after_all_is_called_by_its_name(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "d", {"a.txt": b"words"})], reviewer="Ada")
    holder = search.ids(case, "")[0]
    place = keeping.place_of(case, holder).below(holder, holder, 0)
    lost = Node("member 1 that was not found", None, Reading(Kind.OTHER, State.FAILED, "it was not found there"))
    found = Node("Offer", pack(b"a free camera"), Reading(Kind.TEXT, State.OK, text="a free camera"), folder="Inbox")
    with case.act("Ada", "intake batch") as act:
        (kept,) = keeping.keep(case, [(lost, place)])
        keeping.note_batch(act, kept)
    with case.act("Ada", "intake retry") as act:
        keeping.renew(case, kept[0][0], found, place)
    item = items.get(case, kept[0][0])
    assert (item.name, item.folder, item.size) == ("Offer", "Inbox", 13)
