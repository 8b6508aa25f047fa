"""Each act leaves one entry in a chain that shows when anybody touched it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.cipher import DatabaseError
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.errors import TamperedError
from tests.kept import Kept


def add_tag(case: Case, name: str) -> None:
    with case.act("Ada", "tag add", name) as act:
        act.insert("tag", {"name": name, "color": "#000000"})


def test_an_act_records_the_row_before_and_after(case: Case) -> None:
    add_tag(case, "gift")
    with case.act("Bo", "tag change", "gift") as act:
        act.update("tag", 1, {"name": "gratuity"})
    last = list(audit.entries(case))[-1]
    change = last.changes[0]
    assert (last.reviewer, last.act, change.table, change.id) == ("Bo", "tag change", "tag", 1)
    assert change.before is not None
    assert change.before["name"] == "gift"
    assert change.after is not None
    assert change.after["name"] == "gratuity"


def test_entries_of_some_kinds_of_act_come_the_latest_first(case: Case) -> None:
    for number, kind in enumerate(("tag add", "item mark", "note add", "item mark", "tag add")):
        with case.act("Ada", kind) as act:
            act.insert("tag", {"name": f"gift {number}", "color": "#000000"})
    numbers = [each.id for each in audit.latest(case)]
    found = audit.of_acts(case, ["note add", "tag add"])
    assert [(each.id, each.act) for each in found] == list(
        zip((numbers[0], numbers[2], numbers[4]), ("tag add", "note add", "tag add"), strict=True)
    )
    assert audit.of_acts(case, []) == []


def test_an_act_that_fails_leaves_neither_row_nor_entry(case: Case) -> None:
    before = audit.head(case)
    with pytest.raises(ZeroDivisionError), case.act("Ada", "tag add") as act:  # noqa: PT012 - the block is the act
        act.insert("tag", {"name": "gift", "color": "#000000"})
        raise ZeroDivisionError
    assert case.value("SELECT count(*) FROM tag") == 0
    assert audit.head(case) == before
    assert case.acting is None, "nor are its rows held"


def test_the_trail_cannot_be_changed_through_sql(case: Case) -> None:
    for statement in ("UPDATE audit SET reviewer = 'X'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError, match="append-only"):
            case.execute(statement)


@pytest.mark.parametrize(
    ("forgery", "place"),
    [
        ("UPDATE audit SET reviewer = 'Mallory' WHERE id = 3", r"entry 3 \(tag add\) is not what was written"),
        ("DELETE FROM audit WHERE id = 2", "entry 2 is missing"),
        ("UPDATE audit SET id = id + 10 WHERE id = 4", "entry 4 is missing"),
    ],
)
def test_a_forged_trail_is_reported_with_its_place(case: Case, forgery: str, place: str) -> None:
    for name in ("a", "b", "c"):
        add_tag(case, name)
    assert audit.check_chain(case) == 4
    case.execute("DROP TRIGGER audit_keeps")
    case.execute("DROP TRIGGER audit_stays")
    case.execute(forgery)
    with pytest.raises(TamperedError, match=place):
        audit.check_chain(case)


def test_an_entry_of_a_copy_that_went_another_way_is_reported(
    case: Case, key: Key, kept_cases: Kept, tmp_path: Path
) -> None:
    other = kept_cases.copy("empty", tmp_path / "other.evcase", title="A case", reference="TST 1")
    with open_case(other, key) as there:
        for name in ("x", "y"):
            add_tag(there, name)
        (whole,) = there.tuples("SELECT * FROM audit WHERE id = 3")
    for name in ("a", "b"):
        add_tag(case, name)
    case.execute("DROP TRIGGER audit_stays")
    case.execute("DELETE FROM audit WHERE id = 3")
    case.execute(f"INSERT INTO audit VALUES ({', '.join('?' * len(whole))})", whole)
    with pytest.raises(TamperedError, match="entry 3"):
        audit.check_chain(case)
