"""Whatever is too much for a page: the same bytes come to the same pages on any machine, and each has some."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import Kind, PageText
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.catalogue import sentences
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.appetite import Appetite
from reviewer.isolation.frames import Frame
from reviewer.isolation.printer import Printer
from reviewer.isolation.protocol import LayOut, PrintPage, ReadPages, Request, SetText
from reviewer.isolation.provider import program
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import item_pages
from reviewer.workers import cpu_budget
from reviewer.workers.pdf import pages
from tests.endurance import at_length
from tests.evidence import folder, mail, pdf
from tests.usecases.meddling import crashing, meddled
from tests.workers.office.documents import docx, paragraph, xlsx

WORDS = "The doorbell cameras were given to officers of the station in spring. "
LETTERS = 100_000
LONG = mail("Long", html=f"<p>First words {'x' * LETTERS} last words")
"""A message with more letters in a row than are given to a browser, and no more than are soon set as plain text."""


def row(number: int, columns: int) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>r{number}c{column}</t></is></c>' for column in range(columns))
    return f'<row r="{number}">{cells}</row>'


def sheet(rows: int, columns: int) -> bytes:
    made = "".join(row(number, columns) for number in range(1, rows + 1))
    return xlsx([("One", "visible", f"<sheetData>{made}</sheetData>")])


@pytest.fixture
def printing(workers: Workers) -> Workers:
    """Workers with a browser among them; the test is skipped where there is none."""
    try:
        workers.print_page(PrintPage("<p>Ready", ()))
    except WorkerError as error:
        pytest.skip(str(error))
    return workers


def take(case: Case, workers: Workers, tmp_path: Path, files: dict[str, bytes]) -> list[ItemId]:
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    return search.ids(case, "")


@contextmanager
def busy() -> Iterator[None]:
    """A machine with more to do than it can, all of it before our workers."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


@at_length
@pytest.mark.parametrize("names", [("a.eml", "c.csv"), ("b.xlsx",)])
def test_the_same_bytes_give_the_same_pages_on_a_quiet_machine_and_on_a_busy_one(
    case: Case, printing: Workers, tmp_path: Path, names: tuple[str, ...]
) -> None:
    newsletter = "".join(f'<td width="400">column {number}</td>' for number in range(9))
    files = {
        "a.eml": mail("Wide", html=f"<table><tr>{newsletter}</tr></table>"),
        "b.xlsx": sheet(60, 18),
        "c.csv": "\n".join(f"{number},x,y" for number in range(5_100)).encode(),
    }
    made: list[list[tuple[Sequence[PageText], str, str]]] = []
    found = take(case, printing, tmp_path, {name: files[name] for name in names})
    for load in (False, True):
        with busy() if load else nullcontext():
            pages = [item_pages.make(case, printing, item) for item in found]
        made.append([(each.pages, each.engine, sentences(each.remarks)) for each in pages])
    assert made[0] == made[1]


