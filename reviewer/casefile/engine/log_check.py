"""Whether the write-ahead log of a case holds what was saved and what SQLite will not read any more.

SQLite reads the log up to the first frame that is not what was written, as after a power cut, and says nothing of what
lies behind. A log is synced before anybody is told that something is saved, so a power cut can spoil the transaction
that was being written, and none before it. Where another one was begun behind a transaction that is not read, that one
had been saved.

A log has a header of 32 bytes, then frames: 24 bytes (page, pages of the file where it ends a transaction, two salts of
the log, the checksum of all up to here) and a page (https://www.sqlite.org/fileformat2.html#walformat). The file is
written over from its start, under other salts, so what lies behind the last frame may be of an earlier log. SQLCipher
encrypts the pages before they are summed, and nothing else, each time with another IV. So no key is needed, a page of
the file that is the same as in a frame was taken in from there, and whoever sums anew what they have changed or cut is
not found out here, but by the HMACs of the pages, where a key is given. With a key it is told as well whether the log
was begun on another copy of the case than the file beside it, by the number in its first page:
:meth:`reviewer.casefile.engine.connection.Connection.write_first_page` tells of that.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO

from reviewer.casefile.engine.raw_file import PAGE, Reading
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import StorageError

_MAGIC, _VERSION = 0x377F0682, 3007000
_HEADER = struct.Struct(">6I8x")
"""Magic number, version, bytes of a page, checkpoints, salts. The lowest bit of the first says how words are summed."""
_SUMMED = 24
_FRAME = struct.Struct(">II8s8s")
_NUMBER = slice(24, 28)
_ATTEMPTS = 3
_TOLD_EVERY = 1000
_WHAT = "pages of the log that a killed program left"
_WORD = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class UnderKey:
    """What a key tells of pages: whether that of a number is what was written, and the number in a first page."""

    is_whole: Callable[[int, bytes], bool]
    first_page_number: Callable[[bytes], int]


@dataclass(frozen=True, slots=True)
class _Sums:
    """How the checksums of a log are worked out: from words in an order of bytes."""

    order: str

    def after(self, before: bytes, data: bytes) -> bytes:
        """The checksum of what has one already and of the bytes that follow."""
        first, second = struct.unpack(">II", before)
        for one, other in self._pairs(data):
            first = (first + one + second) & _WORD
            second = (second + other + first) & _WORD
        return struct.pack(">II", first, second)

    def page_and_size(self, before: bytes, content: bytes, after: bytes) -> tuple[int, int]:
        """Of a frame what it began with, if all but that is what was written: the sum, taken back."""
        first, second = struct.unpack(">II", after)
        for one, other in reversed(self._pairs(content[8:])):
            second = (second - other - first) & _WORD
            first = (first - one - second) & _WORD
        zero, one = struct.unpack(">II", before)
        begun = struct.pack(f"{self.order}2I", (first - zero - one) & _WORD, (second - one - first) & _WORD)
        page, size = struct.unpack(">II", begun)
        return page, size

    def _pairs(self, data: bytes) -> list[tuple[int, ...]]:
        return list(struct.iter_unpack(f"{self.order}2I", data))


@dataclass(slots=True)
class Log:
    """How many frames are read, and what is known of those behind them."""

    frames: int = 0
    broken: int = 0
    """The number of the frame that ends the reading, 0 where that is the header."""
    lost: int = 0
    """Transactions that were saved and are not read."""
    torn: bool = False
    """Whether the end of a transaction of which nothing says that it was saved lies behind."""
    unread: str = ""
    """Why the disk did not give it."""
    first_page: int = 0
    """The number of the last frame with the first page among those that are read; 0 where there is none."""
    strange: int = 0
    """How many of the frames that are read have a page that was not written with the key; 0 where none was given."""
    first_strange: int = 0
    sound: int = 0
    """How many frames are read up to where the last transaction ends before the first strange one."""
    unsound: int = 0
    """Transactions that are read from there on."""
    begun_elsewhere: bool = False
    """Whether it was begun on another copy of the case, as it was before or after: SQLite would mix the two."""

    @property
    def of_another(self) -> bool:
        """Whether all that is read is of another file, or under another key: SQLite would write it into this one."""
        return self.strange > 0 and self.strange == self.frames

    @property
    def keeps(self) -> bool:
        """Whether it is to stay as it is: SQLite would go on without what it lost, or with what is not of the case.

        Nor is one that was not read to its end to be taken in: nothing can be said of it.
        """
        return bool(self.lost or self.strange or self.unread or self.begun_elsewhere)

    @property
    def findings(self) -> list[str]:
        """What is wrong with the log, in words."""
        return [*self._strange_words(), *self._lost_words()]

    def _strange_words(self) -> list[str]:
        if not self.strange:
            return []
        where = f"frame {self.first_strange} (from byte {_place(self.first_strange):,})"
        more = f", nor of {self.strange - 1:,} more" if self.strange > 1 else ""
        told = f"the page in {where}{more} was not written under this passphrase, or was changed since"
        gone = "1 transaction" if self.unsound == 1 else f"{self.unsound:,} transactions"
        return [f"{told}, so {gone} from there on cannot be relied on"]

    def _lost_words(self) -> list[str]:
        if not self.lost:
            return []
        where = "its header"
        if self.broken:
            where = f"frame {self.broken} (from byte {_place(self.broken):,})"
        lost = (
            "1 transaction that was saved is" if self.lost == 1 else f"{self.lost:,} transactions that were saved are"
        )
        return [f"{where} is not what was written, so {lost} lost from there on"]

    @property
    def apart(self) -> list[str]:
        """What may be no damage."""
        if self.lost or not self.torn:
            return []
        told = (
            f"a transaction from frame {self.broken} on is not whole: it could not be finished, as when the power fails"
        )
        return [f"{told}, or it was changed since"]


def check_log(path: Path, progress: Progress, under: UnderKey | None = None) -> Log:
    """Look at the log of a case, before SQLite takes it in; at its pages too, where it can be told what they were."""
    log = path.with_name(path.name + "-wal")
    if not log.is_file():
        return Log()
    try:
        with log.open("rb", buffering=0) as file:
            for _ in range(_ATTEMPTS):
                found = _read(path, file, progress, under)
                if found is not None:
                    return found
    except FileNotFoundError:  # taken in meanwhile
        return Log()
    except OSError as error:
        return Log(unread=str(StorageError.of("the write-ahead log cannot be read", error)))
    return Log()


def _read(path: Path, file: IO[bytes], progress: Progress, under: UnderKey | None) -> Log | None:
    """What the log holds; None where another program began it anew meanwhile."""
    header = _first(file)
    if len(header) < _HEADER.size:
        return Log()
    magic, version, page, _, _, _ = _HEADER.unpack(header)
    sound = magic & ~1 == _MAGIC
    big = bool(magic & 1) if sound else sys.byteorder == "big"
    sums = _Sums(">" if big else "<")
    sound = sound and (version, page) == (_VERSION, PAGE)
    sound = sound and sums.after(bytes(8), header[:_SUMMED]) == header[_SUMMED:]
    walk = _Walk(sums, header[16:24] if sound else None, header[_SUMMED:], under)
    total = (os.fstat(file.fileno()).st_size - _HEADER.size) // (_FRAME.size + PAGE)
    for number, frame in enumerate(_frames(file), start=1):
        walk.step(number, frame)
        if number % _TOLD_EVERY == 0:
            progress.step(number, max(total, number), _WHAT)
            stop_if_cancelled(progress, "nothing is changed")
    if total >= _TOLD_EVERY:  # from here on it is not stopped any more
        progress.step(total, total, _WHAT)
    if _first(file) != header:
        return None
    log = walk.found()
    if log.frames == 0 and (log.lost or log.torn) and all(_are_in(path, file, walk, walk.pages)):
        return Log()  # all of it was taken into the file before
    if not log.lost and any(_are_in(path, file, walk, walk.sure)):  # only what was saved is taken in
        log.lost, log.broken = max(walk.ends, 1), log.broken or walk.followed + 1
    log.begun_elsewhere = under is not None and _is_begun_elsewhere(path, file, walk.first_pages, under)
    return log


def _is_begun_elsewhere(path: Path, log: IO[bytes], frames: list[int], under: UnderKey) -> bool:
    """Whether the first page of the file is neither the one that the log was begun on nor in any of these frames.

    The number in the first of them is one more than what stood in that page, encrypted, when its writer read it. If
    it did not read it again before it began another log, both pages have the same number. A version of SQLCipher that
    looks at it decrypted would write one more than that.
    """
    if not frames:  # earlier versions of the program wrote the page where the file grew, and else not
        return False
    with Reading(path) as file:
        own = file.read(PAGE)
    begun = page_in(log, frames[0])
    if not (under.is_whole(1, own) and under.is_whole(1, begun)):  # a torn one is told otherwise
        return False
    told, number = under.first_page_number(begun), under.first_page_number(own)
    stood = int.from_bytes(own[_NUMBER])
    if told in {(stood + 1) & _WORD, number, (number + 1) & _WORD}:
        return False
    return all(page_in(log, each) != own for each in frames)


@dataclass(slots=True)
class _Walk:
    """Goes through the frames in their order."""

    sums: _Sums
    salts: bytes | None
    """Those of the log; where its header is not what was written, those of the first frame."""
    before: bytes
    """The checksum that stands in the frame before."""
    under: UnderKey | None = None
    strange: list[int] = field(default_factory=list)
    """The frames whose page is not what was written with the key."""
    sound: int = 0
    unsound: int = 0
    worked_out: bytes = b""
    """The one that it should have, once the reading has ended: where one place is spoiled, one of the two is right."""
    read: bool = field(init=False)
    committed: int = 0
    broken: int = 0
    lost: int = 0
    ends: int = 0
    """Ends of transactions that are not read."""
    ended: bool = False
    """Whether the frame before ends a transaction, and whether that one was counted as lost."""
    counted: bool = False
    whole: bool = False
    """Whether each frame since a transaction that was saved follows from the one before."""
    gone: bool = False
    """Whether the frame before is none of this log."""
    pages: dict[int, int] = field(default_factory=dict)
    """The last frame of each page in transactions that have an end, in the one at hand; how many pages there are."""
    open: dict[int, int] = field(default_factory=dict)
    size: int = 0
    sure: dict[int, int] = field(default_factory=dict)
    """Frames of transactions that are not read whose page is what was written with them: a power cut may leave the
    page of an earlier log behind the head of a frame."""
    first_pages: list[int] = field(default_factory=list)
    """The frame with the first page of each transaction that is read and has one."""
    followed: int = 0
    """How many frames follow from each other at the start, whether or not the last transaction has its end."""

    def __post_init__(self) -> None:
        self.read = self.salts is not None
        self.gone = not self.read

    def step(self, number: int, frame: bytes) -> None:
        """Look at the next frame."""
        page, size, salts, stored = _FRAME.unpack_from(frame)
        content = frame[:8] + frame[_FRAME.size :]
        self.salts = self.salts or salts
        if self.read:
            worked_out = self.sums.after(self.before, content)
            if page and salts == self.salts and worked_out == stored:
                if self.under is not None and not self.under.is_whole(page, frame[_FRAME.size :]):
                    self.strange.append(number)
                self._reads(number, page, size)
                self.before = stored
                return
            self.read, self.broken = False, number
            mine, follows = salts == self.salts or worked_out == stored, False
            size = self._size_of_first(page, size, content, stored) if mine else size
        else:
            mine = salts == self.salts
            worked_out = self.sums.after(self.before, content) if mine and not self.gone else b""
            follows = bool(worked_out) and stored in (worked_out, self._follows_other(content))
        self._behind(number, page, size, mine=mine, follows=follows)
        self.before, self.worked_out, self.gone = stored, worked_out, not mine

    def _reads(self, number: int, page: int, size: int) -> None:
        self.followed, self.open[page] = number, number
        if size:
            if 1 in self.open:
                self.first_pages.append(self.open[1])
            self.committed, self.open = number, {}
            self.sure = {}
            if self.strange:
                self.unsound += 1
            else:
                self.sound = number
        else:
            self.sure[page] = number

    def _size_of_first(self, page: int, size: int, content: bytes, stored: bytes) -> int:
        """The size in the frame that ends the reading, which may be what is spoiled, or of the log before."""
        written_page, written_size = self.sums.page_and_size(self.before, content, stored)
        return written_size if written_page == page or written_size == 0 else size

    def _follows_other(self, content: bytes) -> bytes:
        return self.sums.after(self.worked_out, content) if self.worked_out not in (b"", self.before) else b""

    def _behind(self, number: int, page: int, size: int, *, mine: bool, follows: bool) -> None:
        if follows and self.ended:  # whoever wrote on had saved it
            self.lost += not self.counted
            self.whole = True
        self.whole, self.ended = self.whole and follows, mine and size > 0
        if not mine:
            return
        self.open[page] = number
        if follows:
            self.sure[page] = number
        if size:
            self.ends += 1
            self.counted = self.whole
            self.lost += self.counted
            self.pages |= self.open
            self.open, self.size = {}, size

    def found(self) -> Log:
        """What came of it."""
        if self.committed == 0 and self.broken == 0 and self.ends:  # the header: it was synced before any frame
            return Log(lost=self.ends)
        strange = [number for number in self.strange if number <= self.committed]
        return Log(
            self.committed,
            self.broken,
            self.lost,
            torn=self.ends > 0,
            first_page=self.first_pages[-1] if self.first_pages else 0,
            strange=len(strange),
            first_strange=next(iter(strange), 0),
            sound=self.sound,
            unsound=self.unsound,
        )


def _are_in(path: Path, log: IO[bytes], walk: _Walk, pages: dict[int, int]) -> Iterator[bool]:
    """Of each page in frames of transactions that are not read whether it is in the file, as it was written there."""
    with Reading(path) as file:
        for page, number in pages.items():
            if page <= (walk.size or page):
                file.seek((page - 1) * PAGE)
                yield page_in(log, number) == file.read(PAGE)


def bytes_sound(log: Log) -> int:
    """How long a log is up to where it can be relied on; nothing where its header is what is spoiled."""
    return _place(log.sound + 1) if log.sound else 0


def is_taken_in(path: Path, log: Log) -> bool:
    """Whether a page of what lies behind the sound frames of a log is in the file: it is no older without them then."""
    with path.with_name(path.name + "-wal").open("rb", buffering=0) as file, Reading(path) as case:
        salts = _first(file)[16:24]
        for number, frame in enumerate(_frames(file), start=1):
            page, _, mine, _ = _FRAME.unpack_from(frame)
            if number > log.sound and page and mine == salts:
                case.seek((page - 1) * PAGE)
                if case.read(PAGE) == frame[_FRAME.size :]:
                    return True
    return False


def page_in(log: IO[bytes], number: int) -> bytes:
    """The page in a frame of a log."""
    log.seek(_place(number) + _FRAME.size)
    return log.read(PAGE)


def _first(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(_HEADER.size)


def _frames(file: IO[bytes]) -> Iterator[bytes]:
    length = _FRAME.size + PAGE
    for number in count(1):
        file.seek(_place(number))
        frame = file.read(length)
        if len(frame) < length:
            return
        yield frame


def _place(number: int) -> int:
    return _HEADER.size + (number - 1) * (_FRAME.size + PAGE)
