"""Archives, on the disk and within other items: every member is an item, and nothing is lost where one is damaged."""

from __future__ import annotations

import hashlib
import io
import random
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pymupdf
import pytest
import pyzipper

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.verification.verify import verify
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.evidence.unpack_limits import raised
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items, passwords, unlocking
from reviewer.usecases.evidence.intake.unpacking import Unpacking, request_for
from reviewer.usecases.evidence.unlocking import Passwords
from reviewer.usecases.pages import item_pages
from tests.endurance import a_few
from tests.evidence import folder, mail, pdf
from tests.usecases.evidence.test_intake import StopAfter
from tests.wording import words
from tests.workers.archive.building import raw_zip, zeros


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def locked(members: dict[str, bytes], password: str) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def every(case: Case, query: str = "") -> list[Item]:
    return items.many(case, search.ids(case, query))


def by_name(case: Case) -> dict[str, Item]:
    return {item.name: item for item in every(case)}


def test_what_is_in_archives_within_archives_is_all_there(case: Case, workers: Workers, tmp_path: Path) -> None:
    flyer, letter = pdf(["A free camera."]), mail("The offer")
    inner = tarred({"box/flyer.pdf": flyer, "box/note.txt": b"ask Moore"})
    root = folder(tmp_path / "disk", {"all.zip": zipped({"a/b/letter.eml": letter, "a/inner.tgz": inner})})
    account = intake.add(case, workers, [root], reviewer="Ada")
    # the file; two members; what is in the gzip: a tar of two members
    assert (account.totals.declared, account.totals.extracted, account.gaps) == (5, 5, ())
    found = by_name(case)
    assert {name: item.folder for name, item in found.items() if item.depth} == {
        "letter.eml": "a/b", "inner.tgz": "a", "flyer.pdf": "box", "note.txt": "box",
    }  # fmt: skip
    assert {item.family for item in found.values()} == {found["all.zip"].id}
    for name, data in (("letter.eml", letter), ("flyer.pdf", flyer), ("inner.tgz", inner)):
        assert found[name].sha256 == hashlib.sha256(data).hexdigest()
    assert found["all.zip"].sha256 == hashlib.sha256((root / "all.zip").read_bytes()).hexdigest()
    assert search.find(case, "moore").total == 1


def test_a_program_that_unpacks_itself_is_taken_apart(case: Case, workers: Workers, tmp_path: Path) -> None:
    program = b"MZ\x90\x00" + bytes(5_000) + zipped({"offer.txt": b"A free camera."})
    account = intake.add(case, workers, [folder(tmp_path / "disk", {"photos.exe": program})], reviewer="Ada")
    assert [(each.path, each.reason) for each in account.failures] == []
    assert {name: item.kind for name, item in by_name(case).items()} == {
        "photos.exe": Kind.ARCHIVE,
        "offer.txt": Kind.TEXT,
    }


def test_an_archive_attached_to_a_message_is_taken_apart_below_it(case: Case, workers: Workers, tmp_path: Path) -> None:
    packed = zipped({"one.txt": b"first words", "two.txt": b"second words"})
    message = mail("See inside", attachments=[("papers.zip", packed, "application/zip")])
    intake.add(case, workers, [folder(tmp_path / "d", {"a.eml": message})], reviewer="Ada")
    found = by_name(case)
    assert found["one.txt"].parent == found["papers.zip"].id
    assert found["two.txt"].family == found["a.eml"].id


