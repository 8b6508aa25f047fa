"""Whatever bytes come from the other side, the app says that they are nonsense and takes no harm."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.domain.evidence.reading import Child, Hidden, Kind, MailFacts, Member, PageText, Person, Reading, State
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.checking import check_answer
from reviewer.isolation.exhibit_messages import ReadTexts, SeenWords, SeenWordsOf, Texts, WordLayer
from reviewer.isolation.frames import MAGIC, EndOfStreamError, Frame, FrameBounds, ProtocolError, encode, read_frame
from reviewer.isolation.protocol import (
    Answer,
    Bounds,
    Failed,
    Features,
    FindFeatures,
    Identified,
    Identify,
    LayOut,
    Layout,
    Members,
    NextMembers,
    OpenDocument,
    Opened,
    Pages,
    Pixels,
    Printed,
    Raster,
    Read,
    Readings,
    ReadOne,
    ReadPages,
    Request,
    SetText,
    SplitMbox,
    Wanted,
)

_BOUNDS = FrameBounds(message=4096, blobs=8, blob_bytes=4096)


def _mail(date: str = "2016-01-01T15:00:00Z", zone: int | None = -300) -> MailFacts:
    return MailFacts("Offer", (), date, zone, "", "", "", (), "", has_html=False)


def _reading(**changed: object) -> Readings:
    facts: dict[str, object] = {"kind": Kind.EMAIL, "state": State.OK, "mail": _mail()}
    return Readings((Reading(**(facts | changed)),))  # type: ignore[arg-type]


_VALID = b"".join(encode(_reading(children=(Child("a", "image/png"),)), [b"bytes"]))


def test_a_frame_arrives_as_it_was_sent() -> None:
    frame = read_frame(io.BytesIO(_VALID).read, Answer, _BOUNDS)
    assert frame == Frame(_reading(children=(Child("a", "image/png"),)), [b"bytes"])


def test_a_small_frame_of_many_pieces_takes_few_calls_of_the_system() -> None:
    blobs = [bytes([number]) * number for number in range(64)]
    source = io.BytesIO(b"".join(encode(Read((ReadOne("a"),) * 64), blobs)))
    asked: list[int] = []

    def read(size: int) -> bytes:
        asked.append(size)
        return source.read(size)

    assert read_frame(read, Request, FrameBounds()) == Frame(Read((ReadOne("a"),) * 64), blobs)
    assert len(asked) <= 3  # the head, the lengths, and the rest


@pytest.mark.parametrize("step", [1, 7, 4096])
def test_a_frame_arrives_however_it_is_broken_up(step: int) -> None:
    source = io.BytesIO(_VALID)
    assert read_frame(lambda size: source.read(min(size, step)), Answer, _BOUNDS).blobs == [b"bytes"]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_no_frame(noise: bytes) -> None:
    with pytest.raises((ProtocolError, EndOfStreamError)):
        read_frame(io.BytesIO(noise).read, Answer, _BOUNDS)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_a_frame_of_random_bytes_is_nonsense(noise: bytes) -> None:
    frame = struct.pack("<4sII", MAGIC, len(noise), 0) + noise
    with pytest.raises(ProtocolError):
        read_frame(io.BytesIO(frame).read, Answer, _BOUNDS)


@settings(deadline=None)
@given(st.integers(0, len(_VALID) - 1), st.integers(0, 255))
@example(place=_VALID.index(b"Readings"), value=0x80)  # no UTF-8
def test_a_frame_with_one_byte_changed_is_read_or_refused(place: int, value: int) -> None:
    changed = _VALID[:place] + bytes([value]) + _VALID[place + 1 :]
    try:
        frame = read_frame(io.BytesIO(changed).read, Answer, _BOUNDS)
        check_answer(Read((ReadOne(),)), frame)
    except ProtocolError:
        pass


@settings(deadline=None)
@given(st.integers(1, len(_VALID) - 1))
def test_a_frame_that_breaks_off_is_nonsense(length: int) -> None:
    with pytest.raises(ProtocolError):
        read_frame(io.BytesIO(_VALID[:length]).read, Answer, _BOUNDS)


@pytest.mark.parametrize("sizes", [[4096], [4000, 96], [0] * 8])
def test_blobs_of_just_the_size_and_number_allowed_are_read(sizes: list[int]) -> None:
    frame = b"".join(encode(_reading(), [bytes(size) for size in sizes]))
    assert [len(blob) for blob in read_frame(io.BytesIO(frame).read, Answer, _BOUNDS).blobs] == sizes


@pytest.mark.parametrize("sizes", [[4097], [4000, 97], [0] * 9])
def test_blobs_larger_or_more_than_allowed_are_refused_before_any_is_read(sizes: list[int]) -> None:
    frame = b"".join(encode(_reading(), [bytes(size) for size in sizes]))
    sent = io.BytesIO(frame)
    with pytest.raises(ProtocolError, match="larger than allowed"):
        read_frame(sent.read, Answer, _BOUNDS)
    assert sent.tell() <= 12 + 8 * len(sizes), "the head and the lengths, nothing else"


_PAGE = PageText(612.0, 792.0, "ab", bytes(32))
_LAYER = WordLayer(1, (("ab", (0.0, 0.0, 10.0, 10.0)),))
_FEATURES = TextFeatures(9, bytes(256), bytes(8), b"", (QuotedHeader("Ada"),), bytes(32))
_WRONG: list[dict[str, Any]] = [
    {"words": -1},
    {"words": 10**6},
    {"words": 0},  # yet there is a signature
    {"minhash": bytes(255)},
    {"own": bytes(7)},
    {"quoted": bytes(10_000)},
    {"headers": (QuotedHeader(),) * 101},
    {"headers": (QuotedHeader(subject="a" * 5_000),)},
    {"fingerprint": bytes(31)},
    {"lines": bytes(33)},
]


@pytest.mark.parametrize(
    ("request_", "answer", "blobs"),
    [
        (Read((ReadOne(),)), _reading(), []),
        (Read((ReadOne(),)), _reading(state=State.FAILED, reasons=(Reason("picture.damaged"),)), []),
        (Read((ReadOne(),)), _reading(pages=(_PAGE,)), []),
        (Read((ReadOne(),)), Failed(Reason("picture.damaged")), []),
        (Identify(), Identified(Kind.PDF), []),
        (Read((ReadOne(),)), _reading(features=_FEATURES), []),
        (FindFeatures((True,)), Features((_FEATURES,)), []),
        (SplitMbox(), Bounds(((0, 10), (10, 20))), []),
        (LayOut("A-1"), Layout("<p>", (), ""), []),
        (SetText("a"), Printed("engine"), [b"%PDF"]),
        (ReadPages(), Pages((_PAGE,), "engine"), []),
        (ReadTexts(), Texts(("ab", "")), []),
        (SeenWords(()), SeenWordsOf((_LAYER, WordLayer(3, ()))), []),
        (OpenDocument(), Opened(((612.0, 792.0),)), []),
        (Raster(1, 1.0), Pixels(2, 1), [b"rgbrgb"]),
    ],
)
def test_answers_that_fit_are_taken(request_: Request, answer: Answer, blobs: list[bytes]) -> None:
    check_answer(request_, Frame(answer, blobs))


@pytest.mark.parametrize(
    ("request_", "answer", "blobs"),
    [
        (Read((ReadOne(), ReadOne())), _reading(), []),
        *((Read((ReadOne(),)), _reading(features=replace(_FEATURES, **wrong)), []) for wrong in _WRONG),
        (FindFeatures((True, False)), Features((_FEATURES,)), []),
        (Read((ReadOne(),)), _reading(), [b"bytes of no child"]),
        (ReadTexts(), Texts(("ab",)), [b"bytes of nothing"]),
        (SeenWords(()), SeenWordsOf((_LAYER,)), [b"bytes of nothing"]),
        (SeenWords(()), SeenWordsOf((_LAYER, _LAYER)), []),
        (SeenWords(()), SeenWordsOf((WordLayer(1, (("a", (0.0, float("nan"), 1.0, 1.0)),)),)), []),
        (ReadTexts(), Pages((_PAGE,), "engine"), []),
        (Read((ReadOne(),)), _reading(state=State.FAILED), []),
        (Read((ReadOne(),)), _reading(mail=_mail(date="2016-01-01' OR 1=1")), []),
        (Read((ReadOne(),)), _reading(mail=_mail(date="2016-13-45T15:00:00Z")), []),
        (Read((ReadOne(),)), _reading(mail=_mail(zone=10**9)), []),
        (
            Read((ReadOne(),)),
            _reading(mail=replace(_mail(), people=(Person("boss", "Ada", "ada@agency.example"),))),
            [],
        ),
        (Read((ReadOne(),)), _reading(children=(Child("a" * 100_000, "text/plain"),)), [b"a"]),
        (NextMembers(), Members((Member("a" * 100_000),)), [b"a"]),
        (Read((ReadOne(),)), _reading(hidden=(Hidden("word", Reason("hidden.more"), 2**64 - 1),)), []),
        (Read((ReadOne(),)), _reading(hidden=(Hidden("word", Reason("hidden.more"), -1),)), []),
        (Read((ReadOne(),)), _reading(password=2**64 - 1), []),
        (Read((ReadOne(),)), _reading(metadata={"defects": "[[["}), []),
        (Read((ReadOne(),)), _reading(metadata={"protection": '[["smime.valid",{}]]'}), []),
        (Read((ReadOne(),)), _reading(bounds=((0, 2**64 - 1),)), []),
        (NextMembers(), Members((Member("a.txt", size=2**64 - 1),)), [b"a"]),
        (NextMembers(), Members((), last=True, declared=2**64 - 1), []),
        (NextMembers(), Members((), last=True, declared=-5), []),
        (NextMembers(), Wanted(2**64 - 1, 1), []),
        (Read((ReadOne(),)), _reading(bounds=((0, 10), (5, 20))), []),
        (Read((ReadOne(),)), _reading(bounds=((-1, 10),)), []),
        (Read((ReadOne(),)), _reading(pages=(PageText(612.0, 792.0, "abc", bytes(32)),)), []),
        (Read((ReadOne(),)), _reading(pages=(PageText(float("nan"), 792.0, "ab", bytes(32)),)), []),
        (Read((ReadOne(),)), Identified(Kind.PDF), []),
        (Read((ReadOne(),)), Failed(Reason("picture.damaged")), [b"and yet bytes"]),
        (SplitMbox(), Bounds(((10, 5),)), []),
        (SetText("a"), Printed("engine"), []),
        (SetText("a"), Printed("engine", starts=(2**64 - 1,)), [b"%PDF"]),
        (SetText("a"), Printed("engine", unseen=(Hidden("a", Reason("hidden.background"), 2**64 - 1),)), [b"%PDF"]),
        (OpenDocument(), Opened(((float("inf"), 1.0),)), []),
        (OpenDocument(), Opened(((1e12, 1.0),)), []),
        (Raster(1, 1.0), Pixels(2, 1), [b"rgb"]),
        (Raster(1, 1.0), Pixels(0, 0), [b""]),
        (Raster(1, 1.0), Pixels(-1, -1), [b"rgb"]),
        (Raster(1, 1.0), Pixels(10**6, 10**6, shared=True), []),
    ],
)
def test_answers_that_do_not_fit_are_nonsense(request_: Request, answer: Answer, blobs: list[bytes]) -> None:
    with pytest.raises(ProtocolError):
        check_answer(request_, Frame(answer, blobs))
