"""What Outlook's stores and messages and other people's mailboxes hold is in the case: compared with other readers."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import olefile
import pytest

from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.usecases.evidence import items
from reviewer.workers.email.mbox import split
from reviewer.workers.email.message import message_span
from reviewer.workers.email.structure import Part, take_apart
from tests.corpora.conftest import Taken
from tests.corpora.test_outlook_corpus import stored_attachments, stream, walk

pytestmark = pytest.mark.corpora

STORES = {
    "outlook_pst/java_libpst/dist-list.pst",
    "outlook_pst/java_libpst/passworded.pst",
    "outlook_pst/tika/testPST.pst",
    "outlook_pst/tika/testPST_variousBodyTypes.pst",
}


def below(taken: Taken, item: Item) -> Iterator[Item]:
    """Everything that lies in an item, at any depth."""
    for child in items.children(taken.case, item.id):
        yield child
        yield from below(taken, child)


def test_every_store_is_there_with_the_folders_and_items_that_libpff_finds(taken: Taken, corpora: Path) -> None:
    pypff = pytest.importorskip("pypff")
    assert {item.path for item in taken.items if item.kind is Kind.STORE} == STORES
    for path in STORES:
        other = pypff.file()
        other.open_file_object(io.BytesIO((corpora / path).read_bytes()))
        theirs = {
            name: folder.number_of_sub_messages
            for name, folder in walk(other.root_folder)
            if folder.number_of_sub_messages
        }
        members = items.children(taken.case, taken.at(path).id)
        assert Counter(member.folder for member in members) == theirs, path
        (container,) = [each for each in taken.account.containers if each.control == taken.at(path).control]
        assert container.counts.declared == len(members) == sum(theirs.values()), path
        if len(theirs) > 1:
            assert {folder.name: folder.counts.declared for folder in container.folders} == theirs, path


def test_every_item_of_a_store_has_the_subject_and_attachments_that_libpff_finds(taken: Taken, corpora: Path) -> None:
    pypff = pytest.importorskip("pypff")
    compared = attached = 0
    for path in STORES:
        other = pypff.file()
        other.open_file_object(io.BytesIO((corpora / path).read_bytes()))
        members = items.children(taken.case, taken.at(path).id)
        for name, folder in walk(other.root_folder):
            mine = [member for member in members if member.folder == name]
            for member, theirs in zip(mine, folder.sub_messages, strict=True):
                if not hasattr(theirs, "subject"):
                    continue  # free and busy times, which libpff gives no subject
                assert member.subject.split() == (theirs.subject or "").split(), (path, name)
                parts = items.children(taken.case, member.id)
                assert member.attachments == len(parts) == theirs.number_of_attachments, (path, name)
                sizes = [each.size for each in theirs.attachments]
                assert [p.size for p in parts if p.kind is not Kind.EMAIL] == [
                    size for size, part in zip(sizes, parts, strict=True) if part.kind is not Kind.EMAIL
                ]
                compared, attached = compared + 1, attached + len(parts)
    assert (compared, attached) == (16, 3)


def test_every_outlook_message_has_its_subject_and_each_byte_that_was_attached(taken: Taken, corpora: Path) -> None:
    messages = [item for item in taken.items if item.path.startswith("outlook_msg/") and item.parent is None]
    assert len(messages) == 27
    for item in messages:
        data = (corpora / item.path).read_bytes()
        assert (item.kind, item.metadata["format"]) == (Kind.EMAIL, "Outlook message"), item.path
        held = Counter(each.sha256 for each in below(taken, item))
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            assert stored_attachments(ole) <= held, item.path
            if item.path != "outlook_msg/tika/testMSG_chinese.msg":  # in Big5, which the helper does not know
                assert item.subject.split() == stream(ole, [], 0x0037).split(), item.path


def test_every_outlook_message_has_the_attachments_that_extract_msg_finds(taken: Taken, corpora: Path) -> None:
    extract_msg = pytest.importorskip("extract_msg")
    counted = 0
    for item in taken.items:
        if item.path.startswith("outlook_msg/") and item.parent is None:
            parts = items.children(taken.case, item.id)
            with extract_msg.openMsg((corpora / item.path).read_bytes()) as other:
                assert item.attachments == len(parts) == len(other.attachments), item.path
                whole = [hashlib.sha256(one.data).hexdigest() for one in other.attachments if type(one.data) is bytes]
            assert set(whole) <= {part.sha256 for part in parts}, item.path
            counted += len(parts)
    assert counted == 26


MAILBOX = "mbox/mimekit/content-length.mbox.txt"


@pytest.fixture(scope="module")
def told(corpora: Path) -> Any:
    """What MimeKit's own tests expect of the mailbox: where each message, header and part begins and ends."""
    return json.loads((corpora / "mbox/mimekit/content-length.unix-offsets.json").read_bytes())


