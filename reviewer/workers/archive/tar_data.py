"""The bytes of one member of a tar archive."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import CHUNK, DamagedError
from reviewer.workers.archive.decompress import ENDS_EARLY
from reviewer.workers.archive.feed import Feed
from reviewer.workers.archive.tar_header import BLOCK, HeaderError, Piece


class Section:
    """The next ``size`` bytes of a feed, and the padding to a full block after them."""

    def __init__(self, feed: Feed, size: int) -> None:
        self.fault: Reason | None = None
        self._feed = feed
        self._left = size
        self._padding = -size % BLOCK

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes, none at the end; raises DamagedError."""
        if not self._left:
            return b""
        piece = self._feed.take(min(most, self._left))
        if not piece:
            raise DamagedError(ENDS_EARLY)
        self._left -= len(piece)
        return piece

    def leave(self) -> None:
        """Pass over what is left."""
        self._feed.skip(self._left + self._padding)
        self._left = self._padding = 0


class SparseSection:
    """A sparse file of ``size`` bytes; its pieces come from a section, the rest are zeros."""

    def __init__(self, section: Section, size: int, pieces: Sequence[Piece]) -> None:
        self.fault: Reason | None = None
        self._section = section
        self._pieces = [*pieces, Piece(size, 0)]
        self._at = self._index = 0
        reached = 0
        for piece in self._pieces:
            if piece.offset < reached or piece.offset + piece.size > size:
                raise HeaderError
            reached = piece.offset + piece.size

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes, none at the end; raises DamagedError."""
        while self._index < len(self._pieces):
            piece = self._pieces[self._index]
            if self._at < piece.offset:
                out = bytes(min(most, CHUNK, piece.offset - self._at))
            elif self._at < piece.offset + piece.size:
                out = self._section.read(min(most, piece.offset + piece.size - self._at))
                if not out:
                    raise DamagedError(ENDS_EARLY)
            else:
                self._index += 1
                continue
            self._at += len(out)
            return out
        return b""
