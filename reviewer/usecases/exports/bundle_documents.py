"""The documents of a bundle: each with its pages, a slip sheet or the file itself, and its line in the load file."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial

from reviewer.casefile.engine.record import record
from reviewer.casefile.evidence import contents, items, participants
from reviewer.casefile.pages import passages, renditions
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import StayReason, Way
from reviewer.domain.exports.production import PRIVILEGED, Part, Production, family_spans
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line, still_holds
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import ExportError
from reviewer.export import texts as paper_texts
from reviewer.export.bag import Bag
from reviewer.export.bundle_papers import IndexEntry, slip
from reviewer.export.exhibits import without_label
from reviewer.export.load_files import Image, dates, extension
from reviewer.isolation.exhibit_messages import LEFT_OUT, PROPERTIES, ReadTexts, StampMark, Texts
from reviewer.isolation.protocol import Pages, Printed, ReadPages, SetText, Stamp
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.exports import agency, exhibits
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.papers import hidden_words, redaction_log
from reviewer.usecases.exports.papers.hidden_words import HiddenRow
from reviewer.usecases.exports.papers.language import said_in
from reviewer.usecases.exports.redaction.redacting import Redactor, check_beside, word_layers
from reviewer.usecases.pages import item_pages

SECONDS = 300.0
"""For one document: a long scan takes its time."""
_Stamped = tuple[bytes, list[bytes], tuple[str, ...], Printed]
"""A PDF, its pages alone, the words of each, and what was left out of it and is not shown on it."""
_A_FOLDER = 1_000
"""Files of a folder, as platforms like it."""

_SHEETS = {Paper.LETTER: "Letter", Paper.A4: "A4"}
"""What a worker calls the papers."""


@dataclass(frozen=True, slots=True)
class Highlighted:
    """A passage with what may leave of it, and where it is highlighted: one mark a page."""

    passage: MarkedPassage
    marks: tuple[StampMark, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is in the bundle: its line in the load file, its pages in the other, and how it is listed."""

    part: Part
    row: Mapping[str, str]
    images: tuple[Image, ...]
    entry: IndexEntry
    highlighted: tuple[Highlighted, ...] = ()
    quotes: int = 0
    redacted: int = 0
    """Its pages with boxes on them."""
    hidden: tuple[HiddenRow, ...] = ()
    """What its PDF holds and no page of it shows."""
    compared: int = 0
    """Its pages whose words were compared with those that the case has of them."""
    lacking: tuple[str, ...] = ()
    """The numbers of those that lack some."""


@dataclass(slots=True)
class Making:
    """What making the documents of one bundle needs. ``marked`` says whether passages are highlighted."""

    gate: Gate
    workers: Workers
    bag: Bag
    production: Production
    parts: Sequence[Part]
    redactor: Redactor
    marked: bool = True
    paper: Paper = Paper.LETTER
    language: Language = Language.ENGLISH
    spans: Mapping[ItemId, tuple[int, int]] = field(init=False)
    known: Mapping[ItemId, Item] = field(init=False)
    custodians: Mapping[str, str] = field(init=False)
    case_id: str = field(init=False)
    say: paper_texts.Texts = field(init=False)
    """The words of the papers in ``language``."""

    def __post_init__(self) -> None:
        self.say, self.case_id = said_in(self.language), record(self.gate.case).uuid
        self.spans = family_spans(self.parts)
        found = items.iterate(self.gate.case, [part.item for part in self.parts])
        self.known = {each.id: each for each in found}
        names: defaultdict[str, list[str]] = defaultdict(list)
        for part in self.parts:
            item = self.known[part.item]
            if part.way is Way.GOES and item.sha256 and item.custodian:
                names[item.sha256].append(item.custodian)
        self.custodians = {sha256: "; ".join(sorted(set(each))) for sha256, each in names.items()}

    def number(self, number: int) -> str:
        """A number as it is written."""
        return self.production.numbering.written(number)

    @property
    def about(self) -> str:
        """The production by its title, and who it is for."""
        return self.say("paper.for", title=self.production.title, receiver=self.production.receiver)


Made = tuple[Document, Sequence[str]]
"""A document that is in the bundle, and the words of its pages where they go whole."""


