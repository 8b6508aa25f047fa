"""Real files of Outlook that nobody here wrote: each is read, and holds what other readers find in it."""

from __future__ import annotations

import hashlib
import io
import struct
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import olefile
import pytest

from reviewer.workers.email.message import read_mail
from reviewer.workers.outlook.message import msg_to_mime
from reviewer.workers.outlook.store import open_store
from reviewer.workers.outlook.tnef import tnef_to_mime
from reviewer.workers.refusal import Refusal
from tests.wording import words
from tests.workers.outlook.reading import attachments, parsed, text

pytestmark = pytest.mark.corpora

NOT_TNEF = {"tika/testNEF.nef", "tika/testNEF_dup.nef"}  # raw pictures of a camera
KEPT_AS_PROPERTIES = {"mimekit/winmail.tnef", "mimekit/MAPI_ATTACH_DATA_OBJ.tnef"}
"""Containers whose attachments have no attribute of their own for their bytes."""

REMARKS = {
    # There is no storage of an attachment in it, and the header of its properties counts two.
    "msgreader/sender_not_found_from_exchange.msg": ("the message says that it has 2 attachments; 0 are there",),
}


def files(corpora: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    found = sorted(path for path in (corpora / folder).rglob("*") if path.is_file())
    assert found
    for path in found:
        yield path.relative_to(corpora / folder).as_posix(), path.read_bytes()


def stream(ole: Any, path: list[str], number: int) -> str:
    for kind, codec in (("001F", "utf-16-le"), ("001E", "cp1252")):
        name = [*path, f"__substg1.0_{number:04X}{kind}"]
        if ole.exists(name):
            return str(ole.openstream(name).read().decode(codec, "replace")).rstrip("\0")
    return ""


def stored_attachments(ole: Any) -> Counter[str]:
    """SHA-256 of all attachments in a message file, those of attached messages included."""
    found = (path for path in ole.listdir() if path[-1].upper() == "__SUBSTG1.0_37010102")
    return Counter(hashlib.sha256(ole.openstream(path).read()).hexdigest() for path in found)


def test_every_message_file_has_the_subject_and_attachments_that_are_in_its_streams(corpora: Path) -> None:
    count = 0
    for name, data in files(corpora, "outlook_msg"):
        made = msg_to_mime(data)
        assert tuple(words(made.remarks)) == REMARKS.get(name, ()), name
        mail = parsed(made.mime)
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            assert stored_attachments(ole) == Counter(
                hashlib.sha256(part).hexdigest() for _, part in attachments(mail)
            ), name
            inner = [
                path for path in ole.listdir(streams=False, storages=True) if path[-1].upper() == "__SUBSTG1.0_3701000D"
            ]
            assert sum(part.get_content_type() == "message/rfc822" for part in mail.walk()) == len(inner), name
            if name != "tika/testMSG_chinese.msg":  # in Big5, which the helper above does not know
                assert (mail["subject"] or "").split() == stream(ole, [], 0x0037).split(), name
            body = stream(ole, [], 0x1000)
        if made.metadata["message class"] in ("IPM.Note", "IPM.Post") and name != "tika/testMSG_chinese.msg":
            assert "".join(text(mail).split()) == "".join(body.split()), name
        count += 1
    assert count == 27


def test_every_message_file_goes_to_whom_its_recipients_are(corpora: Path) -> None:
    for name, data in files(corpora, "outlook_msg"):
        mail = parsed(msg_to_mime(data).mime)
        said = " ".join(str(mail[field] or "") for field in ("to", "cc", "bcc")).lower()
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for path in ole.listdir(streams=False, storages=True):
                if len(path) == 1 and path[0].lower().startswith("__recip"):
                    address = stream(ole, path, 0x39FE) or stream(ole, path, 0x3003)
                    assert address.lower() in said or "@" not in address, (name, address)


def test_every_message_file_has_what_extract_msg_finds(corpora: Path) -> None:
    extract_msg = pytest.importorskip("extract_msg")
    for name, data in files(corpora, "outlook_msg"):
        mail = parsed(msg_to_mime(data).mime)
        with extract_msg.openMsg(data) as other:
            expected = [one.longFilename or one.shortFilename or one.name for one in other.attachments]
            sums = [hashlib.sha256(one.data).hexdigest() for one in other.attachments if isinstance(one.data, bytes)]
        parts = list(mail.iter_attachments()) if mail.is_multipart() else []
        found = [str(part.get_filename()) for part in parts]
        assert [stem(one) for one in found] == [stem(one) for one in expected], name
        assert sums == [digest(part) for part in parts if part.get_content_type() != "message/rfc822"], name


def stem(name: str) -> str:
    """An attached message goes by .eml here, by .msg or nothing there."""
    return name.removesuffix(".eml").removesuffix(".msg")


def digest(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return hashlib.sha256(data).hexdigest()


def test_chinese_message_is_in_chinese(corpora: Path) -> None:
    mail = parsed(msg_to_mime((corpora / "outlook_msg/tika/testMSG_chinese.msg").read_bytes()).mime)
    assert mail["subject"] == "Alfresco MSG format testing ( MSG 格式測試 )"  # as Tika's own test has it


def old_attachments(data: bytes) -> list[bytes]:
    """The bytes of each attribute attAttachData of a container, by a walk of its own ([MS-OXTNEF], 2.1.3)."""
    found, at = [], 6
    while at + 11 <= len(data) and data[at] in (1, 2):
        attribute, size = struct.unpack_from("<II", data, at + 1)
        if attribute == 0x0006800F:
            found.append(data[at + 9 : at + 9 + size])
        at += size + 11
    return found


def test_every_container_has_the_attachments_that_are_in_it(corpora: Path) -> None:
    read = 0
    for name, data in files(corpora, "tnef"):
        if name in NOT_TNEF:
            with pytest.raises(Refusal):
                tnef_to_mime(data)
            continue
        made = tnef_to_mime(data)
        sums = Counter(hashlib.sha256(part).hexdigest() for _, part in attachments(parsed(made.mime)))
        expected = old_attachments(data)
        if name in KEPT_AS_PROPERTIES:
            assert expected == []
        else:
            assert sums == Counter(hashlib.sha256(part).hexdigest() for part in expected), name
        read += 1
    assert read == 18


def test_attachments_that_are_kept_as_properties_are_files_that_open(corpora: Path) -> None:
    opened = 0
    for name in KEPT_AS_PROPERTIES:
        for part, data in attachments(parsed(tnef_to_mime((corpora / "tnef" / name).read_bytes()).mime)):
            if part.endswith(".pdf"):
                assert data.startswith(b"%PDF-")
                assert data.rstrip().endswith(b"%%EOF")
            elif part.endswith(".htm"):
                assert data.rstrip().endswith(b"</html>")
            else:
                with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as ole:
                    for path in ole.listdir():
                        assert ole.openstream(path).size == ole.get_size(path)
            opened += 1
    assert opened == 5


def test_names_in_containers_are_those_that_tnefparse_finds(corpora: Path) -> None:
    tnefparse = pytest.importorskip("tnefparse")
    for name, data in files(corpora, "tnef"):
        if name in NOT_TNEF:
            continue
        found = sorted(part for part, _ in attachments(parsed(tnef_to_mime(data).mime)))
        assert found == sorted(one.long_filename() for one in tnefparse.TNEF(data).attachments), name


def test_five_files_of_a_container_are_the_five_that_tika_finds(corpora: Path) -> None:
    mail = parsed(tnef_to_mime((corpora / "tnef/tika/testWINMAIL.dat").read_bytes()).mime)
    names = {name for name, _ in attachments(mail)}
    assert names == {"quick.doc", "quick.html", "quick.pdf", "quick.txt", "quick.xml"}
    assert b"The quick brown fox jumps over the lazy dog" in dict(attachments(mail))["quick.txt"]


def walk(folder: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """All folders of a store as libpff finds them, by path."""
    yield above, folder
    for inner in folder.sub_folders:
        if inner.identifier & 0x1F == 2:  # a search folder holds no messages of its own
            name = (inner.name or "").replace("/", "-")
            yield from walk(inner, f"{above}/{name}" if above else name)


def test_every_store_has_the_folders_messages_and_attachments_that_libpff_finds(corpora: Path) -> None:
    pypff = pytest.importorskip("pypff")
    compared = 0
    for name, data in files(corpora, "outlook_pst"):
        other = pypff.file()
        other.open_file_object(io.BytesIO(data))
        store = open_store(io.BytesIO(data))
        members = list(store.members())
        assert store.remarks == (), name
        assert store.declared == len(members), name
        folders = dict(walk(other.root_folder))
        assert {folder.path for folder in store.folders} == set(folders), name
        for path, folder in folders.items():
            mine = [parsed(mime) for member, mime in members if member.folder == path]
            assert len(mine) == folder.number_of_sub_messages, (name, path)
            for mail, theirs in zip(mine, folder.sub_messages, strict=True):
                compared += compare(mail, theirs)
    assert compared == 16


def compare(mail: EmailMessage, theirs: Any) -> int:
    if not hasattr(theirs, "subject"):
        return 0  # free and busy times, which libpff does not count among the messages
    assert (mail["subject"] or "").split() == (theirs.subject or "").split()
    parts = list(mail.iter_attachments()) if mail.is_multipart() else []
    assert len(parts) == theirs.number_of_attachments
    for part, attachment in zip(parts, theirs.attachments, strict=True):
        if part.get_content_type() != "message/rfc822":
            assert part.get_payload(decode=True) == attachment.read_buffer(attachment.size)
    return 1


def test_store_with_a_password_is_read_and_called_so(corpora: Path) -> None:
    store = open_store(io.BytesIO((corpora / "outlook_pst/java_libpst/passworded.pst").read_bytes()))
    assert "password" in store.format
    assert [member.name for member, _ in store.members() if member.folder.endswith("Contacts")] == [
        *("test dist list.eml", "contact name 1.eml"),
    ]


def test_members_of_a_distribution_list_are_those_that_java_libpst_finds(corpora: Path) -> None:
    store = open_store(io.BytesIO((corpora / "outlook_pst/java_libpst/dist-list.pst").read_bytes()))
    (mime,) = [mime for member, mime in store.members() if member.name == "test dist list.eml"]
    lines = text(parsed(mime)).splitlines()
    assert {
        f"Member: {kind} name {n} <{kind}{n}@rjohnson.id.au>" for kind, n in (("contact", 1), ("dist", 1), ("dist", 2))
    } <= set(lines)


def test_message_within_a_message_of_a_store_comes_out_with_its_picture(corpora: Path) -> None:
    store = open_store(io.BytesIO((corpora / "outlook_pst/tika/testPST.pst").read_bytes()))
    (mime,) = [mime for member, mime in store.members() if member.name == "FW- First email.eml"]
    reading, contents = read_mail(mime, from_mbox=False)
    assert [child.name for child in reading.children] == ["First email.eml"]
    within, _ = read_mail(contents[0], from_mbox=False)
    assert within.mail is not None
    assert within.mail.subject == "First email"
