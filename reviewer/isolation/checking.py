"""Whether an answer is one to what was asked: everything in it comes from a process that hostile bytes may own."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from reviewer.domain.analysis import near_duplicate, quote_parser, shingles
from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.domain.evidence.reading import DEFECTS, PROTECTION, ROLES, MailFacts, PageText, Reading, State
from reviewer.isolation.exhibit_messages import (
    Attack,
    Attacked,
    Bind,
    DrawPicture,
    Encrypt,
    ReadTexts,
    Redact,
    SeenWords,
    SeenWordsOf,
    Texts,
)
from reviewer.isolation.frames import Frame, ProtocolError
from reviewer.isolation.protocol import (
    Bounds,
    Cells,
    Chunk,
    Convert,
    Decode,
    DecodedPicture,
    Failed,
    Features,
    FindFeatures,
    GoOn,
    Identified,
    Identify,
    Join,
    LayOut,
    Layout,
    LayOutRest,
    MemberPart,
    Members,
    NextMembers,
    Ocr,
    Ocred,
    OpenContainer,
    OpenDocument,
    Opened,
    Pages,
    Pixels,
    Printed,
    PrintPage,
    Raster,
    Read,
    ReadCells,
    Readings,
    ReadPages,
    Request,
    SetText,
    SplitMbox,
    Stamp,
    Wanted,
)
from reviewer.isolation.ranking_messages import LONGEST, MOST_WORDS, Learn, Learned, Rank, Ranked

MAX_PIXELS = 64 * 2**20
"""The largest picture that may be asked for or answered."""
MAX_WANTED = 16 * 2**20
"""The most bytes of a container that a worker may want at once."""
MAX_PART = 16 * 2**20
"""The most bytes of a member that come at once when it comes in parts."""
MAX_POINTS = 1e9
"""The longest side of a page, in points: far beyond any page, and still a number to reckon with."""

MAX_NAME = 2**16
"""The longest name of a member, in characters: as long as the longest value of a header that is read."""
MAX_COUNT = 2**53
"""The largest number of bytes, pages or members that is believed: what a database and JSON hold."""
MAX_ROW, MAX_COLUMN = 10_000_000, 20_000
"""The last row and column of a sheet, far beyond those of any program."""

_OF_CONTAINERS = (Members, Wanted, MemberPart)
_EXPECTED: dict[type, tuple[type, ...]] = {
    Read: (Readings,),
    Identify: (Identified,),
    SplitMbox: (Bounds,),
    OpenContainer: _OF_CONTAINERS,
    NextMembers: _OF_CONTAINERS,
    Chunk: _OF_CONTAINERS,
    GoOn: _OF_CONTAINERS,
    LayOut: (Layout, Printed),
    PrintPage: (Printed,),
    Convert: (Printed,),
    Decode: (DecodedPicture,),
    LayOutRest: (Layout,),
    Join: (Printed,),
    SetText: (Printed,),
    ReadPages: (Pages,),
    ReadTexts: (Texts,),
    ReadCells: (Cells,),
    FindFeatures: (Features,),
    OpenDocument: (Opened,),
    Raster: (Pixels,),
    Ocr: (Ocred,),
    Stamp: (Printed,),
    Redact: (Printed,),
    SeenWords: (SeenWordsOf,),
    Bind: (Printed,),
    Encrypt: (Printed,),
    Attack: (Attacked,),
    DrawPicture: (Pixels,),
    Learn: (Learned,),
    Rank: (Ranked,),
}
_PNG = b"\x89PNG\r\n\x1a\n"
_DATE = re.compile(r"(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?")


def check_answer(request: Request, frame: Frame) -> None:
    """ProtocolError unless the frame answers the request; a :class:`Failed` always does."""
    message = frame.message
    if isinstance(message, Failed):
        _agree(not frame.blobs, "a refusal brings no bytes")
        return
    _agree(type(message) in _EXPECTED[type(request)], f"{type(request).__name__} is not answered by this")
    check = _CHECKS.get(type(message))
    if check is None:
        _agree(not frame.blobs, "there are bytes that belong to nothing")
    else:
        check(request, message, frame.blobs)


def pixels_asked_for(request: Raster, sizes: Sequence[tuple[float, float]]) -> float:
    """How many pixels a raster will have, for a document with pages of these sizes; infinity for what is no picture."""
    if not (math.isfinite(request.scale) and request.scale > 0 and 1 <= request.page <= len(sizes)):
        return math.inf
    width, height = (math.ceil(side * request.scale) for side in sizes[request.page - 1])
    if request.width > 0 and request.height > 0:
        width, height = min(width, request.width), min(height, request.height)
    return width * height


def _agree(agreed: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as an assertion
    if not agreed:
        raise ProtocolError(otherwise)


def _check_learned(request: Learn, message: Learned, blobs: list[bytes]) -> None:
    _agree(not blobs and message.items >= len(request.items) and message.features >= 0, "it did not learn this")


def _check_ranked(request: Rank, message: Ranked, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    _agree(len(message.items) == len(message.why) <= request.most, "there is not one reason for each item")
    _agree(len(set(message.items)) == len(message.items), "an item is ranked twice")
    _agree(set(message.items) <= set(request.among), "an item is ranked that was not asked for")
    words = [word for each in message.why for word in each]
    _agree(all(len(each) <= MOST_WORDS for each in message.why), "there are more words than tell something")
    _agree(all(len(word) <= LONGEST for word in words), "a word is longer than any")


def _check_readings(request: Read, message: Readings, blobs: list[bytes]) -> None:
    _agree(len(message.items) == len(request.items), "there is not one reading for each item")
    _agree(sum(len(reading.children) for reading in message.items) == len(blobs), "children and their bytes differ")
    for reading in message.items:
        _check_reading(reading)


def _check_reading(reading: Reading) -> None:
    _agree(reading.state is State.OK or bool(reading.reasons), "a reading that is not whole gives no reason")
    _check_bounds(reading.bounds)
    _agree(not reading.metadata.keys() & {DEFECTS, PROTECTION}, "it writes what the program writes itself")
    _agree(all(0 <= hidden.page <= MAX_COUNT for hidden in reading.hidden), "words are hidden on an impossible page")
    _agree(0 <= reading.password <= MAX_COUNT, "an impossible password has opened it")
    _agree(all(len(child.name) <= MAX_NAME for child in reading.children), "a child has an impossible name")
    for page in reading.pages:
        _check_page(page)
    if reading.mail is not None:
        _check_mail(reading.mail)
    if reading.features is not None:
        _check_features(reading.features)


def _check_mail(mail: MailFacts) -> None:
    _agree(_DATE.fullmatch(mail.date) is not None, "a date is not of the agreed form")
    _agree(not mail.date or _is_day(mail.date), "a date is in no calendar")
    _agree(mail.zone is None or abs(mail.zone) < 24 * 60, "a zone is a day or more from UTC")
    _agree(all(person.role in ROLES for person in mail.people), "somebody is in no part of a header")


def _is_day(date: str) -> bool:
    try:
        datetime.fromisoformat(date)
    except ValueError:
        return False
    return True


def _check_features(features: TextFeatures) -> None:
    signed = near_duplicate.SIGNATURE_BYTES if features.words else 0
    _agree(0 <= features.words <= near_duplicate.MOST_WORDS, "a text has an impossible number of words")
    _agree(len(features.minhash) == signed, "a signature is not of its size")
    _agree(len(features.fingerprint) in (0, 32) and len(features.lines) in (0, 32), "a digest is not of its size")
    for sample in (features.own, features.quoted):
        _agree(len(sample) % 4 == 0 and len(sample) <= 4 * shingles.MOST_SAMPLED, "a sample is not of its size")
    if features.headers:
        _agree(len(features.headers) <= quote_parser.MOST_HEADERS, "more is quoted than is looked for")
        longest = max(len(said) for header in features.headers for said in header.said)
        _agree(longest <= quote_parser.LONGEST_SAID, "what a quote says is longer than is read of it")


def _check_page(page: PageText) -> None:
    _check_size((page.width, page.height))
    _agree(len(page.boxes) == 16 * len(page.text), "a page has not one box for each code point")


def _check_size(size: tuple[float, float]) -> None:
    _agree(all(0 <= side <= MAX_POINTS for side in size), "a page has an impossible size")  # NaN is not within either


def _check_bounds(bounds: Sequence[tuple[int, int]]) -> None:
    before = 0
    for start, end in bounds:
        _agree(before <= start <= end <= MAX_COUNT, "the messages of a mailbox overlap")
        before = end


def _check_split(_: SplitMbox, message: Bounds, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    _check_bounds(message.messages)


def _check_wanted(_: Request, message: Wanted, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    _agree(
        0 <= message.offset <= MAX_COUNT and 0 < message.length <= MAX_WANTED, "bytes are wanted that cannot be given"
    )


def _check_part(_: Request, __: MemberPart, blobs: list[bytes]) -> None:
    _agree(len(blobs) == 1 and 0 < len(blobs[0]) <= MAX_PART, "there is not one part of a member")


def _check_members(_: Request, message: Members, blobs: list[bytes]) -> None:
    _agree(sum(not member.missing for member in message.items) == len(blobs), "members and their bytes differ")
    _agree(all(member.reasons for member in message.items if member.missing), "a missing member gives no reason")
    _agree(all(len(member.name) <= MAX_NAME for member in message.items), "a member has an impossible name")
    told = (message.declared, *(member.size for member in message.items))
    _agree(
        all(-1 <= number <= MAX_COUNT for number in told), "a container has an impossible number of members or bytes"
    )
    parted = message.parted
    _agree(not parted or (bool(blobs) and not blobs[-1]), "a member is there in parts and as a whole")
    _agree(not parted or not message.items[-1].missing, "a member is missing and there in parts")


def _check_layout(_: LayOut, message: Layout, blobs: list[bytes]) -> None:
    _agree(len(message.resources) == len(blobs), "resources and their bytes differ")


def _check_printed(request: Request, message: Printed, blobs: list[bytes]) -> None:
    _agree(all(0 <= hidden.page <= MAX_COUNT for hidden in message.unseen), "words are hidden on an impossible page")
    if isinstance(request, Stamp) and request.single:
        pages = len(blobs) - 1
        _agree(pages >= 0 and len(request.labels) in {0, pages}, "there is not one document for each page")
    else:
        _agree(len(blobs) == 1, "there is not one document")
        parts = len(request.parts) if isinstance(request, Bind) else len(message.starts)
        _agree(len(message.starts) == parts, "it is not said where each part begins")
        _agree(all(0 <= start <= MAX_COUNT for start in message.starts), "a part begins on an impossible page")


def _check_decoded(_: Request, __: DecodedPicture, blobs: list[bytes]) -> None:
    _agree(len(blobs) == 1 and blobs[0].startswith(_PNG), "there is not one picture")


def _check_pages(request: ReadPages, message: Pages, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    _agree(0 <= message.unread <= (len(message.pages) if request.in_part else 0), "an impossible page was not read")
    for page in message.pages:
        _check_page(page)


def _check_seen(_: SeenWords, message: SeenWordsOf, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    before = 0
    for layer in message.layers:
        _agree(before < layer.page, "the pages of words are not in order")
        _agree(all(-MAX_POINTS <= side <= MAX_POINTS for _, box in layer.words for side in box), "a word is nowhere")
        before = layer.page


def _check_cells(_: ReadCells, message: Cells, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    for sheet in message.sheets:
        before = 0
        for number, cells in sheet.rows:
            _agree(before < number <= MAX_ROW, "the rows of a sheet are not in order")
            _agree(all(0 <= column <= MAX_COLUMN for column, _ in cells), "a cell is beyond the last column")
            before = number
        _agree(
            all(0 < row <= MAX_ROW and 0 <= column <= MAX_COLUMN for row, column in sheet.unvalued),
            "a formula is beyond the last cell",
        )


def _check_found(request: FindFeatures, message: Features, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    _agree(len(message.items) == len(request.messages), "there are not the features of each text")
    for features in message.items:
        _check_features(features)


def _check_opened(_: OpenDocument, message: Opened, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    for size in message.sizes:
        _check_size(size)


def _check_pixels(request: Raster | DrawPicture, message: Pixels, blobs: list[bytes]) -> None:
    _agree(message.width > 0 and message.height > 0, "a picture has no extent")
    _agree(message.width * message.height <= MAX_PIXELS, "a picture is larger than allowed")
    if isinstance(request, DrawPicture):
        fits = message.width <= request.width and message.height <= request.height and not message.shared
        _agree(fits, "a picture is larger than was asked for")
    if message.shared:
        _agree(not blobs, "a picture is there twice")
    else:
        _agree(len(blobs) == 1, "there is not one picture")
        _agree(len(blobs[0]) == message.width * message.height * 3, "a picture is not of its size")


def _check_ocred(_: Ocr, message: Ocred, blobs: list[bytes]) -> None:
    _agree(not blobs, "there are bytes that belong to nothing")
    _check_page(message.page)
    _agree(message.needed or not message.page.text, "a page that needs no words has some")
    _agree(len(message.confidences) == len(message.page.text), "a page has not one confidence for each code point")
    _agree(all(value <= 100 or value == 255 for value in message.confidences), "a confidence is beyond 100")


_CHECKS: dict[type, Callable[[Any, Any, list[bytes]], None]] = {
    Readings: _check_readings,
    Bounds: _check_split,
    Wanted: _check_wanted,
    MemberPart: _check_part,
    Members: _check_members,
    Layout: _check_layout,
    Printed: _check_printed,
    DecodedPicture: _check_decoded,
    Pages: _check_pages,
    SeenWordsOf: _check_seen,
    Cells: _check_cells,
    Features: _check_found,
    Opened: _check_opened,
    Pixels: _check_pixels,
    Ocred: _check_ocred,
    Learned: _check_learned,
    Ranked: _check_ranked,
}
