"""What is changed in a case file by other means than the program is found, in whatever table and column it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from reviewer.casefile.engine import audit, schema_check
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.cipher import DatabaseError
from reviewer.casefile.engine.connection import Connection, connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.engine.page_one import PAGE
from reviewer.casefile.engine.seal_places import CHECKED_OTHERWISE, places
from reviewer.casefile.evidence import texts
from reviewer.casefile.verification import seal_check
from reviewer.casefile.verification.verify import Report, verify
from reviewer.domain.progress import Quiet
from reviewer.errors import TamperedError
from reviewer.usecases.pages import tags
from tests.endurance import a_few

FORMATS = Path(__file__).parent.parent / "formats"
FULL = "format_10"
"""A case of an earlier format that has rows in nearly every table, evidence and reviewers' work."""

SEALED = 21
"""The first format with seals."""

FILLED = """
INSERT INTO item_read (item, reviewer, at) VALUES (1, 'Ada', '2026-01-02T03:04:05Z');
INSERT INTO roster_column (id, name, heading) VALUES (1, 'serial', 'Badge');
INSERT INTO dictionary (id, purpose, sha256, data) VALUES (1, 'originals', randomblob(32), randomblob(64));
INSERT INTO quoted_header (item, seq, name, address, recipients, date, date_text, subject)
    VALUES (1, 1, 'Vale', 'vale@vendor.example', '', '', '', '');
INSERT INTO number_given (series, last) VALUES ('tag', 3) ON CONFLICT DO NOTHING;
INSERT INTO allegation_dismissal (allegation, element, side, items, reason, reviewer, created)
    SELECT allegation, element, 'for', '[[1,2]]', 'old', 'Ada', '2026-01-02T03:04:05Z' FROM allegation_ground LIMIT 1;
INSERT INTO signing_key (id, reviewer, public, created, creator, sealed)
    VALUES (1, 'Bo', hex(randomblob(32)), '2026-01-02T03:04:05Z', 'Ada', '{}');
INSERT INTO finding_signature (step, key, statement, signature)
    SELECT id, 1, '{}', hex(randomblob(64)) FROM finding_step LIMIT 1;
INSERT INTO item_reviewed (id, item, reviewer) VALUES (1, 1, 'Ada');
INSERT INTO item_tag (id, item, tag) SELECT 1, 1, id FROM tag LIMIT 1;
INSERT INTO note_draft (id, item, reviewer, text, at) VALUES (1, 1, 'Ada', 'Ask Lee.', '2026-01-02T03:04:05Z');
INSERT INTO last_view (id, reviewer, view) VALUES (1, 'Ada', '{}');
INSERT INTO production (id, title, receiver, query, prefix, width, first, last, reviewer, at)
    VALUES (1, 'First', 'Counsel', '', 'PMPD', 6, 1, 1, 'Ada', '2026-01-02T03:04:05Z');
INSERT INTO production_item (id, production, position, item, family, way, first, last)
    VALUES (1, 1, 1, 1, 1, 'goes', 1, 1);
INSERT INTO production_delivery (id, production, reviewer, at) VALUES (1, 1, 'Ada', '2026-01-02T03:04:05Z');
INSERT INTO production_recall (id, production_item, reason, reviewer, at)
    VALUES (1, 1, 'privileged', 'Ada', '2026-01-02T03:04:05Z');
INSERT INTO production_drop (id, production, follows, reason, reviewer, at)
    VALUES (1, 1, 1, 'stale', 'Ada', '2026-01-02T03:04:05Z');
INSERT INTO redaction (id, item, rendition, kind, start_page, end_page, quote, box, follows, reason, reviewer, at)
    SELECT 1, item, id, 'words', 1, 1, 'Lee', '[1, 2, 3, 4]', 1, 'PRV', 'Ada', '2026-01-02T03:04:05Z'
    FROM rendition LIMIT 1;
INSERT INTO redaction_reason (id, code, meaning) VALUES (1, 'XYZ', 'city charter');
INSERT INTO lawyer (id, name, address, domain, reviewer, at)
    VALUES (1, 'Dana Pell', 'dana@pell.example', 'pell.example', 'Ada', '2026-01-02T03:04:05Z');
INSERT INTO agency (id, name, lines, logo, logo_width, logo_height)
    VALUES (1, 'Quay Police', '["1 Quay"]', 'AA==', 1, 1);
INSERT INTO queue (id, name, arranged, items, archived, reviewer, created)
    VALUES (1, 'First', 'time', '1', 1, 'Ada', '2026-01-02T03:04:05Z');
INSERT INTO item_officer (id, item, officer) SELECT 1, item.id, officer.id FROM item, officer LIMIT 1;
INSERT INTO queue_batch (queue, batch) VALUES (1, '{}');
INSERT INTO reading_rule (id, counts, pace) VALUES (1, 'marked', 200);
INSERT INTO saved_search (id, name, query, found, reviewer, created, seen)
    VALUES (1, 'Gifts', 'gift*', '1', 'Ada', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z');
INSERT INTO note_rule (id, for_report) VALUES (1, 1);
INSERT INTO confidential_source (id, name, reviewer, at) VALUES (1, 'Jo Tarn', 'Ada', '2026-01-02T03:04:05Z');
INSERT INTO confidential_source_word (id, confidential_source, kind, words) VALUES (1, 1, 'number', '206 555 0101');
INSERT INTO thread_key (item, seq, key) VALUES (1, 0, 5);
INSERT INTO unpacked (family, archives, bytes, seconds) VALUES (1, 2, 3, 4.5);
INSERT INTO ocr_unwritten (rendition, number, old) SELECT rendition, number, '' FROM page LIMIT 1;
"""
"""A row for the tables that have none there."""


