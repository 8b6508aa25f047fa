"""What the app and its workers say to each other: requests, and the answers to them, as typed messages.

How a message goes over the wire, with any number of raw byte strings, is for `frames`. Workers import these two,
`exhibit_messages` and `ranking_messages`, and nothing else of the package.
"""

from __future__ import annotations

import msgspec

from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.domain.evidence.reading import Hidden, Kind, Member, PageText, Reading
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.exhibit_messages import ExhibitAnswer, ExhibitRequest, StampMark, WordLayer
from reviewer.isolation.ranking_messages import RankingAnswer, RankingRequest

# ── requests ────────────────────────────────────────────────────────────────────────────────────────────────────


class ContainerBounds(msgspec.Struct, frozen=True):
    """How much may come out of an archive: members, bytes of one, bytes of all, and how many times its own size.

    Of a member with more than ``held`` bytes each part is answered as it comes out.
    """

    members: int = 100_000
    member: int = 16 * 2**30
    total: int = 64 * 2**30
    ratio: int = 100
    held: int = 32 * 2**20


class ReadOne(msgspec.Struct, frozen=True):
    """One item to read: its name (a hint, never trusted) and whether an mbox held it (``>From `` is unquoted)."""

    name: str = ""
    from_mbox: bool = False


class Read(msgspec.Struct, frozen=True, tag=True):
    """Read some items; one blob each, in order. Answered by :class:`Readings`.

    ``passwords`` are tried on each that is locked.
    """

    items: tuple[ReadOne, ...]
    passwords: tuple[str, ...] = ()


class Identify(msgspec.Struct, frozen=True, tag=True):
    """Tell the kind of an item by its first bytes (one blob). Answered by :class:`Identified`."""

    name: str = ""


class SplitMbox(msgspec.Struct, frozen=True, tag=True):
    """The next chunk (one blob) of an mbox; ``first`` forgets what came before. Answered by :class:`Bounds`."""

    first: bool = False
    last: bool = False


class OpenContainer(msgspec.Struct, frozen=True, tag=True):
    """Begin to take the members out of a store or an archive of ``size`` bytes. Answered as :class:`NextMembers`.

    The bytes are not sent along: the worker asks for those it needs (:class:`Wanted`), so a container may be of any
    size. ``name`` is a hint for what a single compressed file is called. ``parts`` are the sizes of the files that were
    joined, where it was split.
    """

    kind: Kind
    size: int
    name: str = ""
    passwords: tuple[str, ...] = ()
    bounds: ContainerBounds = ContainerBounds()
    parts: tuple[int, ...] = ()


class NextMembers(msgspec.Struct, frozen=True, tag=True):
    """The next members of the open container. Answered by :class:`Members`, before by Wanted and MemberPart."""

    items: int = 64
    bytes: int = 4 * 2**20


class Chunk(msgspec.Struct, frozen=True, tag=True):
    """The bytes of the container that were wanted (one blob). Answered as what the worker is at work on."""


class GoOn(msgspec.Struct, frozen=True, tag=True):
    """The part of a member is in safe hands. Answered as what the worker is at work on."""


class LayOut(msgspec.Struct, frozen=True, tag=True):
    """Make the pages of an item (one blob). Answered by a :class:`Layout` to print, or a :class:`Printed` that is done.

    ``item`` is the control number and ``attachments`` the names to list in the header block. ``name`` is a hint.
    """

    item: str
    attachments: tuple[str, ...] = ()
    from_mbox: bool = False
    name: str = ""
    passwords: tuple[str, ...] = ()


class PrintPage(msgspec.Struct, frozen=True, tag=True):
    """To the print worker: print this page to PDF. Blobs are the resources, in order. Answered by :class:`Printed`."""

    html: str
    resources: tuple[Resource, ...] = ()
    paper: str = "Letter"


class Convert(msgspec.Struct, frozen=True, tag=True):
    """To the converter: the pages of an Office document (one blob) by LibreOffice. Answered by :class:`Printed`."""

    passwords: tuple[str, ...] = ()


class Decode(msgspec.Struct, frozen=True, tag=True):
    """To the decoder: the pixels of a picture (one blob) that no reader can decode. :class:`DecodedPicture` answers."""