def begin(making: Making, part: Part, pool: Executor) -> Callable[[], Made]:
    """Begin with one numbered item: pages that go whole are stamped and read again meanwhile.

    What is returned writes its files into the bag, on the thread that reads the case. ExportError from either when a
    page or a quote is not as it should be.
    """
    if part.way is Way.REDACTED:
        return partial(_redacted, making, part)
    if part.rendition is None:
        return partial(_with_slip, making, part)
    gate, item = making.gate, making.known[part.item]
    gate.check_item(item.id)
    check_beside(gate, item.id)
    rendition = renditions.of_item(gate.case, item.id)
    if rendition is None or rendition.id != part.rendition:
        raise ExportError(f"the pages of {item.control} are not there any more", "Verify the case.")
    texts = renditions.texts(gate.case, rendition.id)
    found = highlighted(gate, item, rendition, texts) if making.marked else ()
    request = _request(making, part, marks_of(found), layers=True, unseen=item.kind in hidden_words.OFFICE)
    source = contents.read(gate.case, rendition.content)
    answer = pool.submit(_stamped, making, part, request, source)
    return partial(_with_pages, making, part, answer, _Known(rendition, texts, found, source))


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Known:
    """What the case knows of pages that go whole: their texts, highlights and bytes."""

    rendition: Rendition
    texts: Sequence[str]
    found: tuple[Highlighted, ...]
    source: bytes


def _with_pages(making: Making, part: Part, answer: Future[_Stamped], known: _Known) -> Made:
    """Write pages that go whole, which must hold the quotes that are highlighted on them."""
    gate, item = making.gate, making.known[part.item]
    quotes = _quotes(known.found)
    pdf, images, read, printed = answer.result()
    _check_words(making, part, pdf, read, quotes)
    lacking = exhibits.lacking(known.texts, read, lambda: _pages_again(making, part, pdf))
    held = hidden_words.held(gate.case, item, known.rendition, known.texts, printed.unseen)
    number = partial(_page_number, making, part)
    hidden = hidden_words.rows(gate, item, held, len(known.texts), number=number, say=making.say)
    text = "\f".join(known.texts)
    making.redactor.attack_of(f"the pages of {item.control}", pdf, item.id)
    making.redactor.attack_of(f"the words of {item.control}", text.encode("utf-8", "replace"), item.id)
    links = _written(making, part, pdf, images, text)
    row = {**_identity(making, part), **_metadata(making, item, known), **links}
    entry = _entry(making, part, item, making.say.semicolon.join(_how(making, item, printed, hidden)))
    told = tuple(number(page) for page in lacking)
    found, count = known.found, len(quotes)
    images_ = _images(making, part)
    made = Document(part, row, images_, entry, found, count, hidden=hidden, compared=len(read), lacking=told)
    return made, known.texts


def _how(making: Making, item: Item, printed: Printed, hidden: Sequence[HiddenRow]) -> Iterator[str]:
    """How pages that go whole are here, as the first page says it. It says of all that they tell of no maker."""
    if item.kind is not Kind.PDF:
        yield making.say("here.from_email" if item.kind is Kind.EMAIL else "here.from_file")
    if any(each.words for each in hidden):
        yield making.say("here.hidden", file=hidden_words.FILE)
    if any(not each.words for each in hidden):
        yield making.say("here.not_searched", file=hidden_words.FILE)
    for reason in (each for each in printed.remarks if each.code == LEFT_OUT):
        what = [each for each in str(dict(reason.args)["what"]).split(", ") if each != PROPERTIES]
        if what:
            yield sentence(Reason(LEFT_OUT, what=", ".join(what)), making.language)


