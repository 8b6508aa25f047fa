"""Make the pages of an item without what is redacted, and try to find it in them before they leave.

The pages are rebuilt from pixels by a worker. Their words, for whoever searches, are those of the page where it is
certain that they are what is seen, and else those that OCR reads in the pixels. What is finished is attacked: one hit
and it is not kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Self

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items, privilege_calls
from reviewer.casefile.pages import ocr as ocr_pages
from reviewer.casefile.pages import passages, renditions
from reviewer.desktop import tessdata
from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.exports.redaction import Draft, RedactionKind, first_found
from reviewer.domain.exports.redaction_boxes import PageBox, boxes_of, meets
from reviewer.domain.exports.source_pattern import SOURCE
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.domain.pages.ocr import NATIVE
from reviewer.domain.pages.ocr import words as words_of_ocr
from reviewer.domain.pages.page_text import check_page, unpack_boxes
from reviewer.domain.pages.passage import still_holds
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import ExportError
from reviewer.isolation.errors import nonsense
from reviewer.isolation.exhibit_messages import (
    Attack,
    Attacked,
    Legible,
    Redact,
    RedactBox,
    SeenWords,
    SeenWordsOf,
    StampMark,
    WordLayer,
)
from reviewer.isolation.frames import Frame
from reviewer.isolation.ocr import ocr_workers
from reviewer.isolation.protocol import Ocr, Ocred, OpenDocument, Stamp
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.named_sources import known_beside, legible_places
from reviewer.usecases.pages.ocr import DEFAULT_LANGUAGE

SECONDS = 600.0
"""For the pixels of one document."""

_PAGE_SECONDS = 120.0
_SHARE = 4
"""Pages that are rebuilt at once by one worker, of a document that is not large."""
_MOST_SENT = 256_000_000
"""Bytes that are sent to workers in all, for the pixels of one document: it goes whole with each share of its pages."""
_CODES = {PrivilegeKind.ATTORNEY_CLIENT: "ACP", PrivilegeKind.WORK_PRODUCT: "WP"}
_OTHER_CODE = "PVL"
"""What stands on the boxes over privileged words, by what is claimed of them."""


class Redactor:
    """Makes redacted pages, with an OCR engine that is started when it is first needed; a context manager."""

    def __init__(self, gate: Gate, workers: Workers, jobs: int | None = None) -> None:
        self._gate, self._workers = gate, workers
        self._jobs = jobs or max(1, os.cpu_count() or 1)
        self._held = ExitStack()
        self._ocr: Workers | None = None
        language = DEFAULT_LANGUAGE if DEFAULT_LANGUAGE in tessdata.languages() else "+".join(tessdata.languages()[:1])
        self._language = language

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._held.close()

    def pages(
        self,
        rendition: Rendition,
        control: str,
        marks: tuple[StampMark, ...] = (),
        label: str = "",
        labels: tuple[str, ...] = (),
    ) -> tuple[Frame, tuple[PageBox, ...]]:
        """The pages of an item without what is redacted, stamped as an exhibit if asked, and the boxes on them.

        With ``labels``, one a page, each page alone follows as a further blob.
        ExportError when they cannot be made, when a redaction no longer fits its page, or when the words are found.
        """
        case, gate = self._gate.case, self._gate
        boxes = tuple(boxes_on(gate, rendition, control))
        sent = tuple(RedactBox(each.page, each.box, each.code) for each in boxes)
        try:
            original = contents.read(case, rendition.content)
            pixels, seen = self._rebuilt(original, len(renditions.sizes(case, rendition.id)), sent)
            layers, whole = self._words(rendition, original, seen, boxes)
            request = Stamp(marks, label, layers, labels, single=bool(labels), unseen=False)
            made = self._workers.ask(request, pixels, seconds=SECONDS)
        except WorkerError as error:
            raise ExportError(
                f"the pages of {control} could not be redacted: {error}",
                "Nothing was written. Leave the item out, or redact it on paper.",
            ) from error
        words, legible = gate.sought(rendition.item), legible_in(gate, rendition.item)
        self._attack_pages(control, made.blobs, words, sent, legible)
        gate.cover(rendition.item, len(boxes))
        if not whole:
            message = made.message
            made.message = type(message)(message.engine, (*message.remarks, Reason("pages.redacted_no_words")))
        return made, boxes

    def _rebuilt(
        self, original: bytes, count: int, boxes: tuple[RedactBox, ...]
    ) -> tuple[list[bytes], dict[int, WordLayer]]:
        """The pages as pixels, some to a file, and the words of those on which it is certain what is seen.

        How many are in a file depends on nothing but the original, so that the same input gives the same bytes.
        """

        def some(pages: tuple[int, ...]) -> tuple[bytes, SeenWordsOf]:
            copy = self._workers.ask(Redact(boxes, pages=pages), [original], seconds=SECONDS).blobs[0]
            request = SeenWords(boxes, pages)
            return copy, self._workers.ask(request, [original, copy], seconds=SECONDS).message

        shares = shares_of(count, len(original))
        with ThreadPoolExecutor(self._workers.jobs, thread_name_prefix="rebuilding") as pool:
            made = list(pool.map(some, shares))
        return [copy for copy, _ in made], {layer.page: layer for _, seen in made for layer in seen.layers}

    def _attack_pages(
        self,
        control: str,
        pdfs: Sequence[bytes],
        words: Sequence[str],
        sent: tuple[RedactBox, ...],
        legible: tuple[Legible, ...],
    ) -> None:
        """Attack the whole, for its words and for its boxes at once, and each page alone."""
        whole, attack = f"the pages of {control}", partial(attack_file, self._workers)
        tried = [
            partial(attack, whole, pdfs[0], words, legible=legible),
            partial(attack, whole, pdfs[0], (), boxes=sent),
        ]
        for page, single in enumerate(pdfs[1:], 1):
            may = tuple(Legible(each.word, _on(page, each.at)) for each in legible)
            of_it = f"page {page} of {control}"
            tried.append(partial(attack, of_it, single, words, boxes=_on(page, sent), legible=may))
        with ThreadPoolExecutor(self._workers.jobs, thread_name_prefix="attacking") as pool:
            for done in [pool.submit(each) for each in tried]:
                done.result()

    def attack(self, name: str, data: bytes, words: Sequence[str]) -> None:
        """ExportError, naming the place, when a file holds one of some words."""
        attack_file(self._workers, name, data, words)

    def attack_of(self, name: str, data: bytes, item: ItemId) -> None:
        """The same of the pages of an item, or of their words: what was declined there may be read where it was."""
        attack_of(self._gate, self._workers, name, data, item)

    def _words(
        self, rendition: Rendition, original: bytes, seen: Mapping[int, WordLayer], boxes: Sequence[PageBox]
    ) -> tuple[tuple[WordLayer, ...], bool]:
        """The words beside the boxes, and whether those of each page are known.

        Of a page on which only letters are seen they are its own; of a scan without boxes, and without words of
        its own beside those of OCR, those that OCR read before; of any other those that OCR reads in the pixels now,
        which it cannot where there is no language data.
        """
        known = dict(seen)
        covered = {each.page for each in boxes}
        for layer in word_layers(self._gate.case, rendition.id, whole=True):
            if layer.page not in covered:
                known.setdefault(layer.page, layer)
        count = len(renditions.sizes(self._gate.case, rendition.id))
        rest = [each for each in range(1, count + 1) if each not in known]
        if rest and self._language:
            known |= {layer.page: layer for layer in self._recognised(original, rest, boxes)}
        kept = (_beside(layer, boxes) for _, layer in sorted(known.items()))
        return tuple(kept), not rest or bool(self._language)

    def _recognised(self, original: bytes, numbers: Sequence[int], boxes: Sequence[PageBox]) -> Iterator[WordLayer]:
        """The words that OCR reads in the pixels of some pages.

        It is given the same pixels with the boxes white: at black ones it loses the words beside them.
        """
        blank = tuple(RedactBox(each.page, each.box, "") for each in boxes)
        request = Redact(blank, white=True, pages=tuple(numbers))
        pixels = self._workers.ask(request, [original], seconds=SECONDS).blobs[0]
        if self._ocr is None:
            folder = tessdata.folder_for(self._language)
            self._ocr = self._held.enter_context(ocr_workers(folder, self._language, self._jobs))
        ocr, jobs = self._ocr, max(1, min(self._jobs, len(numbers)))
        shares = [list(enumerate(numbers, 1))[first::jobs] for first in range(jobs)]
        with ThreadPoolExecutor(jobs, thread_name_prefix="redacting") as pool:
            for part in pool.map(lambda share: list(_read(ocr, pixels, share)), shares):
                yield from part


def shares_of(count: int, size: int) -> list[tuple[int, ...]]:
    """The pages of a document of so many bytes that are rebuilt at once: fewer and longer shares of a large one."""
    most = max(2, _MOST_SENT // max(1, 2 * size))  # it is sent once for the pixels and once for the words
    share = max(_SHARE, -(-count // most))
    return [tuple(range(first, min(first + share, count + 1))) for first in range(1, count + 1, share)]


def word_layers(case: Case, rendition: RenditionId, *, whole: bool = False) -> tuple[WordLayer, ...]:
    """The words that OCR read, for an exhibit to carry; ``whole`` leaves out pages that have words of their own too."""
    layers = []
    for known in ocr_pages.of_rendition(case, rendition):
        page = renditions.page(case, rendition, known.number)
        if page is not None and known.confidence is not None:
            boxes = unpack_boxes(page.boxes, len(page.text))
            read = ocr_pages.confidences(case, rendition, known.number)
            own = any(by == NATIVE and not char.isspace() for char, by in zip(page.text, read, strict=True))
            if not (whole and own):
                layers.append(WordLayer(known.number, tuple(words_of_ocr(page.text, boxes, read))))
    return tuple(layers)


def _beside(layer: WordLayer, boxes: Sequence[PageBox]) -> WordLayer:
    """A page's words without those that stand in a box, or partly."""
    on_page = [each for each in boxes if each.page == layer.page]
    seen = (word for word in layer.words if not any(meets(word[1], each.box) for each in on_page))
    return WordLayer(layer.page, tuple(seen))


