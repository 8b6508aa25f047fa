"""Zip files: the members of the list, then what the list does not name, then what is left when there is no list."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import BinaryIO

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason, Reasons, reasons_of
from reviewer.workers.archive.archive import Archive, Data, Handed, LockedError, checksum, without_bytes
from reviewer.workers.archive.feed import length_of, read_at
from reviewer.workers.archive.gzipped import CHECKSUM
from reviewer.workers.archive.limits import Allowance, OverLimitError
from reviewer.workers.archive.names import decode_name, guess_charset
from reviewer.workers.archive.paths import safe_path, shown_text
from reviewer.workers.archive.zip_directory import (
    CENTRAL,
    DESCRIPTOR,
    LOCAL,
    UTF8,
    Directory,
    Entry,
    after_descriptor,
    entries,
    find_directory,
    local_entry,
    next_mark,
    unicode_name,
)
from reviewer.workers.archive.zip_unpack import Keys, Packed, unpack

_MOST_SEARCHED = 2**31  # bytes of a file that is searched for headers when the list is wrong
_OVERLAP = Reason("archive.shared_bytes")


@dataclass(slots=True)
class _Place:
    """Where one member's header begins and its data ends; offsets in the file."""

    start: int
    end: int


class ZipArchive(Archive):
    """A zip file, also one with bytes before it, without its list, or with a list that is damaged.

    ``parts`` are the sizes of the files that were joined: the list says where members begin by part and offset in it.
    """

    def __init__(
        self, file: BinaryIO, passwords: Sequence[str], allowance: Allowance, parts: Sequence[int] = ()
    ) -> None:
        super().__init__("ZIP archive", allowance)
        self._file = file
        self._length = length_of(file)
        self._keys = Keys(passwords)
        self._begun: set[int] = set()  # offsets of the headers of members that were taken
        self._elsewhere: dict[tuple[bytes, int], int] | None = None
        self._starts = list(accumulate(parts, initial=0))[: len(parts)]
        self._directory = find_directory(file)
        if self._directory and self._starts:
            self._directory = replace(self._directory, shift=0)
        self._listed = list(self._list(self._directory)) if self._directory else []
        self._charset = guess_charset(entry.raw_name for entry in self._listed if not entry.flags & UTF8)
        self._number = 0
        self._places: list[_Place] = []
        if self._directory:
            folders = sum(entry.is_folder for entry in self._listed)
            self.declared = max(self._directory.count - folders, len(self._listed) - folders)

    def members(self) -> Iterator[tuple[Member, Data]]:
        """Those of the list in its order, then those that only their own headers tell of, flagged as recovered."""
        overlapping = self._overlapping()
        for index, entry in enumerate(self._listed):
            if entry.is_folder:
                self._pass_over(entry)
                continue
            yield self._from_list(entry, overlapping=index in overlapping)
        yield from self._unlisted()
        self.password = self._keys.opened

    def holds(self, folder: bytes) -> bool:
        """Whether its list names a file below a folder of that name."""
        return any(folder in entry.raw_name for entry in self._listed)

    def _list(self, directory: Directory) -> Iterator[Entry]:
        most = self._allowance.limits.members
        taken = files = 0
        for entry in entries(self._file, directory):
            files += not entry.is_folder
            taken += 1
            if files > most or taken > 2 * most:
                self._remark_limit()
                return
            yield self._joined(entry, directory)
        if taken != directory.count and directory.count != taken & 0xFFFF:
            self._remark(Reason("archive.list_differs", declared=directory.count, found=taken))

    def _joined(self, entry: Entry, directory: Directory) -> Entry:
        """The entry where it is once the parts were joined."""
        if entry.disk >= len(self._starts):
            return entry
        return replace(entry, offset=entry.offset + self._starts[entry.disk], disk=directory.disk)

    def _located(self, entry: Entry) -> Entry:
        """The entry where its own header is: the list may be off by the bytes before the archive, or plainly wrong."""
        shift = self._directory.shift if self._directory else 0
        for offset in (entry.offset, entry.offset - shift):
            if offset >= 0 and read_at(self._file, offset, 4) == LOCAL:
                return replace(entry, offset=offset)
        if self._elsewhere is None:
            self._elsewhere = dict(self._local_headers()) if self._length <= _MOST_SEARCHED else {}
        return replace(entry, offset=self._elsewhere.get((entry.raw_name, entry.crc), entry.offset))

    def _is_elsewhere(self, entry: Entry) -> bool:
        """Whether the member is in another part; its own header, if it is here, counts more than the list."""
        if not self._directory or entry.disk == self._directory.disk:
            return False
        local = local_entry(self._file, entry.offset)
        return not local or local.raw_name != entry.raw_name

    def _local_headers(self) -> Iterator[tuple[tuple[bytes, int], int]]:
        """Name and checksum of each local header wherever it stands, with its offset."""
        at, seen = next_mark(self._file, 0, self._length, (LOCAL,)), 0
        while at < self._length and seen < 2 * self._allowance.limits.members:
            found = local_entry(self._file, at)
            if found:
                yield (found.raw_name, found.crc), at
            at, seen = next_mark(self._file, at + 4, self._length, (LOCAL,)), seen + 1

    def _overlapping(self) -> set[int]:
        """The places in the list of members whose bytes begin within those of an earlier one."""
        found, reached = set(), 0
        for index, entry in sorted(enumerate(self._listed), key=lambda pair: pair[1].offset):
            if self._directory and entry.disk != self._directory.disk:
                continue  # its offset is one in another file
            if entry.offset < reached:
                found.add(index)
            else:
                reached = entry.offset + 30 + len(entry.raw_name) + entry.packed
        return found

    def _from_list(self, listed: Entry, *, overlapping: bool) -> tuple[Member, Data]:
        if self._is_elsewhere(listed):
            self._remark(Reason("archive.split"))
            return without_bytes(self._describe(listed, ()), Reason("archive.in_other_part"))
        entry = self._located(listed)
        local = local_entry(self._file, entry.offset)
        if not local:
            return without_bytes(self._describe(entry, ()), Reason("archive.not_there"))
        if entry.offset in self._begun or (overlapping and entry.offset == listed.offset):
            return without_bytes(self._describe(entry, ()), _OVERLAP)
        self._begun.add(entry.offset)
        flags: Reasons = ()
        if local.raw_name != entry.raw_name:
            named = safe_path(decode_name(local.raw_name, "utf-8"), self._number).name
            flags = (Reason("archive.named_otherwise", name=named),)
        start = entry.offset + local.head
        self._places.append(_Place(entry.offset, after_descriptor(self._file, entry, start + entry.packed)))
        return self._take(entry, Packed(self._file, start, start + entry.packed), flags)[:2]

    def _take(self, entry: Entry, packed: Packed, flags: Reasons) -> tuple[Member, Data, int]:
        """The member, its bytes, and the offset where its packed bytes end."""
        member = self._describe(entry, flags)
        try:
            self._allowance.admit(entry.size, entry.packed)
            taken, end = unpack(entry, packed, self._keys, self._allowance)
        except OverLimitError as error:
            return *without_bytes(member, error.reason), packed.end
        except LockedError as error:
            return *without_bytes(member, error.reason, locked=True), packed.end
        if not taken.data and taken.reason and entry.size != 0:
            return *without_bytes(member, taken.reason), end
        return replace(_with_link(member, entry, taken.data), reasons=reasons_of(taken.reason)), taken.data, end

    def _describe(self, entry: Entry, flags: Reasons) -> Member:
        self._number += 1
        text, doubts = self._name(entry)
        path = safe_path(text, self._number)
        kind = stat.S_IFMT(entry.attributes >> 16) if entry.system == 3 else 0
        if kind in {stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK}:
            doubts += (Reason("archive.device"),)
        if entry.recovered:
            doubts += (Reason("archive.recovered_unlisted"),)
        return Member(path.name, path.folder, size=entry.size, flags=path.flags + doubts + flags)

    def _name(self, entry: Entry) -> tuple[str, Reasons]:
        if entry.raw_name.isascii() or (better := unicode_name(entry)):
            return entry.raw_name.decode("ascii") if entry.raw_name.isascii() else better, ()
        if entry.flags & UTF8:
            try:
                return entry.raw_name.decode("utf-8"), ()
            except UnicodeDecodeError:
                codec, spoken = guess_charset([entry.raw_name])
                doubt = Reason("archive.name_mismarked", charset=spoken)
                return decode_name(entry.raw_name, codec), (doubt,)
        codec, spoken = self._charset if self._directory else guess_charset([entry.raw_name])
        return decode_name(entry.raw_name, codec), (Reason("archive.name_unmarked", charset=spoken),)

    def _pass_over(self, folder: Entry) -> None:
        self._places.append(_Place(folder.offset, self._end_of_folder(folder)))

    def _end_of_folder(self, entry: Entry) -> int:
        local = local_entry(self._file, entry.offset)
        end = entry.offset + (local.head if local else 30) + max(entry.packed, 0)
        return after_descriptor(self._file, entry, end)

    def _unlisted(self) -> Iterator[tuple[Member, Data]]:
        """Members in the gaps between those of the list, or in the whole file if it has none."""
        if not self._directory:
            self._remark(Reason("archive.list_missing"))
            yield from self._walk(next_mark(self._file, 0, self._length, (LOCAL,)), self._length)
            return
        at = None if self._places else 0
        for place in sorted(self._places, key=lambda place: place.start):
            if at is not None and place.start - at > 30:
                yield from self._walk(at, place.start)
            at = max(at or 0, place.end)
        if at is not None and self._directory.start - at > 30:
            yield from self._walk(at, self._directory.start)

    def _walk(self, start: int, stop: int) -> Iterator[tuple[Member, Data]]:
        """The members whose headers stand from ``start`` on; over damage, the next that is found."""
        at = start
        while at < stop and self._number < self._allowance.limits.members:
            entry = local_entry(self._file, at)
            if not entry:
                if not self._directory and read_at(self._file, at, 4) not in {CENTRAL, b""}:
                    self._remark(Reason("archive.between_damaged"))
                at = stop if self._directory else self._beyond(at + 1, stop)
                continue
            entry = replace(entry, recovered=bool(self._directory))
            if entry.is_folder:
                at = max(at + entry.head, at + entry.head + entry.packed)
                continue
            member, data, at = self._take_walking(entry, at + entry.head, stop)
            yield member, data
        if at < stop and self._beyond(at, stop) < stop:
            self._remark_limit()

    def _remark_limit(self) -> None:
        most = self._allowance.limits.members
        self._remark(Reason("archive.over_members", limit=most))

    def _beyond(self, at: int, stop: int) -> int:
        found = next_mark(self._file, at, stop)
        return found if read_at(self._file, found, 4) == LOCAL else stop

    def _take_walking(self, entry: Entry, start: int, stop: int) -> tuple[Member, Data, int]:
        known = entry.packed >= 0
        end = min(start + entry.packed, stop) if known else stop
        if not known and entry.method == 0:
            end = next_mark(self._file, start, stop)
            described = next_mark(self._file, max(start, end - 24), end, (DESCRIPTOR,))
            end = described
        member, data, ended = self._take(entry, Packed(self._file, start, end), ())
        if known:
            return member, data, after_descriptor(self._file, entry, end)
        if member.missing or member.reasons:
            return member, data, self._beyond(start, stop)
        if _sum_after(self._file, ended) not in {None, checksum(data)}:
            member = replace(member, reasons=(CHECKSUM,))
        return member, data, after_descriptor(self._file, entry, ended)


def _sum_after(file: BinaryIO, at: int) -> int | None:
    found = read_at(file, at, 8)
    return int.from_bytes(found[4:], "little") if found.startswith(DESCRIPTOR) and len(found) == 8 else None


def _with_link(member: Member, entry: Entry, data: Data) -> Member:
    if isinstance(data, Handed) or entry.system != 3 or not stat.S_ISLNK(entry.attributes >> 16):
        return member
    target = shown_text(decode_name(data[:1000], "utf-8"))
    return replace(member, flags=(*member.flags, Reason("archive.link", target=target)))
