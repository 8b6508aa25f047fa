"""Real mail that nobody here wrote: all of it is read, and read as the standard library reads it where that can."""

from __future__ import annotations

import email
import json
import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from benchmarks import bench_mailboxes
from reviewer.domain.evidence.reading import Kind, State
from reviewer.isolation.protocol import LayOut, ReadOne
from reviewer.workers.email.layout import lay_out
from reviewer.workers.email.mbox import split
from reviewer.workers.email.message import message_span
from reviewer.workers.email.structure import Part, take_apart
from reviewer.workers.email.transfer import undo
from reviewer.workers.reading import identify, read

pytestmark = pytest.mark.corpora

FOLDERS = ("cpython", "mime4j", "mimekit", "msgreader", "rubymail", "spamassassin", "tika")

NOT_MAIL = {
    "email/cpython/msg_19.txt",  # the text of a list's welcome letter
    "email/mime4j/testmsgs/malformedHeader-nocrlfcrlf.msg",  # one header, then words
    "email/mime4j/testmsgs/malformedHeader-noheader.msg",  # words only, as it says itself
    "email/mimekit/tnef/triples/message.txt",  # a body taken out of a mail
    "email/rubymail/.gitattributes",
    "email/rubymail/sample_output_multipart",  # empty
}

# Envelope lines that begin a message, counted by grep: all of them do, except the first of unmunged.mbox, which says
# “From Russia with love” and is a line of text.
MAILBOXES = {
    "mime4j/mbox.rlug": 5,
    "mimekit/content-length.mbox.txt": 29,
    "mimekit/content-length-summary.txt": 29,
    "mimekit/issue1189.mbox.txt": 4,
    "mimekit/simple.mbox.txt": 3,
    "mimekit/unmunged.mbox.txt": 2,
    "tika/complex.mbox": 3,
}
SINGLE = (
    *("tika/headers.mbox", "tika/multiline.mbox", "tika/multiline2.mbox", "tika/single_mail.mbox"),
    *("tika/testMBOX_complex.mbox", "tika/testMBOX_lengthy_x-headers.mbox"),
)


