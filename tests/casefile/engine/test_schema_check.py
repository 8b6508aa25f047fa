"""Tables, views and triggers that the program has not made: a case with such stays closed, whoever wrote its seals."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine import schema_check
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS, newest
from reviewer.casefile.engine.opening import connection_of, open_case
from reviewer.casefile.verification.verify import further, verify
from reviewer.domain.progress import Quiet
from reviewer.errors import TamperedError
from tests.other_means import by_other_means

TAGS = "CREATE VIEW tag AS SELECT 1 AS id, 'x' AS name, '#000000' AS color"
RAISED = "RAISE (ABORT, the audit trail is append-only)"
TRIGGER = "CREATE TRIGGER later AFTER INSERT ON finding BEGIN UPDATE finding SET reason = ''; END"


def sealed_anew(case: Case, key: Key, *statements: str) -> Path:
    """Somebody with the key and this program's source changes a case and writes the seals for it."""
    for statement in statements:
        by_other_means(case, key, statement)
    with case.act("Ada", "tag add", "x") as act:
        number = case.value("SELECT id FROM seal_table WHERE name = 'sqlite_schema'")
        act.facts["format"] = 1
        case.execute("INSERT INTO touched VALUES (?, 0)", (number,))
    case.close()
    return case.path


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ((TRIGGER,), "the trigger later of finding is none that this program has made"),
        (("DROP TRIGGER audit_stays",), "the trigger audit_stays of audit is gone"),
        (
            (
                "DROP TRIGGER audit_stays",
                "CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT 1; END",
            ),
            "the trigger audit_stays of audit is none that this program has made",
        ),
        (("CREATE INDEX more ON tag (color)",), "the index more of tag is none that this program has made"),
        (
            ("CREATE TRIGGER \"sqlite-stat\" AFTER INSERT ON tag BEGIN UPDATE tag SET name = 'other'; END",),
            "the trigger sqlite-stat of tag is none that this program has made",
        ),
        (
            (
                "DROP TRIGGER audit_stays",
                f"CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT '{RAISED}'; END",
            ),
            "the trigger audit_stays of audit is none that this program has made",
        ),
        (
            ("DROP INDEX item_officer_officer", "CREATE INDEX item_officer_officer ON item_officer (id) WHERE id < 0"),
            "the index item_officer_officer of item_officer is none that this program has made",
        ),
        (
            ("ALTER TABLE tag ADD COLUMN seen INTEGER REFERENCES tag (id) ON DELETE CASCADE",),
            "the table tag is none that this program has made",
        ),
    ],
)
def test_what_another_program_has_made_is_named_and_the_case_stays_closed(
    case: Case, key: Key, statements: tuple[str, ...], told: str
) -> None:
    path = sealed_anew(case, key, *statements)
    for read_only in (False, True):
        with pytest.raises(TamperedError, match=told):
            open_case(path, key, read_only=read_only)
    parts = {part.name: part.findings for part in verify(path, key).parts}
    assert parts["database"] == (told,)
    assert parts["seals"] == ()


def test_no_row_of_a_view_that_another_program_has_made_is_read(case: Case, key: Key) -> None:
    """It may never come to an end: here it would say so by failing."""
    for statement in ("PRAGMA foreign_keys = OFF", "DROP TABLE tag", f"{TAGS} WHERE abs(-9223372036854775808)"):
        by_other_means(case, key, statement)
    case.close()
    with pytest.raises(TamperedError, match="the view tag is none"):
        open_case(case.path, key)
    report = verify(case.path, key)
    assert not report.never_sealed, "nothing was looked at"
    assert [part.name for part in report.parts] == ["database"]
    assert "the view tag is none that this program has made" in report.parts[0].findings
    assert not report.whole
    (deep,) = further(case.path, key, {"items": lambda *_: pytest.fail("it was looked at")}, Quiet())
    assert deep.unread


@pytest.mark.parametrize(
    ("sql", "other"),
    [
        ('CREATE TABLE "tag" (id) -- as it is\n', "CREATE  TABLE tag\n(id)"),
        ("CREATE INDEX i ON tag (id) WHERE id = 'a''b -- c'", "CREATE INDEX i ON \"tag\" (id) WHERE id = 'a''b -- c'"),
    ],
)
def test_the_same_in_other_words_is_the_same(sql: str, other: str) -> None:
    assert schema_check.plain([("table", "tag", "tag", sql)]) == schema_check.plain([("table", "tag", "tag", other)])


@pytest.mark.parametrize(
    ("sql", "other"),
    [
        ("CREATE TABLE tag (a DEFAULT NULL)", 'CREATE TABLE tag (a DEFAULT "NULL")'),
        ("CREATE TABLE tag (a INTEGER NOT NULL)", "CREATE TABLE tag (a INTEGER NOT\xa0NULL)"),
        ("CREATE TABLE tag (a DEFAULT 'x  y')", "CREATE TABLE tag (a DEFAULT 'x y')"),
        ("CREATE TABLE tag (a DEFAULT '-- x')", "CREATE TABLE tag (a DEFAULT ' ')"),
        ('CREATE TABLE tag (a DEFAULT "x y")', 'CREATE TABLE tag (a DEFAULT "x --\n y")'),
        ("CREATE TABLE tag (a DEFAULT 'x')", "CREATE TABLE tag (a DEFAULT x)"),
    ],
)
def test_what_looks_the_same_and_is_another_is_told(sql: str, other: str) -> None:
    assert schema_check.plain([("table", "tag", "tag", sql)]) != schema_check.plain([("table", "tag", "tag", other)])


def test_what_sqlite_has_noted_of_tables_is_nothing_foreign(case: Case, key: Key) -> None:
    """ANALYZE of another program makes a table."""
    by_other_means(case, key, "ANALYZE")
    assert case.value("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'") == 1
    assert schema_check.foreign(case, newest()) == []


def test_what_a_case_of_today_has_is_known_without_making_it_anew(case: Case) -> None:
    """Where this fails after a new format, the digest that it shows is the one to be known."""
    made = schema_check._expected(newest(), STEPS)
    assert schema_check.digest(made) == schema_check.KNOWN
    assert connection_of(case).execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == len(made)
    assert schema_check.foreign(case, newest(), steps=()) == []