def test_a_path_that_leads_outside_is_kept_and_flagged(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(
        case, workers, [folder(tmp_path / "d", {"evil.zip": zipped({"../../etc/cron": b"words"})})], reviewer="Ada"
    )
    found = by_name(case)["cron"]
    assert found.state is State.OK
    assert any("outside" in flag for flag in words(found.flags))
    assert ".." not in f"{found.folder}/{found.name}"
    assert [item.id for item in every(case, "is:flagged")] == [found.id]


def test_an_archive_that_is_cut_off_gives_what_it_has(case: Case, workers: Workers, tmp_path: Path) -> None:
    whole = zipped({f"{n}.txt": random.Random(n).randbytes(2000) for n in range(10)})
    cut = whole[: len(whole) // 2]
    account = intake.add(case, workers, [folder(tmp_path / "d", {"cut.zip": cut})], reviewer="Ada")
    top = by_name(case)["cut.zip"]
    assert top.state is State.PARTIAL
    assert top.reason
    assert len(items.children(case, top.id)) >= 4
    assert account.gaps == ()


def test_a_password_opens_what_was_locked(case: Case, key: Key, workers: Workers, tmp_path: Path) -> None:
    secret = locked({"plan.txt": b"the reward plan", "list.txt": b"the officers"}, "open sesame")
    root = folder(
        tmp_path / "d", {"plan.zip": secret, "m.eml": mail(attachments=[("p.zip", secret, "application/zip")])}
    )
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert len(every(case, "is:locked")) == 4
    assert all("password" in failure.reason for failure in account.failures)
    wrong = unlocking.retry(case, workers, Passwords(("wrong",)), reviewer="Ada")
    assert (wrong.opened, wrong.kept, passwords.count(case)) == (0, 0, 0), "a typed one that opens nothing is not kept"
    assert [entry.act for entry in audit.entries(case) if entry.act.startswith("password")][-1] == "password remove"
    typed = unlocking.retry(case, workers, Passwords(("open sesame",)), reviewer="Ada")
    assert (typed.opened, typed.kept, passwords.count(case)) == (4, 1, 1)
    listed = unlocking.retry(case, workers, Passwords(("wrong", "open sesame"), listed=True), reviewer="Ada")
    assert (listed.opened, listed.kept, passwords.count(case)) == (0, 1, 2), "those of a list are kept for later"
    account = intake.report(case)
    assert every(case, "is:locked") == []
    assert (account.failures, account.gaps) == ((), ())
    assert search.find(case, "reward plan").total == 2
    assert "sesame" not in "".join(str(tuple(row)) for row in case.rows("SELECT detail FROM audit"))
    case.close()
    assert verify(case.path, key).whole


def test_a_password_known_beforehand_opens_at_once(case: Case, workers: Workers, tmp_path: Path) -> None:
    passwords.add(case, ["open sesame"], reviewer="Ada")
    root = folder(tmp_path / "d", {"plan.zip": locked({"plan.txt": b"the reward plan"}, "open sesame")})
    assert intake.add(case, workers, [root], reviewer="Ada").failures == ()
    assert search.find(case, "reward plan").total == 1


def test_an_archive_stopped_half_way_goes_on_without_duplicates(case: Case, workers: Workers, tmp_path: Path) -> None:
    texts = {f"{n:04}.txt": f"text number {n}\n".encode() * 50 for n in range(2500)}
    root = folder(tmp_path / "d", {"big.zip": zipped(texts)})
    with pytest.raises(CancelledError):
        intake.add(case, workers, [root], reviewer="Ada", progress=StopAfter(5))
    some = items.count(case)
    assert 1 < some < 2501
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert (account.totals.declared, account.totals.extracted, account.gaps) == (2501, 2501, ())
    assert {item.name for item in every(case) if item.depth} == set(texts)


@pytest.mark.parametrize("steps", a_few([2], [9, 25]))
def test_an_archive_killed_half_way_goes_on_without_duplicates(
    case: Case, key: Key, workers: Workers, tmp_path: Path, steps: int
) -> None:
    texts = {f"{n:04}.txt": f"text number {n}\n".encode() * 50 for n in range(2500)}
    root = folder(tmp_path / "d", {"big.zip": zipped(texts)})
    case.close()
    killed = subprocess.run(
        [
            sys.executable, "-m", "tests.usecases.evidence.killed_intake",
            str(case.path), key.literal(), str(root), str(steps),
        ],
        check=False, capture_output=True,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr.decode()
    with open_case(case.path, key) as again:
        account = intake.add(again, workers, [root], reviewer="Ada")
        assert (account.totals.declared, account.totals.extracted, account.gaps) == (2501, 2501, ())
        assert {item.name for item in every(again) if item.depth} == set(texts)
    assert verify(case.path, key).whole


class Writing(Quiet):
    """A progress during which somebody writes to the medium."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._written = False

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        if what == self._file.name and not self._written:
            with self._file.open("ab") as file:
                file.write(b"one more byte, and others")
            self._written = True


def test_an_archive_that_changes_while_it_is_taken_in_says_so(case: Case, workers: Workers, tmp_path: Path) -> None:
    texts = {f"{n:04}.txt": f"text number {n}\n".encode() * 50 for n in range(300)}
    root = folder(tmp_path / "d", {"big.zip": zipped(texts)})
    account = intake.add(case, workers, [root], reviewer="Ada", progress=Writing(root / "big.zip"))
    top = by_name(case)["big.zip"]
    assert top.state is State.FAILED
    assert "changed" in top.reason
    assert top.sha256 == hashlib.sha256((root / "big.zip").read_bytes()).hexdigest()
    assert len(items.children(case, top.id)) == 300
    assert account.gaps == ()


def test_an_archive_that_becomes_shorter_while_it_is_read_says_so(workers: Workers) -> None:
    data = zipped({"a.txt": random.Random(4).randbytes(5_000)})
    with workers.session() as session:
        unpacking = Unpacking(session, request_for(Kind.ARCHIVE, "a.zip", len(data), ()), lambda at, _: data[at:4_000])
        with pytest.raises(OSError, match="shorter") as raised:
            list(unpacking.batches())
    assert raised.value.strerror == "it became shorter while it was read"


@pytest.mark.parametrize(("half", "limits"), a_few([(1, ("member=5", "nested=3"))], [(100, ())]))
def test_a_bomb_costs_no_more_than_its_limit(
    case: Case, workers: Workers, tmp_path: Path, half: int, limits: tuple[str, ...]
) -> None:
    """A member of six times ``half`` MiB and five of ``half``, under limits below that; at length the program's own."""
    bomb = raw_zip([zeros("zeros", 6 * half * 2**20)])
    nested = zipped({"inner.zip": raw_zip([zeros(f"{n}", half * 2**20) for n in range(5)])})
    root = folder(tmp_path / "d", {"b.zip": bomb, "n.zip": nested})
    account = intake.add(case, workers, [root], limits=raised(limits), reviewer="Ada")
    assert account.gaps == ()
    found = by_name(case)
    assert found["zeros"].state is State.FAILED
    assert "limit" in found["zeros"].reason
    assert found["inner.zip"].kind is Kind.ARCHIVE
    assert "limit" in " ".join(failure.reason for failure in (*account.failures, *account.partial))


def test_a_locked_pdf_gets_pages_once_its_password_is_known(case: Case, workers: Workers, tmp_path: Path) -> None:
    with pymupdf.open(stream=pdf(["The reward plan"]), filetype="pdf") as document:
        secret = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open sesame", owner_pw="x")
    intake.add(case, workers, [folder(tmp_path / "d", {"plan.pdf": secret})], reviewer="Ada")
    (item,) = every(case, "is:locked")
    passwords.add(case, ["open sesame"], reviewer="Ada")
    assert intake.retry(case, workers, reviewer="Ada").recovered == 1
    assert search.find(case, "reward").total == 1
    rendition = item_pages.ensure(case, workers, item.id, reviewer="Ada")
    assert "The reward plan" in item_pages.texts(case, rendition.id)[0]
    with pymupdf.open(stream=item_pages.pdf(case, rendition), filetype="pdf") as shown:
        assert not shown.needs_pass
    assert items.get(case, item.id).sha256 == hashlib.sha256(secret).hexdigest()


def test_an_archive_met_again_within_the_same_file_is_kept_and_its_members_listed_once(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    inner = zipped({"a.txt": b"words"})
    twice = zipped({"inner.zip": inner, "again/inner.zip": inner})
    root = folder(
        tmp_path / "d", {"twice.zip": twice, "other.eml": mail(attachments=[("i.zip", inner, "application/zip")])}
    )
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert (account.totals.declared, account.partial, account.failures, account.gaps) == (7, (), (), ())
    told = [(item.name, item.state, item.reason) for item in every(case) if item.kind is Kind.ARCHIVE and item.parent]
    same = "the same container was met before in this file, and its members are listed there"
    assert sorted(told) == [("i.zip", State.OK, ""), ("inner.zip", State.OK, ""), ("inner.zip", State.OK, same)]
