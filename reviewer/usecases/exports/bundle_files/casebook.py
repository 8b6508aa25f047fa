"""The casebook of a bundle: the report and the exhibits that it cites as one PDF, cites leading to pages and back."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.exports.production import Part
from reviewer.domain.exports.report_options import ReportForm
from reviewer.domain.ids import ItemId
from reviewer.errors import ExportError
from reviewer.export.model import ExhibitRow
from reviewer.export.texts import Texts
from reviewer.isolation.exhibit_messages import Back, Bind, BoundPart
from reviewer.isolation.workers import WorkerError
from reviewer.usecases.exports.bundle_documents import Making
from reviewer.usecases.exports.report import Told
from reviewer.usecases.exports.report_sections.annex import EXHIBITS

FILE = "casebook.pdf"
MOST_PAGES = 5_000
"""With more a casebook is no longer handy; links from the report to the exhibits are then all there is."""
_MOST_BYTES = 128 * 2**20
"""Some more, and the worker that binds them needs more memory than it may have."""
_SECONDS = 900.0
_TITLE = 80


def make(making: Making, told: Told, there: Mapping[ItemId, Part]) -> bytes | str:
    """The casebook, or in words why there is none, as where it would hold what is redacted.

    The exhibits are read from the bundle, where they are already.
    """
    by_file = {f"exhibits/{making.number(part.first)}.pdf": part for part in there.values()}
    cited = [(each, by_file[each.file]) for each in told.exhibits if each.file in by_file]
    pages = sum(part.pages for _, part in cited)
    if pages > MOST_PAGES:
        return f"there is no casebook: its exhibits have {pages:,} pages, and {MOST_PAGES:,} are the most"
    blobs, size = [told.files[ReportForm.PDF.file]], 0
    for each, _ in cited:
        blobs.append(making.bag.place.read(f"data/{each.file}"))
        size += len(blobs[-1])
        if size > _MOST_BYTES:
            return f"there is no casebook: its exhibits are larger than {_MOST_BYTES // 2**20:,} MB together"
    parts = tuple(
        BoundPart(
            each.file,
            making.gate.masked(_named(making.say, each, making.number(part.first)))[:_TITLE],
            tuple(making.number(number) for number in range(part.first, part.last + 1)),
        )
        for each, part in cited
    )
    say = making.say
    title = making.gate.masked(say("casebook.title", title=making.production.title))
    back = Back(say("casebook.to_cite"), say("casebook.to_index"), EXHIBITS)
    bind = Bind(title, say("casebook.report"), say("casebook.exhibits"), parts, back)
    try:
        made = making.workers.ask(bind, blobs, seconds=_SECONDS).blobs[0]
        words = making.gate.sought(*(part.item for _, part in cited))
        making.redactor.attack(FILE, made, words)  # each part was, by itself
    except (WorkerError, ExportError) as error:
        return f"there is no casebook: {error}"
    return made


def _named(say: Texts, each: ExhibitRow, bates: str) -> str:
    """The bookmark of an exhibit."""
    return say("casebook.exhibit", number=str(each.number), bates=bates, title=each.title)
