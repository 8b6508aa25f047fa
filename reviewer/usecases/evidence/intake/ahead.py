"""Give readers their first batches while the files of an intake are still looked for and noted.

Nothing of it is written before that. What was read is used for the same files in the same batches, and else let go.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.casefile.evidence.intakes import FoundFile, SourceFile
from reviewer.casefile.evidence.item_store import Node
from reviewer.desktop.large_blocks import give_large_blocks_back
from reviewer.domain.evidence.split_parts import part_name
from reviewer.domain.progress import Progress
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence.intake import discovery
from reviewer.usecases.evidence.intake.intake_job import MOST_WAITING
from reviewer.usecases.evidence.intake.pace import FEWEST_AHEAD
from reviewer.usecases.evidence.intake.trees import WHOLE_BYTES, Source, TreeReader, fits


@contextmanager
def reading_threads(workers: Workers, progress: Progress) -> Iterator[ThreadPoolExecutor]:
    """Threads that ask readers, one for each."""
    give_large_blocks_back()
    pool = ThreadPoolExecutor(workers.jobs, thread_name_prefix="intake")
    try:
        yield pool
    finally:
        # Who stops is not made to wait for a reader at work: what it answers is of no use any more.
        pool.shutdown(wait=not progress.cancelled, cancel_futures=True)


def whole(root: bytes, path: bytes, size: int) -> tuple[bytes, os.stat_result]:
    """The bytes of a file that was small when it was found, and what the file system says of it; OSError when it grew.

    It may have grown by little.
    """
    read = discovery.read_found(root, path, min(size, WHOLE_BYTES))
    if read is None:  # it grew since
        with discovery.open_found(root, path) as opened:
            read = opened.read(WHOLE_BYTES + 1), os.fstat(opened.fileno())
    data, _ = read
    if len(data) > WHOLE_BYTES:
        raise OSError(errno.ESTALE, "it changed while it was read")
    return read


@dataclass(slots=True)
class Batch:
    """Files whose bytes were given to the workers."""

    files: list[SourceFile]
    nodes: Future[list[Node]]
    size: int


@dataclass(slots=True)
class _Given:
    """A batch of files that have no number yet: the root and path of each, and its bytes until a reader has them."""

    names: list[tuple[bytes, bytes]] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    size: int = 0
    nodes: Future[list[Node]] | None = None


class Ahead:
    """The first batches of an intake of ``roots``, as far as its files go into batches by their size alone.

    None of them where what readers put aside on the disk lies below a root: it would be found there as evidence.
    """

    def __init__(self, reader: TreeReader, pool: ThreadPoolExecutor, roots: Iterable[bytes]) -> None:
        self._reader, self._pool = reader, pool
        self._given: deque[_Given] = deque()
        self._open = _Given()
        self._most = FEWEST_AHEAD * reader.workers.jobs
        spools = (reader.workers.spools.folder or Path(tempfile.gettempdir())).resolve()
        self._over = any(spools.is_relative_to(Path(os.fsdecode(root)).resolve()) for root in roots)

    def offer(self, root: bytes, file: FoundFile) -> None:
        """The next file to take in, in the order of the intake."""
        if self._over or file.reason is not None:
            return
        if not fits(len(self._open.names), self._open.size, file.size):
            self._submit()
        name = file.path.rpartition("/")[2]
        if file.size > WHOLE_BYTES or part_name(name) is not None or self._is_enough():
            self.stop()
            return
        try:
            data, facts = whole(root, file.path_bytes, file.size)
        except OSError:  # who takes it in says so
            self.stop()
            return
        batch = self._open
        same = discovery.version(file.path_bytes, facts) == file.version
        flags = discovery.rewritten(file.size, len(data), as_found=same)
        batch.sources.append(Source(name, data, streamed=True, flags=flags, file=len(batch.sources)))
        batch.names.append((root, file.path_bytes))
        batch.size += file.size

    def end(self) -> None:
        """No more files come: the last batch goes as well."""
        if not self._over and self._open.names:
            self._submit()
        self.stop()

    def stop(self) -> None:
        """Give the readers no more than they have."""
        self._over, self._open = True, _Given()

    def taken(self, files: Sequence[SourceFile]) -> Batch | None:
        """The batch of these files, if they were read; with the first that was not, all others are let go."""
        self.stop()
        if not self._given:
            return None
        names = [(file.root, file.path_bytes) for file in files]
        first = self._given.popleft()
        if first.nodes is not None and first.names == names:
            return Batch(list(files), first.nodes, first.size)
        for each in (first, *self._given):
            if each.nodes is not None:
                each.nodes.cancel()
        self._given.clear()
        return None

    def _is_enough(self) -> bool:
        return len(self._given) >= self._most or sum(each.size for each in self._given) > MOST_WAITING

    def _submit(self) -> None:
        batch, self._open = self._open, _Given()
        batch.nodes, batch.sources = self._pool.submit(self._reader.read, batch.sources), []
        self._given.append(batch)