def mails(corpora: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    found = sorted(path for path in (corpora / "email" / folder).rglob("*") if path.is_file())
    assert found
    for path in found:
        yield path.relative_to(corpora).as_posix(), path.read_bytes()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mail_is_known_and_read_within_bounds(corpora: Path, folder: str) -> None:
    for name, data in mails(corpora, folder):
        reading, contents = read(ReadOne("x"), data)
        assert (reading.kind is not Kind.EMAIL) == (name in NOT_MAIL), name
        assert len(contents) == len(reading.children)
        assert sum(map(len, contents)) <= len(data), name
        if reading.kind is Kind.EMAIL:
            assert reading.mail is not None
            assert reading.state is State.OK or reading.reason, name
            assert all(re.fullmatch(r"[^/\\\x00-\x1f\x7f]{1,230}", child.name) for child in reading.children), name
        else:
            assert reading.kind is Kind.TEXT or reading.reason.startswith("it is empty"), name


@pytest.mark.parametrize("folder", FOLDERS)
def test_parts_are_those_that_the_standard_library_finds(corpora: Path, folder: str) -> None:
    compared = 0
    for name, data in mails(corpora, folder):
        start, end = message_span(data)
        parts = list(leaves(take_apart(data, start, end).root))
        oracle = email.message_from_bytes(data[start:end])
        if any(part.defects for part in oracle.walk()) or name in NOT_MAIL:
            continue  # there the two may see different things: the corpus holds mails made for that
        theirs = list(oracle_leaves(oracle))
        if [p.media_type for p in parts] != [m.get_content_type() for m in theirs]:
            assert name in EMPTY_MULTIPARTS, name
            continue
        compared += 1
        for part, other in zip(parts, theirs, strict=True):
            if not other.is_multipart():
                encoding = part.headers.first("content-transfer-encoding").decode("latin-1")
                mine, payload = undo(part.content, encoding).data, other.get_payload(decode=True)
                assert isinstance(payload, bytes)
                assert mine.split() == payload.split() or mine in payload or name in LENIENT, (name, part.number)
    assert compared > 7


EMPTY_MULTIPARTS = {
    # A multipart that holds none of its boundaries is text to us, a multipart without payload to the library.
    "email/cpython/msg_15.txt",
    "email/cpython/msg_39.txt",
    "email/mime4j/mimetools-testmsgs/double-bound.msg",  # a boundary written twice: an empty part to the library
    "email/mime4j/testmsgs/missing-inner-boundary.msg",
    "email/mime4j/testmsgs/missing-inner-start-boundary.msg",
    "email/mimekit/messages/empty-multipart.txt",
}
LENIENT = {
    "email/mime4j/mimetools-testmsgs/twopart.msg",  # base64 with rubbish behind it: decoded here, given up there
}


def leaves(part: Part) -> Iterator[Part]:
    if not part.parts:
        yield part
    for inner in part.parts:
        yield from leaves(inner)


def oracle_leaves(part: Message) -> Iterator[Message]:
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for inner in part.walk():
            if inner is part:
                for child in part.get_payload():
                    assert isinstance(child, Message)
                    yield from oracle_leaves(child)
    else:
        yield part


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_asks_for_nothing(corpora: Path, folder: str) -> None:
    for name, data in mails(corpora, folder):
        page, blobs = lay_out(LayOut("ABC-1"), data)
        assert len(blobs) == len(page.resources), name
        tree = LexborHTMLParser(page.html)
        assert tree.css("script, iframe, object, embed, link, form, svg, [href], [srcset], [background]") == [], name
        for node in tree.css("[src]"):
            assert node.attributes["src"] in {resource.name for resource in page.resources}, name
        for node in tree.css("style, [style]"):
            css = node.text() if node.tag == "style" else node.attributes["style"] or ""
            assert not re.search(r"url\(|http|file:|@|\\", css), name


@pytest.mark.parametrize(("name", "count"), [*MAILBOXES.items(), *((name, 1) for name in SINGLE)])
def test_a_mailbox_has_as_many_messages_as_envelopes(corpora: Path, name: str, count: int) -> None:
    data = (corpora / "mbox" / name).read_bytes()
    bounds = split(data)
    assert len(bounds) == count
    assert identify("x", data) is (Kind.MBOX if count > 1 else Kind.EMAIL)
    for start, end in bounds:
        reading, _ = read(ReadOne("x", from_mbox=True), data[start:end])
        assert reading.kind is Kind.EMAIL


def test_mailboxes_have_the_messages_that_the_standard_library_finds(corpora: Path) -> None:
    compared = 0
    for name in (*MAILBOXES, *SINGLE):
        data = (corpora / "mbox" / name).read_bytes()
        our, their = (
            [re.search(rb"(?im)^message-id:\s*(\S+)", each) for each in cut(data)]
            for cut in (bench_mailboxes.ours, bench_mailboxes.theirs)
        )
        assert [found[1] for found in our if found] == [found[1] for found in their if found], name
        compared += len(our)
    assert compared == sum(MAILBOXES.values()) + len(SINGLE)


def test_a_message_cut_out_of_a_mailbox_is_the_file_its_makers_cut_out(corpora: Path) -> None:
    folder = corpora / "mbox" / "mime4j"
    data = (folder / "mbox.rlug").read_bytes()
    cut = [data[start:end].split() for start, end in split(data)]
    assert cut == [(folder / f"mbox.rlug-{n}").read_bytes().split() for n in range(5)]


def test_messages_begin_where_the_makers_of_the_mailbox_found_them(corpora: Path) -> None:
    folder = corpora / "mbox" / "mimekit"
    data = (folder / "content-length.mbox.txt").read_bytes()
    line_ends = "dos" if b"\r\n" in data else "unix"
    told = json.loads((folder / f"content-length.{line_ends}-offsets.json").read_bytes())
    assert [start for start, _ in split(data)] == [message["beginOffset"] for message in told]
