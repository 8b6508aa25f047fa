"""What an act writes is sealed, in whichever way the rows go in, and has the seals that it would have by any other."""

from __future__ import annotations

from contextlib import suppress

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.verification import seal_check
from reviewer.domain.progress import Quiet
from reviewer.errors import InputError, TamperedError
from tests.other_means import by_other_means


def test_what_is_written_without_an_act_is_refused_where_the_trail_has_to_tell_of_it(case: Case) -> None:
    with pytest.raises(ValueError, match="without an act"), case.transaction():
        case.execute("INSERT INTO custodian (name) VALUES ('Lune')")
    assert not case.value("SELECT count(*) FROM custodian")
    with case.act("Ada", "intake batch"):
        case.execute("INSERT INTO custodian (name) VALUES ('Lune')")
    assert audit.latest(case, limit=1)[0].sealed


def test_rows_that_are_noted_by_the_number_they_begin_at_are_sealed(case: Case) -> None:
    """Of a table with a seal for each row, and of one whose seals have eight numbers each, one begun before."""
    put = "INSERT INTO item_person (item, seq, role, person) VALUES (?, 1, 'to', 1)"
    case.execute("PRAGMA foreign_keys = OFF")
    with case.act("Ada", "intake batch"):
        case.execute("INSERT INTO custodian (id, name) VALUES (1, 'Lune')")
        case.execute("INSERT INTO person (id, name, address) VALUES (1, 'Ada Lune', 'ada@agency.example')")
        case.executemany(put, [(1,), (2,)])
    with case.act("Ada", "intake batch"), case.inserting({"custodian": 2, "item_person": 3}):
        case.executemany("INSERT INTO custodian (id, name) VALUES (?, ?)", [(2, "Mere"), (3, "Vale")])
        case.executemany(put, [(number,) for number in range(3, 30)])
        case.execute("UPDATE custodian SET name = 'Moon' WHERE id = 1")
    assert seal_check.check(case, Quiet())[1] == []
    numbers = dict(case.tuples("SELECT name, count(*) FROM seal JOIN seal_table ON id = seal_table GROUP BY name"))
    assert (numbers["custodian"], numbers["item_person"]) == (3, 4)
    with case.act("Ada", "intake batch"):  # which notes each row again
        case.execute("INSERT INTO custodian (id, name) VALUES (4, 'Pier')")
        case.execute(put, (31,))
    assert seal_check.check(case, Quiet())[1] == []


COLUMNS = ("item", "seq", "role", "person")
FURTHER = {
    "nothing": "SELECT 1",
    "a change": "UPDATE item_person SET role = 'cc' WHERE item = 20",
    "a row less": "DELETE FROM item_person WHERE item = 20 AND seq = 1",
    "no row of one seal": "DELETE FROM item_person WHERE item BETWEEN 16 AND 23",
    "a row more": "INSERT INTO item_person (item, seq, role, person) VALUES (20, 7, 'cc', 1)",
}


@pytest.mark.parametrize("within", [True, False])
@pytest.mark.parametrize("further", FURTHER)
@pytest.mark.parametrize("first", [3, 8])
def test_rows_that_are_sealed_as_they_go_in_have_the_seals_they_would_have(
    case: Case, further: str, first: int, *, within: bool
) -> None:
    """Whatever else is done in the same act, and where some rows share a seal with rows that were there before."""
    case.execute("PRAGMA foreign_keys = OFF")
    with case.act("Ada", "intake batch"):
        case.execute("INSERT INTO person (id, name, address) VALUES (1, 'Ada Lune', 'ada@agency.example')")
        case.insert_sealed("item_person", COLUMNS, [1, 1, "to", 1, 2, 1, "to", 1])
    rows = [(item, seq, role, 1) for item in range(first, 60) for seq, role in enumerate(("from", "to"), 1)]
    with case.act("Ada", "intake batch"):
        with case.inserting({"item_person": first}):
            case.insert_sealed("item_person", COLUMNS, [value for row in rows for value in row])
            if within:
                case.execute(FURTHER[further])
        if not within:
            case.execute(FURTHER[further])
    assert seal_check.check(case, Quiet())[1] == []
    with case.act("Ada", "intake batch"):  # which reads all of them back
        case.execute("UPDATE item_person SET role = 'bcc'")
    assert seal_check.check(case, Quiet())[1] == []


