"""What could not be read is tried again, and nothing that was known of it is lost by that."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import item_store
from reviewer.casefile.evidence.contents import PIECE_BYTES, pack
from reviewer.casefile.evidence.item_store import Node
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import InputError, TamperedError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import item_pages, notes, ocr
from tests.endurance import at_length
from tests.evidence import folder, pdf
from tests.scans import letter, needs_language_data, scan
from tests.usecases.evidence.test_containers import by_name, locked, zipped
from tests.workers.archive.building import seven_zipped


def fail_reader(case: Case) -> None:
    """As if the reader had crashed at the intake."""
    with case.act("Ada", "intake batch"):
        case.execute("DELETE FROM rendition")
        case.execute("UPDATE item SET state = 'failed', reason = '[[\"reader.memory\"]]', pages = 0")


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
    shown = item_pages.ensure(case, workers, letters, reviewer="Ada")
    assert intake.retry(case, workers, reviewer="Ada").recovered == 1
    assert item_pages.of_item(case, letters) == shown
    item = items.get(case, letters)
    assert (item.state, item.pages) == (State.OK, 2)


@at_length
@needs_language_data
def test_words_that_ocr_found_meanwhile_are_still_found(case: Case, workers: Workers, tmp_path: Path) -> None:
    data = scan([letter("Dear Sergeant Moore,", "you are welcome to a free doorbell camera.")])
    intake.add(case, workers, [folder(tmp_path / "d", {"scan.pdf": data})], reviewer="Ada")
    fail_reader(case)
    item_pages.ensure(case, workers, search.ids(case, "")[0], reviewer="Ada")
    ocr.run(case, language="eng", reviewer="Ada")
    assert search.find(case, "doorbell").total == 1
    assert intake.retry(case, workers, reviewer="Ada").recovered == 1
    assert search.find(case, "doorbell").total == 1


def test_a_member_found_after_all_is_called_by_its_name(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "d", {"a.txt": b"words"})], reviewer="Ada")
    holder = search.ids(case, "")[0]
    place = item_store.place_of(case, holder).below(holder, holder, 0)
    lost = Node(
        "member 1 that was not found", None, Reading(Kind.OTHER, State.FAILED, (Reason("container.member_unfound"),))
    )
    found = Node("Offer", pack(b"a free camera"), Reading(Kind.TEXT, State.OK, text="a free camera"), folder="Inbox")
    with case.act("Ada", "intake batch") as act:
        (kept,) = item_store.keep(case, [(lost, place)])
        item_store.note_batch(act, kept)
    with case.act("Ada", "intake retry") as act:
        item_store.renew(case, kept[0][0], found, place)
    item = items.get(case, kept[0][0])
    assert (item.name, item.folder, item.size) == ("Offer", "Inbox", 13)


def test_an_archive_that_is_still_locked_is_not_counted_as_read(case: Case, workers: Workers, tmp_path: Path) -> None:
    secret = seven_zipped({"a.txt": b"the reward plan"}, "open sesame", names_too=True)
    intake.add(case, workers, [folder(tmp_path / "d", {"a.7z": secret})], reviewer="Ada")
    assert intake.retry(case, workers, reviewer="Ada") == intake.Retried(tried=1, recovered=0)


LARGE = 34 * 2**20


def large() -> bytes:
    """A document of one page, most of whose bytes no page shows."""
    with pymupdf.open(stream=pdf(["Doorbell for the night shift"])) as made:
        bulk = made.get_new_xref()
        made.update_object(bulk, "<<>>")
        made.update_stream(bulk, bytes(LARGE), compress=False)
        return bytes(made.tobytes())


@pytest.mark.parametrize(("make", "recovered"), [(large, 1), (lambda: bytes(LARGE), 0)], ids=["document", "unknown"])
def test_what_is_large_is_tried_again_without_holding_it(
    case: Case, workers: Workers, tmp_path: Path, make: Callable[[], bytes], recovered: int
) -> None:
    intake.add(case, workers, [folder(tmp_path / "d", {"a.bin": make()})], reviewer="Ada")
    fail_reader(case)
    tracemalloc.start()
    try:
        done = intake.retry(case, workers, reviewer="Ada")
        assert tracemalloc.get_traced_memory()[1] < LARGE / 2
    finally:
        tracemalloc.stop()
    assert done == intake.Retried(1, recovered)
    assert search.find(case, "doorbell").total == recovered


def test_a_large_document_whose_bytes_were_changed_in_the_case_is_not_read(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    intake.add(case, workers, [folder(tmp_path / "d", {"a.pdf": large()})], reviewer="Ada")
    fail_reader(case)
    with case.act("Ada", "intake batch"):
        case.execute("UPDATE piece SET data = (SELECT data FROM piece WHERE seq = 2) WHERE seq = 1")
        case.execute("UPDATE piece SET data = ? WHERE seq = 2", (pack(b"x" * PIECE_BYTES).pieces[0],))
    with pytest.raises(TamperedError):
        intake.retry(case, workers, reviewer="Ada")


def test_only_what_was_chosen_is_tried_again(case: Case, workers: Workers, tmp_path: Path) -> None:
    files = {
        "a.zip": zipped({"one.bin": b"ID3\0 one", "two.bin": b"ID3\0 two", "three.txt": b"words"}),
        "b.bin": b"ID3\0 four",
        "c.zip": locked({"plan.txt": b"the reward plan"}, "open sesame"),
    }
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    found = {name: item.id for name, item in by_name(case).items()}

    def tried(*names: str, reason: str = "") -> int:
        within = [found[name] for name in names]
        return intake.retry(case, workers, within=within, reason=reason, reviewer="Ada").tried

    assert tried("a.zip") == 2
    assert tried("b.bin", "one.bin") == 2
    assert tried("plan.txt") == 1  # by way of its archive
    assert tried(reason="PASSWORD") == 1
    assert tried(reason="no reader") == 3
    assert tried("a.zip", reason="no reader") == 2
    with pytest.raises(InputError, match="nothing to try again"):
        tried("three.txt")
    with pytest.raises(InputError, match="nothing to try again"):
        tried("b.bin", reason="password")
