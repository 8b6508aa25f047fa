"""Decompressors that take little at a time, say plainly what went wrong, and give what came out before."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import Protocol

import inflate64

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import DamagedError
from reviewer.workers.archive.feed import Feed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MEMORY = 400 * 2**20  # what an xz or lzma stream may ask for: its makers' highest setting needs 65 MiB
_ERRORS = (zlib.error, lzma.LZMAError, zstd.ZstdError, OSError, EOFError, ValueError)

ENDS_EARLY = Reason("archive.broken_off")
DAMAGED = Reason("archive.damaged")
TOO_MUCH_MEMORY = Reason("archive.too_much_memory")


class Decoder(Protocol):
    """One compressed stream; the interface of the standard library's decompressors."""

    @property
    def eof(self) -> bool:
        """Whether the stream has come to its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out unless something goes in."""

    @property
    def unused_data(self) -> bytes:
        """What was fed beyond the end."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Feed ``data``; up to ``max_length`` bytes come out."""


class Inflate:
    """Raw deflate (RFC 1951). Where it is damaged, what comes before is given, to the byte."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
        self._damaged = False

    @property
    def eof(self) -> bool:
        """Whether the stream has come to its end."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out unless something goes in."""
        return not self._damaged and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What was fed beyond the end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Feed ``data``; up to ``max_length`` bytes come out."""
        if self._damaged:
            raise DamagedError(DAMAGED)
        fed = self._inner.unconsumed_tail + data
        before = self._inner.copy()
        try:
            return self._inner.decompress(fed, max_length)
        except zlib.error:
            self._damaged = True
            return _rescue(before, fed, max_length)


class Inflate64:
    """Deflate64; the library has no upper bound, so it is fed in pieces that cannot grow beyond 2 MiB."""

    def __init__(self) -> None:
        self._inner = inflate64.Inflater()
        self._waiting = b""
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        """Whether the stream has come to its end."""
        return bool(self._inner.eof)

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out unless something goes in."""
        return not self._waiting

    def decompress(self, data: bytes, _max_length: int, /) -> bytes:
        """Feed ``data``; what the next 2 kB of it make comes out."""
        fed = self._waiting + data
        self._waiting = fed[2048:]
        return bytes(self._inner.inflate(fed[:2048]))


class Unpacked:
    """What comes out of a feed by way of decoders: one stream, or as many as follow each other (``several``)."""

    def __init__(self, feed: Feed, make: Callable[[], Decoder], *, several: bool = False) -> None:
        self.fault: Reason | None = None
        self._feed = feed
        self._make = make
        self._several = several
        self._broken: DamagedError | None = None
        self._decoder = make()

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes, none at the end; raises DamagedError."""
        if self._broken:
            raise self._broken
        while not self._decoder.eof or self._follows():
            piece = self._feed.take() if self._decoder.needs_input else b""
            if not piece and self._decoder.needs_input:
                raise DamagedError(ENDS_EARLY)
            try:
                out = _step(self._decoder, piece, most)
            except DamagedError as error:
                self._broken = error
                raise
            if self._decoder.eof and self._decoder.unused_data:
                self._feed.put_back(self._decoder.unused_data)
            if out:
                return out
        return b""

    def _follows(self) -> bool:
        """Whether another stream begins here; zeros between streams are padding."""
        if not self._several:
            return False
        piece = self._feed.take()
        while piece and not piece.strip(b"\0"):
            piece = self._feed.take()
        if piece:
            self._feed.put_back(piece.lstrip(b"\0"))
            self._decoder = self._make()
        return bool(piece)


class Stored:
    """Bytes that were not compressed."""

    def __init__(self, feed: Feed) -> None:
        self.fault: Reason | None = None
        self._feed = feed

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes, none at the end."""
        return self._feed.take(most)


def bzip2() -> Decoder:
    """A decoder of bzip2."""
    return bz2.BZ2Decompressor()


def xz() -> Decoder:
    """A decoder of xz."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)


def lzma_alone() -> Decoder:
    """A decoder of .lzma (LZMA with its 13-byte header)."""
    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_MEMORY)


def zstandard() -> Decoder:
    """A decoder of Zstandard; windows beyond 128 MiB are refused by the library."""
    return zstd.ZstdDecompressor()


def _step(decoder: Decoder, piece: bytes, most: int) -> bytes:
    try:
        return decoder.decompress(piece, most)
    except MemoryError:
        raise DamagedError(TOO_MUCH_MEMORY) from None
    except _ERRORS as error:
        too_much = "memory" in str(error).lower()  # liblzma's memory limit, Zstandard's window
        raise DamagedError(TOO_MUCH_MEMORY if too_much else DAMAGED) from error


def _rescue(decoder: zlib._Decompress, fed: bytes, most: int) -> bytes:
    """What comes out of ``fed`` until the damage, byte by byte."""
    out = bytearray()
    for at in range(len(fed)):
        try:
            out += decoder.decompress(decoder.unconsumed_tail + fed[at : at + 1], max(1, most - len(out)))
        except zlib.error:
            break
    return bytes(out)
