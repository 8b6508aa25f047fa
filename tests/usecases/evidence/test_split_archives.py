"""Archives that were split: joined where all parts lie in one folder; else each part says why they were not."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
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
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import deep_verify, intake, items
from reviewer.workers.archive.system import is_installed
from tests.evidence import folder
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
SHORT = {name: data for name, data in NUMBERED.items() if not name.endswith("003")}
WRONG_ORDER = swapped(SETS["rar4"], "c.part2.rar", "c.part3.rar")
LETTERS = {"letter.zip.001": b"Dear Ann,", "letter.zip.002": b"Dear Bob,"}
DISK = {**SETS, **TROUBLED, "wholes": WHOLES, "short": SHORT, "order": WRONG_ORDER, "letters": LETTERS}


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


def test_each_part_stays_an_item_with_its_own_bytes_and_says_where_the_members_are(taken: Taken) -> None:
    for name, parts in SETS.items():
        for part, data in parts.items():
            item = taken.by_path[f"{name}/{part}"]
            assert kept.original(taken.case, item.id) == data
            if part != HOLDERS[name]:
                assert HOLDERS[name] in item.reason
                assert (item.state, item.kind, taken.members(item.path)) == (State.OK, Kind.ARCHIVE, {})


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


def test_files_that_are_no_archive_are_read_as_what_they_are(taken: Taken) -> None:
    assert {taken.by_path[f"letters/{name}"].kind for name in LETTERS} == {Kind.TEXT}


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
    [("a.zip.001", 1), ("A.7Z.012", 12), ("a.z01", 1), ("a.tar.gz.002", 2), ("a.zip", 0), ("a.001", 0), ("a.rar", 0)],
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
    ],
)
def test_the_first_part_that_is_missing_is_named(names: list[str], missing: str) -> None:
    (found,) = part_sets([(name, name) for name in names])
    assert found.trouble == Reason("archive.part_missing", name=missing)


@pytest.mark.parametrize("names", [["a.zip", "A.ZIP"], ["a.rar", "A.rar"], ["a.zip", "b.z01"], ["a.v01", "a.v02"]])
def test_names_that_make_no_set(names: list[str]) -> None:
    assert part_sets([(name, name) for name in names]) == []
