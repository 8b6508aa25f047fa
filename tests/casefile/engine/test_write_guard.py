"""No table is written before somebody watches what is written to it, whatever statement, cascade or trigger writes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.cipher import DatabaseError
from reviewer.casefile.engine.migrations import STEPS, take_steps
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.verification import seal_check
from reviewer.domain.progress import Quiet
from reviewer.errors import InputError, StorageError
from tests.casefile.verification.test_seals import FORMATS, FULL, SEALED, key_of_full

CUSTODIAN = "INSERT INTO custodian (id, name) VALUES (?, ?)"


def watched(case: Case) -> set[str]:
    return {
        table
        for (table,) in case.tuples(
            "SELECT tbl_name FROM temp.sqlite_schema WHERE type = 'trigger' GROUP BY tbl_name HAVING count(*) = 3"
        )
    }


def test_a_table_is_watched_once_it_is_written_and_none_before(case: Case) -> None:
    with case.act("Ada", "intake batch"):
        assert "custodian" not in watched(case)
        case.execute(CUSTODIAN, (1, "Lune"))
        assert "custodian" in watched(case)
    assert "item" not in watched(case)
    assert seal_check.check(case, Quiet())[1] == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO custodian (name) VALUES ('Lune')",
        "REPLACE INTO custodian (id, name) VALUES (1, 'Lune')",
        "INSERT INTO custodian (name) VALUES ('Lune') RETURNING id",
        "WITH new AS (SELECT 'Lune' AS name) INSERT INTO custodian (name) SELECT name FROM new",
        "UPDATE custodian SET name = 'Lune'",
        "DELETE FROM custodian",
    ],
)
def test_what_nobody_watches_cannot_be_written_at_all(case: Case, statement: str) -> None:
    with case.act("Ada", "intake batch"):
        case.guard.watch = lambda _tables: None
        with pytest.raises(DatabaseError, match="not authorized"):
            case.execute(statement)


def test_what_goes_or_changes_with_what_is_deleted_is_watched_as_well(tmp_path: Path) -> None:
    """Each deletion is the first that its connection writes, so that nothing is watched because of another."""
    path, key = tmp_path / "full.evcase", key_of_full()
    path.write_bytes((FORMATS / f"{FULL}.evcase").read_bytes())
    with open_case(path, key) as case:
        parents = case.tuples(
            'SELECT DISTINCT f."table" FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS f '
            "WHERE t.schema = 'main' AND f.on_delete IN ('CASCADE', 'SET NULL') ORDER BY 1"
        )
    along: dict[str, set[str]] = {}
    for (parent,) in parents:
        with open_case(path, key) as case, case.act("Ada", "intake batch"):
            (name,) = case.tuples("SELECT name FROM pragma_table_info(?) WHERE pk = 1", (parent,))[0]
            for (row,) in case.tuples(f'SELECT DISTINCT "{name}" FROM "{parent}"'):
                with suppress(DatabaseError):  # another table holds on to it
                    case.execute(f'DELETE FROM "{parent}" WHERE "{name}" = ?', (row,))
                    along[parent] = watched(case) - {parent}
        with open_case(path, key, read_only=True) as case:
            assert seal_check.check(case, Quiet())[1] == [], parent
    assert {"rendition", "note"} <= along.keys()
    assert "page" in along["rendition"]
    assert [parent for parent, others in along.items() if not others] == []


def test_after_an_act_that_was_given_up_rows_are_watched_and_none_is_lost(case: Case) -> None:
    with suppress(InputError), case.act("Ada", "intake batch"):
        case.executemany(CUSTODIAN, iter([(1, "Lune")]))
        raise InputError("given up", "")
    assert "custodian" not in watched(case)
    rows = [(2, "Mere"), (3, "Vale"), (4, "Pier")]
    with case.act("Ada", "intake batch"):
        case.executemany(CUSTODIAN, iter(rows))  # the same statement: it is compiled already
    assert case.tuples("SELECT id, name FROM custodian ORDER BY id") == rows
    assert seal_check.check(case, Quiet())[1] == []


def test_nothing_is_taken_back_half_way_with_what_has_a_table_watched(case: Case) -> None:
    with case.act("Ada", "intake batch"), pytest.raises(DatabaseError, match="not authorized"):
        case.execute("SAVEPOINT half")


def write_on(case: Case, statement: str) -> None:
    """An act that goes on though a statement of it failed, and others after that."""
    with case.act("Ada", "tag add") as act:
        act.insert("tag", {"name": "camera", "color": "#000000"})
        case.execute(CUSTODIAN, (2, "Lune"))
        with pytest.raises(DatabaseError):
            case.execute(statement)
        with suppress(StorageError):
            case.execute(CUSTODIAN, (4, "Pier"))
        with suppress(StorageError):
            case.executemany(CUSTODIAN, [(4, "Pier")])


@pytest.mark.parametrize("before", [[], [(7, "Mere")]])
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR ROLLBACK INTO custodian (id, name) VALUES (3, 'Vale'), (3, 'Vale')",
        "INSERT INTO custodian (name) SELECT coalesce(stopped(), value) FROM json_each('[1, 2, 3, 4]')",
    ],
)
def test_nothing_is_written_on_after_sqlite_has_taken_a_transaction_back_by_itself(
    case: Case, statement: str, before: list[tuple[int, str]]
) -> None:
    """Whether the table was watched before that transaction or within it."""
    case.db.conn.create_function("stopped", 0, case.interrupt)
    with case.act("Ada", "intake batch"):
        case.executemany(CUSTODIAN, before)
    trail = case.value("SELECT count(*) FROM audit")
    with pytest.raises(StorageError, match="none of it was saved"):
        write_on(case, statement)
    assert case.tuples("SELECT id, name FROM custodian") == before
    assert case.value("SELECT count(*) FROM audit") == trail
    with case.act("Ada", "intake batch"):
        case.execute(CUSTODIAN, (5, "Quay"))
    assert seal_check.check(case, Quiet())[1] == []


def test_nothing_commits_what_has_no_seal_yet(case: Case) -> None:
    with case.act("Ada", "intake batch"):
        case.execute(CUSTODIAN, (1, "Lune"))
        with pytest.raises(NotImplementedError):
            case.db.conn.executescript("DELETE FROM tag; DELETE FROM custodian")
        with pytest.raises(NotImplementedError):
            case.db.conn.commit()
    assert seal_check.check(case, Quiet())[1] == []


def test_after_a_step_to_another_format_that_was_given_up_tables_are_watched_as_before(case: Case) -> None:
    agency = "INSERT INTO agency (id, name, lines, logo, logo_width, logo_height) VALUES (1, 'Quay', '[]', '', 0, 0)"
    case.watch_format()
    with suppress(InputError), case.act("Ada", "case upgrade"):
        case.execute("CREATE TABLE office (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        case.execute("DROP TABLE agency")
        case.follow_format()
        raise InputError("given up", "")
    with case.act("Ada", "intake batch"):
        case.execute(agency)
    with case.act("Ada", "intake batch"):
        case.execute("UPDATE agency SET name = 'Pier'")
    assert seal_check.check(case, Quiet())[1] == []


def test_the_step_that_brings_seals_can_be_taken_again_after_it_was_given_up(tmp_path: Path) -> None:
    path = tmp_path / "full.evcase"
    path.write_bytes((FORMATS / f"{FULL}.evcase").read_bytes())
    with open_case(path, key_of_full(), steps=STEPS[: SEALED - 2]) as case:
        with suppress(InputError), case.act("Ada", "case upgrade"):
            STEPS[SEALED - 2](case)
            case.follow_format()
            raise InputError("given up", "")
        take_steps(case, STEPS)
        assert seal_check.check(case, Quiet())[1] == []
