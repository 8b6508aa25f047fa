"""Scanned pages become text when asked for, never else, and say ever after that they are read by machine."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pymupdf
import pypdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.verification import verify
from reviewer.desktop import tessdata
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.exports.production import Wrong
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.ocr import LOW, NATIVE, Outcome
from reviewer.domain.pages.page_text import line_rects, unpack_boxes
from reviewer.errors import CancelledError, InputError, UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases import cases, search, trail
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import confidential_sources, productions, report
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction.redacting import Redactor, shares_of, word_layers
from reviewer.usecases.pages import item_pages, notes, ocr, passages
from tests import scans
from tests.endurance import a_few, at_length
from tests.evidence import folder, pdf
from tests.kept import Kept
from tests.scans import Line, letter, needs_language_data

pytestmark = [needs_language_data, pytest.mark.usefixtures("kept_zygotes")]

LETTER = letter("Dear Sergeant Moore,", "you are welcome to a free doorbell camera.")

MANY = 13
"""Pages of a long scan: they are read in fours, and what was recognised is kept with the eighth and with the last."""


def scan(pages: Sequence[Sequence[Line]], size: tuple[int, int] = (400, 180), **how: Any) -> bytes:
    """Pages that are no higher than what stands on them: the time that recognition takes goes with the area."""
    return scans.scan(pages, size=size, **how)


def long_scan(pages: int = MANY) -> bytes:
    return scan([letter(f"Page {n} of many") for n in range(pages)], size=(300, 160))


def taken(case: Case, workers: Workers, tmp_path: Path, files: dict[str, bytes]) -> list[ItemId]:
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    return search.ids(case, "")


def text_of(case: Case, item: ItemId) -> list[str]:
    rendition = item_pages.of_item(case, item)
    assert rendition is not None
    return item_pages.texts(case, rendition.id)


def scanned_and_typed() -> bytes:
    """Two pages: a scanned letter, and a page that was typed."""
    with pymupdf.open(stream=scan([LETTER])) as document:
        document.insert_pdf(pymupdf.open(stream=pdf(["The roster of the harbour station.\n" * 10])))
        return bytes(document.tobytes())


@pytest.fixture
def scanned(case: Case, workers: Workers, tmp_path: Path) -> ItemId:
    """An item of these two pages."""
    return taken(case, workers, tmp_path, {"letter.pdf": scanned_and_typed()})[0]


@pytest.fixture
def recognised(kept_cases: Kept, workers: Workers, tmp_path: Path) -> Iterator[tuple[Case, ItemId]]:
    """Another case with that item, recognised already."""

    def build(new: Case, there: Path) -> None:
        taken(new, workers, there, {"letter.pdf": scanned_and_typed()})
        ocr.run(new, language="eng", reviewer="Ada")

    path = kept_cases.copy("recognised", tmp_path / "recognised.evcase", build, title="A case", reference="TST 1")
    with open_case(path, kept_cases.key) as made:
        yield made, search.ids(made, "")[0]


def test_nothing_is_recognised_until_someone_asks(case: Case, scanned: ItemId) -> None:
    assert text_of(case, scanned)[0].strip() == ""
    assert search.find(case, "doorbell").total == 0
    assert ocr.status(case).waiting == 1


def test_recognised_words_are_found_and_marked_as_such(case: Case, scanned: ItemId) -> None:
    typed = text_of(case, scanned)[1]
    done = ocr.run(case, reviewer="Ada")
    assert done.pages[Outcome.RECOGNISED] == 1
    assert done.words == 11
    assert text_of(case, scanned) == ["Dear Sergeant Moore,\nyou are welcome to a free doorbell camera.\n", typed]
    (hit,) = search.find(case, "doorbell").hits
    assert (hit.item.id, hit.ocr, hit.low) == (scanned, True, False)
    (typed_hit,) = search.find(case, "roster").hits
    assert (typed_hit.item.id, typed_hit.ocr) == (scanned, False)
    assert search.ids(case, "is:ocr") == [scanned]


def test_each_page_remembers_what_read_it(recognised: tuple[Case, ItemId]) -> None:
    case, scanned = recognised
    rendition = item_pages.of_item(case, scanned)
    assert rendition is not None
    (page,) = ocr.of_rendition(case, rendition.id)
    assert (page.number, page.outcome, page.language) == (1, Outcome.RECOGNISED, "eng")
    assert page.engine.startswith("Tesseract ")
    assert LOW < (page.confidence or 0) <= 100
    assert page.made
    assert len(ocr.confidences(case, rendition.id, 1)) == len(text_of(case, scanned)[0])
    (entry,) = trail.latest(case, "ocr run")
    assert (entry.reviewer, entry.facts["language"]) == ("Ada", "eng")
    assert len(entry.facts["language data"]["eng"]) == 64


def test_recognised_words_stand_for_a_page_only_where_it_has_no_words_of_its_own(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    with pymupdf.open(stream=scan([LETTER, LETTER])) as document:
        document[1].insert_text((40, 170), "Seen 4 May", fontsize=9)
        data = bytes(document.tobytes())
    (item,) = taken(case, workers, tmp_path, {"letter.pdf": data})
    ocr.run(case, language="eng", reviewer="Ada", again=True)
    rendition = item_pages.of_item(case, item)
    assert rendition is not None
    assert NATIVE in ocr.confidences(case, rendition.id, 2)
    assert "Seen" in text_of(case, item)[1]
    assert [layer.page for layer in word_layers(case, rendition.id)] == [1, 2]
    assert [layer.page for layer in word_layers(case, rendition.id, whole=True)] == [1]
    with passing(case, reviewer="Ada", terms=Terms()) as gate, Redactor(gate, workers) as redactor:
        made, _ = redactor.pages(rendition, "its control number")
    second = pypdf.PdfReader(io.BytesIO(made.blobs[0])).pages[1].extract_text()
    assert {"Seen", "Sergeant"} <= set(second.split()), "read anew, with the words that were its own"


@pytest.mark.parametrize(("count", "size"), [(1, 10), (9, 1_000), (240, 68_000_000), (240, 900_000_000)])
def test_a_large_document_goes_to_workers_less_often(count: int, size: int) -> None:
    shares = shares_of(count, size)
    assert [page for share in shares for page in share] == list(range(1, count + 1))
    assert len(shares) <= 2 or 2 * size * len(shares) <= 256_000_000 or size < 1_000_000
    assert size > 1_000_000 or {len(share) for share in shares[:-1]} <= {4}


def test_a_passage_on_a_recognised_page_is_anchored_like_any_other(recognised: tuple[Case, ItemId]) -> None:
    case, scanned = recognised
    marked = passages.add_quote(case, scanned, "free doorbell camera", reviewer="Ada")
    anchor = marked.passage.anchor
    rendition = item_pages.of_item(case, scanned)
    assert rendition is not None
    page = item_pages.page(case, rendition.id, 1)
    assert page is not None
    assert page.text[anchor.span.start.offset : anchor.span.end.offset] == "free doorbell camera"
    boxes = unpack_boxes(page.boxes, len(page.text))
    (rect,) = line_rects(boxes, anchor.span.start.offset, anchor.span.end.offset)
    start = 72 + pymupdf.get_text_length("you are welcome to a ", fontsize=14)
    assert rect[0] == pytest.approx(start, abs=3)
    assert rect[3] == pytest.approx(124, abs=5)  # the second line's baseline; the comma of "Moore," is on the first


def test_a_page_with_a_passage_keeps_its_text(case: Case, workers: Workers, tmp_path: Path) -> None:
    (item,) = taken(case, workers, tmp_path, {"a.pdf": scan([LETTER, LETTER], stamp="Exhibit 12, Records")})
    passages.add_quote(case, item, "Exhibit 12", occurrence=1, reviewer="Ada")
    before = text_of(case, item)[0]
    done = ocr.run(case, reviewer="Ada")
    assert [(each.page, each.reason) for each in done.kept] == [(1, "a passage or redaction stands on its text")]
    assert text_of(case, item)[0] == before
    assert text_of(case, item)[1].startswith("Exhibit 12, Records\n")
    assert "doorbell camera" in text_of(case, item)[1]
    assert [(each.control[-6:], each.page) for each in ocr.status(case).problems] == [("000001", 1)]


def test_hits_that_are_hardly_to_be_read_are_flagged(case: Case, workers: Workers, tmp_path: Path) -> None:
    small = [Line("the camera is for the harbour station", y=40 + 20 * at, size=6) for at in range(5)]
    (item,) = taken(case, workers, tmp_path, {"a.pdf": scan([small], size=(300, 160), resolution=80)})
    done = ocr.run(case, reviewer="Ada")
    assert (done.pages[Outcome.RECOGNISED], done.low, ocr.status(case).low) == (1, 1, 1)
    marks = ocr.confidences(case, item_pages.ensure(case, workers, item, reviewer="Ada").id, 1)
    best: dict[str, int] = {}
    for word in re.finditer(r"\w+", text_of(case, item)[0].lower()):
        best[word[0]] = max(best.get(word[0], 0), *marks[slice(*word.span())])
    doubtful = min(best, key=lambda word: best[word])
    assert best[doubtful] < LOW
    (hit,) = search.find(case, doubtful).hits
    assert (hit.ocr, hit.low) == (True, True)
    notes.on_item(case, item, f"It says {doubtful}.", reviewer="Ada")
    (hit,) = search.find(case, doubtful).hits
    assert (hit.ocr, hit.low) == (True, False), "the reviewer's note says it for certain"


def test_a_second_run_finds_nothing_left_to_do(recognised: tuple[Case, ItemId]) -> None:
    case, scanned = recognised
    before, acts = text_of(case, scanned), len(trail.entries(case))
    assert sum(ocr.run(case, reviewer="Ada").pages.values()) == 0
    assert (text_of(case, scanned), len(trail.entries(case))) == (before, acts)


def test_reading_a_page_again_replaces_its_words_and_does_not_double_them(recognised: tuple[Case, ItemId]) -> None:
    case, scanned = recognised
    first = items.body(case, scanned)
    assert ocr.run(case, again=True, reviewer="Ada").pages[Outcome.RECOGNISED] == 1
    assert items.body(case, scanned) == first
    assert first.count("doorbell") == 1


def test_blank_pages_and_pages_that_need_nothing_are_told(case: Case, workers: Workers, tmp_path: Path) -> None:
    taken(case, workers, tmp_path, {"a.pdf": scan([[], LETTER]), "b.pdf": pdf(["A short page, typed."])})
    done = ocr.run(case, reviewer="Ada")
    assert (done.pages[Outcome.RECOGNISED], done.pages[Outcome.NOT_NEEDED]) == (1, 2)
    assert ocr.status(case).waiting == 0


@pytest.mark.endurance
def test_words_in_a_picture_on_a_page_with_words_are_found_once_pictures_are_asked_for(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """A mock run names the page until then, and a source in the picture keeps the item back from then on."""
    typed = "The roster of the harbour station.\n" * 10
    with pymupdf.open(stream=scan([LETTER])) as scanned, pymupdf.open(stream=pdf([typed, typed])) as document:
        document[0].insert_image(
            pymupdf.Rect(40, 400, 560, 760), pixmap=scanned[0].get_pixmap(dpi=200), keep_proportion=True
        )
        data = bytes(document.tobytes())
    (item,) = taken(case, workers, tmp_path, {"roster.pdf": data})
    confidential_sources.add(case, "Sergeant Moore", reviewer="Ada")

    def told() -> list[tuple[Wrong, bool]]:
        tried = productions.tried(case, workers, ProductionPlan("", "Counsel", "", ""), reviewer="Ada")
        return [(each.wrong, "on page 1," in each.words) for each in tried.problems]

    assert told() == told() == [(Wrong.PICTURED, True)]
    assert ocr.run(case, reviewer="Ada").pages[Outcome.RECOGNISED] == 0
    done = ocr.run(case, [item], pictures=True, reviewer="Ada").pages
    assert (done[Outcome.RECOGNISED], done[Outcome.NOT_NEEDED]) == (1, 1)
    assert "free doorbell camera" in text_of(case, item)[0]
    assert told() == [(Wrong.SOURCE, False)]


def test_the_same_scan_in_two_places_is_recognised_once_and_found_in_both(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    same = scan([LETTER, LETTER])
    first, second = taken(case, workers, tmp_path, {"a.pdf": same, "copy/b.pdf": same})
    steps = Counted()
    assert ocr.run(case, reviewer="Ada", progress=steps).pages[Outcome.RECOGNISED] == 4
    assert text_of(case, first) == text_of(case, second)
    assert "doorbell" in text_of(case, second)[1]
    assert [hit.item.id for hit in search.find(case, "doorbell").hits] == [first, second]
    assert steps.totals == {4}


class Counted:
    """A progress that remembers of how many units it was told."""

    cancelled = False

    def __init__(self) -> None:
        self.totals: set[int] = set()

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        self.totals.add(total)


def test_only_the_items_named_are_recognised(case: Case, workers: Workers, tmp_path: Path) -> None:
    first, second = taken(case, workers, tmp_path, {"a.pdf": scan([LETTER]), "b.pdf": scan([letter("Thank you.")])})
    ocr.run(case, [second], reviewer="Ada")
    assert [text.strip() for text in (*text_of(case, first), *text_of(case, second))] == ["", "Thank you."]
    assert ocr.status(case).waiting == 1


def test_a_page_that_cannot_be_drawn_costs_itself_alone(case: Case, workers: Workers, tmp_path: Path) -> None:
    with pymupdf.open(stream=scan([LETTER, LETTER])) as document:
        document.xref_set_key(document[0].xref, "MediaBox", "[0 0 9000000 9000000]")
        data = bytes(document.tobytes())
    (item,) = taken(case, workers, tmp_path, {"a.pdf": data})
    done = ocr.run(case, reviewer="Ada")
    assert [(each.page, "damaged" in each.reason) for each in done.failed] == [(1, True)]
    assert "doorbell camera" in text_of(case, item)[1]
    assert ocr.status(case).waiting == 1, "it can be tried again"


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, workers: Workers, key: Key) -> Path:
    """The folder of a case with a long scan, as it was left when the process that recognised it was killed."""
    where = tmp_path_factory.mktemp("killed")
    path = where / "case.evcase"
    with create_case(path, key, title="Killed", reviewer="Ada") as case:
        taken(case, workers, tmp_path_factory.mktemp("long"), {"a.pdf": long_scan()})
    words = [sys.executable, "-m", "tests.usecases.pages.killed_ocr", str(path), key.literal(), "10"]
    assert subprocess.run(words, check=False, timeout=120).returncode == -9
    return where


@pytest.fixture
def broken_off(killed: Path, tmp_path: Path) -> Path:
    """A case with a long scan whose recognition was killed when 10 pages were done."""
    shutil.copytree(killed, tmp_path / "copy")
    return tmp_path / "copy" / "case.evcase"


@at_length
def test_a_run_that_was_killed_goes_on_with_what_is_left(broken_off: Path, key: Key) -> None:
    with open_case(broken_off, key) as again:
        (item,) = search.ids(again, "")
        left = ocr.status(again).waiting
        assert 0 < left < MANY
        assert sum(ocr.run(again, reviewer="Ada").pages.values()) == left
        assert [text.split() for text in text_of(again, item)] == [["Page", str(n), "of", "many"] for n in range(MANY)]
        seen = [tuple(page[:2]) for entry in trail.entries(again) for page in entry.facts.get("ocr", [])]
        assert len(seen) == len(set(seen)) == MANY
        assert verified(again, key) == []


def test_words_recognised_before_a_kill_are_found_as_soon_as_the_case_is_open_again(broken_off: Path, key: Key) -> None:
    with cases.open_with_key(broken_off, key) as again:
        (item,) = search.ids(again, "")
        read = [text for text in text_of(again, item) if text]
        assert 0 < len(read) < MANY
        assert items.body(again, item).split() == " ".join(read).split()
        assert search.ids(again, "many") == [item]


@pytest.mark.parametrize(("many", "together"), a_few([(5, 2)], [(18, 8)]))
def test_the_searchable_text_of_a_long_scan_is_not_written_with_every_few_pages(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, many: int, together: int
) -> None:
    """``together`` is how many pages are kept at a time; at length as many as the program keeps."""
    monkeypatch.setattr(ocr, "_BATCH_PAGES", together)
    (item,) = taken(case, workers, tmp_path, {"a.pdf": long_scan(many)})
    case.execute("CREATE TEMP TABLE writes (item INTEGER)")
    case.execute(
        "CREATE TEMP TRIGGER written AFTER UPDATE OF body ON main.item_text "
        "BEGIN INSERT INTO writes VALUES (new.item); END"
    )
    ocr.run(case, reviewer="Ada")
    assert case.value("SELECT count(*) FROM writes") == 1
    body = items.body(case, item)
    assert [int(number) for number in re.findall(r"Page (\d+) of many", body)] == list(range(many))


class StoppedAt:
    """A progress whose reviewer stops it after so many pages."""

    def __init__(self, pages: int) -> None:
        self.cancelled = False
        self._pages = pages

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        self.cancelled = done >= self._pages


def test_a_run_that_is_stopped_keeps_what_it_did(case: Case, workers: Workers, tmp_path: Path) -> None:
    taken(case, workers, tmp_path, {"a.pdf": scan([LETTER] * 12)})
    with pytest.raises(CancelledError):
        ocr.run(case, reviewer="Ada", progress=StoppedAt(3))
    status = ocr.status(case)
    assert status.pages[Outcome.RECOGNISED] >= 3
    assert status.waiting == 12 - status.pages[Outcome.RECOGNISED]
    assert status.pages[Outcome.FAILED] == 0


def verified(case: Case, key: Key) -> Sequence[str]:
    report = verify.verify(case.path, key, is_open=True)
    return [finding for part in report.parts for finding in part.findings]


def test_text_by_ocr_that_was_altered_is_reported(recognised: tuple[Case, ItemId], key: Key) -> None:
    case, _ = recognised
    assert verified(case, key) == []
    with case.act("Ada", "intake batch"):
        case.execute("UPDATE page SET text = replace(text, 'free', 'paid') WHERE number = 1")
    assert any("page 1" in finding for finding in verified(case, key))


def test_a_language_that_is_not_there_is_said_with_advice(case: Case, scanned: ItemId) -> None:
    assert scanned
    with pytest.raises(InputError, match="no language data for xyz") as caught:
        ocr.run(case, language="eng+xyz", reviewer="Ada")
    assert "tesseract-ocr" in caught.value.advice
    with pytest.raises(UsageError):
        ocr.run(case, language="../eng", reviewer="Ada")


def test_the_folder_named_for_language_data_is_used_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nld.traineddata").write_bytes(b"")
    monkeypatch.setenv("REVIEWER_TESSDATA", str(tmp_path))
    assert (tessdata.folder(), tessdata.languages()) == (tmp_path, ("nld",))


@at_length
def test_a_report_cites_recognised_words_and_says_who_read_them(case: Case, workers: Workers, tmp_path: Path) -> None:
    pages_ = [LETTER, letter("Thank you for the “ring”, dear Zoë.", "It works well.")]
    upright, turned = taken(case, workers, tmp_path, {"a.pdf": scan(pages_), "b.pdf": scan([LETTER], turn=90)})
    ocr.run(case, reviewer="Ada")
    quotes = [
        passages.add_quote(case, item, quote, reviewer="Ada").passage.anchor.quote
        for item, quote in (
            (upright, "Sergeant Moore, you are welcome"),
            (upright, "It works well"),
            (turned, "free doorbell camera"),
        )
    ]
    made = report.export(case, workers, tmp_path / "out", reviewer="Ada")
    assert made.quotes_checked == len(quotes)
    with pymupdf.open(made.report) as document:
        assert sum(page.get_text().count("read by OCR") for page in document) == len(quotes)
    exhibit = next(each for each in made.exhibits if each.item.endswith("1"))
    first, second = (" ".join(page.extract_text().split()) for page in pypdf.PdfReader(exhibit.path).pages)
    assert "Sergeant Moore, you are welcome to a free doorbell camera." in first
    assert "It works well." in second
    with pymupdf.open(exhibit.path) as document, pymupdf.open(stream=scan(pages_)) as scanned:
        (found,) = document[0].search_for("doorbell")
        start = 72 + pymupdf.get_text_length("you are welcome to a free ", fontsize=14)
        assert found.x0 == pytest.approx(start, abs=4)
        shown, before = (each[1].get_pixmap(clip=scanned[1].rect) for each in (document, scanned))
        differing = sum(a != b for a, b in zip(shown.samples, before.samples, strict=True))
        assert differing < 0.05 * len(before.samples), (
            "the words are laid on the picture unseen; only a highlight shows"
        )