def _redacted(making: Making, part: Part) -> Made:
    """Pages without what is redacted, rebuilt from pixels; of what is known of the item nothing else goes."""
    gate, item = making.gate, making.known[part.item]
    gate.check_pages(item.id)
    rendition = renditions.of_item(gate.case, item.id)
    if rendition is None or rendition.id != part.rendition:
        raise ExportError(f"the pages of {item.control} are not there any more", "Verify the case.")
    frame, boxes = making.redactor.pages(rendition, item.control, labels=tuple(making.production.labels(part)))
    pdf, *images = frame.blobs
    text = "\f".join(_check_pages(making, part, _pages_again(making, part, pdf), ()))
    making.redactor.attack_of(f"the words of {item.control}", text.encode(), item.id)
    links = _written(making, part, pdf, images, text)
    codes = sorted({each.code for each in boxes})
    row = {**_identity(making, part), "REDACTED": "Y", "REDACTREASON": "; ".join(codes), **links}
    told = making.say.semicolon.join(redaction_log.named(gate, code, making.say) for code in codes)
    entry = _entry(making, part, None, making.say("here.redacted", codes=told))
    return Document(part, row, _images(making, part), entry, redacted=len({each.page for each in boxes})), ()


def highlighted(gate: Gate, item: Item, rendition: Rendition, texts: list[str]) -> tuple[Highlighted, ...]:
    """The passages of an item as its pages show them; ExportError when one is not verbatim there."""
    made: list[Highlighted] = []
    going = [each for each in passages.of_item(gate.case, item.id) if each.passage.id not in gate.withheld.passages]
    page_of = exhibits.pages_of(gate.case, rendition.id, going)
    for found in going:
        if not still_holds(texts, found.passage.anchor):
            raise ExportError(
                f"passage {found.passage.id} is not verbatim in the pages of {item.control}", "Verify the case."
            )
        told = gate.marked(found)
        made.append(Highlighted(told, tuple(exhibits.highlights(page_of, told, texts))))
    return tuple(made)


def marks_of(found: Sequence[Highlighted]) -> tuple[StampMark, ...]:
    """All their marks."""
    return tuple(mark for each in found for mark in each.marks)


def _quotes(found: Sequence[Highlighted]) -> list[tuple[int, str]]:
    """The page and the words of each quote that the words of the finished pages must hold."""
    passages_told = [each.passage for each in found]
    anchors = [each.passage.anchor for each in passages_told if each.confidence is None]
    return [(each.span.start.page, each.quote) for each in anchors if each.span.start.page == each.span.end.page]


def _request(making: Making, part: Part, marks: tuple[StampMark, ...], *, layers: bool, unseen: bool = False) -> Stamp:
    rendition = part.rendition
    words = word_layers(making.gate.case, rendition) if layers and rendition is not None else ()
    return Stamp(marks, "", words, tuple(making.production.labels(part)), single=True, unseen=unseen)


def _stamped(making: Making, part: Part, request: Stamp, source: bytes) -> _Stamped:
    """A PDF with its numbers below its pages, each page of it alone, and what is read of it; the case is left alone."""
    try:
        frame = making.workers.ask(request, [source], seconds=SECONDS)
    except WorkerError as error:
        control = making.known[part.item].control
        raise ExportError(
            f"the pages of {control} could not be numbered: {error}",
            "Nothing was written. Try again; if it stays so, leave it out of the production.",
        ) from error
    pdf, *single = frame.blobs
    return pdf, single, _words_again(making, part, pdf), frame.message


def _shown_labels(making: Making, part: Part) -> list[str]:
    """What stands below the pages, in the letters that its font has."""
    return [label.encode("cp1252", "replace").decode("cp1252") for label in making.production.labels(part)]


def _words_again(making: Making, part: Part, pdf: bytes) -> tuple[str, ...]:
    """The words of finished pages, quickly: white space is as it comes."""
    try:
        read: Texts = making.workers.ask(ReadTexts(), [pdf], seconds=SECONDS).message
    except WorkerError as error:
        raise _unreadable(making, part, error) from error
    return read.pages


def _pages_again(making: Making, part: Part, pdf: bytes) -> list[str]:
    """The words of finished pages to the letter, by the reader that the quotes come from."""
    try:
        read: Pages = making.workers.ask(ReadPages(), [pdf], seconds=SECONDS).message
        return [page.text for page in item_pages.checked(read.pages)]
    except WorkerError as error:
        raise _unreadable(making, part, error) from error


def _unreadable(making: Making, part: Part, error: WorkerError) -> ExportError:
    control = making.known[part.item].control
    return ExportError(f"the pages of {control} could not be read again: {error}", "Nothing was written.")


