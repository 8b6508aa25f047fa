"""Archives that were split: joined where all parts lie in one folder; else each part says why they were not."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case, key_of
from reviewer.casefile.evidence import items as kept
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.evidence.split_parts import part_number, part_sets
from reviewer.domain.evidence.unpack_limits import UNRAISED
from reviewer.domain.ids import IntakeId
from reviewer.domain.reasons.reason import Reason, unpack
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import deep_verify, intake, items
from reviewer.usecases.evidence.intake import spending
from reviewer.usecases.evidence.intake.joining import joining, note_trouble
from reviewer.workers.archive.system import is_installed
from tests.evidence import folder, mail, mailbox, pdf
from tests.usecases.evidence.test_intake import StopAfter
from tests.workers.archive.splitting import cut, rar5_parts, rar_parts, spanned

SPLIT = "it is one part of an archive that was split; the other parts are needed"
_CHANCE = random.Random(1)
FILES = {f"{number}.txt": f"Gift number {number}. {_CHANCE.randbytes(20_000).hex()}".encode() for number in range(5)}
"""Texts that cannot be packed smaller than half, so that parts end within them."""
needs_libarchive = pytest.mark.skipif(not is_installed(), reason="needs the system's libarchive")


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as members:
        for name, data in files.items():
            members.writestr(name, data)
    return made.getvalue()


def swapped(parts: dict[str, bytes], one: str, other: str) -> dict[str, bytes]:
    return {**parts, one: parts[other], other: parts[one]}


ZIP = zipped(FILES)
RAR4, RAR5 = rar_parts(FILES, 3), rar5_parts(FILES, 3)
NUMBERED = cut(ZIP, "a.zip", 3)
SETS = {
    "numbered": NUMBERED,
    "spanned": spanned(FILES, "b", 3),
    "rar4": {f"c.part{number}.rar": data for number, data in enumerate(RAR4, 1)},
    "old": dict(zip(("d.rar", "d.r00", "d.r01"), RAR4, strict=True)),
    "rar5": {f"e.part{number:02}.rar": data for number, data in enumerate(RAR5, 1)},
}
"""Sets that are whole, each in a folder of its own."""
HOLDERS = {"numbered": "a.zip.001", "spanned": "b.zip", "rar4": "c.part1.rar", "old": "d.rar", "rar5": "e.part01.rar"}
TROUBLED = {
    "gap": {name: data for name, data in NUMBERED.items() if not name.endswith("002")},
    "twice": {**NUMBERED, "A.ZIP.002": b"\x81\x02" * 50},
    "no start": swapped(SETS["spanned"], "b.z01", "b.z02"),
    "no end": {name: data for name, data in SETS["spanned"].items() if not name.endswith("zip")},
}
WHOLES = {"backup.zip.001": ZIP, "backup.zip.002": zipped({"0.txt": b"An earlier one."})}
APART = {"backup.zip.001": ZIP, "backup.zip.002": pdf(["A ledger"]), "backup.zip.003": WHOLES["backup.zip.002"]}
SHORT = {name: data for name, data in NUMBERED.items() if not name.endswith("003")}
WRONG_ORDER = swapped(SETS["rar4"], "c.part2.rar", "c.part3.rar")
STORY = cut(zipped({"story.txt": b"The cameras went from hand to hand.\n" * 900}), "t.zip", 3)
STRAY = STORY["t.zip.002"]
"""The second part of it, which is nothing but words of its member."""
LETTERS = {"letter.zip.001": b"Dear Ann,", "letter.zip.002": b"Dear Bob,"}
STRANGERS = {"a.zip.001": ZIP, "a.zip.002": mail("About the gifts"), "a.zip.003": pdf(["The ledger of gifts"])}
BESIDE = {
    **{f"c{name.removeprefix('d')}": data for name, data in SETS["old"].items()},
    **{f"c{name.removeprefix('b')}": data for name, data in SETS["spanned"].items()},
}
"""Two archives of one name, of which one was split by RAR and the other by zip."""
BOXED = {"a.zip.001": ZIP, "a.zip.002": mailbox([mail("One boxed"), mail("Two boxed")]), "a.zip.003": mail("A third")}
DISK = {
    **SETS,
    **TROUBLED,
    "wholes": WHOLES,
    "apart": APART,
    "short": SHORT,
    "order": WRONG_ORDER,
    "letters": LETTERS,
    "strangers": STRANGERS,
    "boxed": BOXED,
    "beside": BESIDE,
    "story": STORY,
    "stray": {"ledger.txt": STRAY, "offer.eml": mail("An offer", attachments=[("notes.txt", STRAY, "text/plain")])},
}


@dataclass(frozen=True)
class Taken:
    """A case with all of it."""

    case: Case
    root: Path
    by_path: dict[str, Item]

    def members(self, path: str) -> dict[str, bytes]:
        parent = self.by_path[path].id
        return {
            item.name: kept.original(self.case, item.id) if item.sha256 else b""
            for item in items.many(self.case, search.ids(self.case, ""))
            if item.parent == parent
        }


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> Iterator[Taken]:
    where = tmp_path_factory.mktemp("split")
    root = folder(
        where / "disk", {f"{sub}/{name}": data for sub, files in DISK.items() for name, data in files.items()}
    )
    with create_case(where / "a.evcase", Key(bytes(32), new_salt()), title="Split", reviewer="Ada") as case:
        intake.add(case, workers, [root], reviewer="Ada")
        found = items.many(case, search.ids(case, ""))
        yield Taken(case, root, {item.path: item for item in found if item.parent is None})


@needs_libarchive
@pytest.mark.parametrize("name", SETS)
def test_the_members_of_a_split_archive_stand_below_one_part(taken: Taken, name: str) -> None:
    holder = taken.by_path[f"{name}/{HOLDERS[name]}"]
    assert taken.members(holder.path) == FILES
    assert (holder.state, holder.reason, holder.metadata["parts"]) == (State.OK, "", str(len(SETS[name])))


@needs_libarchive
def test_archives_of_one_name_that_were_split_in_two_ways_are_joined_each_by_itself(taken: Taken) -> None:
    found = [taken.by_path[f"beside/{name}"] for name in ("c.rar", "c.zip")]
    assert [(taken.members(holder.path), holder.state, holder.metadata["parts"]) for holder in found] == [
        (FILES, State.OK, "3")
    ] * 2
    assert "“c.rar”" in taken.by_path["beside/c.r00"].reason
    assert "“c.zip”" in taken.by_path["beside/c.z01"].reason


def test_each_part_stays_an_item_with_its_own_bytes_and_says_where_the_members_are(taken: Taken) -> None:
    for name, parts in SETS.items():
        for part, data in parts.items():
            item = taken.by_path[f"{name}/{part}"]
            assert kept.original(taken.case, item.id) == data
            if part != HOLDERS[name]:
                assert HOLDERS[name] in item.reason
                assert (item.state, item.kind, taken.members(item.path)) == (State.OK, Kind.ARCHIVE, {})


def test_a_copy_of_a_part_that_lies_elsewhere_says_what_it_is_a_copy_of(
    taken: Taken, case: Case, workers: Workers, tmp_path: Path
) -> None:
    """It reads as the text that a member ends in; attached to a message, and in a later intake, it says so too."""
    (attached,) = (item for item in items.many(taken.case, search.ids(taken.case, "")) if item.name == "notes.txt")
    for item in (taken.by_path["stray/ledger.txt"], attached):
        assert (item.kind, item.state, item.reason) == (Kind.TEXT, State.OK, "")
        (flag,) = item.flags
        assert (flag.code, flag["name"], flag["holder"]) == ("archive.part_copy", "t.zip.002", "t.zip.001")
    intake.add(case, workers, [folder(tmp_path / "first", STORY)], reviewer="Ada")
    intake.add(case, workers, [folder(tmp_path / "later", {"x.txt": STRAY})], reviewer="Ada")
    assert [each.code for each in at_top(case)["x.txt"].flags] == ["archive.part_copy"]


def test_the_account_of_it_adds_up(taken: Taken) -> None:
    assert intake.report(taken.case).gaps == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gap", "“a.zip.002”, is not"),
        ("twice", "“A.ZIP.002” and “a.zip.002”"),
        ("no end", "“b.zip”, is not"),
        ("no start", "“b.z01” does not begin"),
    ],
)
def test_of_a_set_that_cannot_be_joined_each_part_says_why(taken: Taken, name: str, told: str) -> None:
    found = [taken.by_path[f"{name}/{part}"] for part in TROUBLED[name]]
    assert [item.path for item in found if told not in item.reason or SPLIT not in item.reason] == []
    assert State.OK not in {item.state for item in found}


def test_where_the_last_part_is_missing_it_is_said_that_it_may_be(taken: Taken) -> None:
    """No name tells how many there were. What came out before the end is kept."""
    holder = taken.by_path["short/a.zip.001"]
    assert "its 2 parts were joined, and one is damaged, or one behind “a.zip.002” is missing" in holder.reason
    assert holder.state is State.PARTIAL
    members = taken.members(holder.path)
    assert {name: members[name] for name in ("0.txt", "1.txt")} == {name: FILES[name] for name in ("0.txt", "1.txt")}


def test_parts_in_the_wrong_order_give_nothing_that_is_called_whole(taken: Taken) -> None:
    holder = taken.by_path["order/c.part1.rar"]
    assert holder.state is not State.OK
    assert "its 3 parts were joined, and one is damaged" in holder.reason
    wrong = {name for name, data in taken.members(holder.path).items() if data != FILES.get(name)}
    whole = {
        item.name
        for item in items.many(taken.case, search.ids(taken.case, ""))
        if item.parent == holder.id and item.state is State.OK
    }
    assert not wrong & whole


def test_whole_archives_that_are_counted_are_not_joined(taken: Taken) -> None:
    assert taken.members("wholes/backup.zip.001") == FILES
    assert taken.members("wholes/backup.zip.002") == {"0.txt": b"An earlier one."}
    assert taken.members("apart/backup.zip.001") == FILES
    assert taken.members("apart/backup.zip.003") == {"0.txt": b"An earlier one."}


def test_files_that_are_no_archive_are_read_as_what_they_are(taken: Taken) -> None:
    assert {taken.by_path[f"letters/{name}"].kind for name in LETTERS} == {Kind.TEXT}


def test_a_document_that_is_named_as_a_part_is_read_as_what_it_is(taken: Taken) -> None:
    """Its name says that it is a part, and no byte that it is none: so it is both."""
    holder = taken.by_path["strangers/a.zip.001"]
    assert taken.members(holder.path) == FILES
    assert (holder.state, "bytes follow its end" in holder.reason) == (State.PARTIAL, True)
    for name, kind, words in (("a.zip.002", Kind.EMAIL, "About"), ("a.zip.003", Kind.PDF, "ledger")):
        item = taken.by_path[f"strangers/{name}"]
        assert (item.kind, item.state, "a.zip.001" in item.reason) == (kind, State.OK, True)
        assert item.id in search.ids(taken.case, words)


def test_parts_of_which_one_is_a_mailbox_are_not_joined(taken: Taken) -> None:
    found = [taken.by_path[f"boxed/{name}"] for name in BOXED]
    assert [item.kind for item in found] == [Kind.ARCHIVE, Kind.MBOX, Kind.EMAIL]
    assert [(item.state, item.reason) for item in found] == [(State.OK, "")] * 3
    assert (taken.members(found[0].path), len(taken.members(found[1].path))) == (FILES, 2)


def test_the_budget_of_a_split_archive_is_that_of_all_its_parts(taken: Taken) -> None:
    holder = taken.by_path["numbered/a.zip.001"]
    assert spending.of_family(taken.case, holder.id, UNRAISED).budget.size == len(ZIP)


def test_why_parts_were_not_joined_is_said_once_and_stays_said(taken: Taken, workers: Workers) -> None:
    troubled = [taken.by_path[f"{name}/{part}"] for name in TROUBLED for part in TROUBLED[name]]
    found = joining(taken.case, workers, IntakeId(1), lambda: None)
    acts = taken.case.value("SELECT count(*) FROM audit")
    note_trouble(taken.case, IntakeId(1), "Ada", found.in_trouble)
    assert found.in_trouble
    assert taken.case.value("SELECT count(*) FROM audit") == acts
    intake.retry(taken.case, workers, within=[item.id for item in troubled], reviewer="Ada")
    assert {item.path: items.get(taken.case, item.id).reasons for item in troubled} == {
        item.path: item.reasons for item in troubled
    }


def test_parts_are_told_from_what_becomes_of_them_once_it_is_decided_that_they_belong_together(
    taken: Taken, workers: Workers
) -> None:
    """From the first look at each: what lies there later, in its place, is noticed however soon it came."""
    found = joining(taken.case, workers, IntakeId(1), lambda: None)
    parts = {part.id: taken.root / part.path for each in found.holders.values() for part in each.parts}
    assert len(parts) > sum(map(len, SETS.values()))
    seen = {part: (file.stat().st_size, file.stat().st_mtime_ns) for part, file in parts.items()}
    assert {part: found.versions.get(part) for part in parts} == seen


def test_reading_everything_again_finds_nothing_that_differs(taken: Taken, workers: Workers) -> None:
    again = deep_verify.parts(taken.case.path, key_of(taken.case), workers)
    assert [words for part in again for words in (*part.findings, *part.apart)] == []


def test_trying_again_joins_the_parts_again_from_the_case(taken: Taken, workers: Workers) -> None:
    """Also where the medium is gone: the parts are in the case."""
    holder = taken.by_path["short/a.zip.001"]
    before = taken.members(holder.path)
    intake.retry(taken.case, workers, within=[holder.id], reviewer="Ada")
    assert taken.members(holder.path) == before
    assert items.get(taken.case, holder.id).reason == holder.reason


@dataclass
class Meanwhile:
    """A progress during which something is done to the disk, at the first step for which it is time."""

    when: Callable[[int, str], bool]
    what: Callable[[], object]
    cancelled: bool = False
    done: bool = False

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        if not self.done and self.when(done, what):
            self.done = True
            self.what()


def at_top(case: Case) -> dict[str, Item]:
    return {item.name: item for item in items.many(case, search.ids(case, "")) if item.parent is None}


def lost(case: Case) -> dict[str, Reason]:
    rows = case.rows("SELECT path, reason FROM source_file WHERE state = 'failed'")
    return {row["path"]: unpack(row["reason"])[0] for row in rows}


@pytest.mark.parametrize(("name", "changed"), [("spanned", "b.z01"), ("numbered", "a.zip.003")])
def test_a_part_that_changes_is_noticed(case: Case, workers: Workers, tmp_path: Path, name: str, changed: str) -> None:
    """Once its bytes are in the case, as those of the zip that ends with its holder, or while all of them are read."""
    disk = folder(tmp_path / "disk", SETS[name])
    progress = Meanwhile(lambda done, what: done >= 1 and "." in what, lambda: os.utime(disk / changed, (1, 1)))
    intake.add(case, workers, [disk], reviewer="Ada", progress=progress)
    holder = at_top(case)[HOLDERS[name]]
    assert (holder.state is State.OK, "it changed while its members were taken in" in holder.reason) == (False, True)


def test_a_part_that_is_another_than_was_read_is_not_kept_as_it(case: Case, workers: Workers, tmp_path: Path) -> None:
    disk = folder(tmp_path / "disk", NUMBERED)
    last = disk / "a.zip.003"
    read = Meanwhile(lambda done, what: "." in what and done == len(FILES) + 1, lambda: os.utime(last, (1, 1)))
    intake.add(case, workers, [disk], reviewer="Ada", progress=read)
    assert (at_top(case)["a.zip.001"].state, lost(case)) == (State.OK, {"a.zip.003": Reason("file.members_changed")})


def test_a_part_whose_beginning_cannot_be_read_is_named(case: Case, workers: Workers, tmp_path: Path) -> None:
    disk = folder(tmp_path / "disk", NUMBERED)

    def becomes_a_folder() -> None:
        (disk / "a.zip.002").unlink()
        (disk / "a.zip.002").mkdir()

    intake.add(case, workers, [disk], reviewer="Ada", progress=Meanwhile(lambda done, _: done == 3, becomes_a_folder))
    assert [*lost(case)] == ["a.zip.002"]
    found = at_top(case)
    assert ["“a.zip.002”, could not be read, so" in found[name].reason for name in ("a.zip.001", "a.zip.003")] == [
        True
    ] * 2
    again = deep_verify.parts(case.path, key_of(case), workers)
    assert [words for part in again for words in (*part.findings, *part.apart)] == []


def test_across_a_part_that_is_not_in_the_case_nothing_is_joined(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "disk", cut(ZIP, "a.zip", 4) | {"a.zip.004": b""})], reviewer="Ada")
    before = at_top(case)["a.zip.001"]
    members = [item for item in items.many(case, search.ids(case, "")) if item.parent == before.id]
    with case.act("Ada", "intake batch"):
        case.execute("UPDATE source_file SET state = 'failed', item = NULL WHERE path = 'a.zip.002'")
    intake.retry(case, workers, within=[before.id], reviewer="Ada")
    assert at_top(case)["a.zip.001"] == before
    assert [item for item in items.many(case, search.ids(case, "")) if item.parent == before.id] == members
    again = deep_verify.parts(case.path, key_of(case), workers)
    apart = [words for part in again for words in part.apart]
    assert [words for part in again for words in part.findings] == []
    assert [words for words in apart if "a part of the archive" in words and before.control in words] != []
    with case.act("Ada", "intake batch"):
        case.execute("UPDATE item SET subject = 'Another' WHERE id = ?", (members[0].id,))
    changed = [words for part in deep_verify.parts(case.path, key_of(case), workers) for words in part.findings]
    assert [words for words in changed if members[0].control in words and "subject" in words] != []


def test_an_intake_that_was_stopped_goes_on_with_all_parts(case: Case, workers: Workers, tmp_path: Path) -> None:
    """The first part is in when it stops; the set is told by the files of the delivery, in the case or not."""
    disk = folder(tmp_path / "disk", NUMBERED)
    with pytest.raises(CancelledError):
        intake.add(case, workers, [disk], reviewer="Ada", progress=StopAfter(1))
    intake.add(case, workers, [disk], reviewer="Ada")
    assert sorted(item.name for item in items.many(case, search.ids(case, "")) if item.parent is not None) == [*FILES]


def test_a_part_of_a_seven_zip_alone_is_called_so(case: Case, workers: Workers, tmp_path: Path) -> None:
    """The first has the mark of the format and no list, which is at the end; the next could be anything."""
    first = b"7z\xbc\xaf\x27\x1c\x00\x04" + random.Random(2).randbytes(24) + bytes(1000)
    intake.add(case, workers, [folder(tmp_path / "disk", {"a/gifts.7z.001": first, "b/gifts.7z.002": b"\x81" * 999})],
               reviewer="Ada")  # fmt: skip
    found = items.many(case, search.ids(case, ""))
    assert [(item.state, item.reason) for item in found] == [(State.FAILED, SPLIT)] * 2


def test_a_whole_archive_that_is_named_as_a_first_part_is_whole(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "disk", {"gifts.zip.001": ZIP})], reviewer="Ada")
    (found,) = [item for item in items.many(case, search.ids(case, "")) if item.parent is None]
    assert (found.state, found.reason) == (State.OK, "")


@pytest.mark.parametrize(
    ("name", "number"),
    [("a.zip.001", 1), ("A.7Z.012", 12), ("a.z01", 1), ("a.tar.gz.002", 2), ("a.zip", 0), ("a.001", 0), ("a.rar", 0),
     ("a.gz.00", 1), ("a.z00", 0)],
)  # fmt: skip
def test_a_name_tells_which_part_it_is(name: str, number: int) -> None:
    assert part_number(name) == number


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["a.z02", "a.zip"], "a.z01"),
        (["a.rar", "a.r01"], "a.r00"),
        (["a.r98", "a.s00"], "a.rar"),
        (["a.part02.rar", "a.part03.rar"], "a.part01.rar"),
        (["a.7z.001", "a.7z.003", "a.7z.9999"], "a.7z.002"),
        (["g.tar.gz.00", "g.tar.gz.02"], "g.tar.gz.01"),
    ],
)
def test_the_first_part_that_is_missing_is_named(names: list[str], missing: str) -> None:
    (found,) = part_sets([(name, name) for name in names])
    assert found.trouble == Reason("archive.part_missing", name=missing)


def test_parts_may_be_counted_from_nought() -> None:
    """So ``split -d`` names them."""
    names = ["g.tar.gz.00", "g.tar.gz.01", "g.tar.gz.02"]
    (found,) = part_sets([(name, name) for name in reversed(names)])
    assert (list(found.parts), found.holder, found.trouble) == (names, names[0], None)


@pytest.mark.parametrize(
    "names",
    [
        ["a.zip", "A.ZIP"],
        ["a.rar", "A.rar"],
        ["a.zip", "b.z01"],
        ["a.v01", "a.v02"],
        ["a.z00", "a.zip"],
        ["a.part0.rar", "a.part1.rar"],
    ],
)
def test_names_that_make_no_set(names: list[str]) -> None:
    assert part_sets([(name, name) for name in names]) == []
