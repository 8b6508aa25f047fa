"""Hand out an item of evidence: its original, byte for byte, or its pages, as a file or on paper."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items
from reviewer.domain import clock
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import Export, Held, StayReason, Terms, Thing
from reviewer.domain.exports.redaction import first_found
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.cited_quote import cited_quote
from reviewer.domain.pages.passage import Span, text_between
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.errors import ExportError, InputError, NotFoundError
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import OpenDocument, Opened
from reviewer.isolation.workers import Session, WorkerError, Workers
from reviewer.usecases.exports.exhibits import copy_pages
from reviewer.usecases.exports.gate import ExportFolder, Gate, Preview, Writer, foresee, passing
from reviewer.usecases.exports.page_pictures import SECONDS, allowance, draw
from reviewer.usecases.exports.redaction.redacting import Redactor, attack_file, attack_of
from reviewer.usecases.pages import item_pages, ocr

DOTS = 200
"""Pixels an inch: enough for print that is small, and a page takes 11 MB while it is drawn."""

LARGEST = 14 * DOTS
"""Pixels of the longer side at most: a page that is larger than paper is not drawn larger than it is printed."""

SUMS = "SHA256SUMS"
"""The file with the sums of those beside it."""

_LONGEST_ENDING = 8

_STOPPED = "nothing was written"

MOST = 100
"""Pages printed at once."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as an RGB picture, 3 bytes a pixel, rows without padding; ``foot`` is to stand below it."""

    width: int
    height: int
    pixels: bytes
    foot: str


