"""PyMuPDF alone, as a program that does nothing else: ``python -m benchmarks.stamping FROM TO``.

It puts a number below each page of the PDFs in a folder and a highlight on a quote, and saves them in another folder,
in as many processes as there are cores. At its end it waits until the disk has them, by the call that a bundle uses,
and prints for how many seconds.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pymupdf

QUOTE = "a free camera for the porch"
_STRIP = 22.0


def main(disk: Path, out: Path) -> None:
    out.mkdir()
    jobs = os.cpu_count() or 1
    files = sorted(disk.iterdir())
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(stamp_all, [files[at::jobs] for at in range(jobs)], [out] * jobs))
    begun = time.perf_counter()
    sync(out)
    print(time.perf_counter() - begun)


def stamp_all(files: list[Path], out: Path) -> None:
    for file in files:
        with pymupdf.open(file) as document:
            for page in document:
                width, height = page.rect.width, page.rect.height
                page.set_mediabox(pymupdf.Rect(0, -_STRIP, width, height))
                page.insert_text((width / 2 - 30, height + 14), f"CA-{page.number:06d}", fontsize=8)
                found = page.search_for(QUOTE)
                page.add_highlight_annot(found[:1]).update()
            out.joinpath(file.name).write_bytes(document.tobytes(garbage=3, deflate=True))


def sync(folder: Path) -> None:
    """Wait until all that was written to the file system of a folder is on the disk (Linux)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(handle)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
