"""Slides come in their order with notes and comments, and hidden ones are told."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.layout import lay_out_office
from reviewer.workers.office.reading import read_office
from reviewer.workers.outlook.compound import rebuild
from tests.workers.office.documents import odf, pptx, shape, slide_part

_AUTHORS = (
    '<p:cmAuthorLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
    '<p:cmAuthor id="0" name="Ada Lune" initials="AL"/></p:cmAuthorLst>'
)
_COMMENTS = (
    '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
    '<p:cm authorId="0" dt="2016-05-03T09:15:00.000" idx="1"><p:text>leave this out</p:text></p:cm></p:cmLst>'
)


def test_slides_stand_in_their_order_with_notes_and_comments() -> None:
    roles = {
        "ppt/presentation.xml": [
            ("rId1", "slide", "slides/slide1.xml"),
            ("rId2", "slide", "slides/slide2.xml"),
            ("rId9", "commentAuthors", "commentAuthors.xml"),
        ],
        "ppt/slides/slide1.xml": [
            ("rId1", "notesSlide", "../notesSlides/notesSlide1.xml"),
            ("rId2", "comments", "../comments/comment1.xml"),
        ],
    }
    parts = {
        "ppt/notesSlides/notesSlide1.xml": slide_part("notes", shape("say it slowly")),
        "ppt/comments/comment1.xml": _COMMENTS,
        "ppt/commentAuthors.xml": _AUTHORS,
    }
    reading, _ = read_office(pptx([("", shape("One")), ("", shape("Two"))], parts, roles), ())
    assert (reading.kind, reading.state) == (Kind.SLIDES, State.OK)
    assert reading.text.splitlines() == [
        "Slide 1",
        "One",
        "Speaker notes",
        "say it slowly",
        "Comment by Ada Lune, 2016-05-03 09:15",
        "leave this out",
        "Slide 2",
        "Two",
    ]


def test_what_no_audience_sees_is_listed_as_hidden() -> None:
    beside = '<a:xfrm><a:off x="9200000" y="0"/><a:ext cx="100" cy="100"/></a:xfrm>'
    shapes = shape("on it") + shape("beside it", place=beside) + shape("veiled", 'id="3" name="B" hidden="1"')
    tall = '<a:xfrm><a:off x="0" y="8685213"/><a:ext cx="2971800" cy="457200"/></a:xfrm>'  # notes pages are tall
    notes = {"ppt/notesSlides/notesSlide1.xml": slide_part("notes", shape("at the foot", place=tall))}
    roles = {"ppt/slides/slide1.xml": [("rId1", "notesSlide", "../notesSlides/notesSlide1.xml")]}
    stray = {"ppt/slides/slide9.xml": slide_part("sld", shape("thrown out"))}
    data = pptx([("", shapes), ('show="0"', shape("skipped"))], {**stray, **notes}, roles)
    reading, _ = read_office(data, ())
    assert [(hidden.text, hidden.how) for hidden in reading.hidden] == [
        ("beside it", "beside the slide"),
        ("veiled", "hidden shape"),
        ("skipped", "hidden slide"),
        ("thrown out", "left in the file, not in the presentation"),
    ]
    assert "Slide 2 (hidden slide)" in lay_out_office(data, "T", ()).html


def test_tables_on_slides_are_tables() -> None:
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    frame = (
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr>"
        f"{cell.format('Officer')}{cell.format('Worth')}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    assert "Officer\tWorth" in read_office(pptx([("", frame)]), ())[0].text


def test_an_opendocument_presentation_has_notes_and_hidden_slides() -> None:
    styles = (
        '<style:style style:name="dp2" style:family="drawing-page">'
        '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    frame = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    body = (
        f'<draw:page draw:name="page1">{frame.format("One")}'
        f"<presentation:notes>{frame.format('say it slowly')}</presentation:notes></draw:page>"
        f'<draw:page draw:name="page2" draw:style-name="dp2">{frame.format("skipped")}</draw:page>'
    )
    reading, _ = read_office(odf("presentation", body, styles), ())
    assert "Speaker notes" in reading.text
    assert "say it slowly" in reading.text
    assert [hidden.how for hidden in reading.hidden] == ["hidden slide"]
    assert "skipped" in reading.hidden[0].text


def record(kind: int, body: bytes, *, instance: int = 0, container: bool = False) -> bytes:
    """A record of an older presentation ([MS-PPT], section 2.3.1)."""
    return struct.pack("<HHI", instance << 4 | (0xF if container else 0), kind, len(body)) + body


def older(*edits: Sequence[str]) -> tuple[bytes, list[int]]:
    """The stream of a presentation saved so many times, each time with these slides, and where each edit is."""
    stream, places, numbers = b"", list[int](), dict[str, int]()
    for words in edits:
        offsets: dict[int, int] = {}
        for word in words:
            if word not in numbers:
                numbers[word] = len(numbers) + 2
                offsets[numbers[word]] = len(stream)
                box = record(0xF00D, record(0x0FA0, word.encode("utf-16-le")), container=True)
                stream += record(0x03EE, record(0xF004, box, container=True), container=True)
        listed = b"".join(record(0x03F3, struct.pack("<5I", numbers[word], 0, 0, numbers[word], 0)) for word in words)
        offsets[1] = len(stream)
        stream += record(0x03E8, record(0x0FF0, listed, container=True), container=True)
        directory = len(stream)
        stream += record(0x1772, b"".join(struct.pack("<II", 1 << 20 | key, at) for key, at in offsets.items()))
        places.append(len(stream))
        stream += record(0x0FF5, struct.pack("<7I", 0, 0, places[-2] if len(places) > 1 else 0, directory, 1, 0, 0))
    return stream, places


def saved(stream: bytes, edit: int, folder: str = "") -> list[tuple[tuple[str, ...], bytes | None]]:
    """The streams of a file whose last edit is said to be at that place."""
    at = (folder,) if folder else ()
    user = struct.pack("<16xI", edit)
    top: list[tuple[tuple[str, ...], bytes | None]] = [(at, None)] if folder else []
    return [*top, ((*at, "PowerPoint Document"), stream), ((*at, "Current User"), user)]


def test_an_older_presentation_saved_twice_shows_its_last_state() -> None:
    stream, places = older(["first", "second"], ["second", "third"])
    reading, _ = read_office(rebuild(bytes(16), saved(stream, places[-1])), ())
    assert reading.state is State.OK
    assert "third" in reading.text


@pytest.mark.parametrize("broken", ["last", "previous"])
def test_a_presentation_whose_list_of_edits_is_broken_keeps_its_slides(broken: str) -> None:
    stream, places = older(["first", "second", "third"], ["first", "second", "third", "fourth"])
    if broken == "previous":  # the second edit leads nowhere
        at = places[1] + 8 + 8
        stream = stream[:at] + struct.pack("<I", 5) + stream[at + 4 :]
    user = places[1] if broken == "previous" else 3
    reading, _ = read_office(rebuild(bytes(16), saved(stream, user)), ())
    assert [word for word in ("first", "second", "third", "fourth") if word in reading.text] == [
        *("first", "second", "third", "fourth")
    ]
    assert Reason("office.edits_broken") in reading.reasons
    assert reading.text.index("first") < reading.text.index("fourth")


def test_a_presentation_saved_for_two_versions_is_read_in_the_newer_form() -> None:
    stream, places = older(["the newer words"])
    before = (("PowerPoint Document",), b"what version 95 wrote" * 300)
    data = rebuild(bytes(16), [before, *saved(stream, places[0], "PP97_DUALSTORAGE")])
    reading, _ = read_office(data, ())
    assert (reading.state, reading.kind) == (State.OK, Kind.SLIDES)
    assert "the newer words" in reading.text
