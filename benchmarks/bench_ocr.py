"""Pages recognised a minute on all cores, against the program ``tesseract`` over the same pages, as many at a time.

Each page is a letter set from common words, made a picture of 300 dpi. Ours draws the page, recognises it and puts the
words back in place; the program is given the picture as a PNG that was made beforehand. It is measured once for each
engine: the system's, and the one inside MuPDF.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pymupdf

from benchmarks.cases import COMMON
from reviewer.desktop import tessdata
from reviewer.isolation.ocr import ocr_workers
from reviewer.isolation.protocol import Identify, Ocr, Ocred, OpenDocument
from reviewer.isolation.workers import Workers

PAGES = 12
LINES, WORDS = 24, 9
LEAST = 0.8
"""Wanted of the system's engine: it is the same library, so that what we add must cost next to nothing."""


def main() -> int:
    folder = tessdata.folder()
    if folder is None or "eng" not in tessdata.languages():
        print("no language data for OCR; nothing measured")
        return 0
    jobs = os.cpu_count() or 1
    pages, words = letters()
    ours: dict[str, float] = {}
    right: dict[str, int] = {}
    theirs = 0.0
    with (
        tempfile.TemporaryDirectory() as made,
        ocr_workers(folder, "eng", jobs) as best,
        ocr_workers(folder, "eng", jobs, builtin=True) as builtin,
    ):
        for at in range(0, PAGES, jobs):  # in turns, so that whatever else the machine does slows all of them
            some = slice(at, at + jobs)
            if shutil.which("tesseract"):
                pictures = [draw(page, Path(made) / f"{n}.png") for n, page in enumerate(pages[some], at)]
                theirs += by_program(pictures, folder, jobs)
            for workers in (best, builtin):
                engine, seconds, good = by_workers(workers, pages[some], words[some], jobs)
                ours[engine] = ours.get(engine, 0.0) + seconds
                right[engine] = right.get(engine, 0) + good
    if theirs:
        print(f"tesseract, {jobs} at a time: {60 * PAGES / theirs:.1f} pages a minute")
    worst = 0
    for engine, seconds in ours.items():
        ratio = f"; ours / tesseract = {theirs / seconds:.2f}" if theirs else ""
        share = right[engine] / sum(map(len, words))
        print(f"{engine}, {jobs} workers: {60 * PAGES / seconds:.1f} pages a minute, {share:.1%} of words right{ratio}")
        if theirs and "MuPDF" not in engine and theirs / seconds < LEAST:
            print(f"wanted ≥ {LEAST}")
            worst = 1
    return worst


def letters() -> tuple[list[bytes], list[list[str]]]:
    """PDFs of one scanned page each, and the words on it."""
    chance = random.Random(7)
    made, said = [], []
    for _ in range(PAGES):
        lines = [" ".join(chance.choices(COMMON, k=WORDS)) for _ in range(LINES)]
        with pymupdf.open() as drawn, pymupdf.open() as scanned:
            page = drawn.new_page(width=612, height=792)
            page.insert_text((72, 90), lines, fontsize=11, lineheight=2)
            picture = page.get_pixmap(dpi=300, colorspace=pymupdf.csGRAY)
            scanned.new_page(width=612, height=792).insert_image(page.rect, pixmap=picture)
            made.append(bytes(scanned.tobytes()))
        said.append(" ".join(lines).split())
    return made, said


def draw(data: bytes, path: Path) -> Path:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        document[0].get_pixmap(dpi=300, colorspace=pymupdf.csGRAY).save(path)
    return path


def by_program(pictures: list[Path], folder: Path, jobs: int) -> float:
    """Seconds for some pictures."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "TESSDATA_PREFIX": str(folder)}

    def one(path: Path) -> None:
        command = ["tesseract", str(path), str(path.with_suffix("")), "-l", "eng", "tsv"]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    with ThreadPoolExecutor(jobs) as pool:
        begun = time.perf_counter()
        list(pool.map(one, pictures))
        return time.perf_counter() - begun


def by_workers(workers: Workers, pages: list[bytes], words: list[list[str]], jobs: int) -> tuple[str, float, int]:
    """The engine, seconds for some pages, and how many words were read as they were written."""

    def one(data: bytes) -> Ocred:
        with workers.session() as session:
            session.ask(OpenDocument(), [data])
            answer: Ocred = session.ask(Ocr(1), seconds=120).message
            return answer

    workers.ask(Identify(), [b""])  # the engine is loaded once for all
    with ThreadPoolExecutor(jobs) as pool:
        begun = time.perf_counter()
        answers = list(pool.map(one, pages))
        seconds = time.perf_counter() - begun
    right = sum(
        read == said
        for answer, line in zip(answers, words, strict=True)
        for read, said in zip(answer.page.text.split(), line, strict=False)
    )
    return answers[0].engine, seconds, right


if __name__ == "__main__":
    sys.exit(main())
