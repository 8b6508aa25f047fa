from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.evidence import contents, items, text_check
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.ids import ContentId
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError, InputError, NotFoundError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from tests.endurance import a_few
from tests.evidence import folder, mail, mailbox, pdf

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def all_items(case: Case) -> list[Item]:
    return items.many(case, search.ids(case, ""))


def hashes_kept(case: Case) -> set[str]:
    """SHA-256 of every original, from its bytes and not from what the case says."""
    ids = [ContentId(row["id"]) for row in case.rows("SELECT id FROM content")]
    return {hashlib.sha256(b"".join(contents.stream(case, each))).hexdigest() for each in ids}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_every_file_and_every_member_is_in_the_account(case: Case, workers: Workers, tmp_path: Path) -> None:
    flyer = pdf(["A free camera for every officer."])
    root = folder(
        tmp_path / "disk",
        {
            "one.eml": mail("One", attachments=[("flyer.pdf", flyer, "application/pdf"), ("a.bin", b"\0\1", "x/y")]),
            "deep/er/two": mail("Two"),
            "box.mbox": mailbox([mail(f"In the box {n}") for n in range(5)]),
            "paper.pdf": pdf(["First", "Second"]),
            "song.mp3": b"ID3" + b"\0" * 20,
        },
    )
    account = intake.add(case, workers, [root], reviewer="Ada")
    # 5 files, 5 messages in the mailbox, 2 attachments; the sound and the nameless bytes have no reader yet.
    totals = account.totals
    assert (totals.declared, totals.extracted, totals.failed, totals.duplicates) == (12, 10, 2, 0)
    assert account.gaps == ()
    assert sorted(failure.path for failure in account.failures) == ["one.eml › a.bin", "song.mp3"]
    assert all(failure.reason.startswith("no reader yet") for failure in account.failures)
    assert {path.name: sha(path.read_bytes()) for path in root.rglob("*") if path.is_file()}.items() <= {
        item.name: item.sha256 for item in all_items(case) if item.depth == 0
    }.items()
    assert sha(flyer) in hashes_kept(case)


def test_a_word_with_signs_inside_that_nobody_sees_is_found_as_it_is_read(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    files = {
        "a.txt": "the gra\xadtu\xadity".encode(),
        "b.txt": "San\u200bdoval, Mar\u200c\u2060tin".encode(),
        "c.eml": mail("Out\u200blet", "plain"),
        "d.txt": "an \u200b outlet\u200b".encode(),
    }
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")

    def found(query: str) -> list[str]:
        return [item.name or item.subject for item in items.many(case, search.ids(case, query))]

    assert (found("gratuity"), found("sandoval martin"), found("gra")) == (["a.txt"], ["b.txt"], ["a.txt"])
    assert len(found("outlet")) == 2


def test_a_type_is_told_by_content_and_not_by_name(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "d", {"x.txt": pdf(["Words"]), "y.pdf": mail()})], reviewer="Ada")
    assert {item.name: item.kind for item in all_items(case)} == {"x.txt": Kind.PDF, "y.pdf": Kind.EMAIL}


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_mailbox_is_rebuilt_byte_for_byte(case: Case, workers: Workers, tmp_path: Path, newline: bytes) -> None:
    box = mailbox([mail(f"Number {n}", "From here on\nit is quoted.\n") for n in range(150)], newline)
    intake.add(case, workers, [folder(tmp_path / "d", {"box": box})], reviewer="Ada")
    top, *messages = all_items(case)
    assert (top.kind, top.sha256, top.size, len(messages)) == (Kind.MBOX, sha(box), len(box), 150)
    assert items.original(case, top.id) == box
    assert [message.subject for message in messages] == [f"Number {n}" for n in range(150)]


def test_the_messages_of_a_mailbox_are_numbered_in_their_order(case: Case, workers: Workers, tmp_path: Path) -> None:
    box = mailbox([mail(f"Message {number}") for number in range(130)])
    intake.add(case, workers, [folder(tmp_path / "d", {"box.mbox": box})], reviewer="Ada")
    rows = case.rows("SELECT position, subject FROM item WHERE parent IS NOT NULL")
    assert sorted((row["position"], row["subject"]) for row in rows) == [
        (number, f"Message {number}") for number in range(130)
    ]


def test_the_same_bytes_twice_are_two_items_and_one_duplicate(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {"a.eml": mail(), "b.eml": mail()})
    totals = intake.add(case, workers, [root], reviewer="Ada").totals
    assert (totals.declared, totals.extracted, totals.failed, totals.duplicates) == (2, 1, 0, 1)
    first, second = all_items(case)
    assert second.duplicate_of == first.id


