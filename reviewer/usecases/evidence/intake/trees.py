"""Read items and all that is in them, level by level, through the workers.

Runs on any thread: it touches no case. A batch that costs its worker its life is read again one by one, so that one bad
item costs only itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reviewer.casefile.evidence.contents import Packed
from reviewer.casefile.evidence.item_store import Node
from reviewer.casefile.evidence.packing import PackedText, Packer, pack_text
from reviewer.domain.evidence.reading import APART, Kind, Member, Reading, State
from reviewer.domain.evidence.split_parts import part_number
from reviewer.domain.evidence.unpack_budget import NOTHING, Budget, Spent
from reviewer.domain.evidence.unpack_limits import MIB, UNRAISED, UnpackingLimits
from reviewer.domain.reasons.compared import APART_IN_CASE, ITSELF, SAME, WAITS
from reviewer.domain.reasons.reason import Reason, Reasons, pack
from reviewer.errors import CancelledError
from reviewer.isolation.errors import nonsense
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import ContainerBounds, Identify, Members, Read, Readings, ReadOne
from reviewer.isolation.spool import Spooled
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence.intake.slow_items import SlowItems
from reviewer.usecases.evidence.intake.unpacking import Unpacking, brought, request_for
from reviewer.usecases.pages.item_pages import checked

BATCH_ITEMS = 64
BATCH_BYTES = 4 * 2**20
WHOLE_BYTES = 32 * 2**20
"""Files up to this size are read whole; larger ones are looked at first."""

LARGEST_BYTES = 512 * 2**20
"""The largest single document that a worker is given."""
NO_READER = Reason("reader.no_reader_yet")
TOO_LARGE = Reason("reader.too_large")
_SECONDS = 60.0
_AT_ONCE = 200
"""How many containers within others are opened in one call; more of them wait."""
_MOST_UNFOUND = 1_000
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"RIFF")
"""How the pictures begin that a message's page shows, so that they have been read where they belong."""
_PDF, _MARKED = b"%PDF-", 1024
_PLAIN = frozenset({Kind.EMAIL, Kind.TEXT, Kind.CALENDAR, Kind.CONTACT})
"""Kinds whose bytes say much of their text as it is read."""
_GROWTH = {Kind.EMAIL: 2, Kind.MBOX: 2}
_MOST_GROWTH = 200
"""How many times its own size may come out of an item: mail is not compressed, what PDFs and Office files embed is."""


def not_read(kind: Kind, name: str) -> Reason:
    """Why a file that is too large to be held is not read."""
    if kind is not Kind.OTHER:
        return TOO_LARGE
    return Reason("archive.split") if part_number(name) else NO_READER


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read. ``reasons`` tell why they may not be what was sent.

    ``file`` tells which of the files at the top it lies in, as far as several are read together.
    ``streamed`` says that a container of these bytes is taken in member by member later: only its kind is wanted now.
    """

    name: str
    data: bytes | Streamed
    media_type: str = ""
    inline: bool = False
    from_mbox: bool = False
    reasons: Reasons = ()
    streamed: bool = False
    folder: str = ""
    flags: Reasons = ()
    derived: bool = False
    file: int = 0


def source_of(member: Member, data: bytes | Streamed, file: int = 0) -> Source | Node:
    """A member of a container to read, or, when it is missing, the item that says so."""
    if member.missing:
        reading = Reading(Kind.OTHER, State.FAILED, member.reasons, locked=member.locked)
        return Node(member.name, None, reading, member.media_type, folder=member.folder, flags=member.flags)
    return Source(
        member.name,
        data,
        member.media_type,
        reasons=member.reasons,
        folder=member.folder,
        flags=member.flags,
        derived=member.derived,
        file=file,
    )


def unfound(summary: Members, found: int) -> list[Node]:
    """An item for each member that a container's list counts beyond those found, or one for all when they are many.

    So its sum comes out, and what damage has taken away is named.
    """
    lacking = summary.declared - found
    if lacking <= 0:
        return []
    if lacking > _MOST_UNFOUND:
        reason = Reason("container.list_counts", declared=summary.declared, found=found)
        return [Node("members that were not found", None, Reading(Kind.OTHER, State.FAILED, (reason,)))]
    reading = Reading(Kind.OTHER, State.FAILED, (Reason("container.member_unfound"),))
    numbers = range(found + 1, summary.declared + 1)
    return [Node(f"member {number} that was not found", None, reading) for number in numbers]


def concluded(reading: Reading, summary: Members) -> Reading:
    """The reading of a container, now that all its members are out."""
    metadata = {**reading.metadata, **({"format": summary.format} if summary.format else {})}
    state = State.FAILED if summary.locked or summary.opaque else State.PARTIAL if summary.remarks else State.OK
    return replace(reading, state=state, reasons=summary.remarks, locked=summary.locked, metadata=metadata)


@dataclass(slots=True)
class _Call:
    """How many bytes of members of containers within others may still be held in one call, and how many be opened.

    ``opened`` are the files and SHA-256 of those that were, ``slow`` the accounts of items that take long, by file.
    """

    left: int
    archives: int
    opened: set[tuple[int, bytes]] = field(default_factory=set)
    slow: dict[int, SlowItems] = field(default_factory=dict)


class UnusableError(Exception):
    """A container cannot be taken on, for a reason that its item tells."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class _TooMuchError(Exception):
    """More comes out of a container than may be held."""


