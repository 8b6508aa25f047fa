"""A signed message shows what it says, an encrypted one says that it is, and no signature is taken for proof."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.serialization import pkcs7
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.reasons.catalogue import sentences
from reviewer.isolation.protocol import LayOut, Layout, ReadOne
from reviewer.workers.email.cms import unwrap
from reviewer.workers.laying_out import lay_out_item
from reviewer.workers.reading import read
from tests.workers.signing import DATA, DER, HEAD, SIGNED_DATA, beside, certificate, part, sealed, signed, streamed

ENTITY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe cameras are in the locker.\r\n>From now on.\r\n"
WORDS = "The cameras are in the locker.\n>From now on."
PDF = bytes(range(256)) * 3
BOTH = (
    b'Content-Type: multipart/mixed; boundary="in"\r\n\r\n'
    b"--in\r\nContent-Type: text/plain\r\n\r\nSee the list.\r\n--in\r\n"
    b'Content-Type: application/pdf; name="list.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    + base64.encodebytes(PDF)
    + b"--in--\r\n"
)
SIGNED = "signed (S/MIME), not checked, in the name of “Ada Lune <ada@agency.example>”"


def mail(data: bytes, *, from_mbox: bool = False) -> tuple[Reading, list[bytes]]:
    reading, contents = read(ReadOne("x.eml", from_mbox=from_mbox), data)
    assert reading.kind is Kind.EMAIL
    assert len(contents) == len(reading.children)
    return reading, contents


def body(reading: Reading) -> str:
    assert reading.mail is not None
    return reading.mail.body.strip()


def page(data: bytes) -> str:
    made = lay_out_item(LayOut("A-1"), data)[0]
    assert isinstance(made, Layout)
    return made.text


def test_a_message_inside_its_signature_is_read() -> None:
    data = HEAD + part(signed(ENTITY))
    reading, contents = mail(data)
    assert (body(reading), reading.state, contents) == (WORDS, State.OK, [])
    assert reading.mail is not None
    assert reading.mail.subject == "Cameras"
    assert sentences(reading.protection) == SIGNED
    assert f"Protection: {SIGNED}\n" in page(data)
    assert WORDS in page(data)


def test_attachments_inside_a_signature_are_items() -> None:
    reading, contents = mail(HEAD + part(signed(BOTH)))
    assert body(reading) == "See the list."
    assert [child.name for child in reading.children] == ["list.pdf"]
    assert contents == [PDF]


@pytest.mark.parametrize("piece", [7, 1_000])
def test_content_written_as_a_stream_is_read_and_without_a_signature_not_called_signed(piece: int) -> None:
    reading, _ = mail(HEAD + part(streamed(ENTITY, piece)))
    assert body(reading) == WORDS
    assert sentences(reading.protection) == "not signed, though in the form of a signed message (S/MIME)"


def test_a_message_signed_twice_is_read() -> None:
    reading, _ = mail(HEAD + part(signed(part(signed(ENTITY)))))
    assert (body(reading), sentences(reading.protection)) == (WORDS, SIGNED)


def test_what_a_list_adds_below_a_signed_message_stays() -> None:
    parts = b"--L\n" + part(signed(ENTITY)) + b"\n--L\nContent-Type: text/plain\n\nTo leave this list, write.\n--L--\n"
    reading, contents = mail(HEAD + b'Content-Type: multipart/mixed; boundary="L"\n\n' + parts)
    assert body(reading) == f"{WORDS}\n\n\nTo leave this list, write."
    assert contents == []
    assert sentences(reading.protection) == f"in part {SIGNED}"


def boundary(kind: str, *parts: bytes) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="L"\n\n'.encode()
    return head + b"".join(b"--L\n" + each + b"\n" for each in parts) + b"--L--\n"


def test_a_signed_alternative_of_unsigned_words_stays_an_attachment() -> None:
    shown = b"Content-Type: text/html\n\n<p>I never got a camera.</p>"
    reading, contents = mail(HEAD + boundary("alternative", part(signed(ENTITY)), shown))
    assert (body(reading), len(contents)) == ("I never got a camera.", 1)
    assert not reading.protection


def test_nothing_inside_a_signature_ends_what_is_around_it() -> None:
    lure = ENTITY + b"\r\n--L--\r\n"
    pdf = b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(PDF)
    reading, contents = mail(HEAD + boundary("mixed", part(signed(lure)), pdf))
    assert contents == [PDF]
    assert "--L--" in body(reading)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\0"])
def test_bytes_inside_a_signature_are_those_that_were_signed(end: bytes) -> None:
    entity = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n" + PDF + end
    assert mail(HEAD + part(signed(entity)))[1] == [PDF + end]


def test_bytes_behind_a_signature_are_told() -> None:
    reading, _ = mail(HEAD + part(signed(ENTITY) + b"more of it"))
    assert (body(reading), reading.state) == (WORDS, State.PARTIAL)
    assert reading.reason == "10 bytes stand behind its signature and are not shown"
    alone, _ = read(ReadOne("a.pdf.p7m"), signed(b"%PDF-1.4") + b"more of it")
    assert (alone.state, alone.reason) == (State.PARTIAL, "10 bytes stand behind its signature and are not shown")


def test_damage_of_the_transfer_is_told() -> None:
    reading, _ = mail(HEAD + part(signed(ENTITY)).replace(b"\n\nMI", b"\n\n~~MI"))
    assert (body(reading), reading.state) == (WORDS, State.PARTIAL)
    assert reading.reason.startswith("its signed part: the base64 holds bytes that are none")


@pytest.mark.parametrize(
    ("signature", "told"),
    [
        ((), "said to be signed, without a signature"),
        ((b"Content-Type: text/plain\n\nPay me.",), "said to be signed, without a signature"),
        (
            (b"Content-Type: application/pkcs7-signature\n\nnothing",),
            "said to be signed (S/MIME); the signature cannot be read",
        ),
        (
            (b"Content-Type: application/pkcs7-signature\n" + part(sealed(ENTITY)).partition(b"\n")[2],),
            "said to be signed (S/MIME); the signature cannot be read",
        ),
    ],
)
def test_what_has_no_signature_is_not_called_signed(signature: tuple[bytes, ...], told: str) -> None:
    reading, _ = mail(HEAD + boundary("signed", ENTITY, *signature))
    assert sentences(reading.protection) == told


def test_a_signed_file_below_words_is_an_attachment() -> None:
    parts = b"--L\nContent-Type: text/plain\n\nI found this.\n--L\n" + part(signed(ENTITY)) + b"\n--L--\n"
    reading, contents = mail(HEAD + b'Content-Type: multipart/mixed; boundary="L"\n\n' + parts)
    assert (body(reading), contents) == ("I found this.", [signed_in(parts)])
    assert not reading.protection
    below, _ = mail(contents[0])
    assert (body(below), below.metadata["format"]) == (WORDS, "signed message (S/MIME)")


def signed_in(parts: bytes) -> bytes:
    return base64.b64decode(parts.split(b'smime.p7m"\n\n')[1].split(b"--")[0])


def test_a_mailbox_quotes_no_line_inside_a_signature() -> None:
    parts = boundary("mixed", part(signed(ENTITY)), b"Content-Type: text/plain\n\n>From outside")
    reading, _ = mail(HEAD + parts, from_mbox=True)
    assert body(reading).split("\n") == [*WORDS.split("\n"), "", "", "From outside"]


def test_a_message_signed_beside_its_text_is_called_so() -> None:
    parts = b"--S\n" + ENTITY + b"\n--S\nContent-Type: application/pkcs7-signature; name=smime.p7s\n"
    parts += b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(beside(ENTITY)) + b"--S--\n"
    reading, _ = mail(HEAD + b'Content-Type: multipart/signed; boundary="S"\n\n' + parts)
    assert (body(reading), sentences(reading.protection)) == (WORDS, SIGNED)
    assert [child.name for child in reading.children] == ["smime.p7s"]


def test_an_encrypted_message_is_called_so_and_counted_as_read_in_part() -> None:
    data = HEAD + part(sealed(ENTITY), "enveloped-data")
    reading, contents = mail(data)
    assert (reading.state, reading.reason) == (
        State.PARTIAL,
        "it is encrypted (S/MIME), and there is no way yet to give a key",
    )
    assert "Protection: encrypted (S/MIME); its text cannot be read without the key\n" in page(data)
    assert [base64.b64decode(data.partition(b"\n\n")[2])] == contents


def test_an_encrypted_message_inside_a_signature_is_called_both() -> None:
    reading, _ = mail(HEAD + part(signed(part(sealed(ENTITY), "enveloped-data"))))
    assert sentences(reading.protection) == f"{SIGNED}; encrypted (S/MIME); its text cannot be read without the key"
    assert reading.state is State.PARTIAL


LOCKED_PGP = "encrypted (PGP); its text cannot be read without the key"
SIGNED_PGP = "signed (PGP), not checked"


def pgp(kind: str, *parts: bytes) -> bytes:
    head = f'Content-Type: multipart/{kind}; protocol="application/pgp-{kind}"; boundary="P"\n\n'
    return head.encode() + b"".join(b"--P\n" + each + b"\n" for each in parts) + b"--P--\n"


@pytest.mark.parametrize(
    ("content", "protection", "state"),
    [
        (
            pgp("encrypted", b"Content-Type: application/pgp-encrypted\n\nVersion: 1", b"\n-----BEGIN PGP"),
            LOCKED_PGP,
            State.PARTIAL,
        ),
        (b"\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n", LOCKED_PGP, State.PARTIAL),
        (b"\nSee:\n-----BEGIN PGP MESSAGE-----\n", "a part of its text is encrypted (PGP)", State.OK),
        (b"\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nHello\n", SIGNED_PGP, State.OK),
        (pgp("signed", b"\nHello", b"Content-Type: application/pgp-signature\n\nx"), SIGNED_PGP, State.OK),
    ],
)
def test_pgp_is_called_by_its_name(content: bytes, protection: str, state: State) -> None:
    reading, _ = mail(HEAD + content)
    assert (sentences(reading.protection), reading.state) == (protection, state)


def test_a_damaged_signature_stays_an_attachment_with_a_reason() -> None:
    data = signed(ENTITY)[:60]
    reading, contents = mail(HEAD + part(data))
    assert contents == [data]
    assert (reading.state, reading.reason) == (
        State.PARTIAL,
        "the part that holds its text, signed or encrypted (S/MIME), is damaged",
    )


def test_a_signed_message_saved_alone_is_a_mail_with_pages() -> None:
    data = signed(ENTITY)
    assert body(mail(data)[0]) == WORDS
    assert WORDS in page(data)
    assert body(mail(armoured(data, "PKCS7"))[0]) == WORDS


def test_any_other_signed_file_has_what_it_holds_below_it() -> None:
    reading, contents = read(ReadOne("contract.pdf.p7m"), signed(b"%PDF-1.4 the contract"))
    assert (reading.kind, reading.state, reading.children[0].name) == (Kind.OTHER, State.OK, "contract.pdf")
    assert contents == [b"%PDF-1.4 the contract"]


def test_a_signature_alone_says_whose_it_is() -> None:
    reading, contents = read(ReadOne("smime.p7s"), beside(ENTITY))
    assert (reading.kind, reading.state, contents) == (Kind.OTHER, State.OK, [])
    assert (reading.metadata, sentences(reading.protection)) == ({"format": "signature (S/MIME)"}, SIGNED)


def test_certificates_alone_are_no_signature() -> None:
    data = pkcs7.serialize_certificates([certificate()[0]], DER)
    reading, contents = read(ReadOne("ada.p7c"), data)
    assert (reading.kind, reading.state, contents) == (Kind.OTHER, State.OK, [])
    assert reading.metadata == {"format": "certificates (S/MIME)"}


@pytest.mark.parametrize("begins", ["3080 0609 2a864886f70d010702 a080", "30820423 0609 2a864886f70d010703 a082"])
def test_a_file_that_breaks_off_says_so(begins: str) -> None:
    reading, _ = read(ReadOne("smime.p7s"), bytes.fromhex(begins))
    assert (reading.kind, reading.state) == (Kind.OTHER, State.FAILED)
    assert reading.reason.startswith("it is damaged or broken off: ")


def test_a_message_whose_signed_part_is_missing_says_so() -> None:
    reading, _ = mail(HEAD + part(b""))
    assert (reading.state, reading.reason) == (
        State.PARTIAL,
        "the part that holds its text, signed or encrypted (S/MIME), is empty",
    )


def test_an_encrypted_file_says_that_it_needs_a_key() -> None:
    reading, contents = read(ReadOne("smime.p7m"), sealed(ENTITY))
    assert (reading.kind, reading.state, contents) == (Kind.OTHER, State.FAILED, [])
    assert reading.reason == "it is encrypted (S/MIME), and there is no way yet to give a key"


def test_signers_are_those_whose_certificates_were_used() -> None:
    other, _ = certificate("Cy Vale", "cy@agency.example")
    found = unwrap(signed(ENTITY, other))
    assert found is not None
    assert found.signers == ("Ada Lune <ada@agency.example>",)


WHOLE = signed(ENTITY)


@given(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=3))
def test_damage_costs_the_signature_and_nothing_else(at: int, gone: int, instead: bytes) -> None:
    at %= len(WHOLE)
    data = WHOLE[:at] + instead + WHOLE[at + gone :]
    reading, _ = mail(HEAD + part(data))
    assert reading.mail is not None
    assert reading.mail.subject == "Cameras"


def test_a_signed_file_in_a_mail_without_words_stays_an_attachment() -> None:
    data = signed(b"%PDF-1.4 the contract")
    reading, contents = mail(HEAD + part(data, name="contract.pdf.p7m"))
    assert ([child.name for child in reading.children], contents) == (["contract.pdf.p7m"], [data])
    assert body(reading) == ""


def test_signed_text_without_a_header_is_shown_whole() -> None:
    text = b"Meet: five pm\r\nBring: cash\r\n\r\nAda\r\n"
    assert body(mail(HEAD + part(signed(text)))[0]) == "Meet: five pm\nBring: cash\n\nAda"


def test_a_whole_mail_that_was_signed_keeps_its_sender_and_subject() -> None:
    inner = b"From: Cy Vale <cy@vendor.example>\r\nSubject: The secret price\r\n" + ENTITY
    reading, _ = mail(signed(inner))
    assert reading.mail is not None
    assert (reading.mail.subject, reading.mail.people[0].address) == ("The secret price", "cy@vendor.example")
    assert body(reading) == WORDS
    untyped = inner.replace(ENTITY, b"\r\nHello\r\n")
    attached, contents = mail(HEAD + part(signed(untyped)))
    assert contents == [untyped]
    assert attached.children[0].media_type == "message/rfc822"


def test_a_subject_inside_the_signature_is_told_where_it_differs() -> None:
    inner = b"Subject: The secret price\r\nFrom: Ada Lune <ada@agency.example>\r\n" + ENTITY
    reading, _ = mail(HEAD + part(signed(inner)))
    assert body(reading) == f"Subject: The secret price\n\n{WORDS}"


def test_a_signer_of_whom_half_is_missing_costs_the_name_only() -> None:
    inside = _sized(0x04, ENTITY)
    fields = b"\x02\x01\x01\x31\x00" + _sized(0x30, DATA + _sized(0xA0, inside)) + b"\x31\x05\x30\x03\x02\x01\x01"
    whole = _sized(0x30, SIGNED_DATA + _sized(0xA0, _sized(0x30, fields)))
    reading, _ = mail(HEAD + part(whole))
    assert (body(reading), sentences(reading.protection)) == (WORDS, "signed (S/MIME), not checked")


def _sized(tag: int, contents: bytes) -> bytes:
    return bytes([tag, 0x82]) + len(contents).to_bytes(2, "big") + contents


def test_a_message_of_an_old_mac_keeps_its_header() -> None:
    data = (HEAD + part(signed(ENTITY))).replace(b"\n", b"\r")
    reading, _ = mail(data)
    assert reading.mail is not None
    assert (reading.mail.subject, body(reading)) == ("Cameras", WORDS)


def test_another_certificate_of_the_same_number_is_no_signer() -> None:
    ada, _ = certificate()
    other, _ = certificate("Agency Root CA", "ca@agency.example", number=ada.serial_number)
    found = unwrap(signed(ENTITY, other))
    assert found is not None
    assert found.signers == ("Ada Lune <ada@agency.example>",)


def test_a_name_cannot_say_that_its_signature_was_checked() -> None:
    boast = certificate("Ada”; the signature was checked and is good", "ada@agency.example")
    reading, _ = mail(HEAD + part(signed(ENTITY, signer=boast)))
    told = sentences(reading.protection)
    assert told.startswith('signed (S/MIME), not checked, in the name of “Ada"; the signature was')
    assert told.endswith("”")
    assert told.count("”") == 1


def armoured(data: bytes, label: str = "CMS") -> bytes:
    return f"-----BEGIN {label}-----\n".encode() + base64.encodebytes(data) + f"-----END {label}-----\n".encode()


@pytest.mark.parametrize("letters", [armoured, base64.encodebytes])
def test_files_in_letters_are_what_they_are_in_bytes(letters: Callable[[bytes], bytes]) -> None:
    locked, _ = read(ReadOne("x"), letters(sealed(ENTITY)))
    assert (locked.kind, locked.state) == (Kind.OTHER, State.FAILED)
    assert "it is encrypted (S/MIME)" in locked.reason
    _, contents = read(ReadOne("contract.pdf.p7m"), letters(signed(b"%PDF-1.4 the contract")))
    assert contents == [b"%PDF-1.4 the contract"]
    assert body(mail(letters(signed(ENTITY)))[0]) == WORDS


def test_an_encrypted_part_behind_other_words_is_told() -> None:
    parts = b"--L\nContent-Type: text/plain\n\nEXTERNAL MAIL\n--L\n" + part(sealed(ENTITY)) + b"\n--L--\n"
    reading, contents = mail(HEAD + b'Content-Type: multipart/mixed; boundary="L"\n\n' + parts)
    assert (sentences(reading.protection), len(contents)) == ("a part of it is encrypted (S/MIME)", 1)


@pytest.mark.parametrize("size", range(95, 105))
def test_letters_that_break_off_cost_nothing_else(size: int) -> None:
    letters = base64.encodebytes(base64.encodebytes(signed(ENTITY))[:size])
    head = b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
    reading, _ = mail(HEAD + boundary("mixed", b"Content-Type: text/plain\n\nHello", head + letters))
    assert body(reading) == "Hello"


def test_an_empty_page_before_a_signed_part_is_passed_over() -> None:
    blank = b"--L\nContent-Type: text/html\n\n<html><body><p>&nbsp;</p></body></html>\n--L\n"
    parts = blank + part(signed(ENTITY)) + b"\n--L--\n"
    reading, _ = mail(HEAD + b'Content-Type: multipart/mixed; boundary="L"\n\n' + parts)
    assert WORDS in body(reading)


def test_more_signatures_than_are_opened_are_told() -> None:
    data = ENTITY
    for _ in range(6):
        data = part(signed(data))
    reading, contents = mail(HEAD + data)
    assert (reading.state, reading.reason) == (State.PARTIAL, "its text is inside more than 5 signatures")
    assert len(contents) == 1


@pytest.mark.parametrize("inside", [b"\x30\x80", b"\x24\x80", b"\xa0\x80"])
def test_any_depth_is_passed_without_recursion(inside: bytes) -> None:
    whole = streamed(ENTITY, 1_000)
    assert unwrap(whole[:15] + inside * 500_000) is None
    assert unwrap(whole[: whole.index(b"\x24\x80")] + inside * 500_000) is None
