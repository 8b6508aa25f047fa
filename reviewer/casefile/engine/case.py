"""An open case: its connection, its transactions, and acts that leave an audit entry.

Every module of this package takes a :class:`Case` first. A change goes through :meth:`Case.act`, which opens one
transaction, records each row before and after, and writes one audit entry before it commits::

    with case.act(reviewer, "tag add", subject=name) as act:
        act.insert("tag", {"name": name, "color": color})
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from zstandard import ZstdDecompressor

from reviewer.casefile import number_texts
from reviewer.casefile.answers import Answers
from reviewer.casefile.engine import audit, changes, copying, numbering, seals
from reviewer.casefile.engine.changes import WriteGuard
from reviewer.casefile.engine.cipher import Connection, Database, RowNotFoundError
from reviewer.domain import clock
from reviewer.domain.acts import ACTS
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.ids import AuditId
from reviewer.domain.progress import NOTHING_DONE, Progress, Quiet, stop_if_cancelled
from reviewer.errors import CancelledError, StorageError

Reopen = Callable[[], Connection]
"""Opens another, read-only connection to the same case."""
_AT_ONCE = 500
_CACHE_BESIDE = 8 * 2**10
"""KiB of pages that a connection beside the first one keeps: the window has six, and 64 MiB each were most of its
memory. What they read is read from its begin to its end, or here and there."""
_ROWS = 64
"""Rows of one statement of :meth:`Case.insert_rows`."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A case of an earlier format was brought up to date: from which format, to which, and the copy made before."""

    before: int
    after: int
    copy: Path


@dataclass(slots=True)
class Latest:
    """Since a case was opened for writing: the last entry that changed evidence, and how often its order was changed.

    The order is what was worked out of it, which no entry tells: threads, copies, what is nearly the same.
    """

    entry: int = 0
    orders: int = 0


