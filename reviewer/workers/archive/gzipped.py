"""gzip (RFC 1952): members that follow each other are one file, their checksums are compared."""

from __future__ import annotations

import zlib

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import DamagedError
from reviewer.workers.archive.decompress import DAMAGED, ENDS_EARLY, Inflate
from reviewer.workers.archive.feed import Feed

_HEADER_CHECK, _EXTRA, _NAME, _COMMENT = 2, 4, 8, 16
_LONGEST = 64 * 1024  # bytes of a name or comment
CHECKSUM = Reason("archive.checksum")


class Gunzip:
    """What comes out of a gzip file; the feed stands at its beginning. Raises DamagedError.

    ``name`` is the file name of the first header, as bytes in ISO 8859-1 or whatever the maker spoke; ``trailing`` says
    that bytes follow the last member that are no gzip.
    """

    def __init__(self, feed: Feed) -> None:
        self.fault: Reason | None = None
        self.trailing = False
        self._feed = feed
        self._name = b""
        self._inner = Inflate()
        self._sum = self._size = 0
        self._ended = False
        self._begin(feed.exactly(10))
        self.name = self._name

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes, none at the end."""
        while not self._ended:
            piece = self._feed.take() if self._inner.needs_input else b""
            if not piece and self._inner.needs_input:
                raise DamagedError(ENDS_EARLY)
            out = self._inner.decompress(piece, most)
            self._size += len(out)
            self._sum = zlib.crc32(out, self._sum)
            if self._inner.eof:
                self._feed.put_back(self._inner.unused_data)
                self._end_safely()
            if out:
                return out
        return b""

    def _begin(self, head: bytes) -> None:
        if len(head) < 10:
            raise DamagedError(ENDS_EARLY)
        if head[:2] != b"\x1f\x8b" or head[2] != 8:
            raise DamagedError(DAMAGED)
        flags = head[3]
        if flags & _EXTRA:
            self._feed.exactly(int.from_bytes(self._feed.exactly(2), "little"))
        self._name = self._text() if flags & _NAME else b""
        if flags & _COMMENT:
            self._text()
        if flags & _HEADER_CHECK:
            self._feed.exactly(2)
        self._inner, self._sum, self._size, self._ended = Inflate(), 0, 0, False

    def _end_safely(self) -> None:
        try:
            self._end()
        except DamagedError as error:
            self.fault, self._ended = error.reason, True

    def _end(self) -> None:
        """Compare the trailer; go on with the next member if there is one."""
        trailer = self._feed.exactly(8)
        if len(trailer) < 8:
            self.fault = ENDS_EARLY
        elif trailer != self._sum.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little"):
            self.fault = CHECKSUM
        piece = self._feed.take()
        while piece and not piece.strip(b"\0"):  # tapes are padded with zeros
            piece = self._feed.take()
        self._feed.put_back(piece.lstrip(b"\0"))
        head = self._feed.exactly(10)
        self._ended = True
        if head[:3] == b"\x1f\x8b\x08":
            self._begin(head)
        elif head:
            self.trailing = True

    def _text(self) -> bytes:
        text = bytearray()
        while piece := self._feed.take(64):
            end = piece.find(b"\0")
            if end >= 0:
                self._feed.put_back(piece[end + 1 :])
                return bytes(text + piece[:end])
            text += piece
            if len(text) > _LONGEST:
                break
        raise DamagedError(DAMAGED)
