"""The pages of an item as their receiver will get them, made by what makes them when they leave. Nothing leaves."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items
from reviewer.casefile.exports import productions
from reviewer.casefile.pages import renditions
from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Production
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import ExportError
from reviewer.isolation.protocol import Pages, ReadPages, Stamp
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.exports.bundle_documents import SECONDS, highlighted, marks_of
from reviewer.usecases.exports.gate import Gate, passing
from reviewer.usecases.exports.production_scope import terms_for, terms_of
from reviewer.usecases.exports.redaction.redacting import Redactor, attack_of, word_layers
from reviewer.usecases.pages import item_pages

_STOPPED = "no pages were made"


@dataclass(frozen=True, slots=True)
class ReceiverPages:
    """A finished PDF and the words that are in it.

    ``boxes`` counts what is covered; where it is 0, the pages go as they are, with their highlights. ``production`` is
    the newest one that has the item, None while there is none; its numbers are on the pages unless ``native`` says that
    it hands over the file itself.
    """

    item: ItemId
    rendition: RenditionId
    control: str
    pdf: bytes
    pages: tuple[PageText, ...]
    boxes: int
    production: Production | None
    native: bool


def make(
    case: Case, workers: Workers, item: ItemId, *, reviewer: str, progress: Progress | None = None
) -> ReceiverPages:
    """Make the pages as the bundle of the item's newest production has them; without one, as one without numbers.

    ExportError when its pages do not leave, or could not be made to leave.
    """
    watched = progress or Quiet()
    stop_if_cancelled(watched, _STOPPED)
    with case.snapshot() as seen:
        production, part = productions.newest(seen, item) or (None, None)
    terms = terms_for("") if production is None else terms_of(production)
    with passing(case, reviewer=reviewer, terms=terms) as gate:
        way = gate.check_pages(item).way
        control, rendition = gate.control(item), renditions.of_item(gate.case, item)
        if rendition is None:
            raise ExportError(f"{control} has no pages yet", "Open it once, so that they are made.")
        numbered = production is not None and part is not None and part.rendition == rendition.id
        labels = tuple(production.labels(part)) if numbered and production is not None and part is not None else ()
        watched.step(0, 0, control)
        stop_if_cancelled(watched, _STOPPED)
        if way is Way.REDACTED:
            with Redactor(gate, workers) as redactor:
                frame, covered = redactor.pages(rendition, control, labels=labels)
            pdf, boxes = frame.blobs[0], len(covered)
        else:
            pdf, boxes = _whole(gate, workers, rendition, labels), 0
        stop_if_cancelled(watched, _STOPPED)
        native = part is not None and part.native
        pages = _read(workers, pdf, control)
        return ReceiverPages(item, rendition.id, control, pdf, pages, boxes, production, native)


def _whole(gate: Gate, workers: Workers, rendition: Rendition, labels: tuple[str, ...]) -> bytes:
    """Pages that go whole, with their highlights, searched as they are when they leave."""
    case, item = gate.case, items.get(gate.case, rendition.item)
    found = highlighted(gate, item, rendition, renditions.texts(case, rendition.id))
    request = Stamp(marks_of(found), "", word_layers(case, rendition.id), labels, unseen=False)
    try:
        pdf = workers.ask(request, [contents.read(case, rendition.content)], seconds=SECONDS).blobs[0]
    except WorkerError as error:
        raise ExportError(f"the pages of {item.control} could not be made: {error}", "Try again.") from error
    attack_of(gate, workers, f"the pages of {item.control}", pdf, item.id)
    return pdf


def _read(workers: Workers, pdf: bytes, control: str) -> tuple[PageText, ...]:
    """The words of finished pages, as their reader finds them."""
    try:
        read: Pages = workers.ask(ReadPages(), [pdf], seconds=SECONDS).message
        return tuple(item_pages.checked(read.pages))
    except WorkerError as error:
        raise ExportError(f"the pages of {control} could not be read again: {error}", "Try again.") from error
