"""A store or an archive held open: its members come out one after the other, its bytes come in as they are needed."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Sized
from dataclasses import replace
from typing import Any, BinaryIO, cast

from reviewer.domain.evidence.reading import Kind, Member
from reviewer.domain.evidence.split_parts import part_number
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import ContainerBounds, Failed, Members, NextMembers, OpenContainer
from reviewer.workers.attempt import attempt
from reviewer.workers.refusal import Refusal

Fetch = Callable[[int, int], bytes]
"""The bytes of the container from an offset on, so many of them; the app answers it."""

Hand = Callable[[bytes, bool], None]
"""Takes the next part of a member that is too large to hold; the flag says that it is the first."""

_BLOCKS = {Kind.ARCHIVE: (2**20, 16), Kind.STORE: (2**16, 256)}
"""Bytes of a block and how many are kept: archives are read along, stores are looked up in here and there."""


class Remote(io.RawIOBase):
    """A container as a file to read and seek in; the blocks used last are kept."""

    def __init__(self, size: int, fetch: Fetch, block: int, blocks: int) -> None:
        super().__init__()
        self._size = size
        self._fetch = fetch
        self._block_size = block
        self._most_blocks = blocks
        self._at = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be sought in."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset, in bytes."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("there is nothing before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer as far as the block at hand goes."""
        view = memoryview(buffer).cast("B")
        number, within = divmod(self._at, self._block_size)
        if not len(view) or self._at >= self._size:
            return 0
        piece = self._block(number)[within : within + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _block(self, number: int) -> bytes:
        if number in self._blocks:
            self._blocks.move_to_end(number)
        else:
            start = number * self._block_size
            self._blocks[number] = self._fetch(start, min(self._block_size, self._size - start))
            if len(self._blocks) > self._most_blocks:
                self._blocks.popitem(last=False)
        return self._blocks[number]


class Container:
    """An open container. ``format``, ``declared``, ``remarks`` are final once the last member is out."""

    def __init__(self, request: OpenContainer, fetch: Fetch, hand: Hand) -> None:
        block, blocks = _BLOCKS.get(request.kind, (2**20, 16))
        file = cast("BinaryIO", io.BufferedReader(Remote(request.size, fetch, block, blocks), block))
        self._opened = _open(request, file, hand)
        self._part = part_number(request.name) if request.kind is Kind.ARCHIVE else 0
        self._members = self._opened.members()
        self._faults: list[Reason] = []

    def next(self, request: NextMembers) -> Frame:
        """The next members, as many as are asked for or until their bytes are; Refusal never, once it is open."""
        items: list[Member] = []
        blobs: list[bytes] = []
        size = 0
        while len(items) < request.items and size < request.bytes:
            found = self._one()
            if found is None:
                return Frame(self._last(items), blobs)
            member, data = found
            items.append(_sendable(member))
            if not member.missing:
                blobs.append(data if isinstance(data, bytes) else b"")
                size += len(data)
            if not isinstance(data, bytes):
                return Frame(Members(tuple(items), parted=True), blobs)
        return Frame(Members(tuple(items)), blobs)

    def _one(self) -> tuple[Member, bytes | Sized] | None:
        found = attempt(lambda: next(self._members, None))
        if isinstance(found, Failed):  # what came out so far stays; the rest is told of, not lost
            self._faults.append(found.reason.because_of("reader.rest_unread"))
            return None
        return found

    def _remarks(self) -> tuple[Reason, ...]:
        """What is odd about it; first of all that it is a part of an archive, where it does not hold all of it."""
        found = (*self._opened.remarks, *self._faults)
        split = Reason("archive.split")
        return (split, *found) if split not in found and (self._part > 1 or (self._part and found)) else found

    def _last(self, items: list[Member]) -> Members:
        declared = self._opened.declared
        return Members(
            tuple(items),
            last=True,
            declared=-1 if declared is None else declared,
            remarks=self._remarks(),
            format=self._opened.format,
            locked=getattr(self._opened, "locked", False),
            opaque=getattr(self._opened, "opaque", False),
        )


def _open(request: OpenContainer, file: BinaryIO, hand: Hand) -> Any:
    if request.kind is Kind.ARCHIVE:
        from reviewer.workers.archive.limits import ArchiveLimits  # noqa: PLC0415 - loaded by the warm-up
        from reviewer.workers.archive.opening import open_archive  # noqa: PLC0415

        limits = _limits(ArchiveLimits, request.bounds)
        try:
            return open_archive(file, request.name, request.passwords, limits, hand, parts=request.parts)
        except Refusal as refusal:
            if part_number(request.name):
                raise Refusal(Reason("archive.split")) from refusal
            raise
    if request.kind is Kind.STORE:
        from reviewer.workers.outlook.store import open_store  # noqa: PLC0415

        return open_store(file)
    raise Refusal(Reason("reader.not_taken_apart", kind=request.kind.value))


def _limits(kind: Any, bounds: ContainerBounds) -> Any:
    return kind(members=bounds.members, member=bounds.member, total=bounds.total, ratio=bounds.ratio, held=bounds.held)


def _sendable(member: Member) -> Member:
    """The same member, where its names hold what UTF-8 cannot carry with that replaced."""
    texts = (member.name, member.folder, member.media_type)
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        name, folder, media_type = (text.encode("utf-8", "replace").decode() for text in texts)
        return replace(member, name=name, folder=folder, media_type=media_type)
    return member