@pytest.mark.parametrize("more", [20, 21])
def test_two_parts_of_one_act_that_share_a_seal_have_the_seals_they_would_have(case: Case, more: int) -> None:
    """Whether they have as many rows as each other or not."""
    case.execute("PRAGMA foreign_keys = OFF")
    with case.act("Ada", "intake batch"):
        case.execute("INSERT INTO person (id, name, address) VALUES (1, 'Ada Lune', 'ada@agency.example')")
    with case.act("Ada", "intake batch"):
        for first, last in ((8, 28), (28, 28 + more)):
            with case.inserting({"item_person": first}):
                rows = [(item, 1, "to", 1) for item in range(first, last)]
                case.insert_sealed("item_person", COLUMNS, [value for row in rows for value in row])
    assert seal_check.check(case, Quiet())[1] == []


def test_rows_that_were_taken_back_leave_no_seal_behind(case: Case) -> None:
    case.execute("PRAGMA foreign_keys = OFF")
    with suppress(InputError), case.act("Ada", "intake batch"), case.inserting({"item_person": 8}):
        case.insert_sealed("item_person", COLUMNS, [8, 1, "to", 1])
        raise InputError("given up", "")
    with case.act("Ada", "intake batch"), case.inserting({"item_person": 8}):
        case.insert_sealed("item_person", COLUMNS, [8, 1, "cc", 2, 9, 1, "to", 1])
    assert seal_check.check(case, Quiet())[1] == []


def test_a_row_that_is_inserted_below_the_number_said_is_reported(case: Case) -> None:
    with case.act("Ada", "intake batch"), case.inserting({"custodian": 10}):
        case.executemany("INSERT INTO custodian (id, name) VALUES (?, ?)", [(9, "Lune"), (10, "Mere")])
    assert seal_check.check(case, Quiet())[1] == ["custodian 9: this is not what the program wrote"]


def test_a_row_that_somebody_put_where_new_ones_come_is_not_sealed_with_them(case: Case, key: Key) -> None:
    by_other_means(case, key, "INSERT INTO custodian (id, name) VALUES (12, 'Forged')")
    with (
        pytest.raises(TamperedError, match="custodian 12"),
        case.act("Ada", "intake batch"),
        case.inserting({"custodian": 10}),
    ):
        case.execute("INSERT INTO custodian (id, name) VALUES (10, 'Mere')")
    assert case.tuples("SELECT id FROM custodian") == [(12,)]
    assert seal_check.check(case, Quiet())[1] == ["custodian 12: this is not what the program wrote"]


def test_rows_are_noted_one_by_one_again_after_many_that_were_given_up(case: Case) -> None:
    insert = "INSERT INTO custodian (id, name) VALUES (?, ?)"
    with suppress(InputError), case.act("Ada", "intake batch"), case.inserting({"custodian": 1}):
        case.execute(insert, (1, "Lune"))
        raise InputError("given up", "")
    with case.act("Ada", "intake batch"):
        case.execute(insert, (7, "Mere"))
    assert case.tuples("SELECT id FROM custodian") == [(7,)]
    assert seal_check.check(case, Quiet())[1] == []


def test_many_narrow_rows_all_go_in_in_order(case: Case) -> None:
    """As many as fill some statements and leave a few over."""
    rows = [(number, f"custodian {number}") for number in range(1, 200)]
    with case.act("Ada", "intake batch"):
        case.insert_rows("custodian", ("id", "name"), rows)
        case.insert_rows("custodian", ("id", "name"), [])
    assert case.tuples("SELECT id, name FROM custodian ORDER BY id") == rows
    assert seal_check.check(case, Quiet())[1] == []
