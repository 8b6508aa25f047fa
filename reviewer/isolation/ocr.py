"""Workers with an OCR engine in them, for one set of languages."""

from __future__ import annotations

from pathlib import Path

from reviewer.isolation.workers import Workers, best_provider


def ocr_workers(tessdata: Path, language: str, jobs: int | None = None, *, builtin: bool = False) -> Workers:
    """Workers that recognise pages in ``language`` (``eng+fra``) with the language data of a folder.

    The engine is the system's Tesseract; where there is none, or when ``builtin`` is asked for, the one inside MuPDF. A
    page asked for is a WorkerError where it cannot use that data.
    """
    which = ["--builtin"] if builtin else []
    return Workers(jobs, provider=best_provider("reviewer.workers.ocr", str(tessdata), language, *which))
