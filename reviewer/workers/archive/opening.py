"""Open an archive of any format that is read here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import Archive, DamagedError
from reviewer.workers.archive.arj import ArjArchive
from reviewer.workers.archive.feed import length_of, read_at, span
from reviewer.workers.archive.formats import identify_archive, is_tar
from reviewer.workers.archive.limits import Allowance, ArchiveLimits, Hand
from reviewer.workers.archive.olm import MESSAGES, OutlookMacArchive
from reviewer.workers.archive.rar import RarArchive, rar_within
from reviewer.workers.archive.sevenzip import SevenZipArchive
from reviewer.workers.archive.single import READERS, SingleFile
from reviewer.workers.archive.system import SystemArchive, is_installed
from reviewer.workers.archive.tar_archive import TarArchive
from reviewer.workers.archive.zip_archive import ZipArchive
from reviewer.workers.archive.zip_directory import END, find_directory
from reviewer.workers.refusal import Refusal

_HEAD = 65_536


def open_archive(
    file: BinaryIO,
    name: str,
    passwords: Sequence[str],
    limits: ArchiveLimits,
    hand: Hand | None = None,
    *,
    parts: Sequence[int] = (),
) -> Archive:
    """The archive in ``file``, which can be sought; ``name`` names the one member of a compressed file.

    ``hand`` takes the parts of members that are too large to hold; their bytes are then not among the members.
    ``parts`` are the sizes of the files that were joined, if it was split.
    Raises Refusal when it is none, or none that can be read on this machine.
    """
    format_name = identify_archive(read_at(file, 0, _HEAD))
    allowance = Allowance(limits, length_of(file), hand)
    if parts and (not format_name or format_name == "ZIP archive") and (directory := find_directory(file)):
        joined = ZipArchive(file, passwords, allowance, parts if directory.disk else ())
        if directory.behind <= sum(parts[:-1]):  # what begins with the last part is none of it
            joined.remarks.append(Reason("archive.trailing_bytes"))
        return joined
    if not format_name and find_directory(file):
        format_name = "ZIP archive"  # behind a program that unpacks it, or the last part of one that was split
    start = 0 if format_name else rar_within(file)
    if not format_name and not start:
        raise Refusal(Reason("archive.unknown_format"))
    if start or format_name == "RAR archive":
        return RarArchive(file, name, allowance, start=start, joined=len(parts) > 1)
    if format_name in READERS:
        return _packed(file, name, format_name, allowance)
    return _with_members(file, name, format_name, passwords, allowance)


def _with_members(
    file: BinaryIO, name: str, format_name: str, passwords: Sequence[str], allowance: Allowance
) -> Archive:
    match format_name:
        case "ZIP archive":
            archive = ZipArchive(file, passwords, allowance)
            return OutlookMacArchive(file, passwords, allowance) if archive.holds(MESSAGES) else archive
        case "tar archive":
            return TarArchive(file, "", allowance)
        case "7z archive":
            return _seven_zip(file, name, passwords, allowance)
        case "ARJ archive":
            return ArjArchive(file, allowance)
        case _:
            return SystemArchive(file, name, format_name, allowance)


def _packed(file: BinaryIO, name: str, format_name: str, allowance: Allowance) -> Archive:
    """One compressed file, or a tar that was compressed."""
    if _holds_tar(file, format_name):
        return TarArchive(file, format_name, allowance)
    return SingleFile(file, name, format_name, allowance)


def holds_rar(data: bytes) -> bool:
    """Whether a program has a RAR archive behind it that it unpacks."""
    return rar_within(io.BytesIO(data)) > 0


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
