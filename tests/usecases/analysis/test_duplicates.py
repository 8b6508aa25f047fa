from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail
from reviewer.usecases.analysis import analysis, duplicates
from reviewer.usecases.evidence import intake, items
from tests.evidence import folder, mail, mailbox
from tests.usecases.evidence.test_containers import zipped

NOTE = ("note.txt", b"Code LANTERN25\nfor friends\n", "text/plain")
SCAN = ("scan.bin", bytes(range(256)), "application/octet-stream")


def elsewhere(message: bytes) -> bytes:
    """The message as another mailbox keeps it: other Message-ID, order of headers, and line ends."""
    head, body = message.split(b"\n\n", 1)
    head = re.sub(rb"\nMessage-ID: [^\n]*", b"", head)
    lines = [b"Received: from somewhere", *reversed(head.split(b"\n")), b"Message-ID: <other@elsewhere.example>"]
    starts = [line for line in lines if line[:1] != b" "]
    folded = [line for line in lines if line[:1] == b" "]
    assert not folded
    return (b"\n".join(starts) + b"\n\n" + body).replace(b"\n", b"\r\n")


def take(case: Case, workers: Workers, where: Path, files: dict[str, bytes], custodian: str = "") -> None:
    intake.add(case, workers, [folder(where, files)], custodian=custodian, reviewer="Ada")


def test_two_custodians_copies_of_a_message_are_told_with_their_places(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    message = mail("Offer", "A free camera\nfor you.\n", attachments=[NOTE, SCAN])
    other = mail("Offer", "A free camera\nfor you.\n", attachments=[NOTE])
    take(case, workers, tmp_path / "moore", {"inbox.mbox": mailbox([message, other])}, "Moore")
    take(case, workers, tmp_path / "vale", {"sent/offer.eml": elsewhere(message)}, "Vale")
    done = analysis.arrange(case, reviewer="Ada")
    assert (done.messages, done.copies) == (3, 1)
    (group,) = duplicates.listed(case)
    assert [(copy.item.custodian, copy.item.path) for copy in group.copies] == [
        ("Moore", "inbox.mbox"),
        ("Vale", "sent/offer.eml"),
    ]
    assert duplicates.of_item(case, group.copies[1].item.id) == group


def test_a_list_leaves_out_copies_with_what_is_attached_to_them_and_nothing_else(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    message = mail("Offer", attachments=[SCAN])
    same_scan = mail("Another", attachments=[SCAN])
    files = {"a.eml": message, "b.eml": elsewhere(message), "c.eml": same_scan, "d.bin": SCAN[1], "e.bin": SCAN[1]}
    take(case, workers, tmp_path / "d", files)
    analysis.arrange(case, reviewer="Ada")
    shown = [(each.path, each.depth) for each in items.many(case, search.ids(case, "-is:suppressed"))]
    assert shown == [("a.eml", 0), ("a.eml", 1), ("c.eml", 0), ("c.eml", 1)]
    messages = [each.path for each in items.many(case, search.ids(case, "kind:email -is:suppressed"))]
    assert messages == ["a.eml", "c.eml"]
    copies = [each.path for each in items.many(case, search.ids(case, "is:duplicate kind:email"))]
    assert copies == ["b.eml"]


def test_second_copies_of_loose_files_are_left_out_too(case: Case, workers: Workers, tmp_path: Path) -> None:
    take(case, workers, tmp_path / "a", {"scan.bin": SCAN[1]})
    analysis.arrange(case, reviewer="Ada")
    take(case, workers, tmp_path / "b", {"again.bin": SCAN[1]})
    analysis.arrange(case, reviewer="Ada")
    assert [each.path for each in items.many(case, search.ids(case, "is:suppressed"))] == ["again.bin"]


def test_a_mailbox_or_an_archive_delivered_twice_is_told_as_a_copy(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    box, packed = mailbox([mail("A"), mail("B")]), zipped({"note.txt": b"ask Moore"})
    files = {"1/box": box, "2/box": box, "1/all.zip": packed, "2/all.zip": packed}
    account = intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    assert (account.totals.declared, account.totals.duplicates, account.gaps) == (10, 5, ())
    for kind in ("mbox", "archive"):
        first, second = search.ids(case, f"kind:{kind}")
        assert [copy.item.id for copy in duplicates.of_item(case, second).copies] == [first, second]


def test_a_message_that_a_copy_is_attached_to_keeps_it(case: Case, workers: Workers, tmp_path: Path) -> None:
    message = mail("Offer")
    forward = mail("Fwd: Offer", "See below.\n", attachments=[("offer.eml", message, "application/octet-stream")])
    take(case, workers, tmp_path / "d", {"a-forward.eml": forward, "b.eml": elsewhere(message)})
    analysis.arrange(case, reviewer="Ada")
    (group,) = duplicates.listed(case)
    assert [copy.item.path for copy in group.copies] == ["b.eml", "a-forward.eml"]
    assert search.ids(case, "is:suppressed") == []


def test_two_letters_of_one_second_to_two_officers_are_two_messages(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    letters = {f"{name}.eml": mail("Offer", to=f"{name}@agency.example") for name in ("kim", "lee")}
    take(case, workers, tmp_path / "d", letters)
    assert analysis.arrange(case, reviewer="Ada").copies == 0


class StopSoon:
    """A progress that asks for a stop after its first step."""

    cancelled = False

    def step(self, done: int, total: int, what: str) -> None:
        assert 0 < done <= total, what
        self.cancelled = True


def test_what_is_stopped_goes_on_and_what_is_in_order_leaves_no_entry(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "_GROUPED", 2)
    message = mail("Offer")
    files = {name: elsewhere(message) for name in ("b.eml", "c.eml", "d.eml")}
    take(case, workers, tmp_path / "d", {"a.eml": message, **files, "e.eml": mail("Else")})
    assert duplicates.waiting(case) == 3  # what is the first of its group needs no more
    with pytest.raises(CancelledError):
        analysis.arrange(case, reviewer="Ada", progress=StopSoon())
    assert 0 < duplicates.waiting(case) < 3
    assert analysis.waiting(case) == 5
    assert trail.latest(case, "analysis make") == []
    assert analysis.arrange(case, reviewer="Ada", progress=Quiet()).copies == 3
    analysis.arrange(case, reviewer="Ada")
    (entry,) = trail.latest(case, "analysis make")
    assert (entry.facts["messages"], entry.facts["copies"]) == (5, 3)


def test_a_copy_that_comes_later_joins_its_group(case: Case, workers: Workers, tmp_path: Path) -> None:
    message = mail("Offer")
    for name, data in (("a", message), ("b", elsewhere(message)), ("c", message + b"\n")):
        take(case, workers, tmp_path / name, {f"{name}.eml": data})
        analysis.arrange(case, reviewer="Ada")
    (group,) = duplicates.listed(case)
    assert [copy.item.path for copy in group.copies] == ["a.eml", "b.eml", "c.eml"]