def attack_file(
    workers: Workers,
    name: str,
    data: bytes,
    words: Sequence[str],
    *,
    boxes: tuple[RedactBox, ...] = (),
    legible: tuple[Legible, ...] = (),
    pictures: bool = False,
) -> tuple[int, ...]:
    """ExportError, naming the place, when a finished file holds one of some words, or a box in it does not hide.

    So it does for words of places that are ``legible``, where they stand anywhere else. With ``pictures`` it says on
    which pages pictures may have words.
    """
    if not (words or boxes or legible or pictures):
        return ()
    try:
        found: Attacked = workers.ask(Attack(tuple(words), boxes, legible, pictures), [data], seconds=SECONDS).message
    except WorkerError as error:
        raise ExportError(
            f"it could not be checked whether {name} holds what is redacted, or names a confidential source: {error}",
            "Nothing was written. Try again.",
        ) from error
    if found.hits:
        first = next((each for each in found.hits if each.page), found.hits[0])
        if first.where.endswith("unreadable"):
            raise ExportError(
                f"{name} could not be searched whole for what is redacted, or names a source: {first.where}",
                "Nothing was written. Hand out pages in place of an original, or leave the item out.",
            )
        where = f"{first.where}{f', page {first.page}' if first.page else ''}"
        more = f", and in {len(found.hits) - 1} more places" if len(found.hits) > 1 else ""
        raise ExportError(
            f"what is redacted, or names a confidential source, can still be found in {name} ({where}{more})",
            "Nothing was written. `reviewer redaction list CASE` has the redactions, and `reviewer confidential-source "
            "list CASE` who must not be named. Redact the other places too, hand out pages in place of an original, or "
            "leave the item out.",
        )
    return found.pictures


