"""The print worker as its host meets it: a real process, real frames, real PDFs."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pymupdf
import pytest

from reviewer.isolation.protocol import (
    Answer,
    EndOfStreamError,
    Failed,
    Frame,
    Limits,
    Printed,
    PrintPage,
    Probe,
    Ready,
    Request,
    Resource,
    encode,
    read_frame,
)


class Worker:
    """A print worker and the frames to and from it."""

    def __init__(self, **more: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "reviewer.workers.print"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if more.pop("listen", False) else subprocess.DEVNULL,
            **more,
        )
        ready = self._read().message
        assert isinstance(ready, Ready)
        self.ready = ready

    def _read(self) -> Frame:
        assert self.process.stdout is not None
        return read_frame(self.process.stdout.read, Answer, Limits())

    def ask(self, request: Request, blobs: Sequence[bytes] = ()) -> Frame:
        assert self.process.stdin is not None
        for piece in encode(request, blobs):
            self.process.stdin.write(piece)
        self.process.stdin.flush()
        return self._read()

    def print(self, html: str, paper: str = "Letter", **images: bytes) -> tuple[pymupdf.Document, str]:
        """Print a page with PNG images; the open PDF and the remark."""
        resources = tuple(Resource(f"{name}.png", "image/png") for name in images)
        answer = self.ask(PrintPage(html, resources, paper), list(images.values()))
        assert isinstance(answer.message, Printed), answer.message
        return pymupdf.open("pdf", answer.blobs[0]), answer.message.remark

    def close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        self.process.wait(20)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    if made.ready.role == "none":
        made.close()
        pytest.skip(made.ready.engine)
    yield made
    made.close()


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
    assert isinstance(worker.ask(Probe("anything")).message, Failed)
    refused = worker.ask(PrintPage("<p>x", (), "Papyrus")).message
    assert isinstance(refused, Failed)
    assert "Papyrus" in refused.reason
    assert isinstance(worker.ask(PrintPage("<p>x", (Resource("a.png", "image/png"),))).message, Failed)
    assert words(worker.print("<p>still here")[0]) == ["still", "here"]


def test_ready_says_what_prints_and_how_it_is_locked_down(worker: Worker) -> None:
    assert worker.ready.engine.startswith("QtWebEngine ")
    assert any("Chromium's own sandbox" in phrase for phrase in worker.ready.sandbox)


def test_a_killed_worker_ends_the_stream(worker: Worker) -> None:
    victim = Worker()
    victim.print("<p>one")
    os.kill(victim.process.pid, signal.SIGKILL)
    victim.process.wait(20)
    with pytest.raises(EndOfStreamError):
        victim._read()
    victim.close()
    assert words(worker.print("<p>the other one lives")[0])


def test_forty_pages_in_a_row_print_alike(worker: Worker) -> None:
    for number in range(40):
        pdf, _ = worker.print(f"<p>Letter {number}</p><img src='dot.png'>", dot=png(5, 5, (0, number, 0)))
        assert words(pdf) == ["Letter", str(number)]
        assert len(pdf[0].get_images()) == 1
