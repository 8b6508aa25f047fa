"""Open an archive of any format that is read here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import Archive, DamagedError
from reviewer.workers.archive.feed import length_of, read_at, span
from reviewer.workers.archive.formats import identify_archive, is_tar
from reviewer.workers.archive.limits import Allowance, ArchiveLimits, Hand
from reviewer.workers.archive.sevenzip import SevenZipArchive
from reviewer.workers.archive.single import READERS, SingleFile
from reviewer.workers.archive.system import SystemArchive, is_installed
from reviewer.workers.archive.tar_archive import TarArchive
from reviewer.workers.archive.zip_archive import ZipArchive
from reviewer.workers.archive.zip_directory import END, find_directory
from reviewer.workers.refusal import Refusal

_HEAD = 65_536


def open_archive(
    file: BinaryIO, name: str, passwords: Sequence[str], limits: ArchiveLimits, hand: Hand | None = None
) -> Archive:
    """The archive in ``file``, which can be sought; ``name`` names the one member of a compressed file.

    ``hand`` takes the parts of members that are too large to hold; their bytes are then not among the members.
    Raises Refusal when it is none, or none that can be read on this machine.
    """
    format_name = identify_archive(read_at(file, 0, _HEAD))
    allowance = Allowance(limits, length_of(file), hand)
    if not format_name and find_directory(file):
        format_name = "ZIP archive"  # behind a program that unpacks it, or the last part of one that was split
    if not format_name:
        raise Refusal(Reason("archive.unknown_format"))
    if format_name == "ZIP archive":
        return ZipArchive(file, passwords, allowance)
    if format_name == "tar archive":
        return TarArchive(file, "", allowance)
    if format_name == "7z archive":
        return _seven_zip(file, name, passwords, allowance)
    if format_name in READERS:
        if _holds_tar(file, format_name):
            return TarArchive(file, format_name, allowance)
        return SingleFile(file, name, format_name, allowance)
    return SystemArchive(file, name, format_name, allowance)


def ends_as_zip(data: bytes) -> bool:
    """Whether a file that begins as none ends as a zip: a program that unpacks itself, the last part of a split one."""
    at = data.rfind(END)
    if at < 0 or len(data) - at < 22 or len(data) - at - 22 != int.from_bytes(data[at + 20 : at + 22], "little"):
        return False
    found = find_directory(io.BytesIO(data))
    return found is not None and found.count > 0


def _seven_zip(file: BinaryIO, name: str, passwords: Sequence[str], allowance: Allowance) -> Archive:
    archive = SevenZipArchive(file, passwords, allowance)
    if archive.beyond_reach and is_installed():
        return SystemArchive(file, name, archive.format, allowance)
    return archive


def _holds_tar(file: BinaryIO, format_name: str) -> bool:
    head = b""
    try:
        reader = READERS[format_name](span(file, 0, length_of(file)))
        while len(head) < 512 and (piece := reader.read(512)):
            head += piece
    except DamagedError:
        pass
    return is_tar(head)
