"""Outlook's winmail.dat becomes mail: subject, body, and every attachment with its name and bytes."""

from __future__ import annotations

import struct
import uuid

import pytest

from reviewer.workers.outlook.mime import REASON
from reviewer.workers.outlook.tnef import tnef_to_mime
from reviewer.workers.refusal import Refusal
from tests.wording import words
from tests.workers.outlook.building import BODY, DATA, FILE_NAME, METHOD, NAME, SUBJECT, mapi, tnef
from tests.workers.outlook.reading import attachments, inner, parsed, text

MESSAGE_ID = uuid.UUID("00020307-0000-0000-c000-000000000046").bytes_le
BYTES = bytes(range(256)) * 9
CODEPAGE = (1, 0x00069007, struct.pack("<II", 1251, 0))
NEW = (2, 0x00069002, bytes(14))


def wide(value: str) -> tuple[int, bytes]:
    return 0x1F, (value + "\0").encode("utf-16-le")


def test_subject_body_and_attachments_come_out() -> None:
    made = tnef_to_mime(
        tnef(
            CODEPAGE,
            (1, 0x00069003, mapi({SUBJECT: wide("Caméras"), BODY: wide("Here.\r\n")})),
            NEW,
            (2, 0x0006800F, BYTES),
            (2, 0x00018010, b"SHORT~1.PDF\0"),
            (2, 0x00069005, mapi({FILE_NAME: wide("récépissé long.pdf")})),
            NEW,
            (2, 0x00018010, "Чек.txt\0".encode("cp1251")),
            (2, 0x0006800F, b"second"),
        )
    )
    mail = parsed(made.mime)
    assert mail["subject"] == "Caméras"
    assert text(mail) == "Here.\n"
    assert attachments(mail) == [("récépissé long.pdf", BYTES), ("Чек.txt", b"second")]
    assert made.remarks == ()


def test_message_in_a_container_is_an_attached_message() -> None:
    within = tnef(
        (1, 0x00069003, mapi({SUBJECT: wide("inner")})), NEW, (2, 0x0006800F, BYTES), (2, 0x00018010, b"a.bin\0")
    )
    properties = mapi({METHOD: (0x03, struct.pack("<I", 5)), DATA: (0x0D, MESSAGE_ID + within)})
    mail = parsed(tnef_to_mime(tnef((1, 0x00018004, b"outer\0"), NEW, (2, 0x00069005, properties))).mime)
    assert mail["subject"] == "outer"
    (message,) = inner(mail)
    assert message["subject"] == "inner"
    assert attachments(message) == [("a.bin", BYTES)]


def test_what_older_programs_wrote_is_read() -> None:
    name, address = b"Ada Lune\0", b"SMTP:ada@agency.example\0"
    triple = struct.pack("<HHHH", 4, 16 + len(name) + len(address), len(name), len(address)) + name + address
    made = tnef(
        (1, 0x00008000, triple),
        (1, 0x00018004, b"Cameras\0"),
        (1, 0x00038005, struct.pack("<7H", 2016, 5, 3, 16, 15, 0, 2)),
        (1, 0x00078008, b"IPM.Microsoft Mail.Note\0"),
        (1, 0x0002800C, b"Here.\0"),
    )
    mail = parsed(tnef_to_mime(made).mime)
    assert (mail["from"], mail["subject"]) == ("Ada Lune <ada@agency.example>", "Cameras")
    assert mail["date"] == "Tue, 03 May 2016 16:15:00 -0000"
    assert text(mail) == "Here."


def test_container_that_is_cut_off_gives_what_is_there_and_says_so() -> None:
    whole = tnef((1, 0x00018004, b"Cameras\0"), NEW, (2, 0x00018010, b"a.bin\0"), (2, 0x0006800F, BYTES))
    made = tnef_to_mime(whole[:-1_000])
    mail = parsed(made.mime)
    ((name, data),) = attachments(mail)
    assert name == "a.bin"
    assert BYTES.startswith(data)
    assert len(data) > 1_000
    assert any("cut off" in remark for remark in words(made.remarks))


def test_recipients_and_properties_beyond_what_is_read_are_said_to_be_there() -> None:
    people = struct.pack("<I", 10_001) + mapi({NAME: wide("Ada")}) * 10_001
    made = tnef_to_mime(tnef((1, 0x00018004, b"Cameras\0"), (1, 0x00069004, people)))
    assert "the message has 10,001 recipients; 10,000 of them are read" in words(made.remarks)
    properties = mapi({number: (0x03, bytes(4)) for number in range(0x2000, 0x2000 + 10_001)})
    made = tnef_to_mime(tnef((1, 0x00018004, b"Cameras\0"), (1, 0x00069003, properties)))
    assert "an object of the container has 10,001 properties; 10,000 of them are read" in words(made.remarks)


def test_container_that_does_not_fit_its_checksum_says_so() -> None:
    made = bytearray(tnef((1, 0x00018004, b"Cameras\0")))
    made[16] ^= 1
    assert any("checksum" in remark for remark in words(tnef_to_mime(bytes(made)).remarks))


def test_attachment_without_bytes_says_why() -> None:
    made = tnef_to_mime(tnef(NEW, (2, 0x00018010, b"gone.bin\0")))
    (part,) = [part for part in parsed(made.mime).walk() if part[REASON]]
    assert part.get_filename() == "gone.bin"


@pytest.mark.parametrize("data", [b"", b"\x78\x9f\x3e", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_container_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        tnef_to_mime(data)