@dataclass(frozen=True, slots=True)
class TreeReader:
    """Reads items with the workers at hand, within limits, and tries these passwords on what is locked."""

    workers: Workers
    passwords: tuple[str, ...] = ()
    limits: UnpackingLimits = UNRAISED
    stopped: Callable[[], bool] = lambda: False
    """Whether nobody waits for what is read any more; asked from any thread, and then CancelledError ends it."""
    packer: Packer = field(default_factory=Packer)

    def read(
        self,
        sources: Sequence[Source | Node],
        depth: int = 1,
        above: frozenset[bytes] = frozenset(),
        *,
        opening: bool = True,
        slow: SlowItems | None = None,
    ) -> list[Node]:
        """One node per source, with everything that is in it below it; a node among them stays as it is.

        A container too large to be held with all that is in it has no members: it waits (:mod:`.inner`), as all do
        without ``opening``. ``depth`` is the level of the sources, and ``above`` are the SHA-256 of the containers that
        they lie in; ``slow`` is the account of items that take long, where they all lie in one file.
        """
        most = min(self.workers.spools.held, self.limits.nested * MIB)
        archives = min(_AT_ONCE, self.limits.archives) if opening else 0
        call = _Call(most, archives)
        for each in sources:
            if isinstance(each, Source):
                seconds = Budget(self.limits, len(each.data)).most_seconds
                call.slow[each.file] = slow or SlowItems(seconds)
        return self._read(sources, call, depth, above)

    def read_alone(self, sources: Sequence[Source]) -> list[tuple[Node, list[Source]]]:
        """One node per source without what is in it, and what is to be read of that: for one that compares."""
        return self._read_level(sources, {})

    @property
    def bounds(self) -> ContainerBounds:
        """What may come out of one archive."""
        limits, held = self.limits, self.workers.spools.large
        return ContainerBounds(limits.members, limits.member * MIB, limits.total * MIB, limits.ratio, held)

    def _read(self, sources: Sequence[Source | Node], call: _Call, depth: int, above: frozenset[bytes]) -> list[Node]:
        wanted = [source for source in sources if isinstance(source, Source)]
        deepest = self.limits.depth
        read = (
            self._read_level(wanted, call.slow)
            if depth <= deepest + 1
            else [(self._too_deep(each), []) for each in wanted]
        )
        inner = [each for _, below in read for each in below]
        rest = iter(self._read(inner, call, depth + 1, above) if inner else ())
        for source, (node, below) in zip(wanted, read, strict=True):
            node.children.extend(next(rest) for _ in below)
            apart = node.reading.kind in (Kind.ARCHIVE, Kind.STORE) or _waits(source, node)
            if apart and not source.streamed:
                self._unpack(source, node, call, depth, above)
        nodes = iter(node for node, _ in read)
        return [next(nodes) if isinstance(source, Source) else source for source in sources]

    def _read_level(self, sources: Sequence[Source], slow: dict[int, SlowItems]) -> list[tuple[Node, list[Source]]]:
        return [made for batch in batches(sources) for made in self._read_batch(batch, slow)]

    def _read_batch(self, batch: list[Source], slow: dict[int, SlowItems]) -> list[tuple[Node, list[Source]]]:
        self._check()
        if isinstance(batch[0].data, Spooled) and (told := self._by_its_beginning(batch[0])) is not None:
            return [(self._node(batch[0], told), [])]
        request = Read(tuple(ReadOne(source.name, source.from_mbox) for source in batch), self.passwords)
        try:
            frame = self._asked(request, batch, slow)
            return self._nodes(batch, frame.message, brought(frame))
        except WorkerError as error:
            if len(batch) > 1:
                return [made for source in batch for made in self._read_batch([source], slow)]
            return [(self._node(batch[0], Reading(self._kind(batch[0]), State.FAILED, (error.reason,))), [])]

    def _asked(self, request: Read, batch: list[Source], slow: dict[int, SlowItems]) -> Frame:
        """What a reader says of a batch; what an item by itself takes counts on the account of its file."""
        data = [source.data for source in batch]
        account = slow.get(batch[0].file) if len(batch) == 1 else None
        if account is None:
            return self.workers.ask(request, data, seconds=_SECONDS)
        size, pdf = len(data[0]), _PDF in data[0][:_MARKED]
        with account.allowance(size, pdf=pdf, look=self._check) as allowance:
            return self.workers.ask(request, data, seconds=_SECONDS, allowance=allowance)

    def _by_its_beginning(self, source: Source) -> Reading | None:
        """The reading of a large item that no reader need hold, or could; None for one to read."""
        kind = Kind.EMAIL if source.from_mbox else self._kind(source)
        large = len(source.data) > LARGEST_BYTES
        if kind in (Kind.MBOX, Kind.STORE) or (large and kind.streamed):
            return Reading(kind, State.OK)
        reason = not_read(kind, source.name)
        return Reading(kind, State.FAILED, (reason,)) if large else None

    def _check(self) -> None:
        if self.stopped():
            raise CancelledError("stopped as asked")

    def _kind(self, source: Source) -> Kind:
        """What an item is that its reader did not get through, as far as its first bytes tell."""
        try:
            kind: Kind = self.workers.ask(Identify(source.name), [source.data[: 2**16]]).message.kind
        except WorkerError:
            return Kind.OTHER
        return kind

    def _unpack(self, source: Source, node: Node, call: _Call, depth: int, above: frozenset[bytes]) -> None:
        """Take the members out of an archive or a store that lies in another item."""
        own = b"" if node.packed is None else node.packed.sha256
        if own in above:
            node.reading = replace(node.reading, state=State.PARTIAL, reasons=(ITSELF,))
            return
        if depth > self.limits.depth:
            node.reading = replace(node.reading, state=State.FAILED, reasons=(_too_deep_for(self.limits.depth),))
            return
        if isinstance(source.data, Spooled):
            leave(node)
            return
        if (source.file, own) in call.opened:
            list_elsewhere(node)
            return
        if not call.archives:
            leave(node)
            return
        call.archives -= 1
        before, begun = call.left, time.monotonic()
        try:
            self._take_out(source, node, call, depth, above | {own})
        except _TooMuchError:
            call.left = before
            leave(node)
            return
        except WorkerError as error:
            state = State.PARTIAL if node.children else State.FAILED
            node.reading = replace(node.reading, state=state, reasons=(error.reason,))
        call.opened.add((source.file, own))
        out = sum(child.packed.size for child in node.children if child.packed is not None)
        within = node.spent_within.seconds
        node.spent = Spent(1, out, max(time.monotonic() - begun - within, 0.0))

    def _take_out(self, source: Source, node: Node, call: _Call, depth: int, above: frozenset[bytes]) -> None:
        def look(size: int) -> None:
            self._check()
            if size > call.left:
                raise _TooMuchError

        request = request_for(node.reading.kind, source.name, len(source.data), self.passwords, self.bounds)
        with self.workers.session() as session:
            unpacking = Unpacking(session, request, lambda at, length: source.data[at : at + length], look)
            for batch in unpacking.batches():
                look(sum(len(data) for _, data in batch))
                call.left -= sum(len(data) for _, data in batch)
                node.children += self._read([source_of(*each, source.file) for each in batch], call, depth + 1, above)
        node.reading = concluded(node.reading, unpacking.summary)
        node.children += unfound(unpacking.summary, unpacking.countable)

    def _too_deep(self, source: Source) -> Node:
        return self._node(source, Reading(Kind.OTHER, State.FAILED, (_too_deep_for(self.limits.depth),)))

    def _nodes(
        self, batch: list[Source], answer: Readings, blobs: list[bytes | Streamed]
    ) -> list[tuple[Node, list[Source]]]:
        """What the worker said, once it is found possible; WorkerError otherwise."""
        if len(answer.items) != len(batch) or sum(len(reading.children) for reading in answer.items) != len(blobs):
            raise nonsense("it tells of other items than were asked for")
        # All of a batch before the first text: they share the tables of one dictionary, which stay in the cache so.
        packed = [self._packed(source.data, reading.kind) for source, reading in zip(batch, answer.items, strict=True)]
        made, rest = [], iter(blobs)
        for source, reading, own in zip(batch, answer.items, packed, strict=True):
            inner = [
                Source(child.name, next(rest), child.media_type, child.inline, reasons=child.reasons, file=source.file)
                for child in reading.children
            ]
            growth = _GROWTH.get(reading.kind, _MOST_GROWTH)
            if sum(len(child.data) for child in inner) > growth * len(source.data) + 2**16:
                raise nonsense("more came out than can be in it")
            checked(reading.pages)
            inner += _messages(source, reading)
            made.append((_node(source, reading, own), inner))
        return made

    def _node(self, source: Source, reading: Reading) -> Node:
        return _node(source, reading, self._packed(source.data, reading.kind))

    def _packed(self, data: bytes | Streamed, kind: Kind) -> Packed | None:
        """The bytes to keep; without pieces where they are taken from the disk, None where they were not all read."""
        if isinstance(data, Spooled):
            return Packed(data.sha256, len(data), (), data.file)
        if isinstance(data, Streamed):
            return Packed(data.sha256, len(data), ()) if data.sha256 else None
        return self.packer.content(data, message=kind is Kind.EMAIL)


