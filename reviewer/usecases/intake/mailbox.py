"""Take in a mailbox of any size: streamed, cut by a worker, and kept as its messages and what stands between them."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from reviewer.casefile import contents, intakes, keeping
from reviewer.casefile.intakes import SourceFile
from reviewer.casefile.keeping import Node, Place
from reviewer.domain.ids import ContentId, ItemId
from reviewer.domain.reading import Kind, Reading, State
from reviewer.errors import InputError
from reviewer.isolation.protocol import Bounds, SplitMbox
from reviewer.isolation.workers import Session, WorkerError
from reviewer.usecases.intake import discovery
from reviewer.usecases.intake.trees import BATCH_BYTES, BATCH_ITEMS, Source, read_trees

if TYPE_CHECKING:
    from reviewer.usecases.intake.taking import Taking

_CHUNK = 4 * 2**20
_LARGEST_MESSAGE = 512 * 2**20
_TRIES = 3
"""How often in a row its reader may die without getting any further; what is in is not read again."""


class Mailbox:
    """One mailbox under way: its item comes first, each batch of messages goes below it, its bytes come last."""

    def __init__(self, taking: Taking, file: SourceFile) -> None:
        self._taking = taking
        self._file = file
        self._item = file.item or self._begin()
        self._waiting: deque[tuple[int, Future[list[Node]]]] = deque()
        self._told = 0  # messages counted as done, whatever is begun again
        self._restart()

    def _restart(self) -> None:
        self._known = deque(keeping.members(self._taking.case, self._item))
        self._number = 0
        self._hash = hashlib.sha256()
        self._size = 0
        self._gaps: list[bytes] = []  # what stands before each message, and after the last
        self._batch: list[Source] = []

    def take(self, pool: ThreadPoolExecutor) -> None:
        """Take in all messages that are not in the case yet, then the mailbox itself."""
        tries = _TRIES
        while True:
            before = self._told
            try:
                self._take_messages(pool)
                self._finish()
            except WorkerError as error:
                self._keep_found(pool)
                tries = _TRIES if self._told > before else tries - 1
                if error.cause == "refused" or not tries:
                    self._fail(str(error))
                    return
                self._restart()
            except (OSError, InputError) as error:
                self._keep_found(pool)
                self._fail(f"it cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error))
                return
            else:
                return

    def _take_messages(self, pool: ThreadPoolExecutor) -> None:
        with self._taking.workers.session() as session:
            for data in self._messages(session):
                self._one(data, pool)
        self._keep_found(pool)

    def _keep_found(self, pool: ThreadPoolExecutor) -> None:
        self._flush(pool)
        while self._waiting:
            self._keep_next()

    def _begin(self) -> ItemId:
        taking = self._taking
        node = Node(self._file.name, None, Reading(Kind.MBOX, State.PARTIAL, "its messages are still being taken in"))
        with taking.case.act(taking.reviewer, "intake batch") as act:
            (((item, _),),) = keeping.keep(taking.case, [(node, taking.place(self._file.path))])
            intakes.file_begun(taking.case, self._file.id, item)
            act.facts["intake"] = taking.intake
            act.facts["mailbox"] = item
        return item

    def _messages(self, session: Session) -> Iterator[bytes]:
        """The messages in order; the bytes between them go to the gaps."""
        buffer, base, at = (
            bytearray(),
            0,
            0,
        )  # the buffer begins at byte `base` of the mailbox; `at` is done up to there
        with discovery.open_found(self._file.root, self._file.path_bytes) as file:
            first, last = True, False
            while not last:
                chunk = file.read(_CHUNK)
                last = len(chunk) < _CHUNK
                self._hash.update(chunk)
                self._size += len(chunk)
                buffer += chunk
                answer: Bounds = session.ask(SplitMbox(first=first, last=last), [chunk]).message
                first = False
                for start, end in answer.messages:
                    if not at <= start <= end <= base + len(buffer):
                        raise WorkerError("the reader's answer made no sense: messages outside the mailbox", "nonsense")
                    self._gaps.append(bytes(buffer[at - base : start - base]))
                    yield bytes(buffer[start - base : end - base])
                    at = end
                del buffer[: at - base]
                base = at
                if len(buffer) > _LARGEST_MESSAGE:
                    raise InputError("a message in it is larger than a reader can take")
        self._gaps.append(bytes(buffer))

    def _one(self, data: bytes, pool: ThreadPoolExecutor) -> None:
        """Give a message to the workers, unless it was taken in before a kill."""
        self._number += 1
        if self._known:
            if self._known.popleft()[2] != hashlib.sha256(data).digest():
                raise InputError("it changed since its first messages were taken in")
            self._tell(self._number)
            return
        size = sum(len(source.data) for source in self._batch)
        if self._batch and (len(self._batch) >= BATCH_ITEMS or size + len(data) > BATCH_BYTES):
            self._flush(pool)
        self._batch.append(Source(f"message {self._number}", data, "message/rfc822", from_mbox=True))

    def _flush(self, pool: ThreadPoolExecutor) -> None:
        if not self._batch:
            return
        first = self._number - len(self._batch)
        self._waiting.append((first, pool.submit(read_trees, self._taking.workers, self._batch)))
        self._batch = []
        while len(self._waiting) > self._taking.window:
            self._keep_next()

    def _keep_next(self) -> None:
        first, future = self._waiting.popleft()
        taking, nodes = self._taking, future.result()
        with taking.case.act(taking.reviewer, "intake batch") as act:
            trees = [(node, self._place(position)) for position, node in enumerate(nodes, first)]
            kept = keeping.keep(taking.case, trees)
            keeping.note_batch(act, [each for these in kept for each in these])
            act.facts["intake"] = taking.intake
        self._estimate()
        self._tell(first + len(nodes))

    def _tell(self, number: int) -> None:
        """Say that so many messages are in."""
        new = max(0, number - self._told)
        self._told += new
        self._taking.tell(self._file.path, new)

    def _place(self, position: int) -> Place:
        return self._taking.place(self._file.path, parent=self._item, family=self._item, position=position, depth=1)

    def _estimate(self) -> None:
        """Guess from what was read how many messages are still to come."""
        ahead = self._number * (self._file.size - self._size) // max(self._size, 1)
        self._taking.total = max(self._taking.total, self._taking.done + ahead)

    def _finish(self) -> None:
        taking = self._taking
        parts: list[bytes | ContentId] = []
        count = 0
        for gap, (_, content, _) in zip(self._gaps, keeping.members(taking.case, self._item), strict=False):
            parts += [gap, content] if gap else [content]
            count += 1
        if count != self._number:
            raise InputError("it is shorter than when its first messages were taken in")
        parts += [self._gaps[-1]] if self._gaps[-1] else []
        digest = self._hash.digest()
        with taking.case.act(taking.reviewer, "intake batch") as act:
            content, _ = contents.compose(taking.case, digest, self._size, parts)
            keeping.finish_mailbox(taking.case, self._item, content, self._number)
            intakes.files_done(taking.case, [(self._file.id, self._item)])
            keeping.note_batch(act, [(self._item, digest)])
            act.facts["intake"] = taking.intake

    def _fail(self, reason: str) -> None:
        """Keep the mailbox as it is on the disk, with the messages found so far, and say why that is not all."""
        taking = self._taking
        with taking.case.act(taking.reviewer, "intake batch") as act:
            try:
                with discovery.open_found(self._file.root, self._file.path_bytes) as file:
                    content, _ = contents.store_file(taking.case, file)
                keeping.set_content(taking.case, self._item, content)
                act.facts["sha256"] = contents.sha256(taking.case, content).hex()
            except OSError as error:
                reason = f"{reason}; its bytes cannot be read: {error.strerror}"
            keeping.fail_item(taking.case, self._item, reason)
            intakes.files_done(taking.case, [(self._file.id, self._item)])
            act.facts["intake"] = taking.intake
