"""Seals: what the rows of a case were when the program last wrote them, bound to the audit trail.

Each row, or the rows of one item in a table, has a seal: a hash of what is in it. Pages of the file that are put back
from an older copy do not fit the seals, nor the seals the rows; and the sum of all seals stands in the entry of each
act, in the chain of the trail. So does whatever is changed in the file by other means than this program.

While a case is written, triggers of the connection (not of the file) note which seals a transaction touches, whatever
statement, cascade or trigger wrote; before it commits those rows are read and sealed. A table gets its triggers before
it is first written, and cannot be written without: see :class:`reviewer.casefile.engine.changes.WriteGuard`. What is
inserted by the thousand is noted by the number it begins at instead, see :meth:`Seals.inserted_from`, and some of that
is sealed by what goes in and not read back, see :meth:`Seals.inserted`.

A seal is the first 12 bytes of SHA-256 over the MessagePack of the rows in order: of each its values, without those at
the end that are as in a row that was there when a format added them. So a format that adds a column leaves the seals
as they are. The sum is that of SHA-256 over table, number and seal of each, modulo 2^256: a hash of the set
that is brought up to date by what changed (Clarke et al., "Incremental multiset hash functions", ASIACRYPT 2003).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

import msgspec

from reviewer.casefile.engine.seal_places import WITH, Place, Sealable, places
from reviewer.errors import TamperedError

SIZE = 12
_MODULUS = 2**256
_AT_ONCE = 20_000
_encoded = msgspec.msgpack.Encoder().encode

Sealed = tuple[int, bytes]
"""The number of a seal in its table, and the seal."""


class Seals:
    """The seals of a case that is open for writing. Made before a transaction, see :func:`begin`."""

    def __init__(self, case: Sealable) -> None:
        self._case = case
        self._numbers: dict[str, int] = {}
        self._places: dict[int, Place] = {}
        # What a trigger inserts is subject to the conflict clause of the statement that fired it, so this has no keys.
        case.execute("CREATE TEMP TABLE noted (seal_table INTEGER, key INTEGER)")
        case.execute(
            "CREATE TEMP TABLE touched (seal_table INTEGER, key INTEGER, PRIMARY KEY (seal_table, key)) WITHOUT ROWID"
        )
        self._numbers.update(case.tuples("SELECT name, id FROM seal_table"))
        self._watched: set[str] = set()
        self._firsts: dict[str, int] = {}
        self._made: dict[int, list[Sealed]] = {}
        """By table: seals of the rows that go in and need not be read back, see :meth:`inserted`."""
        self._rows: dict[int, int] = {}
        """How many rows they were made of."""
        self._lost = False
        self._before: tuple[dict[str, int], dict[int, Place], set[str], set[str]] | None = None
        for place in places(case):
            if place.table in self._numbers:
                self._places[self._numbers[place.table]] = place
        self._closed = {place.table for place in self._places.values() if not place.fixed}
        case.guard.closed = set(self._closed)
        case.guard.watch = self.watch

    def watch(self, tables: Iterable[str]) -> None:
        """Note from now on what is written to some tables."""
        for place in self._places.values():
            if place.table in tables:
                self._watch(place)

    def watch_all(self) -> None:
        """Note it of every table: before a step to another format, which may make tables anew."""
        self.watch(set(self._closed))

    def rolled_back(self) -> None:
        """Triggers that were made within a transaction went with it: let nothing be written before :meth:`resume`.

        Tables that it has made or dropped are as they were.
        """
        if self._before is not None:
            self._numbers, self._places, self._watched, self._closed = self._before
        self._case.guard.closed = self._closed | self._watched
        self._lost = True
        self._made.clear()

    def resume(self) -> None:
        """Make them again, before the next transaction."""
        self._before = None
        if self._lost:
            self.watch(self._watched)
            self._lost = False

    def _watch(self, place: Place) -> None:
        number = self._numbers[place.table]
        self._places[number] = place
        if place.fixed:
            return
        self._watch_inserts(number, place)
        touch = "INSERT INTO noted VALUES ({}, {});"
        new, old = (touch.format(number, place.key.format(row=row)) for row in ("new", "old"))
        for when, touched in {"DELETE": old, "UPDATE": old + new}.items():
            self._case.execute(
                f'CREATE TEMP TRIGGER IF NOT EXISTS "seal_{when.lower()}_{place.table}" '
                f'AFTER {when} ON main."{place.table}" BEGIN {touched} END'
            )
        self._watched.add(place.table)
        self._case.guard.closed.discard(place.table)

    def _watch_inserts(self, number: int, place: Place) -> None:
        self._case.execute(
            f'CREATE TEMP TRIGGER IF NOT EXISTS "seal_insert_{place.table}" AFTER INSERT ON main."{place.table}" '
            f"BEGIN INSERT INTO noted VALUES ({number}, {place.key.format(row='new')}); END"
        )

    @contextmanager
    def inserted_from(self, firsts: Mapping[str, int]) -> Iterator[None]:
        """Within this, rows inserted into some tables are noted by the number they begin at, and not one by one.

        Row by row costs as much as the rows do. A row that is inserted below the number of its table has no seal, or
        not the one its group has: verification names it. TamperedError when a table has a row from there on already,
        which this would seal though the program has not written it.
        """
        self.watch(self._case.guard.closed & firsts.keys())
        watched = [(number, place) for number, place in self._places.items() if place.table in firsts]
        for number, place in watched:
            self._made.pop(number, None)  # of a part before in the same act: its last seal may take in rows of this one
            self._check_free(place, firsts[place.table])
        for _, place in watched:
            self._case.execute(f'DROP TRIGGER IF EXISTS temp."seal_insert_{place.table}"')
        self._firsts = dict(firsts)
        try:
            yield
        finally:
            self._firsts = {}
            for number, place in watched:
                self._watch_inserts(number, place)
                self._check_alone(number, place, firsts[place.table])
                self._case.execute(
                    f"INSERT OR IGNORE INTO touched SELECT DISTINCT {number}, {place.key.format(row='r')} "
                    f'FROM main."{place.table}" AS r WHERE r."{place.column}" >= ?',
                    (firsts[place.table],),
                )

    def inserted(self, table: str, values: Sequence[Any], width: int) -> None:
        """Seal rows by what went in, all columns of all rows, in order of their key, and do not read them back.

        Only within :meth:`inserted_from`; whatever else is done to a row of that table has all of them read back.
        """
        number = self._numbers[table]
        place, first = self._places[number], self._firsts.get(table)
        keys, last = values[::width], values[width - 1 :: width]
        if first is None or number in self._made or not keys or keys[0] < first or list(keys) != sorted(keys):
            return
        if _usual(self._case, place)[-1] is not None or None in last:  # else a row may be sealed without its end
            return
        rows, begun = iter(values), -(-first >> place.bits)  # the first group of which nothing was there before
        grouped = groupby(zip(*[rows] * width, strict=True), lambda row: row[0] >> place.bits)
        made = [(key, _hash(list(group))) for key, group in grouped if key >= begun]
        if made:
            self._made[number], self._rows[number] = made, len(keys)

    def _check_alone(self, number: int, place: Place, first: int) -> None:
        """Have the rows of a table read back after all where others went in beside those that were sealed by then."""
        if number in self._made:
            found = self._case.tuples(
                f'SELECT count(*) FROM main."{place.table}" WHERE "{place.column}" >= ?', (first,)
            )
            if found[0][0] != self._rows[number]:
                del self._made[number]

    def _check_free(self, place: Place, first: int) -> None:
        found = self._case.tuples(
            f'SELECT min("{place.column}") FROM main."{place.table}" WHERE "{place.column}" >= ?', (first,)
        )
        if found[0][0] is not None:
            raise TamperedError(
                f"the case holds rows that this program has not written: {place.table} {found[0][0]}",
                "Nothing was taken in. `reviewer case verify` names all of them.",
            )

    def follow(self) -> None:
        """Seal whole what a step to another format has made or made anew. Within its transaction."""
        self._before = (dict(self._numbers), dict(self._places), set(self._watched), set(self._closed))
        watched = self._case.tuples("SELECT DISTINCT tbl_name FROM temp.sqlite_schema WHERE type = 'trigger'")
        found = places(self._case)
        for known in (self._watched, self._closed, self._case.guard.closed):
            known &= {place.table for place in found}
        for place in found:
            if (place.table,) in watched:
                continue
            if place.table not in self._numbers:
                self._case.execute("INSERT INTO seal_table (name) VALUES (?)", (place.table,))
                self._numbers.update(self._case.tuples("SELECT name, id FROM seal_table"))
            self._watch(place)
            number, key = self._numbers[place.table], place.key.format(row="r")
            self._case.execute(f'INSERT OR IGNORE INTO touched SELECT {number}, {key} FROM main."{place.table}" AS r')
            self._case.execute(
                "INSERT OR IGNORE INTO touched SELECT seal_table, key FROM seal WHERE seal_table = ?", (number,)
            )

    def settle(self) -> str:
        """Seal what the transaction has touched; the new sum, in hexadecimal, when the trail has to tell it."""
        if self._made:
            for (number,) in self._case.tuples("SELECT DISTINCT seal_table FROM noted"):
                self._made.pop(number, None)
        self._case.execute("INSERT OR IGNORE INTO touched SELECT seal_table, key FROM noted")
        self._case.execute("DELETE FROM noted")
        change = 0
        for (number,) in self._case.tuples("SELECT DISTINCT seal_table FROM touched"):
            change += self._settle(number)
        self._case.execute("DELETE FROM touched")
        if not change % _MODULUS:
            return ""
        found = (stored_sum(self._case) + change) % _MODULUS
        self._case.execute("UPDATE seal_sum SET value = ?", (found.to_bytes(32, "big"),))
        return f"{found:064x}"

    def _settle(self, number: int) -> int:
        """Seal what was touched of one table; by how much the sum changes."""
        place, change = self._places[number], 0
        if place.recorded:
            old = self._case.tuples(
                "SELECT seal.key, hash FROM touched AS k CROSS JOIN seal "
                "ON seal.seal_table = k.seal_table AND seal.key = k.key WHERE k.seal_table = ?",
                (number,),
            )
            change -= sum(term(place.table, key, seal) for key, seal in old)
        self._case.execute(
            "DELETE FROM seal WHERE seal_table = ?1 AND key IN (SELECT key FROM touched WHERE seal_table = ?1)",
            (number,),
        )
        known = self._made.pop(number, [])
        new = chain(known, _touched(self._case, place, number, known))
        while made := list(islice(new, _AT_ONCE)):
            rows = [(number, key, seal) for key, seal in made]
            self._case.insert_rows("seal", ("seal_table", "key", "hash"), rows)
            if place.recorded:
                change += sum(term(place.table, key, seal) for key, seal in made)
        return change


def begin(case: Sealable) -> Seals | None:
    """Watch what is written from now on, outside of a transaction; None in a case of a format without seals."""
    return Seals(case) if case.tuples("SELECT 1 FROM sqlite_schema WHERE name = 'seal'") else None


def stored_sum(case: Sealable) -> int:
    """The sum of the seals as the file has it."""
    return int.from_bytes(case.tuples("SELECT value FROM seal_sum")[0][0], "big")


def term(table: str, key: int, seal: bytes) -> int:
    """What one seal adds to the sum."""
    return int.from_bytes(hashlib.sha256(b"%s %d " % (table.encode(), key) + seal).digest(), "big")


def sealed(case: Sealable, place: Place) -> Iterator[Sealed]:
    """The seals that the rows of a table should have, in order."""
    key = place.key.format(row="r")
    return _hashed(case, place, f'SELECT {key}, {place.columns} FROM main."{place.table}" AS r ORDER BY {place.order}')


def _touched(case: Sealable, place: Place, number: int, known: Sequence[Sealed]) -> Iterator[Sealed]:
    """Those of the rows that were touched, but for those that are known from the first to the last of them."""
    others = f"AND k.key NOT BETWEEN {known[0][0]} AND {known[-1][0]} " if known else ""
    return _hashed(
        case,
        place,
        f'SELECT k.key, {place.columns} FROM touched AS k CROSS JOIN main."{place.table}" AS r ON {place.matches} '
        f"WHERE k.seal_table = {number} {others}ORDER BY k.key, {place.order}",
    )


def _hash(rows: Sequence[Any]) -> bytes:
    return hashlib.sha256(_encoded(rows)).digest()[:SIZE]


def _hashed(case: Sealable, place: Place, query: str) -> Iterator[Sealed]:
    usual = [0, *_usual(case, place)]  # of a row behind the number of its seal
    last, longest = usual[-1], len(usual)

    def shortened(row: tuple[Any, ...]) -> tuple[Any, ...]:
        end = longest - 1
        while end > 1 and row[end - 1] == usual[end - 1]:
            end -= 1
        return row[1:end]

    for key, rows in groupby(case.streamed(query), itemgetter(0)):
        told = [row[1:] if row[-1] != last else shortened(row) for row in rows]
        yield key, _hash(told)


def _usual(case: Sealable, place: Place) -> list[Any]:
    """What each column holds in rows that were there when a format added it."""
    rows = case.tuples("SELECT dflt_value FROM pragma_table_info(?) ORDER BY cid", (place.table,))
    usual = case.tuples("SELECT " + ", ".join(written or "NULL" for (written,) in rows))[0]
    return [None, *usual] if place.table in WITH else list(usual)
