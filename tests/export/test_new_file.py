"""A file that leaves comes to be whole or not at all, and never over another."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.errors import ExportError, InputError
from reviewer.export.encrypted_zip import EncryptedZip
from reviewer.export.new_file import NewFile


def test_a_place_that_is_taken_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    out.write_bytes(b"theirs")
    with pytest.raises(InputError):
        NewFile(out)
    (tmp_path / "link.pdf").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError):
        NewFile(tmp_path / "link.pdf")
    assert out.read_bytes() == b"theirs"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.pdf", "report.pdf"]


def write(out: Path, before: Callable[[], object], after: Callable[[], object]) -> None:
    """Write a file, with something that happens before it is put into its place, and something afterwards."""
    with NewFile(out) as new:
        new.write(b"ours")
        before()
        new.finish()
        after()


def test_a_file_that_comes_into_its_place_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    with pytest.raises(InputError):
        write(out, lambda: out.write_bytes(b"theirs"), lambda: None)
    assert (out.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (b"theirs", ["report.pdf"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no locks that two programs of one owner keep to")
def test_two_that_are_written_to_one_place_at_once_are_told_and_the_first_is_left_whole(tmp_path: Path) -> None:
    out, taken = tmp_path / "report.pdf", "another export is being written"

    def again() -> None:
        with pytest.raises(ExportError, match=taken):
            write(out, lambda: None, lambda: None)

    write(out, again, lambda: None)
    packed = tmp_path / "set.zip"
    with EncryptedZip(packed, "secret", "set") as first:
        first.write("report.pdf", b"first")
        with pytest.raises(ExportError, match=taken), EncryptedZip(packed, "secret", "set"):
            pass
        first.finish()
    assert (out.read_bytes(), packed.read_bytes()[:2]) == (b"ours", b"PK")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["report.pdf", "set.zip"]


def test_an_error_leaves_nothing_even_after_the_file_is_in_its_place(tmp_path: Path) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    for before, after in ((fail, lambda: None), (lambda: None, fail)):
        with pytest.raises(ZeroDivisionError):
            write(tmp_path / "report.pdf", before, after)
        assert list(tmp_path.iterdir()) == []