def test_a_message_in_a_message_brings_its_own_attachments(case: Case, workers: Workers, tmp_path: Path) -> None:
    inner = mail("Inner", attachments=[("inner.pdf", pdf(["Deep down"]), "application/pdf")])
    outer = (
        b"From: ada@agency.example\r\nTo: bo@agency.example\r\nSubject: Outer\r\n"
        b"Date: Tue, 03 May 2016 09:15:00 -0700\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="cut"\r\n\r\n'
        b"--cut\r\nContent-Type: text/plain\r\n\r\n"
        b"See below.\r\n--cut\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner.replace(b"\n", b"\r\n")
        + b"\r\n--cut--\r\n"
    )
    intake.add(case, workers, [folder(tmp_path / "d", {"outer.eml": outer})], reviewer="Ada")
    found = all_items(case)
    assert [(item.depth, item.title) for item in found] == [(0, "Outer"), (1, "Inner"), (2, "inner.pdf")]
    assert {item.family for item in found} == {found[0].id}
    assert [hit.item.title for hit in search.find(case, "deep down").hits] == ["inner.pdf"]


def test_links_are_counted_and_not_followed(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {"a.eml": mail()})
    (root / "link").symlink_to("/etc/passwd")
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert (account.totals.declared, account.totals.extracted, account.totals.failed) == (2, 1, 1)
    assert account.failures[0].path == "link"
    assert "link" in account.failures[0].reason