def test_the_messages_of_a_mailbox_are_the_bytes_that_mimekit_cuts_out(taken: Taken, corpora: Path, told: Any) -> None:
    data = (corpora / MAILBOX).read_bytes()
    messages = items.children(taken.case, taken.at(MAILBOX).id)
    for message, theirs in zip(messages, told, strict=True):
        cut = data[theirs["beginOffset"] : theirs["endOffset"]]
        # MimeKit leaves the blank line before the next envelope to the mailbox, we to the message.
        assert message.sha256 in {hashlib.sha256(cut + end).hexdigest() for end in (b"", b"\n")}, message.control


@pytest.mark.parametrize("line_end", ["unix", "dos"])
def test_every_part_begins_and_ends_where_mimekit_finds_it(corpora: Path, line_end: str) -> None:
    data = (corpora / MAILBOX).read_bytes()
    if line_end == "dos":
        data = data.replace(b"\n", b"\r\n")  # as MimeKit's test makes it from the same file
    expected = json.loads((corpora / f"mbox/mimekit/content-length.{line_end}-offsets.json").read_bytes())
    parts = 0
    for (start, end), theirs in zip(split(data), expected, strict=True):
        mine, other = list(places(data, start, end)), list(their_places(theirs["body"]))
        assert [place[:2] + place[3:] for place in mine] == [place[:2] + place[3:] for place in other]
        for (*_, my_end, _), (*_, their_end, _) in zip(mine, other, strict=True):
            assert data[their_end:my_end] in {b"", b"\n", b"\r\n"}
        parts += len(mine)
    assert parts > 90


Place = tuple[int, int, int, str]
"""Where a part begins, where its content begins, where it ends, and its type."""


def places(data: bytes, start: int, end: int) -> Iterator[Place]:
    open_parts = [take_apart(data, start, end).root]
    while open_parts:
        part = open_parts.pop(0)
        yield part.start, part.body, part.end, part.media_type
        if part.media_type == "message/rfc822":
            open_parts.insert(0, take_apart(data, part.body, part.end).root)
        open_parts[:0] = part.parts


def their_places(part: Any) -> Iterator[Place]:
    yield part["beginOffset"], part["headersEndOffset"], part["endOffset"], part["mimeType"].lower()
    if "message" in part:
        yield from their_places(part["message"]["body"])
    for child in part.get("children", ()):
        yield from their_places(child)


TREES = {
    "mimetools-testmsgs/badbound.msg": "multipart/mixed[]",
    "mimetools-testmsgs/multi-bad.msg": "multipart/mixed[text/plain]",
    "testmsgs/ending-boundaries.msg": "multipart/mixed[text/plain]",
    "testmsgs/intermediate-boundaries.msg": "multipart/mixed[text/plain,text/plain]",
    "testmsgs/misplaced-boundary.msg": "multipart/mixed[text/plain]",
    "testmsgs/missing-boundary.msg": "multipart/alternative[]",
    "testmsgs/missing-inner-boundary.msg": "multipart/mixed[text/plain,multipart/alternative[]]",
    "testmsgs/missing-inner-start-boundary.msg": "multipart/mixed[text/plain,multipart/alternative[]]",
    "testmsgs/multipartemptypart.msg": "multipart/mixed[text/plain]",
    "testmsgs/multipartnestedemptyparts.msg": "multipart/mixed[message/rfc822[multipart/mixed[text/plain]]]",
    "testmsgs/multipartnestedemptypartsnorfc822.msg": "multipart/mixed[multipart/mixed[text/plain]]",
    "testmsgs/multipartdigestnestedemptyparts.msg": "multipart/digest[message/rfc822[multipart/mixed[text/plain]]]",
}
"""The trees in the .xml files that mime4j keeps beside its odd messages (they are not among the corpora).

A multipart without parts has a preamble only, which mime4j keeps and nobody is shown; to us it is text, or one empty
text, so that its words are read.
"""


@pytest.mark.parametrize("name", TREES)
def test_odd_messages_fall_into_the_parts_that_mime4j_expects(corpora: Path, name: str) -> None:
    data = (corpora / "email/mime4j" / name).read_bytes()
    start, end = message_span(data)
    assert tree(data, take_apart(data, start, end).root) in as_text(TREES[name])


def tree(data: bytes, part: Part) -> str:
    inner = [tree(data, each) for each in part.parts]
    if part.media_type == "message/rfc822":
        inner = [tree(data, take_apart(data, part.body, part.end).root)]
    return f"{part.media_type}[{','.join(inner)}]" if inner else part.media_type


def as_text(expected: str) -> set[str]:
    """The tree with each multipart that has no parts as text, or as a multipart of one text."""
    for kind in ("multipart/mixed", "multipart/alternative"):
        if f"{kind}[]" in expected:
            return {expected.replace(f"{kind}[]", "text/plain"), expected.replace("[]", "[text/plain]")}
    return {expected}
