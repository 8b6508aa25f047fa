"""Parts of an archive that was cut into pieces are called that, and neither damaged nor unknown."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import key_of
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import State
from reviewer.domain.evidence.split_parts import part_number
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import deep_verify, intake, items
from tests.evidence import folder

SPLIT = "it is one part of an archive that was split; the other parts are needed"


def archive() -> bytes:
    """A zip of six files of 40,000 bytes that cannot be packed smaller than half."""
    made, chance = io.BytesIO(), random.Random(1)
    with zipfile.ZipFile(made, "w") as members:
        for number in range(6):
            members.writestr(f"{number}.txt", chance.randbytes(20_000).hex())
    return made.getvalue()


def taken(case: Case, workers: Workers, where: Path, files: dict[str, bytes]) -> dict[str, Item]:
    intake.add(case, workers, [folder(where, files)], reviewer="Ada")
    return {item.name: item for item in items.many(case, search.ids(case, "")) if item.parent is None}


def test_each_part_says_that_the_others_are_needed_and_reading_again_agrees(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    data = archive()
    parts = {f"gifts.zip.{number + 1:03}": data[number * 90_000 : (number + 1) * 90_000] for number in range(3)}
    found = taken(case, workers, tmp_path / "disk", parts)
    assert b"".join(parts.values()) == data
    assert {name: item.state is not State.OK and SPLIT in item.reason for name, item in found.items()} == dict.fromkeys(
        parts, True
    )
    again = deep_verify.parts(case.path, key_of(case), workers)
    assert [words for part in again for words in (*part.findings, *part.apart)] == []


def test_the_parts_of_a_seven_zip_are_called_so(case: Case, workers: Workers, tmp_path: Path) -> None:
    """The first has the mark of the format and no list, which is at the end; the next could be anything."""
    first = b"7z\xbc\xaf\x27\x1c\x00\x04" + random.Random(2).randbytes(24) + bytes(1000)
    found = taken(
        case, workers, tmp_path / "disk", {"gifts.7z.001": first, "gifts.7z.002": random.Random(3).randbytes(1000)}
    )
    assert [(item.state, item.reason) for item in found.values()] == [(State.FAILED, SPLIT)] * 2


def test_a_whole_archive_that_is_named_as_a_first_part_is_whole(case: Case, workers: Workers, tmp_path: Path) -> None:
    found = taken(case, workers, tmp_path / "disk", {"gifts.zip.001": archive()})
    assert (found["gifts.zip.001"].state, found["gifts.zip.001"].reason) == (State.OK, "")


@pytest.mark.parametrize(
    ("name", "number"),
    [("a.zip.001", 1), ("A.7Z.012", 12), ("a.z01", 1), ("a.tar.gz.002", 2), ("a.zip", 0), ("a.001", 0)],
)  # fmt: skip
def test_a_name_tells_which_part_it_is(name: str, number: int) -> None:
    assert part_number(name) == number
