"""Every picture, text, calendar entry, card and PDF of the corpora is read, or refused with a reason one understands.

All are read by real workers, behind their walls. Where another reader exists, it must have found the same.
"""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import icalendar
import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.isolation.protocol import Decode, LayOut, Printed, Read, ReadOne, ReadPages
from reviewer.isolation.workers import Workers

pytestmark = pytest.mark.corpora

FOLDERS = ("images", "text_html", "other", "pdf")
OURS = {Kind.IMAGE, Kind.TEXT, Kind.CALENDAR, Kind.CONTACT, Kind.PDF}
SENTENCE = re.compile(r"[A-Za-z“][^\n]{8,400}\Z")
_NO_LETTERS = re.compile(r"[\W_]+")
UNHELPFUL = re.compile(r"the reader could not cope|Error\b|Traceback|0x[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Held:
    """One file, what a worker said about it, and the bytes of its children."""

    path: Path
    data: bytes
    reading: Reading
    children: list[bytes]


@pytest.fixture(scope="module")
def held(corpora: Path, workers: Workers) -> list[Held]:
    found: list[Held] = []
    for folder in FOLDERS:
        for path in sorted((corpora / folder).rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                answer = workers.ask(Read((ReadOne(path.name),)), [data], seconds=60)
                found.append(Held(path, data, answer.message.items[0], answer.blobs))
    return found


def passwords(corpora: Path) -> dict[str, str]:
    lines = (corpora / "PASSWORDS.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return {row[0]: row[1].replace("\\u00ad", "\u00ad") for row in rows if row[1]}


def test_each_is_read_or_refused_in_words(held: list[Held]) -> None:
    assert len(held) > 400
    for each in held:
        reading = each.reading
        assert len(each.children) == len(reading.children), each.path.name
        if reading.state is State.OK:
            assert not reading.reason, each.path.name
        else:
            assert SENTENCE.match(reading.reason), f"{each.path.name}: {reading.reason}"
            assert not UNHELPFUL.search(reading.reason), f"{each.path.name}: {reading.reason}"


def test_nearly_all_pictures_and_texts_are_read(held: list[Held], corpora: Path) -> None:
    pictures = [each for each in held if each.path.is_relative_to(corpora / "images") and each.path.suffix != ".txt"]
    assert sum(each.reading.kind is Kind.IMAGE for each in pictures) == len(pictures)
    failed = {each.path.name: each.reading.reason for each in pictures if each.reading.state is State.FAILED}
    assert set(failed) <= {"testHEIC_livePhoto.heic"}, failed  # its beginning only
    texts = [each for each in held if each.path.suffix in (".txt", ".html", ".md", ".ics", ".vcs", ".mhtml")]
    unread = {each.path.name: each.reading.reason for each in texts if each.reading.state is State.FAILED}
    assert set(unread) <= {"english.cp500.txt"}, unread  # EBCDIC


def test_each_that_was_read_has_pages(held: list[Held], workers: Workers) -> None:
    for each in held:
        if each.reading.state is State.FAILED or each.reading.kind not in OURS - {Kind.PDF}:
            continue
        data = each.data
        if each.reading.metadata.get("format") == "HEIC":
            data = workers.ask(Decode(), [data], seconds=60).blobs[0]
        answer = workers.ask(LayOut("TST-000001", name=each.path.name), [data], seconds=60)
        if isinstance(answer.message, Printed):
            pages = workers.ask(ReadPages(), answer.blobs).message.pages
            assert len(pages) == int(each.reading.metadata.get("pages", "1")), each.path.name
        else:
            assert "TST-000001" in answer.message.html, each.path.name
            assert "default-src 'none'" in answer.message.html


def test_exif_is_what_another_reader_finds(held: list[Held]) -> None:
    compared = 0
    for each in held:
        if each.path.suffix not in (".jpg", ".tif", ".heic") or each.reading.kind is not Kind.IMAGE:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                with Image.open(BytesIO(each.data)) as image:
                    exif: dict[int, Any] = dict(image.getexif())
            except OSError:
                continue
        for tag, name in ((0x0110, "camera"), (0x0131, "software")):
            words = str(exif.get(tag, "")).strip("\x00 ")
            if words:
                compared += 1
                assert words in each.reading.metadata[name], each.path.name
    assert compared >= 8


def test_calendar_fields_are_what_another_reader_finds(held: list[Held]) -> None:
    compared = 0
    for each in held:
        if each.path.suffix != ".ics":
            continue
        text = " ".join(each.reading.text.split())
        for event in icalendar.Calendar.from_ical(each.data).walk("VEVENT"):
            for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "UID"):
                if name in event:
                    compared += 1
                    assert " ".join(str(event[name]).split()) in text, each.path.name
    assert compared >= 6


def test_files_in_pdfs_are_what_another_reader_finds(held: list[Held]) -> None:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    compared = 0
    for each in held:
        if each.reading.kind is not Kind.PDF or each.reading.state is State.FAILED or b"EmbeddedFile" not in each.data:
            continue
        try:
            theirs = [data for files in PdfReader(BytesIO(each.data)).attachments.values() for data in files]
        except (PyPdfError, ValueError, KeyError, AttributeError, NotImplementedError, RecursionError, TypeError):
            continue
        for data in theirs:
            compared += 1
            ends = {child.rstrip(b"\r\n") for child in each.children}  # pypdf keeps the line end before “endstream”
            assert data.rstrip(b"\r\n") in ends, each.path.name
    assert compared >= 5


def test_form_values_are_what_another_reader_finds(held: list[Held]) -> None:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    compared = 0
    for each in held:
        if each.reading.kind is not Kind.PDF or b"/AcroForm" not in each.data:
            continue
        try:
            fields = PdfReader(BytesIO(each.data)).get_fields() or {}
        except (PyPdfError, ValueError, KeyError, AttributeError, NotImplementedError, RecursionError, TypeError):
            continue
        text = _NO_LETTERS.sub("", each.reading.text)
        for field in fields.values():
            value = field.get("/V")
            if isinstance(value, str) and field.get("/FT") == "/Tx" and len(value) < 1_000:
                compared += 1
                assert _NO_LETTERS.sub("", value) in text, each.path.name
    assert compared >= 20


def test_locked_pdfs_open_with_their_passwords(corpora: Path, workers: Workers) -> None:
    for name, password in passwords(corpora).items():
        if not name.startswith("pdf/"):
            continue
        data = (corpora / name).read_bytes()
        shut = workers.ask(Read((ReadOne(name),)), [data]).message.items[0]
        assert (shut.locked, shut.state) == (True, State.FAILED), name
        opened = workers.ask(Read((ReadOne(name),), ("not this one", password)), [data]).message.items[0]
        assert (opened.locked, opened.password) == (False, 2), name
        assert opened.state is not State.FAILED, name
