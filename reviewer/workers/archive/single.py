"""One file that was compressed: gzip, bzip2, xz, Zstandard, compress."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason, reasons_of
from reviewer.workers.archive.archive import Archive, DamagedError, Data, Readable, collect, without_bytes
from reviewer.workers.archive.decompress import Unpacked, bzip2, xz, zstandard
from reviewer.workers.archive.feed import Feed, length_of, span
from reviewer.workers.archive.gzipped import Gunzip
from reviewer.workers.archive.limits import Allowance, OverLimitError
from reviewer.workers.archive.lzw import Lzw
from reviewer.workers.archive.names import decode_name, guess_charset
from reviewer.workers.archive.paths import safe_path

READERS: dict[str, Callable[[Feed], Readable]] = {
    "gzip file": Gunzip,
    "bzip2 file": lambda feed: Unpacked(feed, bzip2, several=True),
    "xz file": lambda feed: Unpacked(feed, xz, several=True),
    "Zstandard file": lambda feed: Unpacked(feed, zstandard, several=True),
    "compress (.Z) file": Lzw,
}
"""What unpacks each format; raises DamagedError if not even its header is whole."""

_ENDING = re.compile(
    r"(?P<tar>\.(?:tgz|tbz2?|txz|tzst|taz))$|\.(?:gz|gzip|bz2|bzip2|xz|zst|zstd|z|lz4|lz)$|-(?:gz|z)$", re.IGNORECASE
)


class SingleFile(Archive):
    """A compressed file as an archive of one member."""

    def __init__(self, file: BinaryIO, name: str, format_name: str, allowance: Allowance) -> None:
        super().__init__(format_name, allowance)
        self._file = file
        self._name = name
        self.declared = 1

    def members(self) -> Iterator[tuple[Member, Data]]:
        """The one file; it is named as the header says, else as the compressed file is, without the ending."""
        length = length_of(self._file)
        member = Member(safe_path(name_inside(self._name), 1).name)
        try:
            reader = READERS[self.format](span(self._file, 0, length))
            member = self._named(reader)
            taken = collect(reader, self._allowance, length)
        except DamagedError as error:
            yield without_bytes(member, error.reason)
            return
        except OverLimitError as error:
            yield without_bytes(member, error.reason)
            return
        if isinstance(reader, Gunzip) and reader.trailing:
            self._remark(Reason("archive.trailing_bytes"))
        if not taken.data and taken.reason:
            yield without_bytes(member, taken.reason)
        else:
            yield replace(member, reasons=reasons_of(taken.reason)), taken.data

    def _named(self, reader: Readable) -> Member:
        raw = reader.name if isinstance(reader, Gunzip) else b""
        codec, spoken = guess_charset([raw])
        path = safe_path(decode_name(raw, codec) if raw else name_inside(self._name), 1)
        doubts = () if raw.isascii() else (Reason("archive.name_unmarked", charset=spoken),)
        return Member(path.name, path.folder, flags=path.flags + doubts)


def name_inside(name: str) -> str:
    """The compressed file's name without the ending that says so; ``.tar`` for the short forms of it."""
    return _ENDING.sub(lambda found: ".tar" if found["tar"] else "", name) or name
