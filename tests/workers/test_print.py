"""The print worker as its host meets it: a real process, real frames, real PDFs."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import pymupdf
import pytest

from reviewer.domain.reasons.catalogue import sentence, sentences
from reviewer.isolation.frames import EndOfStreamError, Frame, FrameBounds, encode, read_frame
from reviewer.isolation.protocol import Answer, Failed, Printed, PrintPage, ReadPages, Ready, Request, Resource
from reviewer.isolation.provider import program
from reviewer.isolation.workers import WorkerError, Workers
from tests.endurance import a_few, at_length

FONTS = Path(__file__).parents[2] / "reviewer" / "resources" / "fonts"


class Worker:
    """A print worker and the frames to and from it."""

    def __init__(self, *arguments: str, listen: bool = False) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "reviewer.workers.print", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if listen else subprocess.DEVNULL,
        )
        ready = self.read().message
        assert isinstance(ready, Ready)
        self.ready = ready

    def read(self) -> Frame:
        assert self.process.stdout is not None
        return read_frame(self.process.stdout.read, Answer, FrameBounds())

    def send(self, request: Request, blobs: Sequence[bytes] = ()) -> None:
        assert self.process.stdin is not None
        for piece in encode(request, blobs):
            self.process.stdin.write(piece)
        self.process.stdin.flush()

    def ask(self, request: Request, blobs: Sequence[bytes] = ()) -> Frame:
        self.send(request, blobs)
        return self.read()

    def print(self, html: str, paper: str = "Letter", **images: bytes) -> tuple[pymupdf.Document, str]:
        """Print a page with PNG images; the open PDF and the remark."""
        resources = tuple(Resource(f"{name}.png", "image/png") for name in images)
        answer = self.ask(PrintPage(html, resources, paper), list(images.values()))
        assert isinstance(answer.message, Printed), answer.message
        return pymupdf.open("pdf", answer.blobs[0]), sentences(answer.message.remarks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        self.process.wait(20)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as made:
        if made.ready.role == "none":
            pytest.skip(made.ready.engine)
        yield made


def png(width: int, height: int, rgb: tuple[int, int, int]) -> bytes:
    """A plain picture, put together by hand from the PNG specification."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(rgb) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def words(pdf: pymupdf.Document) -> list[str]:
    return " ".join(page.get_text() for page in pdf).split()


def test_a_mail_with_an_inline_picture_becomes_a_page_with_both(worker: Worker) -> None:
    html = '<h1>Quarterly order</h1><p>Forty units, as agreed.</p><img src="logo.png" width="80" height="60">'
    pdf, remark = worker.print(html, logo=png(40, 30, (200, 20, 20)))
    assert words(pdf) == ["Quarterly", "order", "Forty", "units,", "as", "agreed."]
    assert [(image[2], image[3]) for image in pdf[0].get_images()] == [(40, 30)]
    assert remark == ""


@pytest.mark.parametrize(("paper", "width", "height"), [("Letter", 612, 792), ("A4", 595.28, 841.89)])
def test_the_page_has_the_paper_and_the_margins_asked_for(
    worker: Worker, paper: str, width: float, height: float
) -> None:
    pdf, _ = worker.print(f'<body style="margin:0">{"word " * 3000}', paper)
    assert pdf.page_count > 1
    margin = 15 / 25.4 * 72
    for page in pdf:
        assert (page.rect.width, page.rect.height) == pytest.approx((width, height), abs=1)
        for x0, y0, x1, y1, *_ in page.get_text("words"):
            assert x0 > margin - 1
            assert y0 > margin - 1
            assert x1 < width - margin + 1
            assert y1 < height - margin + 1


def test_a_page_beyond_two_megabytes_prints_whole(worker: Worker) -> None:
    filler = "<!-- " + "x" * 3_000_000 + " -->"
    pdf, _ = worker.print(f"<p>Before</p>{filler}<p>After</p>")
    assert words(pdf) == ["Before", "After"]


def test_another_request_is_refused_in_words_and_the_worker_goes_on(worker: Worker) -> None:
    assert isinstance(worker.ask(ReadPages()).message, Failed)
    refused = worker.ask(PrintPage("<p>x", (), "Papyrus")).message
    assert isinstance(refused, Failed)
    assert "Papyrus" in sentence(refused.reason)
    assert isinstance(worker.ask(PrintPage("<p>x", (Resource("a.png", "image/png"),))).message, Failed)
    assert words(worker.print("<p>still here")[0]) == ["still", "here"]


def test_ready_says_what_prints_and_how_it_is_locked_down(worker: Worker) -> None:
    assert worker.ready.engine.startswith("QtWebEngine ")
    assert any("Chromium's own sandbox" in phrase for phrase in worker.ready.sandbox)