def attack_of(gate: Gate, workers: Workers, name: str, data: bytes, item: ItemId) -> None:
    """ExportError as :func:`attack_file` for the pages of an item, or their words, where some may be read at places."""
    attack_file(workers, name, data, gate.sought(item), legible=legible_in(gate, item))


def legible_in(gate: Gate, item: ItemId) -> tuple[Legible, ...]:
    """The places on the pages of an item of words that :meth:`Gate.sought` leaves out for it."""
    words = gate.withheld.sources.legible.get(item, frozenset())
    return legible_places(gate.case, item, words, gate.withheld.redactions_of(item)) if words else ()


def check_beside(gate: Gate, item: ItemId) -> None:
    """ExportError where what an item is made of beside its pages names a source and no index led to that.

    Those are letters in rings, and what is coded twice. Pages may show such signs without having them as words.
    """
    words = [each for each in gate.sought(item) if each.startswith(SOURCE)]
    if not words:
        return
    for name, text in known_beside(gate.case, items.get(gate.case, item)):
        if first_found(text, words):
            raise ExportError(
                f"a confidential source can still be found in what the case has of {gate.control(item)} ({name})",
                "Nothing was written. `reviewer confidential-source list CASE` has who must not be named. Redact the "
                "place on its pages, or leave the item out.",
            )


