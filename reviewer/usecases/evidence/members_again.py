"""Take the members out of a container again, from its bytes in the case, to compare them with those that are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, intakes, volumes
from reviewer.casefile.evidence.contents import Packed
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.item_store import Node
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.split_parts import PartSet
from reviewer.domain.ids import ContentId, IntakeId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.domain.reasons.reason import Reasons
from reviewer.isolation.protocol import Members as Summary
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import Session, WorkerError
from reviewer.usecases.evidence.intake.intake_job import watched
from reviewer.usecases.evidence.intake.joining import opening, told_of_parts
from reviewer.usecases.evidence.intake.mailbox import chunks_of, messages
from reviewer.usecases.evidence.intake.trees import Source, TreeReader, UnusableError, concluded, source_of, unfound
from reviewer.usecases.evidence.intake.unpacking import Unpacking


@dataclass(slots=True)
class Found:
    """What came out: the members without what is in them, and what is to be said of each beside its own reading.

    ``read`` is what the first bytes of the container say, ``summary`` what its reader says of the whole, ``broken`` why
    it did not come to its end, ``parts`` of which files it was joined.
    """

    read: Reading
    nodes: list[Node] = field(default_factory=list)
    reasons: list[Reasons] = field(default_factory=list)
    summary: Summary | None = None
    broken: Reasons = ()
    parts: PartSet[SourceFile] | None = None

    def add(self, member: Source | Node) -> None:
        """The next member."""
        self.nodes.append(named(member))
        self.reasons.append(member.reasons if isinstance(member, Source) else ())

    def readings(self, *, locked: bool) -> Iterator[Reading]:
        """What an intake may have said of the container, by the way on which it came to it."""
        if self.broken:
            broken = replace(self.read, reasons=self.broken, locked=locked)
            yield from (replace(broken, state=state) for state in (State.FAILED, State.PARTIAL))
        elif self.summary is not None:
            whole = concluded(self.read, self.summary)
            yield whole if self.parts is None else told_of_parts(whole, self.parts)
        else:
            yield replace(self.read, state=State.OK, reasons=())
        if self.read.state is not State.OK and self.parts is None:
            yield self.read


@dataclass(frozen=True, slots=True)
class MembersAgain:
    """Takes containers apart that are in the case."""

    case: Case
    reader: TreeReader
    progress: Progress

    def of(self, row: Any, read: Reading, parts: PartSet[SourceFile] | None = None) -> Found:
        """The members of the container that a row of items is, or that was joined of these parts.

        CancelledError; TamperedError and the like.
        """
        found = Found(read, parts=parts)
        try:
            with watched(self.reader.workers, self.progress) as session:
                for member in (
                    self._mailbox(session, row) if read.kind is Kind.MBOX else self._other(session, row, found, parts)
                ):
                    found.add(member)
                    stop_if_cancelled(self.progress)
        except WorkerError as error:
            stop_if_cancelled(self.progress)
            found.broken = (error.reason,) if parts is None else (error.reason, volumes.not_to_the_end(parts))
        except UnusableError as error:
            found.broken = (error.reason,)
        return found

    def _mailbox(self, session: Session, row: Any) -> Iterator[Source]:
        pieces = contents.stream(self.case, ContentId(row["content"]))
        folder = self.reader.workers.spools.folder
        for number, data in enumerate(messages(session, chunks_of(pieces), folder, lambda _gap: None), 1):
            yield Source(f"message {number}", data, "message/rfc822", from_mbox=True)

    def _other(
        self, session: Session, row: Any, found: Found, parts: PartSet[SourceFile] | None
    ) -> Iterator[Source | Node]:
        limits = intakes.limits_met(self.case, IntakeId(row["intake"]))
        bounds = replace(self.reader, limits=limits).bounds
        if parts is None:
            read_at = contents.Pieces(self.case, ContentId(row["content"])).read_at
            opened = volumes.Bytes(row["name"], row["size"], (), read_at)
        else:
            opened = volumes.joined(self.case, parts)
        unpacking = Unpacking(session, opening(found.read.kind, opened, self.reader.passwords, bounds), opened.read_at)
        for batch in unpacking.batches():
            for each in batch:
                yield source_of(*each)
        found.summary = unpacking.summary
        yield from unfound(unpacking.summary, unpacking.countable)


def named(member: Source | Node) -> Node:
    """A member without what is in it: what it is called, and the hash of its bytes."""
    if isinstance(member, Node):
        return member
    data = member.data
    sha256 = data.sha256 if isinstance(data, Streamed) else hashlib.sha256(data).digest()
    return Node(
        member.name, Packed(sha256, len(data), ()), Reading(Kind.OTHER, State.OK), member.media_type, member.inline,
        member.from_mbox, folder=member.folder, flags=member.flags, derived=member.derived,
    )  # fmt: skip
