"""What may not leave is found in whatever a file has packed in it, since its receiver unpacks it too."""

from __future__ import annotations

import base64
import binascii
import bz2
import io
import lzma
import tarfile
from collections.abc import Callable

import pytest
from PIL import Image, PngImagePlugin

from reviewer.domain.exports.source_pattern import SOURCE
from reviewer.isolation.exhibit_messages import Attack
from reviewer.workers.exhibits.attack import attack
from reviewer.workers.outlook.compound import rebuild
from tests.evidence import pdf
from tests.workers.archive.building import seven_zipped, tarred, zipped
from tests.workers.outlook.building import BODY, SUBJECT, Message, StoreBuilder, tnef
from tests.workers.outlook.test_rich_text import HELLO
from tests.workers.outlook.test_store import INBOX, ROOT, TOP

NAME = "Jo Tarn"
CODED = b"=?utf-8?B?" + base64.b64encode(b"so Jo Tarn says") + b"?="
HIDDEN = zipped({"word/settings.xml": b"<w:docVar w:val='Jo Tarn'/>"})
PACKED = bytes.fromhex(
    "012fb000236161616263646582660070616768696a013808616b6c00306d6e6f700671027004107273747576107778797a003c"
)
"""[MS-OVBA], section 3.2.2: #aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"""


