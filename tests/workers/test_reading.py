"""An item is what its bytes say, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

import pymupdf
import pytest
from PIL import Image

from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import ReadOne
from reviewer.workers import lookalike
from reviewer.workers.lookalike import with_lookalikes
from reviewer.workers.reading import identify, read
from tests.evidence import pdf
from tests.workers.archive.building import tarred, zipped

MAIL = b"From: a@example.com\nTo: b@example.com\nSubject: x\n\nBody\n"
ENVELOPE = b"From a@example.com Mon Mar  7 10:11:12 2016\n"


@pytest.mark.parametrize(
    "head",
    [
        MAIL,
        MAIL.replace(b"\n", b"\r\n"),
        MAIL.replace(b"\n", b"\r"),
        b"\n\n" + MAIL,
        b"\xef\xbb\xbf" + MAIL,
        b"From nobody\n" + MAIL,
        b">From a@example.com Mon Mar  7 10:11:12 2016\n" + MAIL,
        ENVELOPE + MAIL,
        b"X-Spam: no\nX-Other: y\n folded\n" + MAIL,
        b"Message-ID: <1@example.com>\n\nBody",
        b"Return-Path: <>\n\nBody",
        b"From: a@example.com\nthis line is junk\nSubject: x\n\nBody",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x--\n",
        b"Subject: =?utf-8?Q?x?=\n\nBody",
        b"1795\n" + MAIL,
        b"From: a@example.com\nSubject: no body",
        MAIL + b"%PDF-1.4 in the text",
    ],
)
def test_mail_is_known_by_its_header(head: bytes) -> None:
    assert identify("a.pdf", head) is Kind.EMAIL
    assert read(ReadOne("a.pdf"), head)[0].kind is Kind.EMAIL


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\n",
        b"Dear all,\n\nSubject: to approval\nFrom: the desk of\n",
        b"Note: buy milk\nTodo: everything\n\nSubject: x\nFrom: y\n",
        b"HTTP/1.1 200 OK\nDate: Mon, 7 Mar 2016 10:00:00 GMT\nServer: x\n\n",
        b"#!/bin/sh\nFrom: a\nTo: b\n\n",
        b"key: value\nother: value\n",
        b"Subject: a heading in a text\n\nand its paragraph\n",
        b"From now on\nwe meet on Mondays.\n",
        b"<html><body>From: a<br>To: b</body></html>",
    ],
)
def test_other_text_is_not_taken_for_mail(head: bytes) -> None:
    assert identify("mail.eml", head) is (Kind.TEXT if head.strip() else Kind.OTHER)


def test_a_mailbox_has_more_than_one_message() -> None:
    mailbox = ENVELOPE + MAIL + b"\n" + ENVELOPE + MAIL
    assert identify("x", mailbox) is Kind.MBOX
    reading, contents = read(ReadOne("x"), mailbox)
    assert [mailbox[start:end] for start, end in reading.bounds] == [MAIL, MAIL]
    assert contents == []


@pytest.mark.parametrize("pack", [tarred, lambda files: zipped(files, zipfile.ZIP_STORED)], ids=["tar", "zip"])
def test_an_archive_whose_mailbox_is_not_compressed_is_no_mailbox(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    packed = pack({"old.mbox": (ENVELOPE + MAIL + b"\n") * 3_000, "note.txt": b"ask Moore"})
    assert identify("x", packed[:65_536]) is Kind.ARCHIVE
    assert read(ReadOne("x"), packed)[0].kind is Kind.ARCHIVE


def test_a_long_mailbox_is_known_by_its_first_bytes() -> None:
    assert identify("x", (ENVELOPE + MAIL + b"word " * 20_000)[:65_536]) is Kind.MBOX


def test_one_message_with_its_envelope_is_that_message() -> None:
    reading, _ = read(ReadOne("x"), ENVELOPE + MAIL + b"\n>From me\n")
    assert reading.kind is Kind.EMAIL
    assert reading.mail is not None
    assert reading.mail.body == "Body\n\nFrom me\n"


def test_a_pdf_is_read_with_its_pages_and_facts() -> None:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Invoice")
        document.set_metadata({"title": "Order 7"})
        data = document.tobytes()
    assert identify("letter.eml", b"junk\n" + data[:500]) is Kind.PDF
    reading, _ = read(ReadOne("letter.eml"), data)
    assert (reading.kind, reading.state, reading.metadata["title"]) == (Kind.PDF, State.OK, "Order 7")
    assert "Invoice" in reading.pages[0].text


def test_a_damaged_pdf_fails_with_a_reason() -> None:
    reading, _ = read(ReadOne("x.pdf"), b"%PDF-1.7\nnothing follows")
    assert (reading.kind, reading.state) == (Kind.PDF, State.FAILED)
    assert reading.reason


def test_apple_mail_files_end_where_their_count_says() -> None:
    reading, _ = read(ReadOne("1.emlx"), b"%d\n" % len(MAIL) + MAIL + b'<?xml version="1.0"?><plist/>')
    assert reading.mail is not None
    assert reading.mail.body == "Body\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"ID3\x04\x00", "MP3 sound"),
        (b"OggS\x00\x02", "Ogg sound or video"),
        (b"MZ\x90\x00", "Windows program"),
        (b"\x7fELF\x02", "Linux program"),
        (b".snd\x00\x00\x00\x1c", "AU sound"),
        (b"\xff\xfb\x90\x44\x00", "MP3 sound"),
        (b"CWS\x0b\x00", "Flash film"),
        (b"\xffWPC\x10\x00", "WordPerfect document"),
        (bytes.fromhex("03 740307 01000000 4100 0a00") + bytes(60), "dBASE table"),
        (b"WARC/1.0\r\n\x00", "web archive (WARC)"),
        (bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"), "OneNote section"),
        (b"\x01\x00\x00\x00".ljust(40, b"\x00") + b" EMF", "Windows metafile picture (EMF)"),
        (b"\x00\x01\x02", "data of an unknown format"),
    ],
)
def test_what_has_no_reader_yet_is_named(data: bytes, words: str) -> None:
    reading, contents = read(ReadOne("x.eml"), data)
    assert (reading.kind, reading.state) == (Kind.OTHER, State.FAILED)
    assert reading.reason == f"no reader yet for {words}"
    assert contents == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", Kind.IMAGE),
        (b"{\\rtf1 Dear diary}", Kind.DOCUMENT),
        (b"Dear diary", Kind.TEXT),
        (b"<!DOCTYPE html><p>x", Kind.TEXT),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", Kind.CALENDAR),
        (b"BEGIN:VCARD\r\nFN:A B\r\nEND:VCARD\r\n", Kind.CONTACT),
        (b"PK\x03\x04" + bytes(26) + b"photos/1.jpg", Kind.ARCHIVE),
        (b"!BDN" + bytes(600), Kind.STORE),
    ],
)
def test_each_kind_has_its_reader(data: bytes, kind: Kind) -> None:
    reading, _ = read(ReadOne("x.eml"), data)
    assert reading.kind is kind
    assert "no reader" not in reading.reason


@pytest.mark.parametrize("form", ["ICO", "PPM", "PCX", "BMP", "WebP", "JPEG2000", "TIFF", "GIF", "PNG", "JPEG"])
def test_each_picture_is_known_by_its_bytes(form: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), "orange").save(out, form)
    reading, _ = read(ReadOne("x.eml"), out.getvalue())
    assert (reading.kind, reading.state, reading.reason) == (Kind.IMAGE, State.OK, "")
    assert reading.metadata["format"].replace(" ", "") == form


def test_an_empty_file_is_called_empty() -> None:
    reading, _ = read(ReadOne("x.pdf"), b"")
    assert (reading.kind, reading.state) == (Kind.OTHER, State.PARTIAL)
    assert reading.reason == "it is empty: there is not one byte in it"


@pytest.mark.parametrize("packed", [partial(zipped, method=zipfile.ZIP_STORED), tarred])
def test_an_archive_in_which_a_pdf_lies_open_is_no_pdf(packed: Callable[[dict[str, bytes]], bytes]) -> None:
    data = packed({"a.pdf": pdf(["One"]), "b.pdf": pdf(["Two"])})
    assert data.index(b"%PDF-") < 1024
    assert identify("papers", data) is Kind.ARCHIVE


def test_a_pdf_may_stand_behind_other_bytes() -> None:
    assert identify("a", b"\0" * 128 + pdf(["One"])) is Kind.PDF
    assert identify("a", b"HTTP junk \r\n" + pdf(["One"])) is Kind.PDF


def test_a_reading_gets_features_and_keeps_all_else() -> None:
    """Whatever fields a reading has: each is told by its name here."""
    named: dict[str, Any] = {field.name: field.name for field in fields(Reading)}
    made, features = Reading(**named), TextFeatures(words=3)
    assert made.with_features(features) == replace(made, features=features)


@pytest.mark.parametrize(
    ("body", "text", "letter", "name"),
    [
        ("A free c\u0430mera.", "c\u0430mera", "2", "cyrillic small letter a"),
        ("A \u0421amera", "\u0421amera", "1", "cyrillic capital letter es"),
        ("Two pr\u03bfmises", "pr\u03bfmises", "3", "greek small letter omicron"),
        ("The \u0441\u043e\u0440 said so.", "\u0441\u043e\u0440", "1", "cyrillic small letter es"),
        ("\u041f\u0440\u0438\u0432\u0435\u0442, a c\u0430mera", "c\u0430mera", "2", "cyrillic small letter a"),
    ],
)
def test_a_word_that_is_not_what_it_looks_like_is_told(body: str, text: str, letter: str, name: str) -> None:
    told = (Reason("reader.lookalike", text=text, letter=letter, name=name),)
    for data in (f"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode(), f"{body}\n".encode()):
        assert read(ReadOne("a"), data)[0].remarks == told


def test_of_a_very_long_word_what_stands_around_the_letter_is_told() -> None:
    told = with_lookalikes(["x" * 70 + "\u0430" + "y" * 70])
    assert told is not None
    text, letter = str(dict(told.args)["text"]), int(dict(told.args)["letter"])
    assert text == "x" * (letter - 1) + "\u0430" + "y" * (60 - letter)
    assert 1 < letter < 60


def test_of_a_word_without_end_the_letters_near_by_are_looked_at() -> None:
    told = with_lookalikes(["\u0436" + "x" * 1_000 + "\u0430" + "x" * 1_000 + "\u0436"])
    assert told is not None
    assert dict(told.args)["name"] == "cyrillic small letter a"


def test_it_is_told_where_not_all_was_looked_at_for_letters_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookalike, "_MOST_CHARS", 20)
    monkeypatch.setattr(lookalike, "_MOST", 3)
    rest = Reason("reader.lookalike_rest", letters=20, places=3)
    beyond, russian = "a free " * 3 + "c\u0430mera", "URL\u044b \u0430x\u044b "
    assert with_lookalikes([beyond]) == rest
    assert with_lookalikes(["a free " * 3, "c\u0430mera"]) == rest
    assert with_lookalikes([f"{russian[5:]}" * 4]) == rest
    assert with_lookalikes(["a free camera " * 3]) is None, "there is no such letter in its rest"
    assert with_lookalikes(["c\u0430mera " + beyond]) != rest
    assert with_lookalikes([russian]) is None
    assert "first 20 letters" in sentence(rest)
    assert "20 premi" in sentence(rest, "fr")


def test_an_address_that_is_not_what_it_looks_like_is_told() -> None:
    reading = read(ReadOne("a"), "From: Ada <ada@v\u0435ndor.example>\nSubject: x\n\nHi".encode())[0]
    assert (
        Reason("reader.lookalike", text="v\u0435ndor", letter="2", name="cyrillic small letter ie") in reading.remarks
    )


@pytest.mark.parametrize(
    "body",
    [
        "\u041f\u0440\u0438\u0432\u0435\u0442, \u0441\u043e\u0440 and camera",  # Russian beside English
        "10 \u03bcm, \u0394T, k\u03a9, \u03b1-helix, \u03b2carotene, \u00e9t\u00e9",
        "URL\u044b \u0434\u043b\u044f PDF-\u0430",
    ],
)
def test_words_of_two_scripts_that_hide_nothing_are_not_told(body: str) -> None:
    data = f"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode()
    assert read(ReadOne("a"), data)[0].remarks == ()


def test_a_web_page_that_turns_its_text_is_told() -> None:
    page = read(ReadOne("a.html"), b"<html><p>Read <bdo dir=rtl>emoh ti ekat</bdo></p></html>")[0]
    assert page.remarks == (Reason("reader.turned", text="emoh ti ekat", how="bdo"),)
