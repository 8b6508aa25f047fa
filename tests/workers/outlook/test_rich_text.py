"""Rich text as Outlook keeps it: packed, with HTML or plain text wrapped in it. Examples are Microsoft's own."""

from __future__ import annotations

import struct

import pytest

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.outlook.lzfu import unpack
from reviewer.workers.outlook.rtf import read_rtf

# [MS-OXRTFCP], sections 4.1.1 and 4.2.1
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (HELLO, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"),
        (CROSSING, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
        (struct.pack("<II4sI", 17, 5, b"MELA", 0) + b"{rtf}", b"{rtf}"),
    ],
)
def test_packed_text_comes_out(packed: bytes, text: bytes) -> None:
    assert unpack(packed) == (text, None)


def test_damaged_text_comes_out_as_far_as_it_goes() -> None:
    text, remark = unpack(HELLO[:40])
    assert b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".startswith(text)
    assert len(text) > 20
    assert remark == Reason("outlook.rich_text_damaged")


def test_wrapped_html_is_the_html_that_was_wrapped() -> None:
    # [MS-OXRTFEX], section 4.2, shortened
    rtf = (
        rb"{\rtf1\ANSI\ansicpg1251\fromhtml1 \deff0{\fonttbl {\f0\fmodern Courier New;}{\f1\fswiss Arial;}}"
        rb"{\*\htmltag18 <HTML>}{\*\htmltag50 <BODY>}"
        rb"{\*\htmltag0 \par }{\*\htmltag64 <P>}\htmlrtf \pard \htmlrtf0 Note the line break inside a P tag. "
        rb"{\*\htmltag84 <B>}\htmlrtf {\b \htmlrtf0 bold {\*\htmltag92 </B>}\htmlrtf }\htmlrtf0 "
        rb"\'d0\'f3\'f1 \u8364? {\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 \{x\}{\*\mhtmltag84 <gone>}"
        rb"{\*\htmltag72 </P>}{\*\htmltag58 </BODY>}{\*\htmltag27 </HTML>}}"
    )
    assert read_rtf(rtf).html == (
        "<HTML><BODY>\r\n<P>Note the line break inside a P tag. <B>bold </B>Рус € &nbsp;{x}</P></BODY></HTML>"
    )


def test_words_of_rich_text_without_its_machinery() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0;}"
        rb"{\*\generator Riched20;}\f0 Caf\'e9\par \f1\'cf\'f0\f0{\pict\wmetafile8 0102}\tab\u-10179?\u-8704?\line end}"
    )
    assert read_rtf(rtf).text == "Café\r\nПр\t😀\r\nend"


def test_bytes_of_a_picture_are_skipped_and_not_read_as_text() -> None:
    assert read_rtf(b"{\\rtf1 a{\\pict\\bin6 }}{\\x}}b}").text == "ab"


@pytest.mark.parametrize("data", [b"", b"{" * 100_000, b"}" * 100_000, b"{\\rtf1 \\", b"{\\rtf1 \\u99999999999 \\'zz"])
def test_broken_rich_text_ends(data: bytes) -> None:
    read_rtf(data)