class Printer(Protocol):
    """Takes pages one after the other; nothing of them is on its way to paper before it is told to print."""

    def lay(self, page: PrintedPage) -> None:
        """Take a page."""
        ...

    def finish(self) -> None:
        """Print what was taken. ExportError when nothing of it can be: then it has not left."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """Which pages of an item, from 1; ``span`` are words that are cited at the foot of the pages they stand on."""

    item: ItemId
    first: int
    last: int
    span: Span | None = None


def original(case: Case, item: ItemId, out: Path, *, reviewer: str, terms: Terms | None = None) -> str:
    """Write an original, byte for byte, to a file that must not exist yet; returns its SHA-256 in hexadecimal.

    It leaves the protection of the case file, so this is an act with an entry in the audit trail. ExportError when it
    may not leave, or holds what may not.
    """
    with passing(case, reviewer=reviewer, terms=terms) as gate:
        found = items.get(gate.case, item)
        gate.check_item(item, original=True)
        data = contents.read(gate.case, items.content_of(gate.case, item))
        words = gate.sought(item)
        if words:  # hidden parts, encoded ones and properties are on no page and in no index
            with Workers(1) as workers:
                attack_file(workers, f"the original of {found.control}", data, words)
        return gate.write_file(out, data, Export.ORIGINAL, subject=found.control, item=item)


@dataclass(frozen=True, slots=True)
class WrittenOriginals:
    """How many originals were written into a folder, and what of those that were meant stays with the case.

    ``lacking`` are the control numbers of items whose bytes could not be had when they were taken in.
    """

    folder: Path
    files: int
    stays: tuple[Held, ...]
    lacking: tuple[str, ...]


def originals(
    case: Case,
    wanted: Sequence[ItemId],
    out: Path,
    *,
    subject: str = "",
    reviewer: str,
    terms: Terms | None = None,
    write: Writer | None = None,
    progress: Progress | None = None,
) -> WrittenOriginals:
    """Write the originals of many items into a folder that must not exist yet, each named by its control number.

    One act tells of them all, with their SHA-256; ``subject`` is by what they were chosen. :data:`SUMS` lists them as
    ``sha256sum -c`` reads it. What may not leave stays, and so does what holds what may not where only a search of its
    bytes finds it, or cannot be searched. ExportError when nothing may leave.
    One that is stopped leaves nothing.
    """
    watched = progress or Quiet()
    with passing(case, reviewer=reviewer, terms=terms, write=write) as gate, ExportFolder(out) as folder:
        gate.check_writable()
        files: list[tuple[str, str]] = []
        lacking: list[str] = []
        with ExitStack() as opened:
            searcher: Workers | None = None
            every = going(gate, wanted)
            for done, item in enumerate(every):
                stop_if_cancelled(watched, _STOPPED)
                found = items.get(gate.case, item)
                watched.step(done, len(every), found.control)
                try:
                    data = items.original(gate.case, item)
                except NotFoundError:
                    lacking.append(found.control)
                    continue
                name = found.control + _ending(gate, found)
                if gate.sought(item):
                    searcher = searcher or opened.enter_context(Workers(1))
                    if not _is_clean(gate, searcher, found, name, data):
                        continue
                folder.write(name, data)
                files.append((name, hashlib.sha256(data).hexdigest()))
        if not files:
            gate.check(each for each in gate.stays if each.reason is StayReason.UNSEARCHED)
            raise InputError("the bytes of none of these could be had when they were taken in", "Choose others.")
        stop_if_cancelled(watched, _STOPPED)
        folder.write(SUMS, "".join(f"{digest}  {name}\n" for name, digest in files).encode())
        ends = " … ".join(dict.fromkeys(name for name, _ in (files[0], files[-1])))
        gate.finish(folder, Export.ORIGINAL, {"files": files, "lacking": lacking}, subject or ends)
        return WrittenOriginals(folder.place, len(files), gate.stays, tuple(lacking))


def _is_clean(gate: Gate, workers: Workers, found: Item, name: str, data: bytes) -> bool:
    """Whether an original among others holds nothing that may not leave; one that does stays, and that is told."""
    try:
        attack_file(workers, f"the original of {found.control}", data, gate.sought(found.id))
        gate.check_text(name, data, found.id)
    except ExportError:
        gate.hold(Thing.ITEM, found.control, StayReason.UNSEARCHED)
        return False
    return True


def going(gate: Gate, wanted: Sequence[ItemId]) -> list[ItemId]:
    """Those of some items whose originals may leave, in order; ExportError when none may."""
    found = [item for item in sorted(set(wanted)) if gate.original(item) is None]
    if not found:
        gate.check(gate.stays)
        raise InputError("there is no item to write", "Choose some items.")
    return found


def _ending(gate: Gate, item: Item) -> str:
    """The ending of a name where it is a plain one and not redacted; a message from a mailbox has no name."""
    ending = Path(item.name).suffix.lower()
    plain = ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING
    if plain and not first_found(ending, gate.sought()):
        return ending
    return ".eml" if item.kind is Kind.EMAIL else ".bin"


def pages(
    case: Case,
    workers: Workers,
    item: ItemId,
    out: Path,
    *,
    paper: str,
    reviewer: str,
    terms: Terms | None = None,
) -> tuple[Rendition, str]:
    """Write the pages of an item as a PDF to a file that must not exist yet; they are made first if there are none.

    The copy does nothing by itself and tells nothing of its maker; what was left out, and what is in it and not seen,
    is answered beside the rendition. Where something is redacted, they are rebuilt without it. ExportError when they
    may not leave.
    """
    with passing(case, reviewer=reviewer, terms=terms) as gate:
        gate.check_pages(item)  # before the work of making them
    rendition = item_pages.ensure(case, workers, item, paper=paper, reviewer=reviewer)
    with passing(case, reviewer=reviewer, terms=terms) as gate:
        control, facts = gate.control(item), {"engine": rendition.engine}
        if gate.check_pages(item).whole:
            data, said = copy_pages(gate.case, workers, control, rendition)
            attack_of(gate, workers, f"the pages of {control}", data, item)
        else:
            with Redactor(gate, workers) as redactor:
                made, boxes = redactor.pages(rendition, control)
            data, said = made.blobs[0], _covered(made, len(boxes))
        gate.write_file(out, data, Export.PAGES, subject=control, facts=facts)
    return rendition, sentences((*rendition.remarks, *said))


def _covered(made: Frame, boxes: int) -> Reasons:
    return Reason("pages.redacted", count=boxes), *made.message.remarks


def preview_paper(case: Case, item: ItemId, terms: Terms | None = None) -> Preview:
    """What would stay of an item that is printed on these terms, and what stands in the way."""
    return foresee(case, lambda gate: gate.check_pages(item), terms)


def print_pages(
    case: Case,
    workers: Workers,
    wish: Wish,
    printer: Printer,
    *,
    to: str,
    reviewer: str,
    terms: Terms | None = None,
    write: Writer | None = None,
) -> int:
    """Print pages of an item that has pages, without what is redacted; returns how many. ``to`` names the printer.

    The foot of each says which page of which item it is, who printed it and when. InputError for pages that there are
    not, ExportError when they may not leave or the printer does not take them; then nothing is printed and told.
    """
    with passing(case, reviewer=reviewer, terms=terms, write=write) as gate:
        gate.check_writable()
        whole = gate.check_pages(wish.item).whole
        rendition, control = item_pages.of_item(gate.case, wish.item), gate.control(wish.item)
        if rendition is None:
            raise InputError(f"{control} has no pages", "Open it first; what cannot be shown as pages is not printed.")
        numbers = _numbers(wish, len(item_pages.sizes(gate.case, rendition.id)), control)
        data = _leaving(gate, workers, rendition, control, whole=whole)
        cited = _cited(gate, wish, rendition, control) if whole else ""
        _lay(workers, data, numbers, printer, [_foot(gate, wish, control, number, cited) for number in numbers])
        facts = {"pages": [wish.first, wish.last], "printer": to, "engine": rendition.engine}
        gate.tell(Export.PRINT, control, facts, printer.finish)
    return len(numbers)


def _numbers(wish: Wish, count: int, control: str) -> range:
    if not 1 <= wish.first <= wish.last <= count:
        raise InputError(f"{control} has no pages {wish.first} to {wish.last}", f"It has {count:,}.")
    numbers = range(wish.first, wish.last + 1)
    if len(numbers) > MOST:
        raise InputError(f"{len(numbers):,} pages are too many at once", f"Print at most {MOST} at a time.")
    return numbers


def _leaving(gate: Gate, workers: Workers, rendition: Rendition, control: str, *, whole: bool) -> bytes:
    """The pages as they may leave."""
    if whole:
        data, _said = copy_pages(gate.case, workers, control, rendition)
        attack_of(gate, workers, f"the pages of {control}", data, rendition.item)
        return data
    with Redactor(gate, workers) as redactor:
        made, _boxes = redactor.pages(rendition, control)
    return made.blobs[0]


def _cited(gate: Gate, wish: Wish, rendition: Rendition, control: str) -> str:
    """The words that are cited, from the pages themselves."""
    if wish.span is None:
        return ""
    words = text_between(item_pages.texts(gate.case, rendition.id), wish.span)
    recognised = [page.number for page in ocr.of_rendition(gate.case, rendition.id) if page.words]
    return cited_quote(words, control, wish.span, recognised)


def _foot(gate: Gate, wish: Wish, control: str, number: int, cited: str) -> str:
    when, span = clock.now().replace("T", " ").removesuffix("Z"), wish.span
    made = f"{control}, page {number}. Printed by {gate.reviewer}, {when} UTC."
    return f"{cited}\n{made}" if cited and span and span.start.page <= number <= span.end.page else made


def _lay(workers: Workers, data: bytes, numbers: Sequence[int], printer: Printer, feet: Sequence[str]) -> None:
    try:
        with workers.session() as session:
            shared = allowance(data, len(numbers))
            opened: Opened = session.ask(OpenDocument(), [data], seconds=SECONDS, allowance=shared).message
            for number, foot in zip(numbers, feet, strict=True):
                printer.lay(_draw(session, number, opened.sizes[number - 1], foot, shared))
    except WorkerError as error:
        raise ExportError(f"the pages could not be drawn: {error}", "Nothing was printed. Try again.") from error


def _draw(session: Session, number: int, size: tuple[float, float], foot: str, shared: Allowance) -> PrintedPage:
    drawn = draw(session, number, min(DOTS / 72, LARGEST / max(*size, 1.0)), shared)
    return PrintedPage(drawn.width, drawn.height, drawn.pixels, foot)