def _check_words(
    making: Making, part: Part, pdf: bytes, texts: Sequence[str], quotes: Sequence[tuple[int, str]]
) -> None:
    """ExportError unless each page bears its number and holds the quotes that are highlighted on it.

    Quotes are looked for with any white space between their words; where one is not there so, its pages are read to
    the letter.
    """
    labels = _shown_labels(making, part)
    found = len(texts) == len(labels) and all(label in text for label, text in zip(labels, texts, strict=True))
    if found and quotes:
        bare = [without_label(text, label) for text, label in zip(texts, labels, strict=True)]
        if not all(quote in bare[page - 1] for page, quote in quotes):
            lines = [one_line(text) for text in bare]
            found = all(one_line(quote) in lines[page - 1] for page, quote in quotes)
    if not found:
        _check_pages(making, part, _pages_again(making, part, pdf), quotes)


def _check_pages(making: Making, part: Part, texts: list[str], quotes: Sequence[tuple[int, str]]) -> list[str]:
    """The words of the pages without their numbers; ExportError as :func:`_check_words`, to the letter."""
    control = making.known[part.item].control
    labels = _shown_labels(making, part)
    if len(texts) != len(labels) or not all(label in text for label, text in zip(labels, texts, strict=True)):
        raise ExportError(f"a page of {control} does not bear its number", "Nothing was written. Verify the case.")
    bare = [without_label(text, label) for text, label in zip(texts, labels, strict=True)]
    for page, quote in quotes:
        if quote not in bare[page - 1]:
            raise ExportError(
                f"{control}, page {page}: a quote is not verbatim in the exhibit",
                "Nothing was written. Mark the passage anew, or remove it.",
            )
    return bare


# ── slip sheets ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _with_slip(making: Making, part: Part) -> Made:
    gate, item, say = making.gate, making.known[part.item], making.say
    number = making.number(part.first)
    row = _identity(making, part)
    withheld, logged = is_withheld(part), part.reason in PRIVILEGED
    native = ""
    if part.native:
        gate.check_item(item.id, original=True)
        message = item.kind is Kind.EMAIL and "format" not in item.metadata  # that of a mailbox has no name of its own
        ending = extension(item.name, "eml" if message else "bin")
        native = f"natives/{_folder(making, part)}/{number}.{ending}"
        data = items.original(gate.case, item.id)
        making.redactor.attack(f"the original of {item.control}", data, gate.sought(item.id))
        making.bag.add(native, data)
        lines = [say("slip.native"), native]
    elif logged:
        lines = [say("slip.privileged"), say("slip.log")]
    elif withheld:  # it holds what stays, and nothing is said of what that is
        lines = [say("slip.stays")]
    else:
        lines = [say(f"slip.{part.reason}")]
    said = slip(number, lines, making.about, agency.shown(gate))
    request = SetText(said, _SHEETS[making.paper], ())
    try:
        sheet = making.workers.ask(request, seconds=SECONDS).blobs[0]
    except WorkerError as error:
        raise ExportError(f"the slip sheet {number} could not be made: {error}", "Try again.") from error
    pdf, images, read, _ = _stamped(making, part, _request(making, part, (), layers=False), sheet)
    _check_words(making, part, pdf, read, ())
    text = items.body(gate.case, item.id) if part.native else "\n".join([number, *lines])
    making.redactor.attack(f"the words of {item.control}", text.encode("utf-8", "replace"), gate.sought(item.id))
    links = _written(making, part, pdf, images, text)
    if withheld:
        row |= {"WITHHELD": "Y", "WITHHOLDREASON": "privileged" if logged else ""}
        entry = _entry(making, part, None, say("here.logged" if logged else "here.withheld"))
    else:
        row |= _metadata(making, item)
        entry = _entry(making, part, item, say("here.native") if native else lines[0].rstrip("."), native)
    return Document(part, {**row, **links, "NATIVELINK": native}, _images(making, part), entry), ()


# ── files and fields ────────────────────────────────────────────────────────────────────────────────────────────────


def _page_number(making: Making, part: Part, page: int) -> str:
    """The number of a page of a document, counted from 1."""
    return making.number(part.first + page - 1)