class LayOutRest(msgspec.Struct, frozen=True, tag=True):
    """Lay out what an Office document (first blob) says and pages made of it (second blob) do not show.

    ``item`` is the control number. Answered by :class:`Layout`.
    """

    item: str
    passwords: tuple[str, ...] = ()


class Join(msgspec.Struct, frozen=True, tag=True):
    """Make one PDF of the pages of several (the blobs), ``legible`` only of letters that can be read, as a Printed."""

    legible: bool = False


class SetText(msgspec.Struct, frozen=True, tag=True):
    """Set plain text as pages, below ``why`` they are plain. Answered by :class:`Printed`."""

    text: str
    paper: str = "Letter"
    why: Reasons = ()


class ReadPages(msgspec.Struct, frozen=True, tag=True):
    """Read the text of every page of a PDF (one blob). Answered by :class:`Pages`.

    ``in_part`` says to leave the last pages without words where the time of an item is not enough for them.
    """

    in_part: bool = False


class ReadCells(msgspec.Struct, frozen=True, tag=True):
    """Read the cells of a workbook (one blob) with their places. Answered by :class:`Cells`."""

    passwords: tuple[str, ...] = ()


class FindFeatures(msgspec.Struct, frozen=True, tag=True):
    """Make what texts (UTF-8, a blob each) are compared by; are they bodies of mail? Answered by :class:`Features`."""

    messages: tuple[bool, ...]


class OpenDocument(msgspec.Struct, frozen=True, tag=True):
    """Hold a PDF (one blob) for the rasters that follow. Answered by :class:`Opened`."""


class Raster(msgspec.Struct, frozen=True, tag=True):
    """Draw part of a page (from 1) of the held document, at ``scale`` pixels per point. Answered by :class:`Pixels`.

    The clip is in pixels of the whole page at that scale; an empty one (zero width) means all of it.
    """

    page: int
    scale: float
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0


class Ocr(msgspec.Struct, frozen=True, tag=True):
    """Recognise a page, counted from 1, of the held document; for a worker with an OCR engine.

    ``text`` is what the page itself says, by which is judged whether it needs it; ``anyway`` does without that, and
    ``pictures`` where pictures on it may have words. Answered by :class:`Ocred`.
    """

    page: int
    text: str = ""
    anyway: bool = False
    pictures: bool = False


class Stamp(msgspec.Struct, frozen=True, tag=True):
    """Make an exhibit of a PDF (its parts as blobs): highlights, labels, words to search. Answered by Printed."""

    marks: tuple[StampMark, ...]
    label: str = ""
    layers: tuple[WordLayer, ...] = ()
    labels: tuple[str, ...] = ()  # one a page, in place of ``label``
    single: bool = False  # a blob for each page alone follows, without highlights
    unseen: bool = True  # words that no page shows are looked for, and told


_Containers = OpenContainer | NextMembers | Chunk | GoOn
_Pages = LayOut | PrintPage | Convert | Decode | LayOutRest | Join | SetText | ReadPages | ReadCells | Stamp
_Pictures = OpenDocument | Raster | Ocr
Request = (
    Read | Identify | SplitMbox | _Containers | _Pages | _Pictures | FindFeatures | ExhibitRequest | RankingRequest
)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Resource(msgspec.Struct, frozen=True):
    """An inline image the page may load, by the relative name the HTML uses for it."""

    name: str
    media_type: str


class Readings(msgspec.Struct, frozen=True, tag=True):
    """One reading per item asked for. Blobs: the bytes of all children, reading by reading, in order."""

    items: tuple[Reading, ...]


class Identified(msgspec.Struct, frozen=True, tag=True):
    """The kind of an item."""

    kind: Kind


class Bounds(msgspec.Struct, frozen=True, tag=True):
    """Messages of an mbox that are now complete: (start, end) byte offsets from the beginning of the mailbox."""

    messages: tuple[tuple[int, int], ...]


class Wanted(msgspec.Struct, frozen=True, tag=True):
    """Bytes of the open container that the worker needs before it can answer."""

    offset: int
    length: int


