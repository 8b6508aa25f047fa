"""Read items and all that is in them, level by level, through the workers.

Runs on any thread: it touches no case. A batch that costs its worker its life is read again one by one, so that one bad
item costs only itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer.casefile import contents
from reviewer.casefile.keeping import Node
from reviewer.domain.reading import Kind, Reading, State
from reviewer.isolation.protocol import Identify, Read, Readings, ReadOne
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.pages import checked

BATCH_ITEMS = 64
BATCH_BYTES = 4 * 2**20
MAX_DEPTH = 50
"""Messages within messages within … no deeper than this; what is deeper is kept unread."""

_SECONDS = 60.0
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"RIFF")
"""How the pictures begin that a message's page shows, so that they have been read where they belong."""


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read. ``reason`` tells why they may not be what was sent.

    ``streamed`` says that a mailbox of these bytes is taken in message by message later: only its kind is wanted now.
    """

    name: str
    data: bytes
    media_type: str = ""
    inline: bool = False
    from_mbox: bool = False
    reason: str = ""
    streamed: bool = False


def read_trees(workers: Workers, sources: Sequence[Source]) -> list[Node]:
    """One node per source, with everything that is in it below it."""
    tops = _read_level(workers, sources)
    level, depth = tops, 1
    while any(inner for _, inner in level):
        wanted = [source for _, inner in level for source in inner]
        below = _read_level(workers, wanted) if depth <= MAX_DEPTH else [(_too_deep(each), []) for each in wanted]
        rest = iter(below)
        for node, inner in level:
            node.children.extend(next(rest)[0] for _ in inner)
        level, depth = below, depth + 1
    return [node for node, _ in tops]


def batches(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """The sources in batches of bounded number and size; one that is larger than a batch goes alone."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        if batch and (len(batch) >= BATCH_ITEMS or size + len(source.data) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(source)
        size += len(source.data)
    if batch:
        yield batch


def _read_level(workers: Workers, sources: Sequence[Source]) -> list[tuple[Node, list[Source]]]:
    return [made for batch in batches(sources) for made in _read_batch(workers, batch)]


def _read_batch(workers: Workers, batch: list[Source]) -> list[tuple[Node, list[Source]]]:
    request = Read(tuple(ReadOne(source.name, source.from_mbox) for source in batch))
    try:
        frame = workers.ask(request, [source.data for source in batch], seconds=_SECONDS)
        return _nodes(batch, frame.message, frame.blobs)
    except WorkerError as error:
        if len(batch) > 1:
            return [made for source in batch for made in _read_batch(workers, [source])]
        return [(_failed(batch[0], _kind(workers, batch[0]), str(error)), [])]


def _nodes(batch: list[Source], answer: Readings, blobs: list[bytes]) -> list[tuple[Node, list[Source]]]:
    """What the worker said, once it is found possible; WorkerError otherwise."""
    if len(answer.items) != len(batch) or sum(len(reading.children) for reading in answer.items) != len(blobs):
        raise WorkerError("the reader's answer made no sense: it tells of other items than were asked for", "nonsense")
    made, rest = [], iter(blobs)
    for source, reading in zip(batch, answer.items, strict=True):
        inner = [
            Source(child.name, next(rest), child.media_type, child.inline, reason=child.reason)
            for child in reading.children
        ]
        if sum(len(child.data) for child in inner) > 2 * len(source.data) + 2**16:
            raise WorkerError("the reader's answer made no sense: more came out than can be in it", "nonsense")
        checked(reading.pages)
        inner += _messages(source, reading)
        made.append((_node(source, reading), inner))
    return made


def _messages(source: Source, reading: Reading) -> Iterator[Source]:
    """The messages of a mailbox that is small enough to be read as a whole, an attached one say."""
    if source.streamed:
        return
    at = 0
    for number, (start, end) in enumerate(reading.bounds, 1):
        if not at <= start <= end <= len(source.data):
            raise WorkerError("the reader's answer made no sense: messages outside the mailbox", "nonsense")
        yield Source(f"message {number}", source.data[start:end], "message/rfc822", from_mbox=True)
        at = end


def _node(source: Source, reading: Reading) -> Node:
    if source.inline and reading.kind is Kind.OTHER and source.data.startswith(_PICTURES):
        reading = replace(reading, state=State.OK, reason="a picture that the message shows")
    if source.reason and reading.state is State.OK:
        reading = replace(reading, state=State.PARTIAL, reason=source.reason)
    return Node(
        source.name,
        contents.pack(source.data),
        replace(reading, bounds=()),
        source.media_type,
        source.inline,
        source.from_mbox,
        reading.metadata.get("engine", ""),
    )


def _failed(source: Source, kind: Kind, reason: str) -> Node:
    return _node(source, Reading(kind, State.FAILED, reason))


def _too_deep(source: Source) -> Node:
    return _failed(source, Kind.OTHER, f"it lies more than {MAX_DEPTH} levels deep, so it was kept but not read")


def _kind(workers: Workers, source: Source) -> Kind:
    """What an item is that its reader did not get through, as far as its first bytes tell."""
    try:
        kind: Kind = workers.ask(Identify(source.name), [source.data[: 2**16]]).message.kind
    except WorkerError:
        return Kind.OTHER
    return kind
