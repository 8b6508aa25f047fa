"""Hand out an item of evidence: its original, byte for byte, or its pages."""

from __future__ import annotations

from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.rendition import Rendition
from reviewer.export.new_file import write_new
from reviewer.isolation.workers import Workers
from reviewer.usecases.pages import item_pages


def original(case: Case, item: ItemId, out: Path, *, reviewer: str) -> str:
    """Write an original, byte for byte, to a file that must not exist yet; returns its SHA-256 in hexadecimal.

    It leaves the protection of the case file, so this is an act with an entry in the audit trail.
    """
    found = items.get(case, item)
    data = contents.read(case, items.content_of(case, item))
    write_new(out, data)
    with case.act(reviewer, "item export", found.control) as act:
        act.facts["sha256"] = found.sha256
    return found.sha256


def pages(case: Case, workers: Workers, item: ItemId, out: Path, *, paper: str, reviewer: str) -> Rendition:
    """Write the pages of an item as a PDF to a file that must not exist yet; they are made now if there are none."""
    rendition = item_pages.ensure(case, workers, item, paper=paper, reviewer=reviewer)
    write_new(out, item_pages.pdf(case, rendition))
    return rendition
