"""A page through a worker against PyMuPDF in process: 150 dpi, the first page of up to 100 PDFs, each drawn in turn.

REVIEWER_CORPORA names the folder of real files; its ``pdf`` folder is used.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

import pymupdf

from reviewer.isolation.protocol import OpenDocument, Raster
from reviewer.isolation.workers import WorkerError, Workers

DOCUMENTS = 100
TURNS = 5
SCALE = 150 / 72
MOST = 1.25


def main() -> int:
    corpora = os.environ.get("REVIEWER_CORPORA")
    if not corpora:
        print("REVIEWER_CORPORA does not name a folder of real files; nothing measured")
        return 0
    ratios, ours, theirs = [], [], []
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    with Workers(2) as workers:
        for path in sorted((Path(corpora) / "pdf").rglob("*")):
            measured = both(workers, path.read_bytes()) if path.is_file() else None
            if measured:
                ours.append(measured[0])
                theirs.append(measured[1])
                ratios.append(measured[0] / measured[1])
            if len(ratios) == DOCUMENTS:
                break
    if not ratios:
        raise SystemExit("no PDF could be drawn")
    median = statistics.median(ratios)
    print(f"{len(ratios)} pages; worker {statistics.median(ours) * 1e3:.1f} ms, in process", end=" ")
    print(f"{statistics.median(theirs) * 1e3:.1f} ms in the median")
    print(f"worker / in process = {median:.2f} in the median (wanted ≤ {MOST})")
    return 0 if median <= MOST else 1


def both(workers: Workers, data: bytes) -> tuple[float, float] | None:
    """Seconds a picture takes through a worker and in process, the best of some turns; None if it cannot be drawn."""
    try:
        with pymupdf.open(stream=data, filetype="pdf") as document, workers.session() as session:
            if document.needs_pass or not document.page_count:
                return None
            session.ask(OpenDocument(), [data])
            ours, theirs = [], []
            for _ in range(TURNS):
                begun = time.perf_counter()
                session.ask(Raster(1, SCALE))
                ours.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                picture = document[0].get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE), alpha=False)
                bytes(picture.samples_mv)
                theirs.append(time.perf_counter() - begun)
    except (WorkerError, RuntimeError):
        return None
    return min(ours), min(theirs)


if __name__ == "__main__":
    sys.exit(main())