def with_user() -> bytes:
    """A tar that says whose files these were."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        info = tarfile.TarInfo("a.txt")
        info.uname = "jo.tarn"
        tar.addfile(info)
    return out.getvalue()


def mailbox() -> bytes:
    """A mailbox whose second message has a field, and the third a file, that name somebody in a code."""
    attached = b"MIME-Version: 1.0\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n"
    parts = (b"Subject: one\n\nFirst.\n", b"X-Seen-By: " + CODED + b"\n\nSecond.\n")
    return b"\n".join(b"From bo@agency.example Mon May 16 10:00:00 2016\n" + each for each in (*parts, attached))


def picture(packed: str) -> bytes:
    """A picture with a text that is packed, and with an empty one."""
    info, out = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_text("Software", "", zip=True)
    if packed == "iTXt":
        info.add_itxt("XML:com.adobe.xmp", f"<by>{NAME}</by>" * 9, zip=True)
    else:
        info.add_text("Comment", f"by {NAME}, " * 9, zip=True)
    Image.new("L", (4, 4)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def store(*, cyclic: bool, within: int = 0) -> bytes:
    """A store of Outlook, in a disguise or not, with a field of a header that no message shows.

    Its message is ``within`` so many others, one in the other.
    """
    message = Message({SUBJECT: "One", BODY: "Here.", 0x007D: f"X-Teller: {NAME}\n"})
    for _ in range(within):
        message = Message({SUBJECT: "Another", BODY: "Over."}, attachments=[({0x3705: 5}, message)])
    made = StoreBuilder(23, cyclic=cyclic)
    made.folder(ROOT, "Root", ROOT)
    made.folder(TOP, "Top", ROOT)
    made.folder(INBOX, "In", TOP, [0x200024])
    made.message(0x200024, INBOX, message)
    return made.build()


FILES: dict[str, Callable[[], bytes]] = {
    "the user of a tar in xz": lambda: lzma.compress(with_user()),
    "the user of a tar in bzip2": lambda: bz2.compress(with_user()),
    "a file in a tar": lambda: tarred({"a.docx": HIDDEN}),
    "a file behind a PDF in a tar": lambda: tarred({"a.pdf": pdf(["Nothing."]), "b.docx": HIDDEN}),
    "a file in a 7z": lambda: seven_zipped({"a.eml": b"X-Seen-By: " + CODED + b"\n\nHere.\n"}),
    "a later message of a mailbox": mailbox,
    "a file at a later message": lambda: mailbox() + base64.encodebytes(HIDDEN).replace(b"\n", b"\r\n"),
    "a picture's XMP": lambda: picture("iTXt"),
    "a picture's text": lambda: picture("zTXt"),
    "a file in a compound file": lambda: rebuild(bytes(16), [(("Package",), HIDDEN)]),
    "a store": lambda: store(cyclic=False),
    "a store in its disguise": lambda: store(cyclic=True),
    "a message within seven others in a store": lambda: store(cyclic=True, within=7),
}


@pytest.mark.parametrize("made", FILES.values(), ids=FILES)
def test_a_source_is_found_in_what_is_packed(made: Callable[[], bytes]) -> None:
    data = made()
    assert NAME.encode() not in data
    assert {hit.word for hit in attack(Attack((f"{SOURCE}{NAME}",)), data).hits} == {f"{SOURCE}{NAME}"}
    assert attack(Attack((f"{SOURCE}Wim Mallow",)), data).hits == (), "and all of it can be searched"


@pytest.mark.parametrize(
    "made", [lambda data: rebuild(bytes(16), [(("rtf",), data)]), lambda data: tnef((2, 0x9003, data))]
)
def test_words_are_found_in_rich_text_as_outlook_packs_it(made: Callable[[bytes], bytes]) -> None:
    assert "rich text: text" in {hit.where for hit in attack(Attack(("hello world",)), made(HELLO)).hits}


NOWHERE = r"{\rtf1\ansi\ansicpg1252 Seen\par %s}"
"""A document whose readers show the first word and nothing else."""


@pytest.mark.parametrize(
    "group",
    [
        r"{\*\other Jo Tarn}",
        r"{\*\other {\b J}o {\i T}a\b0 rn}",
        r"{\*\other \'4a\'6f Tarn}",
        r"{\*\other \u74?\u111?\uc2 \u32??Tarn}",
        r"{\*\other{\*\title Nothing}{\*\author Jo Tarn}{\*\company None}}",
        r"{\*\datastore " + "Jo Tarn".encode("utf-16-le").hex("\n", 4) + "}",
        r"{\*\themedata " + HIDDEN.hex() + "}",
        r"{\*\other\bin7 Jo Tarn}",
    ],
)
def test_words_are_found_in_groups_of_rich_text_that_no_reader_shows(group: str) -> None:
    data = (NOWHERE % group).encode()
    for word in (NAME, f"{SOURCE}{NAME}"):
        assert {hit.word for hit in attack(Attack((word,)), data).hits} == {word}
    assert attack(Attack(("Wim Mallow", f"{SOURCE}Wim Mallow")), data).hits == ()


def uuencoded(data: bytes) -> bytes:
    """A file as mail had it before MIME (POSIX, uuencode), below a line of text."""
    lines = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"Here it is.\n\nbegin 644 list.bin\n" + b"".join(lines) + b"`\nend\n"


@pytest.mark.parametrize("held", [b"Ask Jo Tarn.\n", HIDDEN, uuencoded(b"Ask Jo Tarn.\n")])
@pytest.mark.parametrize("within", [bytes, lambda told: pdf([told.decode()]), lambda told: b"Subject: a\n\n" + told])
def test_words_are_found_in_a_uuencoded_file(held: bytes, within: Callable[[bytes], bytes]) -> None:
    data = within(uuencoded(held))
    for word in (NAME, f"{SOURCE}{NAME}"):
        found = {hit.where.partition(" 1: ")[0] for hit in attack(Attack((word,)), data).hits}
        assert found & {"uuencoded file", "part: uuencoded file"}, word


@pytest.mark.parametrize("lead", range(3))
def test_redacted_words_are_found_in_a_code_wherever_they_begin_in_it(lead: int) -> None:
    said = "abc"[:lead] + " Jo Tarn has them all, says he"
    quoted = "".join(f"={byte:02X}" for byte in said.encode())
    for coded in (base64.b64encode(said.encode()).decode(), said.encode("utf-16-be").hex(), quoted):
        for data in (f"Note: {coded}\n".encode(), pdf([f"Note: {coded}"])):
            assert {hit.word for hit in attack(Attack((NAME,)), data).hits} == {NAME}


def module() -> bytes:
    """A module of macros as a stream has it: behind what it keeps at hand, letters, and four that are a copy."""
    text = b'Attribute VB_Name="Tarn":Jo '
    told = (
        b"".join(b"\0" + text[at : at + 8] for at in (0, 8, 16))
        + b"\x10"
        + text[24:]
        + (8 << 11 | 1).to_bytes(2, "little")
    )
    return b"at hand\0\x01" + (0xB000 + len(told) - 1).to_bytes(2, "little") + told


def test_words_are_found_in_macros() -> None:
    for path, stream, word in (
        ("Module1", module(), NAME),
        ("dir", PACKED, "aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"),
    ):
        packed = zipped({"xl/vbaProject.bin": rebuild(bytes(16), [(("VBA",), None), (("VBA", path), stream)])})
        places = {hit.where.partition(": ")[2] for hit in attack(Attack((word,)), packed).hits}
        assert "macro: text" in places, path


def test_a_name_that_is_shown_from_its_end_is_found() -> None:
    for told in ("\u202enraT oJ\u202c", "<bdo dir=rtl>nraT <b>oJ</b></bdo>", "&#8238;nraT oJ"):
        assert attack(Attack((f"{SOURCE}{NAME}",)), f"Then {told} came".encode()).hits, told
    assert attack(Attack((f"{SOURCE}{NAME}",)), b"Then nraT oJ came").hits == ()


def test_a_file_whose_name_is_in_several_pieces_is_found_by_it() -> None:
    field = b"Content-Disposition: attachment; filename*0*=utf-8''Jo%20Ta; filename*1*=rn%2Etxt\n\nHere.\n"
    assert "name of a part" in {hit.where for hit in attack(Attack((f"{SOURCE}{NAME}",)), field).hits}


def test_what_cannot_be_unpacked_is_said_to_be_unsearched() -> None:
    cut = lzma.compress(bytes(range(256)) * 999)[:-40]
    for data in (cut, store(cyclic=True, within=31)):
        hits = attack(Attack((f"{SOURCE}{NAME}",)), data).hits
        assert {hit.where.rpartition(" ")[2] for hit in hits} == {"unreadable"}