def test_a_picture_that_its_message_shows_has_been_read_there(case: Case, workers: Workers, tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@agency.example", "b@agency.example", "Look"
    message["Date"] = "Tue, 03 May 2016 09:15:00 -0700"
    message.set_content("Look")
    message.add_alternative('<p>Look <img src="cid:one"></p>', subtype="html")
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(PNG, "image", "png", cid="<one>")
    root = folder(tmp_path / "d", {"a.eml": message.as_bytes(), "b.png": PNG})
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert [failure.path for failure in account.failures] == ["b.png"]
    assert [(item.inline, item.state) for item in all_items(case) if item.depth == 1] == [(True, State.OK)]


def test_a_name_that_is_no_text_is_taken_in(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = tmp_path / "d"
    root.mkdir()
    try:
        with open(os.fsencode(root) + b"/caf\xe9.eml", "wb") as file:  # noqa: PTH123 - the name is bytes
            file.write(mail())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert account.totals.extracted == 1
    assert account.gaps == ()


def test_the_case_file_in_the_folder_is_not_taken_into_itself(case: Case, workers: Workers, tmp_path: Path) -> None:
    account = intake.add(case, workers, [folder(tmp_path, {"a.eml": mail()})], reviewer="Ada")
    assert account.totals.extracted == 1
    assert {failure.reason for failure in account.failures} == {"this is the case file itself"}


def test_adding_again_takes_in_only_what_is_new(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {"a.eml": mail("A")})
    intake.add(case, workers, [root], reviewer="Ada")
    assert intake.add(case, workers, [root], reviewer="Ada").totals.declared == 1
    folder(root, {"b.eml": mail("B")})
    assert intake.add(case, workers, [root], reviewer="Ada").totals.extracted == 2
    assert [item.title for item in all_items(case)] == ["A", "B"]


def test_a_path_that_is_not_there_is_an_error_before_anything_is_taken_in(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    root = folder(tmp_path / "d", {"a.eml": mail("A")})
    with pytest.raises(NotFoundError, match="nowhere"):
        intake.add(case, workers, [root, tmp_path / "nowhere"], reviewer="Ada")
    assert items.count(case) == 0


@dataclass
class StopAfter:
    """A progress whose reviewer asks to stop after so many steps."""

    steps: int
    cancelled: bool = False

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        self.steps -= 1
        self.cancelled = self.cancelled or self.steps <= 0


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    files = {f"loose/{n:03}.eml": mail(f"Loose {n}") for n in range(90)}
    files["box.mbox"] = mailbox([mail(f"Boxed {n}") for n in range(400)])
    files["zz.pdf"] = pdf(["The last one"])
    return folder(tmp_path / "disk", files)


def check_whole(case: Case, disk: Path) -> None:
    """All of ``disk`` is in, once each, byte for byte."""
    account = intake.report(case)
    totals = account.totals
    assert (totals.declared, totals.extracted, totals.failed, totals.duplicates) == (492, 492, 0, 0)
    assert account.gaps == ()
    assert {sha(path.read_bytes()) for path in disk.rglob("*") if path.is_file()} <= hashes_kept(case)
    assert text_check.check(case, Quiet()) == (492, [])
    boxed = [item.subject for item in all_items(case) if item.depth == 1]
    assert boxed == [f"Boxed {n}" for n in range(400)]
    assert audit.check_chain(case) > 0


@pytest.mark.parametrize("steps", a_few([97], [1, 95, 150, 188]))
def test_a_stopped_intake_keeps_what_is_done_and_goes_on(case: Case, workers: Workers, disk: Path, steps: int) -> None:
    with pytest.raises(CancelledError):
        intake.add(case, workers, [disk], reviewer="Ada", progress=StopAfter(steps))
    intake.add(case, workers, [disk], reviewer="Ada")
    check_whole(case, disk)


def test_a_stopped_intake_does_not_go_on_under_another_name(case: Case, workers: Workers, disk: Path) -> None:
    with pytest.raises(CancelledError):
        intake.add(case, workers, [disk], reviewer="Ada", custodian="Bo Reef", progress=StopAfter(150))
    with pytest.raises(InputError, match="has the custodian “Bo Reef”"):
        intake.add(case, workers, [disk], reviewer="Ada", custodian="Cy Marsh")
    with pytest.raises(InputError, match="has no source"):
        intake.add(case, workers, [disk], reviewer="Ada", source="a USB stick")
    intake.add(case, workers, [disk], reviewer="Ada", custodian="Bo Reef")
    check_whole(case, disk)


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@pytest.mark.parametrize("steps", a_few([96], [2, 93, 99, 184]))
def test_a_killed_intake_goes_on_without_losing_or_doubling(
    case: Case, key: Key, workers: Workers, disk: Path, steps: int
) -> None:
    """Killed in the middle of its work, at a step of its progress, in a process of its own."""
    case.close()
    child = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.usecases.evidence.killed_intake",
            str(case.path),
            key.literal(),
            str(disk),
            str(steps),
        ],
        check=False,
        capture_output=True,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    with open_case(case.path, key) as again:
        intake.add(again, workers, [disk], reviewer="Ada")
        check_whole(again, disk)


def test_a_mailbox_that_changed_while_it_was_taken_in_says_so(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {"box": mailbox([mail(f"Old {n}") for n in range(300)])})
    with pytest.raises(CancelledError):
        intake.add(case, workers, [root], reviewer="Ada", progress=StopAfter(3))
    folder(root, {"box": mailbox([mail(f"New {n}") for n in range(300)])})
    account = intake.add(case, workers, [root], reviewer="Ada")
    top = items.many(case, search.ids(case, "kind:mbox"))[0]
    assert top.state is State.FAILED
    assert "changed" in top.reason
    assert top.sha256 == sha((root / "box").read_bytes())
    assert [failure.control for failure in account.failures] == [top.control]


def test_what_failed_can_be_tried_again_and_says_the_same(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "d", {"a.mp3": b"ID3\0", "b.eml": mail()})], reviewer="Ada")
    assert intake.retry(case, workers, reviewer="Ada") == intake.Retried(tried=1, recovered=0)
    assert items.count(case) == 2


def test_an_item_that_failed_for_a_passing_reason_is_read_when_tried_again(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    message = mail("Once more", attachments=[("f.pdf", pdf(["Found at last"]), "application/pdf")])
    intake.add(case, workers, [folder(tmp_path / "d", {"a.eml": message})], reviewer="Ada")
    with case.act("Ada", "intake batch"):  # as if the reader had crashed the first time
        case.execute("DELETE FROM rendition")
        case.execute("DELETE FROM item WHERE parent IS NOT NULL")
        case.execute("UPDATE item SET state = 'failed', reason = '[[\"reader.memory\"]]', declared = 0, kind = 'other'")
    assert intake.retry(case, workers, reviewer="Ada") == intake.Retried(tried=1, recovered=1)
    account = intake.report(case)
    assert (account.totals.declared, account.totals.extracted, account.gaps) == (2, 2, ())
    assert search.find(case, "found at last").total == 1


@pytest.fixture(autouse=True)
def chain_holds(case: Case, key: Key) -> Iterator[None]:
    """Whatever a test did, the audit trail is whole afterwards."""
    yield
    with open_case(case.path, key, read_only=True) as again:
        audit.check_chain(again)