def _folder(making: Making, part: Part) -> str:
    return f"{(part.first - making.production.first) // _A_FOLDER + 1:03d}"


def _written(making: Making, part: Part, pdf: bytes, images: Sequence[bytes], text: str) -> dict[str, str]:
    """Write the pages and the words of a document; the fields that lead to them."""
    number = making.number(part.first)
    whole, words = f"exhibits/{number}.pdf", f"text/{_folder(making, part)}/{number}.txt"
    making.bag.add(whole, pdf)
    for image, data in zip(_images(making, part), images, strict=True):
        making.bag.add(image.file, data)
    making.bag.add(words, text.encode("utf-8", "replace"))
    return {"PDFLINK": whole, "TEXTLINK": words}


def _images(making: Making, part: Part) -> tuple[Image, ...]:
    return tuple(
        Image(
            making.number(number),
            f"images/{_folder(making, part)}/{making.number(number)}.pdf",
            part.pages if number == part.first else 0,
        )
        for number in range(part.first, part.last + 1)
    )


def _identity(making: Making, part: Part) -> dict[str, str]:
    """The fields that any document has: its numbers, those of its family, how many pages, how confidential."""
    first, last = making.spans[part.family]
    return {
        "BEGBATES": making.number(part.first),
        "ENDBATES": making.number(part.last),
        "BEGATTACH": making.number(first),
        "ENDATTACH": making.number(last),
        "CONTROLNUMBER": making.known[part.item].control,
        "PAGECOUNT": str(part.pages),
        "CONFIDENTIALITY": making.production.confidentiality,
        "PRODUCTIONORDER": making.production.order.value,
    }


def _metadata(making: Making, item: Item, known: _Known | None = None) -> dict[str, str]:
    """What is known of a document that goes whole; what is redacted anywhere is masked.

    Its bytes are read from the case, unless they are those of its pages.
    """
    gate = making.gate
    people: defaultdict[str, list[str]] = defaultdict(list)
    for person in participants.of_item(gate.case, item.id):
        shown = f"{person.name} <{person.address}>" if person.name and person.address else person.name or person.address
        people[person.role].append(shown)
    told = {
        "CUSTODIAN": item.custodian,
        "ALLCUSTODIAN": making.custodians.get(item.sha256, item.custodian),
        **{role.upper(): "; ".join(dict.fromkeys(people[role])) for role in ("from", "to", "cc", "bcc")},
        "SUBJECT": item.subject,
        "FILENAME": item.name,
    }
    told = {name: gate.masked(value) for name, value in told.items()}
    if item.date:
        told |= dates(item.date)
    if item.sha256:
        own = known is not None and known.rendition.content == items.content_of(gate.case, item.id)
        data = known.source if known is not None and own else items.original(gate.case, item.id)
        told |= {
            "FILEEXT": extension(item.name) if "." in item.name else "",
            "FILESIZE": str(item.size),
            "MD5": hashlib.md5(data, usedforsecurity=False).hexdigest(),  # what platforms find duplicates by
            "SHA256": item.sha256,
        }
    return told


def _entry(making: Making, part: Part, item: Item | None, how: str, native: str = "") -> IndexEntry:
    """A document as the first page lists it; of one that is withheld nothing but its numbers."""
    masked = making.gate.masked
    number = making.number(part.first)
    return IndexEntry(
        first=number,
        last=making.number(part.last),
        control=making.known[part.item].control,
        date="" if item is None else item.date.replace("T", " ").removesuffix("Z"),
        sender="" if item is None else masked(item.sender),
        title="" if item is None else masked(item.title),
        pages=part.pages,
        how=making.say.semicolon.join(filter(None, (how, _comes_with(making, part)))),
        file=f"exhibits/{number}.pdf",
        native=native,
    )


def _comes_with(making: Making, part: Part) -> str:
    """What an attachment is listed with: the first document of its family; empty for that itself."""
    first, _ = making.spans[part.family]
    return "" if first == part.first else making.say("here.comes_with", number=making.number(first))


def is_withheld(part: Part) -> bool:
    """Whether a slip sheet stands for an item that is withheld."""
    return part.way is Way.PLACEHOLDER and part.reason in {reason.value for reason in StayReason}
