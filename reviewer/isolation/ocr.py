"""Workers with an OCR engine in them, for one set of languages."""

from __future__ import annotations

from pathlib import Path

from reviewer.isolation.workers import Workers, best_provider


def ocr_workers(tessdata: Path, language: str, jobs: int | None = None) -> Workers:
    """Workers that recognise pages in ``language`` (``eng+fra``) with the language data of a folder.

    Their first answer is a WorkerError where the engine cannot use that data.
    """
    return Workers(jobs, provider=best_provider("reviewer.workers.ocr", str(tessdata), language))
