"""RTF is read whole: every alphabet, changes and notes, what is hidden, and the files inside."""

from __future__ import annotations

import struct

import pytest

from reviewer.domain.evidence.reading import Hidden, Kind, Reading, State
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.reading import read_office


def rtf(body: str) -> bytes:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Mincho;}}"
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1 " + fonts + body + "}").encode("latin-1")


def read(body: str) -> Reading:
    reading, blobs = read_office(rtf(body), ())
    assert len(blobs) == len(reading.children)
    assert reading.kind is Kind.DOCUMENT
    return reading


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\f0 caf\'e9", "café"),
        (r"\f1 \'cf\'f0\'e8\'e2\'e5\'f2", "Привет"),
        (r"\f2 \'83\'65\'83\'58\'83\'67", "テスト"),
        (r"\f2 \'83e\'83X\'83g", "テスト"),  # trail bytes written as the letters they look like
        (r"\u8364?uro \u-3913?", "€uro \uf0b7"),
        (r"\uc2\u12486\'83\'65x", "テx"),
        (r"\u-10187?\u-9019?", "\U0001d4c5"),  # a letter of two numbers
        (r"a\emdash b\rquote s\~c", "a—b’s\u00a0c"),
    ],
)
def test_every_way_to_write_a_letter_gives_the_letter(written: str, meant: str) -> None:
    assert read(written + r"\par").text == meant


def test_hidden_words_and_changes_are_told_apart() -> None:
    body = (
        r"{\*\revtbl {Unknown;}{Bo Reef;}}Seen {\v unseen }and {\deleted\revauthdel1 old}{\revised\revauth1 new}.\par"
    )
    reading = read(body)
    assert reading.hidden == (Hidden("unseen", Reason("hidden.formatted")),)
    assert "Seen [hidden: unseen] and [deleted: old]new." in reading.text
    assert "Deleted by Bo Reef: “old”" in reading.text
    assert "Inserted by Bo Reef: “new”" in reading.text


def test_headers_notes_comments_and_facts_are_kept() -> None:
    body = (
        r"{\info{\title Gifts}{\author Ada Lune}}{\header Northgate\par}{\footer page\par}"
        r"Text{\footnote a note}{\*\atnid AL}{\*\atnauthor Ada Lune}{\*\annotation is it so?}\par"
    )
    reading = read(body)
    assert reading.metadata["title"] == "Gifts"
    assert reading.metadata["author"] == "Ada Lune"
    lines = reading.text.splitlines()
    assert lines == [
        "Header", "Northgate", "Text", "Footnote", "a note", "Comment by Ada Lune", "is it so?", "Footer", "page",
    ]  # fmt: skip


def test_tables_links_and_unknown_destinations() -> None:
    body = (
        r"\trowd\cellx100\cellx200\intbl Officer\cell Device\cell\row\pard"
        r'{\field{\*\fldinst HYPERLINK "https://vendor.example/x"}{\fldrslt our offer}}\par'
        r"{\*\unknowable secret of the format}{\field{\*\fldinst INCLUDEPICTURE http://e.example/p}{\fldrslt pic}}\par"
    )
    text = read(body).text
    assert "Officer\tDevice" in text
    assert "Link: our offer → https://vendor.example/x" in text
    assert "INCLUDEPICTURE http://e.example/p" in text
    assert "secret of the format" not in text


def test_a_packed_file_comes_out_as_it_went_in() -> None:
    inside = b"%PDF-1.4 a bill"
    label = b"\x02\x00bill.pdf\0C:\\tmp\\bill.pdf\0" + struct.pack("<II", 3, 1) + b"x"
    native = label + struct.pack("<I", len(inside)) + inside
    labels = b"".join(struct.pack("<I", len(each)) + each for each in (b"Package\0", b"", b""))
    data = struct.pack("<II", 0x501, 2) + labels + struct.pack("<I", len(native)) + native
    reading, blobs = read_office(rtf(r"{\object\objemb{\*\objclass Package}{\*\objdata " + data.hex() + r"}}\par"), ())
    assert [(child.name, child.media_type) for child in reading.children] == [("bill.pdf", "application/pdf")]
    assert blobs == [inside]


def test_a_document_that_breaks_off_is_read_in_part() -> None:
    reading, _ = read_office(rtf(r"kept {\b and this")[:-1], ())
    assert reading.state is State.PARTIAL
    assert "kept and this" in reading.text


def test_groups_without_end_do_no_harm() -> None:
    reading, _ = read_office(b"{\\rtf1 " + b"{" * 200_000 + b"deep", ())
    assert reading.state is State.PARTIAL
    assert "deep" in reading.text


def test_words_of_fields_that_their_results_do_not_show_are_called_hidden_once() -> None:
    inner = r'{\field{\*\fldinst QUOTE "eleven more"}{\fldrslt no more}}'
    body = (
        r'{\field{\*\fldinst IF 1 = 2 "fourteen uses" "shown"}{\fldrslt shown}}\par'
        r'{\field{\*\fldinst QUOTE "same words" \\* MERGEFORMAT}{\fldrslt {\b same} words}}\par'
        r'{\field{\*\fldinst SET promise "at the station"}}\par'
        rf'{{\field{{\*\fldinst IF {inner} = "a" "kept back" "b"}}{{\fldrslt b}}}}\par'
    )
    reading = read(body)
    assert [each.text for each in reading.hidden] == [
        '[Field: IF 1 = 2 "fourteen uses" "shown"]',
        '[Field: SET promise "at the station"]',
        '[Field: QUOTE "eleven more"][Field: IF no more = "a" "kept back" "b"]',
    ]
    assert reading.text.count("same words") == 1


def test_fields_without_an_end_lose_no_words_of_a_note() -> None:
    reading = read(r'Text{\footnote\field{\*\fldinst QUOTE "kept back"}{\fldrslt seen}} after\par')
    assert "seen" in reading.text
    assert "Text after" in reading.text
    assert [each.text for each in reading.hidden] == ['[Field: QUOTE "kept back"]']


def test_an_instruction_that_nothing_closes_keeps_no_words_from_the_reader() -> None:
    inner = r"{\field{\*\fldinst PAGE eleven more\par at the station"
    body = r"Before {\field{\*\fldinst IF fourteen uses " + inner
    reading, _ = read_office(rtf(body)[:-1], ())
    assert [each.text for each in reading.hidden] == ["[Field: IF fourteen uses PAGE eleven more at the station]"]
    assert Reason("office.group_open") in reading.reasons