def test_a_killed_worker_ends_the_stream(worker: Worker) -> None:
    with Worker() as victim:
        victim.print("<p>one")
        os.kill(victim.process.pid, signal.SIGKILL)
        victim.process.wait(20)
        with pytest.raises(EndOfStreamError):
            victim.read()
    assert words(worker.print("<p>the other one lives")[0])


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_renderer_that_crashes_costs_one_page(worker: Worker) -> None:
    worker.send(PrintPage("<p>" + "word and more " * 600_000))
    assert worker.process.stdout is not None
    while not select.select([worker.process.stdout], [], [], 0.05)[0]:
        for pid in descendants(worker.process.pid):
            if b"--type=renderer" in command_of(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    answer = worker.read().message
    assert isinstance(answer, Failed)
    assert "renderer" in sentence(answer.reason)
    assert words(worker.print("<p>next")[0]) == ["next"]


def descendants(pid: int) -> list[int]:
    """All processes that a process started, and those that they started."""
    found = []
    with contextlib.suppress(OSError):  # a process or thread that ends meanwhile
        for listing in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in listing.read_text(encoding="ascii").split():
                found += [int(child), *descendants(int(child))]
    return found


def command_of(pid: int) -> bytes:
    """The command line of a process, empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("count", a_few([8], [40]))
def test_pages_in_a_row_print_alike(worker: Worker, count: int) -> None:
    for number in range(count):
        pdf, _ = worker.print(f"<p>Letter {number}</p><img src='dot.png'>", dot=png(5, 5, (0, number, 0)))
        assert words(pdf) == ["Letter", str(number)]
        (image,) = pdf[0].get_images()
        assert pymupdf.Pixmap(pdf, image[0]).pixel(2, 2) == (0, number, 0)


@pytest.mark.parametrize("width", [800, 1_600, 9_000])
def test_a_wide_newsletter_keeps_its_right_edge_in_letters_that_can_be_read(worker: Worker, width: int) -> None:
    cells = "".join(f'<td width="{width // 8}">column{number}</td>' for number in range(7))
    html = f'<table width="{width}"><tr>{cells}<td align="right">RIGHTMOST</td></tr></table>'
    pdf, remark = worker.print(html)
    assert words(pdf) == [*(f"column{number}" for number in range(7)), "RIGHTMOST"]
    assert max(word[2] for word in pdf[0].get_text("words")) < pdf[0].rect.width - 15 / 25.4 * 72 + 1
    assert (pdf[0].rect.width, pdf[0].rect.height) == (612, 792)
    assert min(span["size"] for span in pdf[0].get_texttrace()) >= 6
    assert ("set in one column" in remark) == (width > 940)  # beyond that it would be made smaller than can be read


def test_one_long_line_does_not_make_all_letters_small(worker: Worker) -> None:
    html = f"<pre style='white-space:pre'>{'far' * 4_000}</pre><p>Read me</p>"
    pdf, remark = worker.print(html)
    assert "".join(words(pdf)) == "far" * 4_000 + "Readme"
    assert min(span["size"] for page in pdf for span in page.get_texttrace()) >= 6
    assert "set in one column" in remark


def test_a_mail_of_nearly_blank_pages_is_set_without_them(worker: Worker) -> None:
    html = "".join(f'<div style="height:900px;page-break-after:always">Line {number}</div>' for number in range(130))
    pdf, remark = worker.print(html)
    assert len(pdf) < 10
    assert words(pdf)[-2:] == ["Line", "129"]
    assert "next to nothing" in remark


@pytest.mark.parametrize("family", ["Arial", "Times New Roman", "Courier New", "Verdana", "sans-serif", "DejaVu Sans"])
def test_the_text_of_the_page_is_what_a_reader_sees(worker: Worker, family: str) -> None:
    seen = "office affluent fluffy fjord efiinfo.com shuffle née “quoted” well-known naïve — end"
    sent = seen.replace("shuffle", "shuf&shy;f\xadle")
    html = f'<p style="font:9px {family};text-align:justify">{sent}</p>'
    pdf, _ = worker.print(html)
    assert words(pdf) == seen.split()


SIGNS = (
    "ABCÄÖÜßẞéèñçøåłőşğİ ΑΒΓΔΩαβγδωάέήίόύώ АБВГДЯабвгдяЇїЄєҐґЎў ←↑→↓↔⇒ •◦‣▪■□▲▼◆○●★☆ ✓✔✗✘☐☑☒ ☎✉✂✈♥♦♣♠♪ "
    "€£¥¢₽₹₿₺ “”‘’„‚«»‹›…–—†‡§¶©®™°±×÷ ≤≥≠≈∞√∑∂∫ ½¼¾ ─│┌┐└┘├┤┬┴┼═║╔╗╚╝ █░▒▓"
)


@pytest.mark.parametrize("family", ["Arial", "Times New Roman", "Courier New"])
def test_letters_and_common_signs_have_shapes_and_are_no_empty_boxes(worker: Worker, family: str) -> None:
    shown = [sign for sign in SIGNS if sign != " "]
    cells = "".join(f"<span>{sign}</span> " for sign in shown)
    pdf, remark = worker.print(f'<p style="font:20px {family}">{cells}')
    assert remark == ""
    glyphs = {
        (chr(code), glyph)
        for span in pdf[0].get_texttrace()
        for code, glyph, *_ in span["chars"]
        if not chr(code).isspace()
    }
    assert [sign for sign in shown if not any(code == sign and glyph for code, glyph in glyphs)] == []


def test_letters_that_no_font_has_are_counted_and_said(worker: Worker) -> None:
    unassigned = "\U000e1000"  # no font can have what Unicode has not given out
    assert worker.print(f"<p>one {unassigned} two {unassigned}")[1].startswith("2 letters that no font here has")
    assert worker.print("<p>one two")[1] == ""


def test_the_shipped_fonts_alone_have_the_letters_and_signs() -> None:
    fonts = [pymupdf.Font(fontfile=str(path)) for path in sorted(FONTS.glob("*.ttf"))]
    assert fonts
    assert [sign for sign in SIGNS if sign != " " and not any(font.has_glyph(ord(sign)) for font in fonts)] == []


def test_every_shipped_font_has_its_licence_beside_it() -> None:
    licences = {path.stem.removeprefix("LICENCE-") for path in FONTS.glob("LICENCE-*.txt")}
    assert licences
    for font in FONTS.glob("*.ttf"):
        assert any(font.name.startswith(name) for name in licences), font.name


@at_length
def test_a_page_that_takes_too_long_is_refused_and_the_next_one_prints(worker: Worker) -> None:
    assert worker.ready.role == "print"
    with Workers(1, print_command=[*program("reviewer.workers.print"), "1.5"]) as workers:
        with pytest.raises(WorkerError, match=r"1\.5 seconds"):
            workers.print_page(PrintPage("<p>" + "word and more " * 600_000))
        assert words(pymupdf.open("pdf", workers.print_page(PrintPage("<p>next")).blobs[0])) == ["next"]


@at_length
def test_a_page_of_too_many_pages_is_refused(worker: Worker) -> None:
    answer = worker.ask(PrintPage(f'<p style="break-after:page">{"words " * 9}</p>' * 2_001)).message
    assert isinstance(answer, Failed)
    assert "2,000" in sentence(answer.reason)


def test_one_mail_cannot_show_the_picture_of_another(worker: Worker) -> None:
    pdf, _ = worker.print('<img src="secret.png">', secret=png(9, 9, (1, 2, 3)))
    assert len(pdf[0].get_images()) == 1
    pdf, remark = worker.print('<p>next</p><img src="secret.png">')
    assert (9, 9) not in [(image[2], image[3]) for image in pdf[0].get_images()]  # the sign for a broken one is
    assert remark == "1 remote request refused"


def test_scripts_do_not_run(worker: Worker) -> None:
    deed = "document.body.innerHTML='SCRIPTED'"
    html = (
        f"<p id=a>before</p><script>{deed}</script><noscript>without script</noscript>"
        f'<img src=x onerror="{deed}"><svg onload="{deed}"></svg>'
        f'<style>@keyframes k{{}}p{{animation:k 1s}}</style><p onanimationstart="{deed}">'
        f'<a href="javascript:{deed}">link</a>'
    )
    assert words(worker.print(html)[0]) == ["before", "without", "script", "link"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_nothing_of_a_page_is_left_on_disk_by_a_worker_that_was_killed(worker: Worker) -> None:
    assert worker.ready.role == "print"
    canary, picture = "SaffronOctopus4711", png(64, 64, (9, 8, 7))
    with Worker(listen=True) as victim:
        victim.print(f"<p>{canary}</p><script>{canary}(</script><img src='picture.png'>", picture=picture)
        home = home_of_chromium(victim)
        assert home.is_dir()
        os.kill(victim.process.pid, signal.SIGKILL)
        victim.process.wait(20)
        left = [path for path in home.rglob("*") if path.is_file()]
        needles = [canary.encode(), canary.encode("utf-16-le"), picture[33:60]]
        assert [path for path in left for needle in needles if needle in path.read_bytes()] == []
        assert victim.process.stderr is not None
        assert canary.encode() not in victim.process.stderr.read()
    with Worker():
        assert not home.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_that_ends_removes_its_folder(worker: Worker) -> None:
    assert worker.ready.role == "print"
    with Worker() as brief:
        home = home_of_chromium(brief)
        assert home.is_dir()
    assert not home.exists()


def home_of_chromium(worker: Worker) -> Path:
    """The folder that a worker made for Chromium."""
    places = {os.environ.get("XDG_RUNTIME_DIR") or "/dev/shm", "/dev/shm", tempfile.gettempdir()}  # noqa: S108
    (home,) = [path for place in places for path in Path(place).glob(f"reviewer-print-{worker.process.pid}-*")]
    return home
