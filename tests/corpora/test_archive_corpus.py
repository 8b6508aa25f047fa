"""Every archive of the corpora is read as other readers read it, or says why not; those made to harm do none."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import re
import tarfile
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
import zstandard

from reviewer.workers.archive.system import is_installed
from reviewer.workers.refusal import Refusal
from tests.wording import words
from tests.workers.archive.reading import Contents, contents

pytestmark = pytest.mark.corpora

REFUSED = re.compile(
    r"this is not an archive of a known format"
    r"|this is an? .{2,20} (archive|file|image): there is no reader for it on this machine \(libarchive\)"
)
REASON = re.compile(
    r"|it is in another part of the split archive|it is locked with a password"
    r"|it is broken off after [\d,]+ bytes|its data is damaged"
)


# zipfile finds no list in the first, and not the other parts of the second.
BEYOND_ZIPFILE = {"testZIP_corrupted_oom.zip", "test-documents-spanned.zip"}


@pytest.fixture(scope="module")
def archives(corpora: Path) -> list[Path]:
    found = sorted(path for path in (corpora / "archives").rglob("*") if path.is_file())
    assert len(found) > 50
    return found


def read(path: Path, *passwords: str) -> Contents | None:
    """What is in an archive, None if it was refused."""
    try:
        return contents(path.read_bytes(), path.name, passwords)
    except Refusal as refusal:
        if REFUSED.fullmatch(str(refusal)):
            return None
        raise


def test_each_is_read_or_refused_in_words(archives: list[Path]) -> None:
    refused = {path.name for path in archives if not read(path)}
    unread = {"testTXT.zlib"}
    if not is_installed():
        unread |= {path.name for path in archives if path.suffix in {".rar", ".cpio", ".ar", ".lz4"}}
    assert refused == unread


def test_each_member_has_its_bytes_or_a_reason(archives: list[Path]) -> None:
    for path in archives:
        found = read(path)
        for member, data in zip(found.members, found.data, strict=True) if found else ():
            assert REASON.fullmatch(member.reason), f"{path.name}: {member.name}: {member.reason}"
            assert not (member.missing and (data or not member.reason))
            assert member.missing or member.reason or member.size in {-1, len(data)}
            assert not re.search(r"(^|/)\.\.(/|$)|[\\\0]|^/", f"{member.folder}/{member.name}".lstrip("/"))


def test_what_a_list_declares_comes_out_or_is_missing(archives: list[Path]) -> None:
    for path in archives:
        found = read(path)
        if found and found.archive.declared is not None and not found.archive.locked:
            assert found.archive.declared == len(found.members), path.name


def test_zips_hold_what_the_standard_library_finds(archives: list[Path]) -> None:
    compared = 0
    for path in archives:
        found = read(path)
        if not found or found.archive.format != "ZIP archive" or path.name in BEYOND_ZIPFILE:
            continue
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path) as archive:
            listed = [info for info in archive.infolist() if not info.is_dir()]
            assert len(listed) == len(found.members), path.name
            for info, member, data in zip(listed, found.members, found.data, strict=True):
                try:
                    expected = archive.read(info)
                except NotImplementedError:  # a method of PKZIP 1: the sum in the list tells
                    assert zlib.crc32(data) == info.CRC, f"{path.name}: {info.filename}"
                    compared += 1
                    continue
                except (zipfile.BadZipFile, RuntimeError, OSError, EOFError):
                    continue  # ours may find more
                assert data == expected, f"{path.name}: {info.filename}: {member.reason}"
                compared += 1
    assert compared > 190


def test_tars_hold_what_the_standard_library_finds(archives: list[Path]) -> None:
    compared = 0
    for path in archives:
        if path.suffix not in {".tar", ".tgz", ".tbz2"} or path.name == "recursion.tar":
            continue
        found = read(path)
        assert found
        with tarfile.open(path, encoding="iso8859-1") as archive:
            expected = [archive.extractfile(entry).read() for entry in archive if entry.isreg()]  # type: ignore[union-attr]
        files = zip(found.members, found.data, strict=True)
        other = re.compile("link to |a device")
        regular = [data for member, data in files if not any(map(other.match, words(member.flags)))]
        assert regular == expected, path.name
        compared += len(regular)
    assert compared > 60


def test_single_files_hold_what_the_standard_library_finds(corpora: Path) -> None:
    folder = corpora / "archives" / "tika"
    unpack = {".gz": gzip.decompress, ".bz2": bz2.decompress}
    for path in [*folder.glob("*.gz"), *folder.glob("*.bz2")]:
        found = read(path)
        assert found
        assert found.data == (unpack[path.suffix](path.read_bytes()),), path.name
    found = read(folder / "testZSTD.zst")
    assert found
    reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO((folder / "testZSTD.zst").read_bytes()))
    assert found.data == (reader.read(),)


@pytest.mark.parametrize("ending", [".7z", ".cpio", ".rar", ".tar", ".tar.Z", ".tbz2", ".tgz"])
def test_the_same_documents_come_out_of_every_format(corpora: Path, ending: str) -> None:
    folder = corpora / "archives" / "tika"
    if ending in {".cpio", ".rar"} and not is_installed():
        pytest.skip("the system has no libarchive")
    with zipfile.ZipFile(folder / "test-documents.zip") as archive:
        expected = {name: archive.read(name) for name in archive.namelist()}
    found = read(folder / f"test-documents{ending}")
    assert found
    assert {member.name: data for member, data in zip(found.members, found.data, strict=True)} == expected


def test_known_passwords_open_what_they_lock(corpora: Path) -> None:
    with (corpora / "PASSWORDS.tsv").open(encoding="utf-8") as file:
        known = [row for row in csv.DictReader(file, delimiter="\t") if row["path"].startswith("archives/")]
    assert known
    for row in known:
        found = read(corpora / row["path"], "wrong", row["password"])
        assert found
        assert found.archive.password == 2
        assert not any(member.locked or member.reason for member in found.members)


def test_locked_archives_say_so(corpora: Path) -> None:
    folder = corpora / "archives" / "tika"
    opens = {"full_encrypted.7z": True, **({"test-documents-enc.rar": False} if is_installed() else {})}
    for name, by_password in opens.items():
        found = read(folder / name)
        assert found
        assert (found.archive.locked, found.archive.opaque) == (by_password, not by_password)
        assert words(found.archive.remarks)[0].startswith("its list of members is locked with a password")


@pytest.mark.parametrize("name", ["droste.zip", "quine.gz"])
def test_an_archive_that_holds_itself_comes_out_once(corpora: Path, name: str) -> None:
    path = corpora / "archives" / "tika" / name
    found = read(path)
    assert found
    assert path.read_bytes() in found.data
    assert sum(map(len, found.data)) < 100_000


def test_a_tar_that_is_all_header_says_so(corpora: Path) -> None:
    found = read(corpora / "archives" / "cpython" / "recursion.tar")
    assert found
    assert found.members == ()
    assert words(found.archive.remarks) == ["it holds headers and no member"]


def test_names_in_other_alphabets_are_read(corpora: Path) -> None:
    folder = corpora / "archives"
    for name, paths in {
        "tika/gbk.zip": ["审计压缩包文件检索测试/集团邮件审计系统2021年自动巡检需求文档_V4.0.doc"],
        "tika/testZipEntryNameCharsetShiftSJIS.zip": ["文章1.txt", "文章2.txt"],
    }.items():
        found = read(folder / name)
        assert found
        assert found.paths == paths
