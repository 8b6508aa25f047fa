"""Whatever is changed in a case file behind the program's back is reported, with its place."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from pathlib import Path

import pytest

from reviewer.casefile.engine import audit, page_one
from reviewer.casefile.engine.audit import RememberedHead, older_than
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import newest
from reviewer.casefile.engine.opening import create_case
from reviewer.casefile.evidence import contents, item_store
from reviewer.casefile.verification.verify import CheckedPart, Report, further, verify
from reviewer.domain.evidence.reading import Kind, PageText, Reading, State
from reviewer.domain.ids import IntakeId
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError, CredentialError, LockedError, NewerVersionError
from tests.endurance import a_few

PAGE = page_one.PAGE


def take_in(case: Case, documents: list[bytes]) -> None:
    with case.act("Ada", "intake batch") as act:
        case.execute(
            "INSERT OR IGNORE INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', 'Ada', '')"
        )
        kept = []
        for number, data in enumerate(documents):
            page = PageText(612.0, 792.0, f"page of document {number} " * 40, b"")
            node = item_store.Node(
                f"{number}.pdf", contents.pack(data), Reading(Kind.PDF, State.OK, pages=(page,)), engine="test"
            )
            kept += item_store.keep(case, [(node, item_store.Place(IntakeId(1), None, f"{number}.pdf"))])[0]
        item_store.note_batch(act, kept)


def work(case: Case, rounds: range) -> None:
    for number in rounds:
        with case.act("Bo", "tag add") as act:
            tag = act.insert("tag", {"name": f"tag {number}", "color": "#000000", "definition": "words " * 30})
        with case.act("Bo", "tag change") as act:
            act.update("tag", tag, {"definition": f"other words {number} " * 20})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, key: Key) -> Path:
    """A closed case with ten originals and forty acts, made once."""
    path, seeded = tmp_path_factory.mktemp("filled") / "full.evcase", random.Random(7)
    with create_case(path, key, title="Full", reviewer="Ada") as case:
        take_in(case, [seeded.randbytes(6000) for _ in range(10)])
        work(case, range(20))
    return path


@pytest.fixture
def full(tmp_path: Path, filled: Path) -> Path:
    """A copy of that case."""
    return Path(shutil.copy(filled, tmp_path / "full.evcase"))


def findings(report: Report) -> dict[str, tuple[str, ...]]:
    return {part.name: part.findings for part in report.parts if part.findings}


def tamper(path: Path, key: Key, *statements: str) -> None:
    """Change rows as somebody would who has the passphrase and another program."""
    connection = connect(path, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    for trigger in ("audit_keeps", "audit_stays"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_whole_case_verifies_and_says_how_much_was_looked_at(full: Path, key: Key) -> None:
    report = verify(full, key)
    assert findings(report) == {}
    assert report.whole
    checked = {part.name: part.checked for part in report.parts}
    assert checked["pages"] == full.stat().st_size // PAGE
    assert (checked["originals"], checked["items"]) == (10, 10)
    assert checked["audit trail"] == 1 + 1 + 40
    assert checked["reviewers' work"] == 20


def test_verifying_leaves_the_file_as_it_was(full: Path, key: Key) -> None:
    before = full.read_bytes()
    verify(full, key)
    assert full.read_bytes() == before


@pytest.mark.parametrize(
    ("harm", "stride"), a_few([("flip", 18), ("zero", 54), ("swap", 54)], [("flip", 1), ("zero", 12), ("swap", 12)])
)
def test_each_page_that_is_harmed_is_named(
    full: Path, key: Key, harm: str, stride: int, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = full.read_bytes()
    total = len(whole) // PAGE
    seeded = random.Random(3)
    # The first, the last and some between; at length each page. Zeroing and swapping fall to the same check.
    for number in sorted({*range(1, total + 1, stride), total}):
        start = (number - 1) * PAGE
        data = bytearray(whole)
        harmed = [number]
        if harm == "flip":
            data[start + 16 + seeded.randrange(PAGE - 16)] ^= 1 << seeded.randrange(8)
        elif harm == "zero":
            data[start + 16 : start + PAGE] = bytes(PAGE - 16)
        else:
            other = number % total + 1
            harmed = sorted([number, other])
            there = (other - 1) * PAGE
            data[start : start + PAGE], data[there : there + PAGE] = (
                whole[there : there + PAGE],
                whole[start : start + PAGE],
            )
            if 1 in harmed:
                data[:16] = whole[:16]
        full.write_bytes(data)
        report = verify(full, key)
        pages = report.parts[0]
        assert pages.findings == tuple(f"page {page} is not what was written" for page in harmed), number
        assert not report.never_sealed, f"page {number}: what cannot be read was sealed all the same"
    assert capfd.readouterr().err == "", "SQLCipher's own log has a line for each attempt"


def test_pages_lost_at_the_end_are_counted(full: Path, key: Key) -> None:
    total = full.stat().st_size // PAGE
    os.truncate(full, (total - 3) * PAGE)
    assert f"3 pages are missing after page {total - 3}" in verify(full, key).parts[0].findings
    os.truncate(full, (total - 4) * PAGE + 100)
    assert f"100 bytes follow page {total - 4} that make no page" in verify(full, key).parts[0].findings


def test_pages_put_back_from_an_older_copy_are_reported(full: Path, key: Key, tmp_path: Path) -> None:
    """Each page that later work changed is replaced by its older self, whose HMAC is right."""
    older = full.read_bytes()
    with_work = tmp_path / "later.evcase"
    shutil.copy(full, with_work)
    connection = connect(with_work, key)
    with Case(with_work, connection, lambda: connection, read_only=False) as case:
        work(case, range(20, 30))
        with case.act("Bo", "tag change") as act:
            for tag in (1, 8, 15):
                act.update("tag", tag, {"definition": "changed"})
        head = audit.head(case)
    later = with_work.read_bytes()
    changed = [
        number
        for number in range(1, len(older) // PAGE + 1)
        if older[(number - 1) * PAGE : number * PAGE] != later[(number - 1) * PAGE : number * PAGE]
    ]
    assert len(changed) >= 5
    for number in changed:
        data = bytearray(later)
        data[(number - 1) * PAGE : number * PAGE] = older[(number - 1) * PAGE : number * PAGE]
        with_work.write_bytes(data)
        report = verify(with_work, key, remembered=lambda _: RememberedHead(*head))
        assert not report.whole, f"page {number} of {changed}"


def test_a_file_that_was_rolled_back_is_older_than_remembered(full: Path, key: Key) -> None:
    older = full.read_bytes()
    connection = connect(full, key)
    with Case(full, connection, lambda: connection, read_only=False) as case:
        work(case, range(20, 21))
        head = RememberedHead(*audit.head(case))
        assert older_than(case, head) == ""
    assert verify(full, key, remembered=lambda _: head).whole
    full.write_bytes(older)
    found = findings(verify(full, key, remembered=lambda _: head))
    assert list(found) == ["last opening here"]
    assert "ends at audit entry 42, then it had 44" in found["last opening here"][0]


def test_a_trail_that_was_written_anew_differs_from_the_one_remembered(full: Path, key: Key) -> None:
    assert "audit entry 5 is another" in str(
        findings(verify(full, key, remembered=lambda _: RememberedHead(5, b"\0" * 32)))
    )


@pytest.mark.parametrize(
    ("statements", "part", "place"),
    [
        (["UPDATE audit SET reviewer = 'Mallory' WHERE id = 7"], "audit trail", "entry 7"),
        (["DELETE FROM audit WHERE id = 7"], "audit trail", "entry 7"),
        (["UPDATE audit SET id = 999 WHERE id = 7", "UPDATE audit SET id = 7 WHERE id = 8",
          "UPDATE audit SET id = 8 WHERE id = 999"], "audit trail", "entry 7"),
        ([("INSERT INTO audit SELECT 43, at, reviewer, act, subject, detail, undoes, previous, hash"
          " FROM audit WHERE id = 42")], "audit trail", "entry 43"),
        (["UPDATE tag SET name = 'harmless' WHERE id = 3"], "reviewers' work", "tag 3"),
        (["DELETE FROM tag WHERE id = 4"], "reviewers' work", "tag 4"),
        (["INSERT INTO tag (id, name, color) VALUES (77, 'x', 'y')"], "reviewers' work", "tag 77"),
        (["DELETE FROM item WHERE id = 5"], "items", "items 1 to 10"),
        (["UPDATE content SET sha256 = zeroblob(32) WHERE id = 5"], "items", "items 1 to 10"),
        (["UPDATE content SET sha256 = zeroblob(32) WHERE id = 5"], "originals", "FULL-000005"),
        (["UPDATE piece SET data = (SELECT data FROM piece WHERE content = 2) WHERE content = 5"],
         "originals", "FULL-000005"),
        (["UPDATE piece SET data = x'00' WHERE content = 5"], "originals", "FULL-000005"),
        (["DELETE FROM content WHERE id = 5"], "database", "points to a row of content"),
        ([("INSERT INTO item (id, intake, family, name, kind, state, content)"
          " SELECT 11, intake, 11, name, kind, state, content FROM item WHERE id = 1")],
         "items", "item 11"),
    ],
)  # fmt: skip
def test_each_change_of_rows_is_reported_with_its_place(
    full: Path, key: Key, statements: list[str], part: str, place: str
) -> None:
    tamper(full, key, *statements)
    found = findings(verify(full, key))
    assert place in " ".join(found[part])
    assert "pages" not in found


def test_a_case_that_is_not_of_the_format_it_says_is_reported_and_all_of_it_looked_at(full: Path, key: Key) -> None:
    tamper(full, key, f"PRAGMA user_version = {newest() - 1}")
    report = verify(full, key)
    assert f"cannot be brought up to date from format {newest() - 1}" in findings(report)["database"][0]
    assert {part.name: part.checked for part in report.parts}["originals"] == 10
    (more,) = further(full, key, {"more": lambda case, *_: (int(case.value("SELECT count(*) FROM item")), [])}, Quiet())
    assert (more.checked, more.findings) == (10, ())
    assert [path.name for path in full.parent.iterdir() if path.name.startswith(".older-")] == []


def test_pages_made_for_an_item_are_bound_to_their_text(full: Path, key: Key) -> None:
    connection = connect(full, key)
    case = Case(full, connection, lambda: connection, read_only=False)
    with case, case.act("Bo", "pages make", "FULL-000002") as act:
        text = case.value("SELECT text FROM page WHERE rendition = 2")
        act.facts.update(
            pages=1,
            sha256=bytes(case.value("SELECT sha256 FROM content WHERE id = 2")).hex(),
            text=hashlib.sha256(text.encode()).hexdigest(),
        )
    assert verify(full, key).whole
    tamper(full, key, "UPDATE page SET text = 'other' WHERE rendition = 2")
    assert "FULL-000002" in findings(verify(full, key))["pages made"][0]


def test_a_log_left_by_a_kill_raises_no_false_alarm(case: Case, key: Key, tmp_path: Path) -> None:
    work(case, range(5))
    folder = tmp_path / "killed"
    folder.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{case.path}{ending}", folder)
    report = verify(folder / case.path.name, key)
    assert report.whole, findings(report)
    assert {part.name: part.checked for part in report.parts}["audit trail"] == 11


def test_an_open_case_can_be_verified_by_its_own_program_only(case: Case, key: Key) -> None:
    work(case, range(3))
    assert verify(case.path, key, is_open=True).whole
    work(case, range(3, 5))
    with pytest.raises(LockedError):
        verify(case.path, key)


def test_a_wrong_key_is_refused_before_anything_is_called_damaged(full: Path, key: Key) -> None:
    with pytest.raises(CredentialError):
        verify(full, Key(bytes(32), key.salt))


def test_a_case_of_a_later_version_is_refused_with_its_log_as_it_was(case: Case, key: Key, tmp_path: Path) -> None:
    case.execute("PRAGMA user_version = 99")
    path, log = tmp_path / "killed.evcase", tmp_path / "killed.evcase-wal"
    before = tuple(case.path.with_name(case.path.name + ending).read_bytes() for ending in ("", "-wal"))
    path.write_bytes(before[0])
    log.write_bytes(before[1])
    with pytest.raises(NewerVersionError, match="format 99"):
        verify(path, key)
    assert (path.read_bytes(), log.read_bytes()) == before


def test_verifying_can_be_stopped(full: Path, key: Key) -> None:
    class Stopped:
        cancelled = True

        def step(self, done: int, total: int, what: str) -> None:
            pass

    with pytest.raises(CancelledError):
        verify(full, key, progress=Stopped())


def test_a_long_list_of_findings_is_cut_and_counted(full: Path, key: Key) -> None:
    data = bytearray(full.read_bytes())
    for at in range(PAGE + 100, len(data), PAGE):
        data[at] ^= 1
    full.write_bytes(data)
    part: CheckedPart = verify(full, key).parts[0]
    harmed = len(data) // PAGE - 1
    assert len(part.findings) == min(harmed, 101)
    if harmed > 100:
        assert part.findings[-1] == f"and {harmed - 100} more"