def key_of_full() -> Key:
    held = json.loads((FORMATS / f"{FULL}.json").read_text(encoding="utf-8"))
    with (FORMATS / f"{FULL}.evcase").open("rb") as file:
        return Key(bytes.fromhex(held["key"]), file.read(16))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed case of today with rows in every table."""
    path = tmp_path_factory.mktemp("full") / "full.evcase"
    path.write_bytes((FORMATS / f"{FULL}.evcase").read_bytes())
    with open_case(path, key_of_full()) as case, case.act("Ada", "intake batch"):
        for statement in FILLED.strip().split(";\n"):
            case.execute(statement)
    return path


SCHEMA_CHANGED = "sqlite_schema 0: this is not what was written last"


def words_of(report: Report) -> Iterator[str]:
    return (words for part in report.parts for words in part.findings)


def outsider(path: Path, key: Key) -> Connection:
    """Somebody who has the key, and another program, and heeds nothing that the file asks for."""
    connection = connect(path, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    return connection


def triggers(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]


def columns(path: Path, key: Key) -> list[tuple[str, str, str]]:
    """Each column of each table, and its type."""
    with closing(connect(path, key, read_only=True)) as connection:
        return [
            (table, name, kind)
            for (table,) in connection.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                "AND name <> 'sqlite_schema'"
            ).fetchall()
            for name, kind in connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
        ]


BY_OTHER_PARTS = CHECKED_OTHERWISE.keys() - {"seal", "seal_sum", "seal_table"}

OTHER = {
    "TEXT": "coalesce({0}, '') || 'x'",
    "BLOB": "CAST(coalesce({0}, x'') || 'x' AS BLOB)",
    "INTEGER": "coalesce({0}, 0) + 7001",
    "REAL": "coalesce({0}, 0) + 0.5",
}
"""Another value of each type."""


def changed_by_hand(connection: Connection, table: str, column: str, kind: str) -> bool:
    """Change a column by hand; False when the table has no row that lets itself be changed."""
    value = "json_set(detail, '$.x', 1)" if column == "detail" else OTHER[kind].format(f'"{column}"')
    for name in triggers(connection):
        connection.execute(f'DROP TRIGGER "{name}"')
    done = connection.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = {value}')
    return bool(done.rowcount > 0)


def found_by_seals(path: Path, connection: Connection) -> list[str]:
    case = Case(path, connection, lambda: connection, read_only=True)
    return seal_check.check(case, Quiet())[1]


@pytest.mark.parametrize("part", a_few([0], range(1, 8)))
def test_each_value_that_is_changed_by_other_means_is_reported_with_its_table(full: Path, part: int) -> None:
    """An eighth of the columns of all tables each time, all of them at length."""
    key, missed = key_of_full(), []
    with closing(outsider(full, key)) as connection:
        for table, column, kind in columns(full, key)[part::8]:
            if table in BY_OTHER_PARTS or (table, column) == (
                "seal_sum",
                "id",
            ):  # the number of an only row means nothing
                continue
            connection.execute("BEGIN")
            assert changed_by_hand(connection, table, column, kind), f"{table} has no rows"
            found = found_by_seals(full, connection)
            connection.execute("ROLLBACK")
            about = "seal" if table in CHECKED_OTHERWISE else table
            # That the triggers went is found as well, and is not meant here.
            if not any(each.startswith(about) or (about == "seal" and "seal" in each) for each in found):
                missed.append(f"{table}.{column}: {found}")
    assert missed == []


@pytest.mark.parametrize("part", a_few([0], range(1, 8)))
def test_each_value_without_a_seal_that_is_changed_is_reported_by_another_part(
    full: Path, tmp_path: Path, part: int
) -> None:
    key, path, missed = key_of_full(), tmp_path / "full.evcase", []
    for table, column, kind in [each for each in columns(full, key) if each[0] in BY_OTHER_PARTS][part::8]:
        path.write_bytes(full.read_bytes())
        with closing(outsider(path, key)) as connection:
            assert changed_by_hand(connection, table, column, kind)
        if set(words_of(verify(path, key))) <= {SCHEMA_CHANGED}:
            missed.append(f"{table}.{column}")
    assert missed == []


def holds_other(older: bytes, later: bytes, at: int, key: Key) -> bool:
    """Whether a page was used and is another: of a free page, or one that was and is empty, nothing is read."""
    if older == later:
        return False
    one, two = (decrypted(page, at, key) for page in (older, later))
    return two.strip(b"\0") != b"" and (one[:8] != two[:8] or one[3:5] != b"\0\0")


def decrypted(page: bytes, at: int, key: Key) -> bytes:
    """What a page says, as SQLCipher encrypts it: AES-256-CBC, with 16 bytes of IV and 64 of HMAC at its end."""
    cipher = Cipher(algorithms.AES(key.raw), modes.CBC(page[-80:-64])).decryptor()
    return cipher.update(page[0 if at else 16 : -80]) + cipher.finalize()


def everything_changed(case: Case) -> None:
    """Give the rows of every table other values, as one act of the program."""
    tables = [place.table for place in places(case)[1:] if "_fts_" not in place.table]
    with case.act("Ada", "intake batch"):
        for (item,) in case.tuples("SELECT item FROM item_text"):
            texts.set_body(case, item, f"Quite other words stand in {item} now.")
        for table in tables:
            own = "SELECT name, type FROM pragma_table_info(?1) WHERE NOT pk AND name NOT IN ({})".format(
                'SELECT "from" FROM pragma_foreign_key_list(?1)'
            )
            for name, kind in case.tuples(own, (table,)):
                if name == "body":
                    continue  # it is compressed
                value = OTHER[kind].format(f'"{name}"')
                with suppress(DatabaseError):  # one of a few values, say
                    case.execute(f'UPDATE OR IGNORE "{table}" SET "{name}" = {value}')


@pytest.mark.parametrize("part", a_few([0], range(1, 16)))
def test_each_page_that_is_put_back_from_an_older_copy_is_reported(full: Path, tmp_path: Path, part: int) -> None:
    """Of every table and index; a sixteenth of the pages each time, all of them at length."""
    key, path = key_of_full(), tmp_path / "full.evcase"
    older = full.read_bytes()
    path.write_bytes(older)
    with open_case(path, key) as case:
        everything_changed(case)
    later, before = path.read_bytes(), set(words_of(verify(path, key)))
    changed = [
        at for at in range(0, len(older), PAGE) if holds_other(older[at : at + PAGE], later[at : at + PAGE], at, key)
    ]
    assert len(changed) > 120
    missed = []
    for at in changed[part::16]:
        path.write_bytes(later[:at] + older[at : at + PAGE] + later[at + PAGE :])
        if not set(words_of(verify(path, key))) - before:
            missed.append(at // PAGE + 1)
    path.write_bytes(later)
    # Notes are deleted for good: of so few the words are found without the index of their index.
    with closing(outsider(path, key)) as connection:
        ((harmless,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'note_fts_idx'").fetchall()
    assert set(missed) <= {harmless}


def test_a_case_of_an_earlier_format_is_sealed_from_the_day_it_is_brought_up_to_date(tmp_path: Path) -> None:
    path, key = tmp_path / "old.evcase", key_of_full()
    path.write_bytes((FORMATS / f"{FULL}.evcase").read_bytes())
    assert verify(path, key).sealed_since == "never"
    with open_case(path, key) as case:
        (upgraded,) = (entry.at for entry in audit.entries(case) if entry.facts.get("to") == SEALED)
    assert verify(path, key).sealed_since == upgraded


def test_seals_rewritten_with_the_rows_do_not_agree_with_the_trail(case: Case, key: Key) -> None:
    """Whoever puts back a row together with its seal meets the sum of the seals in the last entry."""
    tags.add(case, "camera", reviewer="Ada")
    path = case.path
    case.close()
    older = path.read_bytes()
    with open_case(path, key) as again, again.act("Ada", "intake batch"):
        again.execute("INSERT INTO custodian (name) VALUES ('Lune')")
    assert path.read_bytes() != older
    with closing(outsider(path, key)) as connection:
        connection.execute("DELETE FROM custodian")
        connection.execute("DELETE FROM seal WHERE seal_table = (SELECT id FROM seal_table WHERE name = 'custodian')")
    assert any("are not those that audit entry 3 bound" in words for words in words_of(verify(path, key)))


@pytest.mark.parametrize("gone", [("seal",), ("seal", "seal_sum", "seal_table")])
def test_seals_that_are_gone_altogether_are_told_by_the_trail(case: Case, key: Key, gone: tuple[str, ...]) -> None:
    """A case of a format without seals has none either, and has none in its trail."""
    path = case.path
    case.close()
    with closing(outsider(path, key)) as connection:
        for table in gone:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE case_record SET title = 'Another'")
    assert "the seals that audit entry 1 bound are gone" in words_of(verify(path, key))
    with pytest.raises(TamperedError, match="the table seal is gone"):
        open_case(path, key)


def test_a_case_made_to_look_older_and_sealed_anew_is_told_by_the_trail(case: Case, key: Key) -> None:
    path = case.path
    case.close()
    with closing(outsider(path, key)) as connection:
        for trigger in ("thread_headers_changed", "thread_people_changed", "thread_words_removed"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("ALTER TABLE arranging DROP COLUMN thread_rules")
        for table in ("seal", "seal_sum", "seal_table", "note_draft", "last_view", "item_reviewed", "thread_key"):
            connection.execute(f"DROP TABLE {table}")
        productions = ("production_drop", "production_recall", "production_delivery", "production_item", "production")
        for table in (
            *productions,
            "privilege_call",
            "redaction",
            "redaction_reason",
            "lawyer",
            "agency",
            "item_tag",
            "item_officer",
            "queue",
            "reading_rule",
            "queue_batch",
            "saved_search",
            "note_rule",
            "confidential_source_word",
            "confidential_source",
        ):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE item_mark ADD COLUMN privileged INTEGER NOT NULL DEFAULT 0")
        connection.execute("ALTER TABLE tag DROP COLUMN internal")
        connection.execute("UPDATE case_record SET title = 'Another'")
        connection.execute(f"PRAGMA user_version = {SEALED - 1}")
        connection.execute("PRAGMA writable_schema = ON")  # else the case is refused for statements of no such format
        for kind, name, _, sql in schema_check._expected(SEALED - 1, STEPS):
            connection.execute(
                "UPDATE sqlite_schema SET sql = ? WHERE type = ? AND name = ? AND sql <> ''", (sql, kind, name)
            )
    open_case(path, key).close()
    told = list(words_of(verify(path, key)))
    assert told == ["audit entry 2 sealed the case anew, though audit entry 1 had bound its seals"]


def test_a_column_that_a_later_format_adds_leaves_the_seals_as_they_are(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "case.evcase"

    def add(case: Case) -> None:
        case.execute("ALTER TABLE custodian ADD COLUMN office TEXT NOT NULL DEFAULT 'none'")
        case.execute("CREATE TABLE office (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        case.execute("INSERT INTO office (name) VALUES ('Harbour')")

    with create_case(path, key, title="A case", reviewer="Ada") as case, case.act("Ada", "intake batch"):
        case.execute("INSERT INTO custodian (name) VALUES ('Lune')")
    with open_case(path, key, steps=(*STEPS, add)) as case:
        assert seal_check.check(case, Quiet())[1] == []
        with case.act("Ada", "intake batch"):
            case.execute("UPDATE custodian SET office = 'Quarry'")
        assert seal_check.check(case, Quiet())[1] == []
    with closing(outsider(path, key)) as connection:
        connection.execute("UPDATE custodian SET office = 'none'")
        connection.execute("UPDATE office SET name = 'Pier'")
        found = found_by_seals(path, connection)
    assert {words.split(":")[0] for words in found} == {"custodian 1", "office 1"}


def test_a_step_to_another_format_seals_what_it_makes_and_nothing_that_was_changed_by_other_means(
    tmp_path: Path, key: Key
) -> None:
    path = tmp_path / "case.evcase"

    def add(case: Case) -> None:
        case.execute("CREATE TABLE office (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        case.execute("INSERT INTO office (name) VALUES ('Harbour')")

    with create_case(path, key, title="A case", reviewer="Ada") as case, case.act("Ada", "intake batch"):
        case.execute("INSERT INTO custodian (name) VALUES ('Lune')")
    with closing(outsider(path, key)) as connection:
        connection.execute("UPDATE custodian SET name = 'Forged'")
    with open_case(path, key, steps=(*STEPS, add)) as case:
        assert seal_check.check(case, Quiet())[1] == ["custodian 1: this is not what was written last"]