def test_a_long_mail_has_plain_pages_with_all_its_words_and_they_say_why_first(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    (item,) = take(case, workers, tmp_path, {"a.eml": LONG})
    rendition = item_pages.ensure(case, workers, item, reviewer="Ada")
    texts = item_pages.texts(case, rendition.id)
    assert texts[0].startswith("[plain text only: ")
    assert "too many to be laid out" in texts[0].replace("\n", " ")
    assert "".join("".join(texts).split("First words")[-1].split()).replace("lastwords", "") == "x" * LETTERS
    assert "plain text only" in rendition.remark


@at_length
def test_a_large_sheet_has_all_its_rows_on_plain_pages(case: Case, workers: Workers, tmp_path: Path) -> None:
    (item,) = take(case, workers, tmp_path, {"a.xlsx": sheet(2_400, 18)})
    rendition = item_pages.ensure(case, workers, item, reviewer="Ada")
    texts = item_pages.texts(case, rendition.id)
    assert "not by LibreOffice" in rendition.remark
    assert "too many to be laid out" in texts[0].replace("\n", " ")
    assert "r2400c17" in texts[-1]


def test_a_sheet_above_the_limit_of_libreoffice_has_all_its_rows_on_our_own_pages(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(item_pages._MOST_CONVERTED, Kind.SHEET, 300)
    (item,) = take(case, workers, tmp_path, {"a.xlsx": sheet(24, 6)})
    rendition = item_pages.ensure(case, workers, item, reviewer="Ada")
    assert "not by LibreOffice" in rendition.remark
    assert "r24c5" in item_pages.texts(case, rendition.id)[-1]


def test_what_only_the_clock_ended_is_no_page_and_can_be_tried_again(
    case: Case, printing: Workers, tmp_path: Path
) -> None:
    (item,) = take(case, printing, tmp_path, {"a.eml": mail("Slow", html=f"<p>{WORDS}</p>" * 500)})
    hurried = [*program("reviewer.workers.print"), "0.001"]  # seconds, in which no browser prints anything
    with (
        Workers(1, print_command=hurried) as hasty,
        pytest.raises(WorkerError, match=r"^its pages could not be made in time \(it could"),
    ):
        item_pages.ensure(case, hasty, item, reviewer="Ada")
    assert item_pages.of_item(case, item) is None


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_takes_more_memory_than_a_browser_may_have_is_set_as_plain_text(
    case: Case, printing: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Printer, "appetite", Appetite(memory=20 * 2**20, processor=60.0))
    (item,) = take(case, printing, tmp_path, {"a.eml": mail("Cameras", html=f"<p>{WORDS}</p>" * 3_000)})
    rendition = item_pages.ensure(case, printing, item, reviewer="Ada")
    assert "more memory" in rendition.remark
    assert "doorbell cameras" in item_pages.texts(case, rendition.id)[0]


FONTS = "a\u0627\u0301" * 33_000
"""A word of 99,000 letters, just short enough to be laid out, that changes its font with each of them."""


def test_a_word_just_short_enough_to_be_laid_out_is_looked_at_once(workers: Workers) -> None:
    """To begin anew at each letter of it took longer than a reader may."""
    laid_out = workers.ask(LayOut("A-1"), [docx(paragraph(FONTS) * 6)], seconds=600)
    assert not laid_out.message.plain


def test_words_that_change_their_font_with_each_letter_can_be_set_as_plain_text(workers: Workers) -> None:
    """To measure all of a page after each change took longer than a reader may."""
    made = workers.ask(SetText(f"{FONTS}\n" * 2), seconds=600)
    assert made.message.engine.startswith("pymupdf")


@at_length
def test_what_is_hostile_to_a_reader_and_to_the_browser_has_plain_pages_in_the_time_of_one(
    case: Case, printing: Workers, tmp_path: Path
) -> None:
    hostile = docx(f"<w:p>{'<w:r/>' * 6_000_000}</w:p>" + paragraph(FONTS) * 6)
    (item,) = take(case, printing, tmp_path, {"a.docx": hostile})
    rendition = item_pages.ensure(case, printing, item, reviewer="Ada")
    assert "all that is done for its pages may take" in rendition.remark
    assert rendition.engine.startswith("pymupdf")
    assert item_pages.texts(case, rendition.id)


@pytest.mark.parametrize("over", [LayOut, PrintPage])
def test_what_comes_after_a_step_that_used_up_the_time_of_an_item_is_left_out_and_plain_pages_are_made(
    request: pytest.FixtureRequest, case: Case, tmp_path: Path, over: type
) -> None:
    asked: list[type] = []

    def use_up(answered: Request, allowance: Allowance | None) -> None:
        asked.append(type(answered))
        if isinstance(answered, over) and allowance is not None:
            allowance.spend(allowance.left)

    workers: Workers = request.getfixturevalue("printing" if over is PrintPage else "workers")
    (item,) = take(case, workers, tmp_path, {"a.eml": mail("Cameras", html=f"<p>{WORDS}</p>")})
    with meddled(workers, after=use_up):
        rendition = item_pages.ensure(case, workers, item, reviewer="Ada")
    assert (PrintPage in asked) == (over is PrintPage)
    assert rendition.remark == (
        "plain text only: all that is done for its pages may take 15 seconds of processor time, and these were used up"
    )
    assert rendition.engine.startswith("pymupdf")
    assert WORDS.strip() in item_pages.texts(case, rendition.id)[0].replace("\n", " ")


def test_what_cannot_be_laid_out_has_the_words_that_were_read(case: Case, workers: Workers, tmp_path: Path) -> None:
    (item,) = take(case, workers, tmp_path, {"a.eml": mail("Cameras", "Two free devices.\n")})
    with crashing(workers, LayOut):
        rendition = item_pages.ensure(case, workers, item, reviewer="Ada")
    assert "processor time" in rendition.remark
    assert "Two free devices." in item_pages.texts(case, rendition.id)[0]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer of what a process works")
def test_the_words_of_a_pdf_that_there_was_no_time_for_are_said_to_be_missing_from_its_pages(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who finds no words on a page is told that nobody read it."""
    (item,) = take(case, workers, tmp_path, {"a.pdf": pdf(["Page 1", "Page 2", "Page 3"])})
    read_page = pages._read_page

    def read_here(request: ReadPages, blobs: Sequence[bytes], **_bounds: object) -> Frame:
        with cpu_budget.budget(len(blobs[0])):
            return Frame(pages.read_pages(blobs[0], in_part=request.in_part))

    def using_up(page: object) -> object:
        read = read_page(page)
        cpu_budget.go_on(cpu_budget.TO_END / 2)
        return read

    monkeypatch.setattr(cpu_budget, "TO_END", 50.0)
    monkeypatch.setattr(cpu_budget, "SECONDS", 2 * cpu_budget.TO_END)
    monkeypatch.setattr(pages, "_read_page", using_up)
    monkeypatch.setattr(workers, "ask", read_here)
    made = item_pages.make(case, workers, item)
    assert [page.text.strip() for page in made.pages] == ["Page 1", "", ""]
    assert sentences(made.remarks) == (
        "from page 2 on its pages were not read, since they take more processor time than an item may have"
    )