@dataclass(slots=True)
class Act:
    """What one act has changed so far. ``facts`` go into the audit entry; ``number`` is that entry's, once written."""

    case: Case
    changes: list[audit.Change] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    number: AuditId = AuditId(0)

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert a row and return its id, which no row of the table has had before."""
        if "id" not in values and self.case.numbered and (number := numbering.next_id(self.case, table)) is not None:
            values = {"id": number, **values}
        names, marks = ", ".join(map(_name, values)), ", ".join("?" * len(values))
        with self.case.written.by_row(table):
            made = self.case.execute(f"INSERT INTO {_name(table)} ({names}) VALUES ({marks})", tuple(values.values()))
        row_id = int(made.lastrowid)
        self._changed(table, row_id, None, self._row(table, row_id))
        return row_id

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Change some columns of a row; nothing is recorded when they were so already."""
        before = self._row(table, row_id)
        if not values:
            return
        parts = ", ".join(f"{_name(column)} = ?" for column in values)
        with self.case.written.by_row(table):
            self.case.execute(f"UPDATE {_name(table)} SET {parts} WHERE rowid = ?", (*values.values(), row_id))
        after = self._row(table, row_id)
        if before != after:
            self._changed(table, row_id, before, after)

    def delete(self, table: str, row_id: int) -> None:
        """Remove a row; its number is not given again."""
        before = self._row(table, row_id)
        if self.case.numbered:
            numbering.removed(self.case, table, before)
        with self.case.written.by_row(table):
            self.case.execute(f"DELETE FROM {_name(table)} WHERE rowid = ?", (row_id,))
        self._changed(table, row_id, before, None)

    def _changed(self, table: str, row_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        self.changes.append(audit.Change(table, row_id, before, after))
        self.case.written.row(table, before, after)

    def _row(self, table: str, row_id: int) -> dict[str, Any]:
        row = self.case.row(f"SELECT * FROM {_name(table)} WHERE rowid = ?", (row_id,))
        if row is None:
            raise RowNotFoundError(f"{table} has no row {row_id}")
        return dict(row)


def _name(name: str) -> str:
    """The name of a table or column as SQL takes it, whatever is in it."""
    quoted = name.replace('"', '""')
    return f'"{quoted}"'


class Case:
    """An open case file. One writing connection; :meth:`reader` opens read-only ones for other threads.

    ``committed`` hears what each transaction has changed, on the thread that wrote it and once it is on the disk;
    ``acted`` hears then of each act, by the number of its entry.
    A connection serves one thread at a time; which thread that is, is the caller's affair.
    """

    def __init__(self, path: Path, connection: Connection, reopen: Reopen, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.why_read_only = ""
        self.upgraded: Upgrade | None = None
        """Set when opening it has brought it up to date."""
        self.went_on = False
        """Whether opening it has told in its trail that it goes on without what its log had lost."""
        self.left: list[str] = []
        """What has left the case since it was opened. On a write-protected disk its trail does not tell of it."""
        self.kept_beside: Path | None = None
        """Set by closing where its file had been moved or replaced: the case that holds what was saved in it."""
        self.committed: Callable[[Changes], None] = lambda _changes: None
        self.acted: Callable[[AuditId], None] = lambda _number: None
        self.progress: Progress = Quiet()
        """Hears how far a search that compares texts is, and can stop it: see :meth:`watched`."""
        self.written: changes.Written = connection.written
        self.guard: WriteGuard = connection.guard
        self._connection = connection
        self._reopen = reopen
        self.db = Database(connection, execute_plugins=False)
        self.acting: Act | None = None
        """The act at work, for a step to another format that tells of rows."""
        self._numbered = False
        self._first_page_written = False
        self._seals: seals.Seals | None = None
        self._together: list[AuditId] | None = None
        self._latest = None if read_only else Latest()
        self._answers = Answers()
        self._interrupts = 0
        self._shared = Answers()
        """Those that are the same for all connections of this program, as :meth:`kept` tells."""
        self.decompressors: dict[int, ZstdDecompressor] = {}
        """What unpacks with each dictionary that was read: see :mod:`reviewer.casefile.evidence.dictionaries`."""

    # -- reading ------------------------------------------------------------------------------------------------

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """Run one statement and return its cursor."""
        return self._connection.execute(sql, values)

    def executemany(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""
        self._connection.executemany(sql, values)

    def insert_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert very many narrow rows, some with each statement, for a statement costs more than such a row."""
        self.insert_values(table, columns, list(chain.from_iterable(rows)))

    def insert_values(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """The same with the values of all rows one after the other, where tuples cost as much as the rows."""
        width, each = len(columns), len(columns) * _ROWS
        whole = len(values) - len(values) % each
        one = f"({','.join('?' * width)})"
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        many = (values[at : at + each] for at in range(0, whole, each))
        self.executemany(statement + ",".join([one] * _ROWS), many)
        self.executemany(statement + one, (values[at : at + width] for at in range(whole, len(values), width)))

    def insert_sealed(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """The same of all columns, in the order of the table's key.

        Within :meth:`inserting` such rows are sealed as they go in: to read them back costs as much as they do.
        """
        self.insert_values(table, columns, values)
        if self._seals is not None:
            self._seals.inserted(table, values, len(columns))

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[Any]:
        """Rows of a query; columns by name. An act that fails meanwhile can cut off the rest, see :meth:`streamed`."""
        yield from self.execute(sql, values)

    def tuples(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query at once, as plain tuples: what takes least time where there are many small ones."""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        found: list[tuple[Any, ...]] = cursor.execute(sql, values).fetchall()
        return found

    def streamed(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query as plain tuples, one after the other: where they may be too many to hold.

        An act on this connection that fails meanwhile can cut off the rest, by an error: whoever acts while rows come
        reads them by a :meth:`snapshot`.
        """
        cursor = self._connection.cursor()
        cursor.row_factory = None
        cursor.execute(sql, values)
        while some := cursor.fetchmany(_AT_ONCE):
            yield from some

    def row(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Any | None:
        """The first row of a query, or None."""
        return self.execute(sql, values).fetchone()

    def value(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """The first column of the first row of a query, or None."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    def numbers(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[int]:
        """The numbers that a query of one column finds, in its order: in a third of the time that rows of one take.

        SQLite keeps the order of a query within one that gathers what it finds.
        """
        return number_texts.as_list(self.number_text(sql, values))

    def number_array(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> array[int]:
        """The same of numbers of items, in a tenth of the memory: where there may be a million."""
        return number_texts.as_array(self.number_text(sql, values))

    def number_text(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> str:
        """The same as the text that SQLite makes of them: for :mod:`reviewer.casefile.number_texts`."""
        ((text,),) = self.tuples(f"WITH found (n) AS ({sql}) SELECT json_group_array(n) FROM found", values)
        return str(text)

    def kept(
        self,
        key: Hashable,
        make: Callable[[], T],
        *,
        evidence: bool = False,
        order: bool = False,
        of: Hashable | None = None,
    ) -> T:
        """What ``make`` works out from rows of the case, or did before, where these cannot have changed since.

        By default anything that is written makes an end of it. ``evidence``: it tells of items, their people and
        custodians alone, and so it outlives what reviewers do, on a connection that reads beside the one that writes.
        ``order``: it tells of threads and copies besides; no statement of this connection is read by half meanwhile.
        ``of``: it is made of that and nothing else, and stands as long as that is the same.
        What one of these three tells of, one connection works out for all that :meth:`reader` has opened. Who waits
        for it is stopped as by a search of its own: CancelledError as :meth:`watched` and :meth:`interrupt` ask for it.
        """
        state = self._state(evidence=evidence, order=order) if of is None else of
        if state is None:
            return make()
        shared = of is not None or ((evidence or order) and self._reads_beside)
        answers = self._shared if shared and not self.in_transaction else self._answers
        return answers.get(key, state, make, partial(self._go_on_waiting, self._interrupts))

    def _go_on_waiting(self, interrupts: int) -> None:
        """Raise CancelledError once what waits on this connection is stopped, or was interrupted since it began."""
        stop_if_cancelled(self.progress, NOTHING_DONE)
        if self._interrupts != interrupts:
            raise CancelledError(f"stopped as asked; {NOTHING_DONE}")

    def known_of_evidence(self, key: Hashable) -> object | None:
        """What :meth:`kept` would tell by this key of evidence without working it out; None where it would have to."""
        state = self._state(evidence=True, order=False)
        answers = self._shared if self._reads_beside and not self.in_transaction else self._answers
        return None if state is None else answers.known(key, state)

    def _state(self, *, evidence: bool, order: bool) -> Hashable | None:
        """What stays the same as long as nothing was written; None where what is seen now may not stand."""
        if self._connection.in_transaction:  # what it wrote may be taken back, and what it sees be no longer so
            return None
        if (evidence or order) and self._reads_beside and self._latest is not None:
            latest, orders = self._latest.entry, self._latest.orders
            # A statement that is not read to its end keeps this connection at what there was when it began.
            seen = int(self.value("SELECT max(id) FROM audit") or 0) >= latest
            return (latest, orders if order else None) if seen else None
        return int(self.value("PRAGMA data_version")), int(self.value("SELECT total_changes()"))

    @property
    def _reads_beside(self) -> bool:
        """Whether this connection knows what another one of this program writes."""
        return self.read_only and self._latest is not None

    @contextmanager
    def watched(self, progress: Progress) -> Iterator[None]:
        """Meanwhile let long searches on this connection tell how far they are; CancelledError once one is stopped.

        Searches are asked in many places, for lists, queues and exports. So who waits is told once, and not by each.
        """
        before, self.progress = self.progress, progress
        try:
            yield
        finally:
            self.progress = before

    @property
    def in_transaction(self) -> bool:
        """Whether this connection sees what others do not, or no more what they do: within a transaction of its own."""
        return bool(self._connection.in_transaction)

    @property
    def numbered(self) -> bool:
        """Whether numbers that were taken back are remembered: not in an older format, until it is upgraded."""
        self._numbered = self._numbered or numbering.kept_in(self)
        return self._numbered

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction, locked at once so that it never fails half way for want of it. For derived data only."""
        if self.read_only:
            raise StorageError(
                f"the case is open for reading only{': ' if self.why_read_only else ''}{self.why_read_only}",
                "Copy it to a disk you can write to." if self.why_read_only else "",
            )
        self._connection.check_in_place()
        self._seals = begun = self._seals or seals.begin(self)
        if begun is not None:
            begun.resume()
        rows = self._begin()
        self._connection.transacting = True
        try:
            yield
            self._check_recorded()
            changed = changes.changes(self.written, self._item_of)
            self._commit(wrote=self._connection.total_changes != rows)
        except BaseException:
            if self._connection.in_transaction:
                self.execute("ROLLBACK")
            self._seals = begun
            if begun is not None:
                begun.rolled_back()
            else:  # whatever began to watch within the transaction, as the step to the first format with seals
                self.guard.end()
            raise
        finally:
            self._connection.transacting = False
            self.written.forget()
        if self._latest is not None:  # before anybody hears of it
            if changed.concern({Noun.ITEMS}):
                self._latest.entry = int(self.value("SELECT max(id) FROM audit") or 0)
            self._latest.orders += changed.concern({Noun.ORDER})
        if changed:
            self.committed(changed)

    def _begin(self) -> int:
        """Begin a transaction; how many rows this connection had written before."""
        if self._first_page_written:
            self._connection.read_first_page_again()
            self._first_page_written = False
        self.execute("BEGIN IMMEDIATE")
        return int(self._connection.total_changes)

    def _commit(self, *, wrote: bool) -> None:
        if wrote:
            self._connection.write_first_page()
            self._first_page_written = True
        self.execute("COMMIT")

    @contextmanager
    def act(self, reviewer: str, act: str, subject: str = "", *, undoes: int | None = None) -> Iterator[Act]:
        """One transaction with one audit entry. An act that changed nothing and has no facts leaves none."""
        if act not in ACTS:
            raise ValueError(f"“{act}” is none of the acts that the audit trail knows")
        together = self._together
        with self.transaction() if together is None else nullcontext():
            made = self.acting = Act(self)
            try:
                yield made
            finally:
                self.acting = None
            sealed = self.seal()
            if made.changes or made.facts or sealed:
                made.number = audit.append(
                    self,
                    at=clock.now(),
                    reviewer=reviewer,
                    act=act,
                    subject=subject,
                    changes=made.changes,
                    facts=made.facts,
                    undoes=undoes,
                    sealed=sealed,
                )
        if made.number and together is not None:
            together.append(made.number)
        elif made.number:
            self.acted(made.number)

    @contextmanager
    def acts_together(self) -> Iterator[None]:
        """Several acts as one transaction: each leaves its entry, and all of them are done or none is."""
        self._together = made = list[AuditId]()
        try:
            with self.transaction():
                yield
        finally:
            self._together = None
        for number in made:
            self.acted(number)

    def _check_recorded(self) -> None:
        if self.seal():
            raise ValueError("rows that the audit trail tells of were written without an act")

    def seal(self) -> str:
        """Seal what was written so far, within a transaction; the new sum of the seals if the trail has to tell it."""
        return "" if self._seals is None else self._seals.settle()

    @contextmanager
    def inserting(self, firsts: Mapping[str, int]) -> Iterator[None]:
        """Insert very many rows into some tables, each from a number on of which it has no row yet. Within an act."""
        with nullcontext() if self._seals is None else self._seals.inserted_from(firsts):
            yield

    def watch_format(self) -> None:
        """Before a step to another format: know of each table whether the step makes it anew."""
        self._seals = self._seals or seals.begin(self)
        if self._seals is not None:
            self._seals.watch_all()

    def follow_format(self) -> None:
        """Seal the tables that a step to another format has made, within its transaction."""
        self._seals = self._seals or seals.begin(self)
        if self._seals is not None:
            self._seals.follow()

    def _item_of(self, passage: int) -> int | None:
        found: int | None = self.value("SELECT item FROM passage WHERE id = ?", (passage,))
        return found

    # -- life ---------------------------------------------------------------------------------------------------

    def reader(self) -> Case:
        """Another, read-only connection to the same case, for another thread. The caller closes it."""
        self._connection.check_in_place(read_only=self.read_only)
        made = Case(self.path, self._reopen(), self._reopen, read_only=True)
        made.execute(f"PRAGMA cache_size = -{_CACHE_BESIDE}")
        made._latest, made._shared = self._latest, self._shared
        return made

    @contextmanager
    def snapshot(self) -> Iterator[Case]:
        """The case as it is now, whatever is written to it meanwhile: a reader of its own in one read transaction.

        Nobody who writes waits for it. The write-ahead log keeps what was written until the end, so that should come.
        """
        with self.reader() as seen:
            seen.progress = self.progress
            seen.execute("BEGIN")
            seen.value("SELECT count(*) FROM sqlite_schema")  # the state is fixed by the first read and not by BEGIN
            yield seen

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return bool(self._connection.closed)

    def interrupt(self) -> None:
        """Make a query that runs on another thread stop, or wait for what a third one works out."""
        self._interrupts += 1
        self._connection.interrupt()

    def close(self) -> None:
        """Close this connection; where its file was moved or replaced, a copy keeps what was saved in it before."""
        try:
            if not self.read_only:
                self.kept_beside = copying.keep_what_was_open(self._connection) or self.kept_beside
        finally:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