def _on(page: int, boxes: Iterable[RedactBox]) -> tuple[RedactBox, ...]:
    """Those of some boxes that are on a page, as on the only one."""
    return tuple(RedactBox(1, each.box, each.label) for each in boxes if each.page == page)


def attack_alone(gate: Gate, name: str, data: bytes) -> None:
    """ExportError as :func:`attack_file` for a single file with words about items, by a worker of its own."""
    words = gate.sought()
    if words:
        with Workers(1) as workers:
            attack_file(workers, name, data, words)


def attack_named(gate: Gate, workers: Workers, name: str, data: bytes, *item: ItemId) -> None:
    """ExportError, naming the file and the place, when a file that is to leave, or its name, holds redacted words.

    In the pages of an item there may be words that were declined there.
    """
    if first_found(name, gate.sought()):
        raise ExportError(
            "the name of a file holds words that are redacted, or name a confidential source", "Nothing was written."
        )
    if item:
        attack_of(gate, workers, name, data, *item)
    else:
        attack_file(workers, name, data, gate.sought())


def boxes_on(gate: Gate, rendition: Rendition, control: str) -> Iterator[PageBox]:
    """The boxes on the pages of an item: of its redactions, and of its privileged passages where those stay."""
    for _, boxes in boxes_by_draft(gate, rendition, control):
        yield from boxes


def boxes_by_draft(gate: Gate, rendition: Rendition, control: str) -> Iterator[tuple[Draft, list[PageBox]]]:
    """The same, each with what it is of: a redaction, or else words that are privileged."""
    case = gate.case
    texts = renditions.texts(case, rendition.id)
    pages: dict[int, PageText] = {}
    for draft in (*(each.what for each in gate.withheld.redactions_of(rendition.item)), *_privileged(gate, rendition)):
        if draft.anchor is not None and not still_holds(texts, draft.anchor):
            raise ExportError(
                f"a redaction on page {draft.first_page} of {control} no longer fits the words there",
                "Nothing was written. Remove it and redact the words anew.",
            )
        for number in range(draft.first_page, draft.last_page + 1):
            page = pages.get(number) or renditions.page(case, rendition.id, number)
            if page is None:
                raise ExportError(f"page {number} of {control} is missing", "Verify the case: `reviewer case verify`.")
            pages[number] = page
        found = boxes_of(draft, pages)
        covered = {box.page for box in found}
        parts = enumerate([] if draft.anchor is None else draft.anchor.quote.split("\f"), draft.first_page)
        lacking = [number for number, part in parts if part.strip() and number not in covered]
        if lacking or not found:
            raise ExportError(
                f"the words of a redaction on page {[*lacking, draft.first_page][0]} of {control} have no place on it",
                "Nothing was written. Redact the region or the page in place of the words.",
            )
        yield draft, found


def _privileged(gate: Gate, rendition: Rendition) -> Iterator[Draft]:
    found = gate.withheld.privileged_on(rendition.item)
    if gate.withheld.has_privileged_words(rendition.item) and not found:
        raise ExportError(
            f"words of a copy of {gate.control(rendition.item)} are privileged, and are not marked on its own pages",
            "Nothing was written. Mark them here as well: `reviewer privilege set CASE ITEM --passage N`.",
        )
    for each in found:
        anchor = passages.get(gate.case, each).passage.anchor
        call = privilege_calls.of_item(gate.case, rendition.item, each)
        code = _OTHER_CODE if call is None else _CODES.get(call.kind, _OTHER_CODE)
        first, last = anchor.span.start.page, anchor.span.end.page
        yield Draft(rendition.item, rendition.id, RedactionKind.WORDS, first, last, code, anchor)


def _read(ocr: Workers, pixels: bytes, pages: Sequence[tuple[int, int]]) -> Iterator[WordLayer]:
    """The words of pages, given by their number among the pixels and by their own."""
    with ocr.session() as session:
        session.ask(OpenDocument(), [pixels])
        for place, number in pages:
            answer: Ocred = session.ask(Ocr(place, anyway=True), seconds=_PAGE_SECONDS).message
            page = answer.page
            try:
                check_page(page.width, page.height, page.text, page.boxes)
            except ValueError as error:
                raise nonsense(str(error)) from error
            found = words_of_ocr(page.text, unpack_boxes(page.boxes, len(page.text)), answer.confidences)
            yield WordLayer(number, tuple(found))
