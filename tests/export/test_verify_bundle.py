"""The file that checks bundles, on files that are read in more than one part."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewer.errors import StorageError
from reviewer.export import verify_bundle
from reviewer.export.bag import Bag
from reviewer.export.encrypted_zip import EncryptedZip
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


def test_a_bundle_is_checked_within_an_archive_that_is_not_taken_apart(tmp_path: Path) -> None:
    with EncryptedZip(tmp_path / "bag.zip", "a-long-one", "bundle") as place:
        bag = Bag(place)
        bag.add("file.bin", bytes(3 * 2**16 + 5))
        bag.close({})
        assert verify_bundle.verify(place) == []

        place.write("data/more.txt", b"more")
        with pytest.warns(UserWarning, match="Duplicate name"):
            place.write("data/file.bin", b"other bytes")
        assert verify_bundle.verify(place) == [
            ("bag-info.txt", "gives another number or size of files than there are"),
            ("data/file.bin", "is there more than once"),
            ("data/file.bin", "was changed"),
            ("data/more.txt", "is in no manifest, so it was added"),
        ]


def test_a_disk_that_changes_a_byte_of_an_archive_is_told_of(tmp_path: Path) -> None:
    with EncryptedZip(tmp_path / "bag.zip", "a-long-one", "bundle") as place:
        bag = Bag(place)
        bag.add("file.bin", os.urandom(2**16))
        bag.close({})
        assert verify_bundle.verify(place) == []
        with (tmp_path / ".bag.zip.part").open("r+b") as file:
            file.seek(2**15)
            file.write(b"not what was there")
        assert verify_bundle.verify(place) == [("data/file.bin", "cannot be read")]
        with pytest.raises(StorageError, match=r"does not give back what was written into it: data/file\.bin"):
            bag.changed(lambda _done, _of, _name: None)
