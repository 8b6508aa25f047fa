"""Make the pages of an item without what is redacted, and try to find it in them before they leave.

The pages are rebuilt from pixels by a worker; their words, for whoever searches, are those that OCR reads in the
pixels. What is finished is attacked: one hit and it is not kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from reviewer.casefile.evidence import contents, privilege_calls
from reviewer.casefile.pages import passages, renditions
from reviewer.desktop import tessdata
from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.exports.redaction import Draft, RedactionKind, first_found
from reviewer.domain.exports.redaction_boxes import PageBox, boxes_of
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.ocr import words as words_of_ocr
from reviewer.domain.pages.page_text import Box, check_page, unpack_boxes
from reviewer.domain.pages.passage import still_holds
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import ExportError
from reviewer.isolation.errors import nonsense
from reviewer.isolation.exhibit_messages import Attack, Attacked, Redact, RedactBox, StampMark, WordLayer
from reviewer.isolation.ocr import ocr_workers
from reviewer.isolation.protocol import (
    Frame,
    Ocr,
    Ocred,
    OpenDocument,
    Stamp,
)
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.exports.gate import ExportFolder, Gate
from reviewer.usecases.pages.ocr import DEFAULT_LANGUAGE

SECONDS = 600.0
"""For the pixels of one document."""

_PAGE_SECONDS = 120.0
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
            pixels = self._workers.ask(Redact(sent), [original], seconds=SECONDS).blobs[0]
            layers = self._words(original, len(renditions.sizes(case, rendition.id)), boxes)
            request = Stamp(marks, label, layers, labels, single=bool(labels))
            made = self._workers.ask(request, [pixels], seconds=SECONDS)
        except WorkerError as error:
            raise ExportError(
                f"the pages of {control} could not be redacted: {error}",
                "Nothing was written. Leave the item out, or redact it on paper.",
            ) from error
        words = gate.sought(rendition.item)
        self.attack(f"the pages of {control}", made.blobs[0], words, sent)
        for page, single in enumerate(made.blobs[1:], 1):
            on_it = tuple(RedactBox(1, each.box, each.label) for each in sent if each.page == page)
            self.attack(f"page {page} of {control}", single, words, on_it)
        gate.cover(rendition.item, len(boxes))
        if not self._language:
            message = made.message
            made.message = type(message)(message.engine, (*message.remarks, Reason("pages.redacted_no_words")))
        return made, boxes

    def attack(self, name: str, data: bytes, words: Sequence[str], boxes: tuple[RedactBox, ...] = ()) -> None:
        """ExportError, naming the place, when a file holds one of some words, or a box does not hide."""
        attack_file(self._workers, name, data, words, boxes)

    def _words(self, original: bytes, count: int, boxes: Sequence[PageBox]) -> tuple[WordLayer, ...]:
        """The words that OCR reads in the pixels of each page; none without an engine.

        It is given the same pixels with the boxes white: at black ones it loses the words beside them.
        """
        if not self._language:
            return ()
        blank = tuple(RedactBox(each.page, each.box, "") for each in boxes)
        pixels = self._workers.ask(Redact(blank, white=True), [original], seconds=SECONDS).blobs[0]
        if self._ocr is None:
            folder = tessdata.folder_for(self._language)
            self._ocr = self._held.enter_context(ocr_workers(folder, self._language, self._jobs))
        ocr, jobs = self._ocr, max(1, min(self._jobs, count))
        shares = [range(first, count + 1, jobs) for first in range(1, jobs + 1)]
        with ThreadPoolExecutor(jobs, thread_name_prefix="redacting") as pool:
            parts = pool.map(lambda numbers: list(_read(ocr, pixels, numbers, boxes)), shares)
            return tuple(sorted((layer for part in parts for layer in part), key=lambda layer: layer.page))


def attack_file(
    workers: Workers, name: str, data: bytes, words: Sequence[str], boxes: tuple[RedactBox, ...] = ()
) -> None:
    """ExportError, naming the place, when a finished file holds one of some words, or a box in it does not hide."""
    if not words and not boxes:
        return
    try:
        found: Attacked = workers.ask(Attack(tuple(words), boxes), [data], seconds=SECONDS).message
    except WorkerError as error:
        raise ExportError(
            f"it could not be checked that {name} holds nothing redacted: {error}", "Nothing was written. Try again."
        ) from error
    if found.hits:
        first = next((each for each in found.hits if each.page), found.hits[0])
        if first.where.endswith("unreadable"):
            raise ExportError(
                f"{name} could not be searched whole for what is redacted: {first.where}",
                "Nothing was written. Hand out pages in place of an original, or leave the item out.",
            )
        where = f"{first.where}{f', page {first.page}' if first.page else ''}"
        more = f", and in {len(found.hits) - 1} more places" if len(found.hits) > 1 else ""
        raise ExportError(
            f"what is redacted can still be found in {name} ({where}{more})",
            "Nothing was written. `reviewer redaction list CASE` has the redactions. Redact the other places too, "
            "hand out pages in place of an original, or leave the item out.",
        )


def attack_alone(gate: Gate, name: str, data: bytes) -> None:
    """ExportError as :func:`attack_file` for a single file with words about items, by a worker of its own."""
    words = gate.sought()
    if words:
        with Workers(1) as workers:
            attack_file(workers, name, data, words)


def attack_folder(gate: Gate, workers: Workers, folder: ExportFolder, exhibits: Mapping[str, ItemId]) -> None:
    """ExportError, naming the file and the place, when anything in a finished folder holds words that are redacted.

    ``exhibits`` are the pages of items by the names of their files: words that were declined there may stand in them.
    """
    words = gate.sought()
    if words:
        for name, data in folder.files():
            if first_found(name, words):
                raise ExportError("the name of a file holds words that are redacted", "Nothing was written.")
            attack_file(workers, name, data, gate.sought(exhibits[name]) if name in exhibits else words)


def boxes_on(gate: Gate, rendition: Rendition, control: str) -> Iterator[PageBox]:
    """The boxes on the pages of an item: of its redactions, and of its privileged passages where those stay."""
    for _, boxes in boxes_by_draft(gate, rendition, control):
        yield from boxes


def boxes_by_draft(gate: Gate, rendition: Rendition, control: str) -> Iterator[tuple[Draft, list[PageBox]]]:
    """The same, each with what it is of: a redaction, or else words that are privileged."""
    case = gate.case
    texts = renditions.texts(case, rendition.id)
    pages: dict[int, PageText] = {}
    for draft in (*(each.what for each in gate.redactions_of(rendition.item)), *_privileged(gate, rendition)):
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
    found = gate.privileged_on(rendition.item)
    if gate.has_privileged_words(rendition.item) and not found:
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


def _read(ocr: Workers, pixels: bytes, numbers: Sequence[int], boxes: Sequence[PageBox]) -> Iterator[WordLayer]:
    with ocr.session() as session:
        session.ask(OpenDocument(), [pixels])
        for number in numbers:
            answer: Ocred = session.ask(Ocr(number, anyway=True), seconds=_PAGE_SECONDS).message
            page = answer.page
            try:
                check_page(page.width, page.height, page.text, page.boxes)
            except ValueError as error:
                raise nonsense(str(error)) from error
            found = words_of_ocr(page.text, unpack_boxes(page.boxes, len(page.text)), answer.confidences)
            on_page = [each for each in boxes if each.page == number]
            seen = [word for word in found if not any(_meets(word[1], each.box) for each in on_page)]
            yield WordLayer(number, tuple(seen))


_TOUCHES = 0.3
_TOUCHES_POINTS = 2.5
"""The share of a word's height, and the points of it, that may be under a box: lines beside a box touch it. What a box
cuts off further is read wrongly, and the attack would find it there."""


def _meets(word: Box, box: Box) -> bool:
    """Whether a word stands in a box, or partly: what is read there is what stands on the box, or nothing."""
    across = min(word[2], box[2]) - max(word[0], box[0])
    down = min(word[3], box[3]) - max(word[1], box[1])
    most = min(_TOUCHES * (word[3] - word[1]), _TOUCHES_POINTS, _TOUCHES * 0.8 * (box[3] - box[1]))
    return across > 0 and down > most