def _node(source: Source, reading: Reading, packed: Packed | None) -> Node:
    shown = reading.kind in (Kind.OTHER, Kind.IMAGE) and source.data[:16].startswith(_PICTURES)
    if source.inline and shown and reading.state is not State.OK:
        reading = replace(reading, state=State.OK, reasons=(Reason("member.picture_shown"),))
    if source.flags and not source.data:  # a link, say: it has no bytes of its own
        reading = replace(reading, reasons=(*source.flags, *reading.reasons))
    if source.reasons and reading.state is State.OK:
        reading = replace(reading, state=State.PARTIAL, reasons=source.reasons)
    return Node(
        source.name,
        packed,
        replace(reading, bounds=()) if reading.bounds else reading,
        source.media_type,
        source.inline,
        source.from_mbox,
        reading.metadata.get("engine", ""),
        source.folder,
        source.flags,
        source.derived,
        text=_packed_text(source.data, reading),
    )


def _packed_text(data: bytes | Streamed, reading: Reading) -> PackedText:
    """The searchable text, packed by the bytes it was read from where it stands in them as it is."""
    plain = reading.kind in _PLAIN and isinstance(data, bytes)
    return pack_text(reading.searched, data if plain and isinstance(data, bytes) else b"")


def _waits(source: Source, node: Node) -> bool:
    """Whether this is a mailbox that was not cut into its messages, for its size."""
    return node.reading.kind is Kind.MBOX and isinstance(source.data, Spooled) and node.reading.state is State.OK


