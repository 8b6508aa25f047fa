"""The file that checks bundles, on files that are read in more than one part."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.export import verify_bundle
from reviewer.export.bag import Bag
from reviewer.export.folder import ExportFolder


@pytest.mark.parametrize("size", [0, 1, 2**16, 2**16 + 1, 3 * 2**16 + 5])
def test_the_last_byte_of_a_file_of_any_length_is_read(tmp_path: Path, size: int) -> None:
    with ExportFolder(tmp_path / "bag") as place:
        bag = Bag(place)
        bag.add("file.bin", bytes(size))
        bag.close({})
        place.finish()
    assert verify_bundle.verify(tmp_path / "bag") == []

    with (tmp_path / "bag/data/file.bin").open("r+b") as file:
        file.seek(max(0, size - 1))
        file.write(b"\x01")
    problems = [("data/file.bin", "was changed")]
    grown = [("bag-info.txt", "gives another number or size of files than there are")]
    assert verify_bundle.verify(tmp_path / "bag") == ([*grown, *problems] if size == 0 else problems)


def test_links_are_no_files_of_a_bundle(tmp_path: Path) -> None:
    with ExportFolder(tmp_path / "bag") as place:
        Bag(place).close({})
        place.finish()
    (tmp_path / "bag/data").mkdir()
    (tmp_path / "bag/data/link.pdf").symlink_to(tmp_path / "bag/bagit.txt")
    (tmp_path / "bag/data/within").symlink_to(tmp_path, target_is_directory=True)
    assert verify_bundle.verify(tmp_path / "bag") == [
        ("data/link.pdf", "is a link to somewhere else"),
        ("data/within", "is a link to somewhere else"),
    ]
