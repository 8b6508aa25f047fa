"""An intake from the first file to the last: discover, read in batches on other threads, keep in order, commit often.

A commit every few hundred items is what an intake goes on from after a kill: files stay *pending* until their items are
in.
"""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import seldom_disturbed, undisturbed
from reviewer.casefile.evidence import (
    account,
    contents,
    dictionaries,
    intakes,
    item_store,
    passwords,
    texts,
    unpack_budgets,
)
from reviewer.casefile.evidence.contents import Packed
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.item_store import Node
from reviewer.casefile.evidence.packing import Packer
from reviewer.desktop.media import medium_of
from reviewer.domain.evidence.account import Account
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.unpack_budget import NOTHING
from reviewer.domain.evidence.unpack_limits import UNRAISED, UnpackingLimits, at_least
from reviewer.domain.ids import IntakeId
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import CancelledError, InputError
from reviewer.isolation.protocol import Identify
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence.intake import discovery, spending
from reviewer.usecases.evidence.intake.ahead import Ahead, Batch, reading_threads, whole
from reviewer.usecases.evidence.intake.container import Container, Joined
from reviewer.usecases.evidence.intake.inner import take_waiting
from reviewer.usecases.evidence.intake.intake_job import MOST_WAITING, IntakeJob
from reviewer.usecases.evidence.intake.joining import (
    Joining,
    as_part,
    check_same,
    holder_reading,
    joining,
    note_copies,
    note_trouble,
)
from reviewer.usecases.evidence.intake.mailbox import Mailbox
from reviewer.usecases.evidence.intake.pace import Pace
from reviewer.usecases.evidence.intake.trees import (
    LARGEST_BYTES,
    WHOLE_BYTES,
    Source,
    TreeReader,
    UnusableError,
    fits,
    not_read,
)


@seldom_disturbed()
def add(
    case: Case,
    workers: Workers,
    paths: Sequence[Path],
    *,
    custodian: str = "",
    source: str = "",
    limits: UnpackingLimits = UNRAISED,
    reviewer: str,
    progress: Progress | None = None,
    alone: bool = False,
) -> Account:
    """Take in files and folders, or go on with an intake of them that was stopped; returns the account of the case.

    ``alone`` says that nobody works on the case meanwhile, so that more goes into each transaction. An intake that is
    gone on with has the limits that it was begun with, or higher ones. NotFoundError for a path that is not there;
    CancelledError when stopped, with all that was done kept.
    """
    progress = progress or Quiet()
    workers.check_walled()
    roots = {discovery.root_bytes(path): path for path in paths}
    said = _Said(custodian, source, reviewer, unwalled=not workers.walled())
    workers.spools.folder = case.path.parent
    reader = TreeReader(
        workers, tuple(passwords.every(case)), limits, lambda: progress.cancelled, Packer(dictionaries.of_case(case))
    )
    with reading_threads(workers, progress) as pool:
        ahead = Ahead(reader, pool, roots)
        begun = _begin(case, roots, reader, ahead, said, progress=progress)
        if begun is not None:
            intake, reader, versions = begun
            custodian_id = intakes.custodian_of(case, intake)
            _take(IntakeRun(case, reader, intake, custodian_id, reviewer, progress, alone, versions), pool, ahead)
    return report(case)