def leave(node: Node) -> None:
    """Leave a container without members for now."""
    node.children.clear()
    node.spent = NOTHING
    metadata = {**node.reading.metadata, APART: pack((APART_IN_CASE,))}
    node.reading = replace(node.reading, state=State.PARTIAL, reasons=(WAITS,), metadata=metadata)


def leave_for_later(node: Node) -> None:
    """Have every container wait that was opened in an item, as if none had been."""
    if node.spent != NOTHING:
        leave(node)
    for child in node.children:
        leave_for_later(child)


def list_elsewhere(node: Node) -> None:
    """Leave a container without members for good: they are listed where it was met first within the same file."""
    node.children.clear()
    node.spent = NOTHING
    node.reading = replace(node.reading, state=State.OK, reasons=(SAME,))


def _too_deep_for(limit: int) -> Reason:
    return Reason("container.too_deep", limit=limit)


def fits(count: int, size: int, further: int) -> bool:
    """Whether a batch of so many items and bytes has room for another item of ``further`` bytes."""
    return not count or (count < BATCH_ITEMS and size + further <= BATCH_BYTES)


def batches(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """The sources in batches of bounded number and size; one that is larger than a batch, or put aside, goes alone."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        alone = isinstance(source.data, Spooled) or (batch and isinstance(batch[-1].data, Spooled))
        if batch and (alone or not fits(len(batch), size, len(source.data))):
            yield batch
            batch, size = [], 0
        batch.append(source)
        size += len(source.data)
    if batch:
        yield batch


def _messages(source: Source, reading: Reading) -> Iterator[Source]:
    """The messages of a mailbox that is small enough to be read as a whole, an attached one say."""
    if source.streamed:
        return
    at = 0
    for number, (start, end) in enumerate(reading.bounds, 1):
        if not at <= start <= end <= len(source.data):
            raise nonsense("messages outside the mailbox")
        yield Source(f"message {number}", source.data[start:end], "message/rfc822", from_mbox=True, file=source.file)
        at = end
