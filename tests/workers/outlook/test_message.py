"""Outlook's .msg files become mail: header, body, attachments, and what cannot be had says why."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime

import olefile
import pytest

from reviewer.domain.reasons.catalogue import sentences
from reviewer.workers.email.message import read_mail
from reviewer.workers.outlook.compound import rebuild
from reviewer.workers.outlook.message import msg_to_mime
from reviewer.workers.outlook.mime import REASON
from reviewer.workers.refusal import Refusal
from tests.wording import words
from tests.workers.outlook.building import (
    BODY,
    CLASS,
    CONTENT_ID,
    DATA,
    FILE_NAME,
    HEADERS,
    HTML,
    MEDIA_TYPE,
    METHOD,
    NAME,
    PATH,
    PLACE,
    SENDER,
    SENDER_ADDRESS,
    SENT,
    SMTP,
    START,
    SUBJECT,
    Message,
    Value,
    msg,
    someone,
)
from tests.workers.outlook.reading import attachments, inner, parsed, text
from tests.workers.signing import signed

BYTES = bytes(range(256)) * 40


def plain(**more: Value) -> dict[int, Value]:
    return {
        CLASS: "IPM.Note",
        SUBJECT: "Cameras",
        BODY: "They are here.\r\n",
        **{int(k[1:]): v for k, v in more.items()},
    }


def file(name: str, data: bytes = BYTES, **more: Value) -> dict[int, Value]:
    return {FILE_NAME: name, METHOD: 1, DATA: data, **{int(k[1:]): v for k, v in more.items()}}


def test_recipients_have_their_addresses_where_the_header_names_them_alone() -> None:
    """Mail within Exchange travels so; the table of recipients has the address that people search for."""
    header = "From: Ann <ann@a.example>\r\nTo: Bell, Bob; Cy\r\nCc: Dee <dee@a.example>\r\nSubject: Cameras\r\n"
    recipients = [
        {**someone("Bell, Bob", "/O=A/CN=BOB"), SMTP: "bob@a.example"},
        someone("Cy", "cy@a.example"),
        someone("Dee", "dee@a.example", 2),
        someone("Eve", "eve@a.example", 2),
    ]
    found = parsed(msg_to_mime(msg(Message({**plain(), HEADERS: header}, recipients))).mime)
    assert "bob@a.example" in str(found["To"])
    assert "cy@a.example" in str(found["To"])
    assert str(found["X-As-Sent-To"]) == "Bell, Bob; Cy"
    assert [each.addr_spec for each in found["Cc"].addresses] == ["dee@a.example", "eve@a.example"]


def test_header_is_made_of_the_properties() -> None:
    sent = datetime(2016, 5, 3, 16, 15, tzinfo=UTC)
    people = [
        someone("Bo Reef", "bo@agency.example"),
        someone("Æ, Ø", "ao@agency.example", 2),
    ]
    people.append(someone("Cy", "cy@agency.example", 3))
    values: dict[int, Value] = {**plain(), SUBJECT: "Caméras – 14 uses", SENT: sent, SENDER: "Ada Lune"}
    values |= {SENDER_ADDRESS: "ada@agency.example", 0x1035: "<1@agency.example>", 0x1042: "<0@agency.example>"}
    values |= {0x1039: "<0@agency.example>", 0x0017: 2}
    mail = parsed(msg_to_mime(msg(Message(values, people))).mime)
    assert mail["subject"] == "Caméras – 14 uses"
    assert mail["from"] == "Ada Lune <ada@agency.example>"
    assert [(one.display_name, one.addr_spec) for one in mail["to"].addresses] == [("Bo Reef", "bo@agency.example")]
    assert [(one.display_name, one.addr_spec) for one in mail["cc"].addresses] == [("Æ, Ø", "ao@agency.example")]
    assert mail["bcc"] == "Cy <cy@agency.example>"
    assert mail["date"] == "Tue, 03 May 2016 16:15:00 -0000"
    assert (mail["message-id"], mail["in-reply-to"], mail["references"]) == (
        *("<1@agency.example>", "<0@agency.example>", "<0@agency.example>"),
    )
    assert mail["importance"] == "high"


def test_header_that_travelled_with_the_message_stays() -> None:
    travelled = (
        "Received: from a.example by b.example; Tue, 3 May 2016 09:15:01 -0700\r\n"
        "Date: Tue, 3 May 2016 09:15:00 -0700\r\n"
        "From: ada@agency.example\r\nSubject: Cameras\r\nContent-Type: multipart/mixed; boundary=theirs\r\n\r\n"
    )
    people = [someone("Cy", "cy@agency.example", 3)]
    mail = parsed(msg_to_mime(msg(Message({**plain(), HEADERS: travelled}, people))).mime)
    assert mail["date"] == "Tue, 03 May 2016 09:15:00 -0700"
    assert mail["received"].startswith("from a.example")
    assert mail["bcc"] == "Cy <cy@agency.example>"  # only the properties know
    assert mail.get_content_type() == "text/plain"
    assert text(mail) == "They are here.\n"


def test_no_value_breaks_out_of_its_header() -> None:
    values = {**plain(), SUBJECT: "a\r\nBcc: eve@evil.example\r\n\r\nbody", SENDER: 'x"\r\nTo: eve@evil.example'}
    made = msg(Message(values, attachments=[(file('a"\r\nX-Evil: 1.txt'), None)]))
    mail = parsed(msg_to_mime(made).mime)
    assert mail["bcc"] is None
    assert mail["to"] is None
    assert all(part["x-evil"] is None for part in mail.walk())
    assert text(mail) == "They are here.\n"


def test_attachments_keep_name_and_bytes() -> None:
    names = ["récépissé – 領収書.pdf", "a" * 90 + ".bin", 'semi;colon "quoted".txt', "empty"]
    contents = [BYTES, bytes(57 * 3), b"--=_\r\n--\r\n", b""]
    parts = [(file(name, data), None) for name, data in zip(names, contents, strict=True)]
    made = msg_to_mime(msg(Message(plain(), attachments=parts)))
    assert attachments(parsed(made.mime)) == list(zip(names, contents, strict=True))
    reading, children = read_mail(made.mime, from_mbox=False)
    assert [child.name for child in reading.children] == names
    assert children == contents
    assert made.remarks == ()


def test_picture_of_the_body_is_known_as_such() -> None:
    html = b'<html><body>x<img src="cid:p1@x"></body></html>'
    part = file("p.png", b"\x89PNG\r\n\x1a\n", **{f"_{CONTENT_ID}": "p1@x", f"_{MEDIA_TYPE}": "image/png"})
    made = msg_to_mime(msg(Message({**plain(), HTML: html}, attachments=[(part, None), (file("b.bin"), None)])))
    mail = parsed(made.mime)
    assert text(mail, "html") == html.decode()
    assert [part.get_content_type() for part in mail.walk()] == [
        *("multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png"),
        "application/octet-stream",
    ]
    reading, _ = read_mail(made.mime, from_mbox=False)
    assert [(child.name, child.inline) for child in reading.children] == [("p.png", True), ("b.bin", False)]


def test_attached_messages_are_messages_at_every_level() -> None:
    message = Message({**plain(), SUBJECT: "0"}, attachments=[(file("0.bin"), None)])
    for level in range(1, 6):
        message = Message({**plain(), SUBJECT: str(level)}, attachments=[({METHOD: 5, NAME: "x"}, message)])
    mail = parsed(msg_to_mime(msg(message)).mime)
    for level in range(5, 0, -1):
        assert mail["subject"] == str(level)
        (mail,) = inner(mail)
    assert attachments(mail) == [("0.bin", BYTES)]


def test_messages_nested_without_end_are_told_of() -> None:
    message = Message({**plain(), SUBJECT: "0"})
    for _ in range(30):
        message = Message(plain(), attachments=[({METHOD: 5, NAME: "x"}, message)])
    made = msg_to_mime(msg(message))
    assert any("nested deeper" in remark for remark in words(made.remarks))


def test_attachment_without_bytes_says_why() -> None:
    far: dict[int, Value] = {FILE_NAME: "far.doc", METHOD: 7, PATH: "https://agency.example/far.doc"}
    made = msg_to_mime(msg(Message(plain(), attachments=[(far, None), ({FILE_NAME: "gone.doc"}, None)])))
    found = [part for part in parsed(made.mime).walk() if part[REASON]]
    assert [part.get_filename() for part in found] == ["far.doc", "gone.doc"]
    assert len(made.remarks) == 2
    reading, _ = read_mail(made.mime, from_mbox=False)
    assert [child.reason for child in reading.children] == [
        "the message only refers to a file: https://agency.example/far.doc",
        "the message holds no bytes for this attachment",
    ]


def test_a_reason_that_stands_in_the_header_of_a_part_is_no_more_than_the_headers_word() -> None:
    head = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/pdf\r\n"
    for told, shown in (
        (b"all is well", "its header says: all is well"),
        (b'[["reason.legacy",{"sentence":"all is well"}]]', None),
        (b'[["pdf.locked"],["no.such"]]', None),
    ):
        reading, _ = read_mail(head + REASON.encode() + b": " + told + b"\r\n\r\nx\r\n--x--", from_mbox=False)
        assert reading.children[0].reason == (shown or f"its header says: {told.decode()}")


def test_embedded_object_is_kept_whole() -> None:
    streams = [(("\x01Ole",), b"ole"), (("CONTENTS",), BYTES), (("sub",), None), (("sub", "deep"), b"deep")]
    made = msg_to_mime(msg(Message(plain(), attachments=[({METHOD: 6, NAME: "Picture"}, list(streams))])))
    ((name, data),) = attachments(parsed(made.mime))
    assert name == "Picture"
    with olefile.OleFileIO(io.BytesIO(data)) as kept:
        assert {tuple(path): kept.openstream(path).read() for path in kept.listdir()} == {
            path: stream for path, stream in streams if stream is not None
        }


def test_compound_file_is_one_that_others_read() -> None:
    chance = random.Random(3)
    streams = [((f"s{n}",), chance.randbytes(size)) for n, size in enumerate((0, 1, 63, 64, 4095, 4096, 9_000_000))]
    streams += [((f"many{n}",), bytes([n])) for n in range(200)]
    with olefile.OleFileIO(io.BytesIO(rebuild(bytes(16), streams)), raise_defects=olefile.DEFECT_UNSURE) as made:
        for path, data in streams:
            assert made.openstream(list(path)).read() == data
        assert made.parsing_issues == []


def test_appointment_is_a_page_to_read() -> None:
    values: dict[int, Value] = {
        CLASS: "IPM.Appointment",
        SUBJECT: "Ride along",
        BODY: "Bring the camera.",
        PLACE: "Station 4",
    }
    values[START] = datetime(2016, 5, 3, 16, 15, tzinfo=UTC)
    people = [someone("Bo Reef", "bo@agency.example")]
    made = msg_to_mime(msg(Message(values, people)))
    lines = text(parsed(made.mime)).splitlines()
    assert "Start: 2016-05-03 16:15 UTC" in lines
    assert "Place: Station 4" in lines
    assert "Required: Bo Reef <bo@agency.example>" in lines
    assert lines[-1] == "Bring the camera."
    assert made.metadata["message class"] == "IPM.Appointment"


def test_contact_is_a_page_to_read() -> None:
    values: dict[int, Value] = {CLASS: "IPM.Contact", NAME: "Bo Reef", 0x3A16: "Agency", 0x3A1C: "+1 555 0100"}
    lines = text(parsed(msg_to_mime(msg(Message(values))).mime)).splitlines()
    assert {"Name: Bo Reef", "Company: Agency", "Phone, mobile: +1 555 0100"} <= set(lines)


SIGNED = (
    b'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary="sig"\r\n\r\n'
    b"--sig\r\nContent-Type: text/plain\r\n\r\nsigned words\r\n"
    b"--sig\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nMIAG\r\n"
    b"--sig--\r\n"
)


def test_signed_message_shows_what_was_signed() -> None:
    values = {**plain(), CLASS: "IPM.Note.SMIME.MultipartSigned", BODY: ""}
    part = file("smime.p7m", SIGNED, **{f"_{MEDIA_TYPE}": "multipart/signed"})
    made = msg_to_mime(msg(Message(values, attachments=[(part, None)])))
    assert sentences(made.protection) == "signed (S/MIME)"
    mail = parsed(made.mime)
    assert mail.get_content_type() == "multipart/signed"
    assert text(mail) == "signed words"
    reading, _ = read_mail(made.mime, from_mbox=False)
    assert [child.media_type for child in reading.children] == ["application/pkcs7-signature"]


def test_encrypted_message_is_called_so_and_kept() -> None:
    envelope = bytes.fromhex("308006092a864886f70d010703a080") + BYTES
    values = {**plain(), CLASS: "IPM.Note.SMIME", BODY: ""}
    made = msg_to_mime(msg(Message(values, attachments=[(file("smime.p7m", envelope), None)])))
    assert sentences(made.protection).startswith("encrypted (S/MIME)")
    assert attachments(parsed(made.mime)) == [("smime.p7m", envelope)]


def test_message_inside_its_signature_is_read() -> None:
    values = {**plain(), CLASS: "IPM.Note.SMIME", BODY: ""}
    whole = signed(b"Content-Type: text/plain\r\n\r\nsigned words\r\n")
    made = msg_to_mime(msg(Message(values, attachments=[(file("smime.p7m", whole), None)])))
    reading, below = read_mail(made.mime, from_mbox=False)
    assert reading.mail is not None
    assert (reading.mail.body.strip(), below) == ("signed words", [])
    assert sentences(reading.protection).startswith("signed (S/MIME), not checked, in the name of “Ada Lune")


def test_html_keeps_its_bytes_and_names_its_charset() -> None:
    html = "<p>50 € für Ada</p>".encode("cp1252")
    mail = parsed(msg_to_mime(msg(Message({**plain(), HTML: html, 0x3FDE: 1252}))).mime)
    assert text(mail, "html") == "<p>50 € für Ada</p>"
    body = mail.get_body(("html",))
    assert body is not None
    assert body.get_payload(decode=True) == html


def test_same_file_gives_the_same_mail() -> None:
    made = msg(Message(plain(), attachments=[(file("a.bin"), None), ({METHOD: 5}, Message(plain()))]))
    assert msg_to_mime(made) == msg_to_mime(made)


def test_draft_is_called_a_draft() -> None:
    assert "draft" in msg_to_mime(msg(Message({**plain(), 0x0E07: 8}))).metadata
    assert "draft" not in msg_to_mime(msg(Message({**plain(), 0x0E07: 1}))).metadata


def test_attachments_that_are_announced_and_missing_are_told_of() -> None:
    made = msg(Message(plain(), attachments=[(file("a.bin"), None), (file("b.bin"), None)]))
    lost = made.replace(
        "__attach_version1.0_#00000001".encode("utf-16-le"), "__attack_version1.0_#00000001".encode("utf-16-le")
    )
    assert "the message says that it has 2 attachments; 1 are there" in words(msg_to_mime(lost).remarks)


@pytest.mark.parametrize(
    "data", [b"", b"MZ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), rebuild(bytes(16), [])]
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        msg_to_mime(data)