def report(case: Case) -> Account:
    """The account of everything that was ever taken in."""
    return account.account(case)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of an intake when it begins; ``unwalled`` that its files are read without a sandbox."""

    custodian: str
    source: str
    reviewer: str
    unwalled: bool


def _begin(
    case: Case,
    roots: dict[bytes, Path],
    reader: TreeReader,
    ahead: Ahead,
    said: _Said,
    *,
    progress: Progress,
) -> tuple[IntakeId, TreeReader, frozenset[int]] | None:
    """Note every file to take in, its version, and how far archives go; None when all of them are in the case."""
    intake = next((open_one for root in roots if (open_one := intakes.unfinished(case, root)) is not None), None)
    if intake is not None:
        ahead.stop()  # some are in already, and limits may be others
    found = {root: list(_new_files(case, root, ahead, progress)) for root in roots}
    ahead.end()
    if intake is None and not any(found.values()):
        return None
    limits = reader.limits
    versions = frozenset(each.version for files in found.values() for each in files)
    if intake is not None:
        _check_same(intakes.declared_of(case, intake), said.custodian, said.source)
        limits = at_least(limits, intakes.limits_of(case, intake))
    with case.act(said.reviewer, intakes.START, ", ".join(str(path) for path in roots.values())) as act:
        if intake is None:
            custodian_id = intakes.custodian(case, said.custodian)
            program = f"reviewer {__version__}"
            intake = intakes.begin(
                case, reviewer=said.reviewer, custodian_id=custodian_id, source=said.source, program=program
            )
        intakes.set_state(case, intake, "running")
        texts.expect_many(case)
        for root, path in roots.items():
            intakes.add_files(
                case, intakes.add_root(case, intake, str(path.absolute()), root, medium_of(path)), found[root]
            )
        intakes.note_limits(act, intake, limits)
        intakes.note_unwalled(act, intake, unwalled=said.unwalled)
        act.facts["intake"] = intake
        act.facts["files"] = sum(map(len, found.values()))
    return intake, replace(reader, limits=limits), versions


def _new_files(case: Case, root: bytes, ahead: Ahead, progress: Progress) -> Iterator[intakes.FoundFile]:
    """The files below a root that are not in the case; readers get the first of them while it goes on."""
    known = intakes.taken_in(case, root)
    for each in _watched(discovery.walk(root, discovery.root_bytes(case.path)), progress):
        if (each.path_bytes, each.size, each.modified) not in known:
            ahead.offer(root, each)
            yield each


def _check_same(before: tuple[str, str], custodian: str, source: str) -> None:
    """InputError when an intake that was stopped is to go on under another name."""
    for what, was, now in zip(("custodian", "source"), before, (custodian.strip(), source.strip()), strict=True):
        if now and now != was:
            raise InputError(
                f"the intake of this that was stopped has {f'the {what} “{was}”' if was else f'no {what}'}",
                f"Go on with it without a {what}, or with the same.",
            )


def _watched(files: Iterator[intakes.FoundFile], progress: Progress) -> Iterator[intakes.FoundFile]:
    for number, file in enumerate(files, 1):
        stop_if_cancelled(progress)
        progress.step(number, 0, "looking for files")
        yield file


def _take(taking: IntakeRun, pool: ThreadPoolExecutor, ahead: Ahead) -> None:
    case, reviewer = taking.case, taking.reviewer
    try:
        taking.run(pool, ahead)
    except CancelledError:
        with case.act(reviewer, "intake stop") as act:
            intakes.set_state(case, taking.intake, "stopped")
            act.facts["intake"] = taking.intake
        raise
    with case.act(reviewer, "intake finish") as act:
        intakes.set_state(case, taking.intake, "complete")
        act.facts["intake"] = taking.intake
        act.facts["items"] = taking.done


@dataclass(slots=True)
class IntakeRun(IntakeJob):
    """An intake from its first file to its last."""

    _unkept: list[tuple[SourceFile, Node]] = field(default_factory=list)
    _lost: list[tuple[SourceFile, Reason]] = field(default_factory=list)
    _pace: Pace = field(init=False)
    _joining: Joining = field(default_factory=Joining)

    def __post_init__(self) -> None:
        """Commit as often as suits who else works on the case."""
        IntakeJob.__post_init__(self)
        self._pace = Pace.of(alone=self.alone)

    def run(self, pool: ThreadPoolExecutor, ahead: Ahead) -> None:
        """Take in all files that are pending; the readers may be ``ahead`` with the first of them."""
        files = intakes.pending(self.case, self.intake)
        self.total = len(files)
        self._joining = joining(self.case, self.workers, self.intake, self.look)
        waiting: deque[Batch] = deque()
        for group in self._groups(files):
            waiting.append(ahead.taken(group) or self._submit(pool, group))
            while len(waiting) > self.window or sum(batch.size for batch in waiting) > MOST_WAITING:
                self._finish(pool, waiting.popleft())
        while waiting:
            self._pace.read = all(batch.nodes.done() for batch in waiting)
            self._finish(pool, waiting.popleft())
        self.commit()
        note_trouble(self.case, self.intake, self.reviewer, self._joining.in_trouble)
        take_waiting(self, pool)
        note_copies(self.case, self.intake, self.reviewer, self._joining)

    def take_waiting(self) -> None:
        """Take apart the containers within other items that wait."""
        with reading_threads(self.workers, self.progress) as pool:
            take_waiting(self, pool)

    @undisturbed()
    def commit(self, most: int | None = None) -> None:
        """Write what was read since the last commit, or so many of it, as one act."""
        if self._unkept or self._lost:
            unkept = self._unkept[:most]
            with self.case.act(self.reviewer, "intake batch") as act:
                kept = item_store.keep(self.case, [(node, self.place(file.path)) for file, node in unkept], self.look)
                for (_, node), these in zip(unkept, kept, strict=True):
                    unpack_budgets.spend(self.case, these[0][0], node.spent_within)
                done = [(file.id, these[0][0]) for (file, _), these in zip(unkept, kept, strict=True)]
                intakes.files_done(self.case, done)
                for file, reason in self._lost:
                    intakes.file_lost(self.case, file.id, reason)
                item_store.note_batch(act, [each for these in kept for each in these])
                act.facts["intake"] = self.intake
            del self._unkept[:most]
            self._lost.clear()
        self._pace.committed()
        self._pace.among(item_store.last(self.case))

    def _groups(self, files: Sequence[SourceFile]) -> Iterator[list[SourceFile]]:
        """Files in batches of bounded number and size; mailboxes that were begun and large files go alone."""
        group: list[SourceFile] = []
        size = 0
        for file in files:
            alone = file.item is not None or file.size > WHOLE_BYTES or self._is_joined(file)
            if group and (alone or not fits(len(group), size, file.size)):
                yield group
                group, size = [], 0
            group.append(file)
            size += file.size
            if alone:
                yield group
                group, size = [], 0
        if group:
            yield group

    def _submit(self, pool: ThreadPoolExecutor, group: list[SourceFile]) -> Batch:
        files: list[SourceFile] = []
        sources: list[Source] = []
        for file in group:
            if self._is_joined(file):
                return Batch([file], pool.submit(self._of_joined, file), min(file.size, WHOLE_BYTES))
            if file.item is not None or file.size > WHOLE_BYTES:
                return Batch([file], pool.submit(_look, self.reader, file), WHOLE_BYTES)
            try:
                source = self._whole(file, len(sources))
            except OSError as error:
                self._lost.append((file, discovery.unreadable(error)))
                self.tell(file.path, 1)
                continue
            files.append(file)
            sources.append(source)
        return Batch(files, pool.submit(self.reader.read, sources), sum(len(source.data) for source in sources))

    def _finish(self, pool: ThreadPoolExecutor, batch: Batch) -> None:
        for file, node in zip(batch.files, self.wait(batch.nodes), strict=True):
            if node.children or node.reading.reasons or node.spent != NOTHING:  # else it holds nothing to be counted
                spending.new(self.reader.limits, file.size).settle(node)
            if node.packed is not None and node.packed.pieces:
                node.flags = (*node.flags, *discovery.other_size(file.size, node.packed.size))
            if file.id in self._joining.holders:
                self.commit()
                Joined(self, file, self._joining.holders[file.id], self._joining.versions).take(pool)
            elif file.id in self._joining.others and node.reading.kind not in (Kind.MBOX, Kind.STORE):
                self._keep_from_disk(file, node)
            elif node.reading.kind.streamed and node.reading.state is not State.FAILED:
                self.commit()
                streaming = Mailbox if node.reading.kind is Kind.MBOX else Container
                streaming(self, file, node.reading.kind).take(pool)
            elif node.packed is None or not node.packed.pieces:
                self._keep_from_disk(file, node)
            else:
                self._unkept.append((file, node))
                self.weigh(self._pace, node)
            self.tell(file.path, 1)
            if self._pace.full:
                self.commit()
        if self._pace.due:
            self.commit()

    def _whole(self, file: SourceFile, number: int = 0) -> Source:
        """A small file to read; OSError. It says if it is not as it was found."""
        data, facts = whole(file.root, file.path_bytes, file.size)
        same = discovery.is_as_found(file, facts, self.versions)
        flags = discovery.rewritten(file.size, len(data), as_found=same)
        return Source(file.name, data, streamed=True, flags=flags, file=number)

    def _is_joined(self, file: SourceFile) -> bool:
        return file.id in self._joining.holders or file.id in self._joining.others

    def _of_joined(self, file: SourceFile) -> list[Node]:
        """A part of an archive that was split, without members; the holder gets them once it is its turn."""
        if file.id in self._joining.holders:
            return [Node(file.name, None, holder_reading(self._joining.holders[file.id]))]
        if file.begun or file.size > WHOLE_BYTES:
            nodes = _look(self.reader, file)
        else:
            try:
                nodes = self.reader.read([self._whole(file)])
            except OSError as error:
                nodes = [Node(file.name, None, Reading(Kind.OTHER, State.FAILED, (discovery.unreadable(error),)))]
        as_part(nodes[0], self._joining.others[file.id])
        return nodes

    def _keep_from_disk(self, file: SourceFile, node: Node) -> None:
        """Keep a file that is too large to be held, straight from the disk."""
        self.commit()
        try:
            with self.case.act(self.reviewer, "intake batch") as act:
                with discovery.open_found(file.root, file.path_bytes) as opened:
                    if file.id in self._joining.others:
                        check_same(file, opened, self._joining.versions)
                    content, _ = contents.store_file(self.case, opened, self.look)
                    same = discovery.is_as_found(file, os.fstat(opened.fileno()), self.versions)
                size = contents.size(self.case, content)
                node.packed = _same(node.packed, Packed(contents.sha256(self.case, content), size, ()))
                changed = (*discovery.other_size(file.size, size), *discovery.rewritten(file.size, size, as_found=same))
                node.flags = tuple(dict.fromkeys((*node.flags, *changed)))
                (kept,) = item_store.keep(self.case, [(node, self.place(file.path))], self.look)
                unpack_budgets.spend(self.case, kept[0][0], node.spent_within)
                intakes.files_done(self.case, [(file.id, kept[0][0])])
                item_store.note_batch(act, kept)
                act.facts["intake"] = self.intake
        except OSError as error:
            self._lost.append((file, discovery.unreadable(error)))
        except UnusableError as error:
            self._lost.append((file, error.reason))


def _same(read: Packed | None, stored: Packed) -> Packed:
    """What was stored; OSError when a worker was given something else to read."""
    if read is not None and read.sha256 != stored.sha256:
        raise OSError(errno.ESTALE, "it changed while it was read")
    return stored


def _look(reader: TreeReader, file: SourceFile) -> list[Node]:
    """Have a large file read if it is a document of bearable size; its bytes are left on the disk."""
    name = file.name
    if file.begun:
        return [Node(name, None, Reading(Kind(file.begun), State.PARTIAL))]
    try:
        with discovery.open_found(file.root, file.path_bytes) as opened:
            kind: Kind = reader.workers.ask(Identify(name), [opened.read(2**16)]).message.kind
            if kind.streamed:
                return [Node(name, None, Reading(kind, State.PARTIAL))]
            if kind is not Kind.OTHER and file.size <= LARGEST_BYTES:
                return reader.read([Source(name, Streamed(opened, file.size), streamed=True)])
    except WorkerError as error:
        return [Node(name, None, Reading(Kind.OTHER, State.FAILED, (error.reason,)))]
    except OSError as error:
        return [Node(name, None, Reading(Kind.OTHER, State.FAILED, (discovery.unreadable(error),)))]
    return [Node(name, None, Reading(kind, State.FAILED, (not_read(kind, name),)))]