class MemberPart(msgspec.Struct, frozen=True, tag=True):
    """The next bytes (one blob) of a member that is too large to hold; what it is follows with the members.

    With ``first`` a member begins, in the place of one that came in parts before and turned out to be of no use.
    """

    first: bool = False


class Members(msgspec.Struct, frozen=True, tag=True):
    """The next members of a container; blobs: the bytes of those that are not missing, in order.

    With ``last`` there are no more, and the rest is final: ``declared`` is how many members the container says it
    has (-1 if it does not say), ``remarks`` tell what of it could not be read, ``format`` is its name for people.
    What it holds may be seen with a password only (``locked``), or not at all (``opaque``). With ``parted`` the bytes
    of the last one came before, in parts; its blob is empty.
    """

    items: tuple[Member, ...]
    last: bool = False
    declared: int = -1
    remarks: Reasons = ()
    format: str = ""
    locked: bool = False
    opaque: bool = False
    parted: bool = False


class Layout(msgspec.Struct, frozen=True, tag=True):
    """A page to print, blobs being its resources; or only the same as ``text``, to be set for the reasons ``plain``."""

    html: str
    resources: tuple[Resource, ...]
    text: str
    plain: Reasons = ()


class Printed(msgspec.Struct, frozen=True, tag=True):
    """A PDF, in the one blob; what made it, what is not as usual, and on which pages each further of several begins."""

    engine: str
    remarks: Reasons = ()
    starts: tuple[int, ...] = ()
    unseen: tuple[Hidden, ...] = ()  # words that no page of it shows, where they were looked for


class DecodedPicture(msgspec.Struct, frozen=True, tag=True):
    """A picture as PNG, in the one blob. ``engine`` names what decoded it, with its version."""

    engine: str


class Pages(msgspec.Struct, frozen=True, tag=True):
    """The text of every page; ``unread`` is the first one, from 1, that no time was left for, or 0."""

    pages: tuple[PageText, ...]
    engine: str
    unread: int = 0


class Features(msgspec.Struct, frozen=True, tag=True):
    """What each text is compared by, in order."""

    items: tuple[TextFeatures, ...]


class SheetCells(msgspec.Struct, frozen=True):
    """A sheet: its rows by number, from 1 and upwards, with the cells that hold anything by column, from 0.

    ``unvalued`` are the row and column of cells that show a formula, as no value is stored for it.
    """

    name: str
    rows: tuple[tuple[int, tuple[tuple[int, str], ...]], ...]
    unvalued: tuple[tuple[int, int], ...] = ()


class Cells(msgspec.Struct, frozen=True, tag=True):
    """The sheets of a workbook that are not hidden; ``remarks`` tell what of it could not be read."""

    sheets: tuple[SheetCells, ...]
    remarks: Reasons = ()


class Opened(msgspec.Struct, frozen=True, tag=True):
    """The held document's page sizes, in points as displayed."""

    sizes: tuple[tuple[float, float], ...]


class Pixels(msgspec.Struct, frozen=True, tag=True):
    """An RGB picture, 3 bytes a pixel, rows without padding.

    The bytes are the one blob, or, when ``shared`` is set, the start of the memory shared with this worker.
    """

    width: int
    height: int
    shared: bool = False


class Ocred(msgspec.Struct, frozen=True, tag=True):
    """The words that an OCR engine sees on a page, with a confidence (0 to 100, 255 for white space) per code point.

    ``needed`` is False, and the text empty, when the page turned out not to need it. ``engine`` is name and version.
    """

    needed: bool
    page: PageText
    confidences: bytes
    engine: str


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The worker could not do it, and why. The worker itself is well."""

    reason: Reason


class Ready(msgspec.Struct, frozen=True, tag=True):
    """First frame of every worker: what it is and how it is locked down, each as one short phrase."""

    role: str
    sandbox: tuple[str, ...] = ()
    engine: str = ""


_Evidence = Readings | Identified | Bounds | Wanted | MemberPart | Members
_Made = Layout | Printed | DecodedPicture | Pages | Cells | Features | Opened | Pixels | Ocred | ExhibitAnswer
Answer = _Evidence | _Made | RankingAnswer | Failed | Ready
