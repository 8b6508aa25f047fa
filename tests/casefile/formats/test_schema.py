"""The tables of a case: those of each format as its own program made them, and a foreign key behind each reference."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as cipher

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS, newest, take_steps
from reviewer.casefile.engine.opening import create_case
from tests.casefile.formats import kept_case
from tests.casefile.formats.test_formats import FORMATS, RELEASED, copied, digits

Schema = dict[str, Any]

REFERENCES = {
    "allegation_confirmation.element": "clause_element",
    "allegation_dismissal.element": "clause_element",
    "allegation_explanation.element": "clause_element",
    "allegation_ground.element": "clause_element",
    "allegation_search.confirmation": "allegation_confirmation",
    "audit.undoes": "audit",
    "benefit.merged_into": "benefit",
    "benefit_distinct.one": "benefit",
    "benefit_distinct.two": "benefit",
    "finding.exemption": "clause_exemption",
    "finding.reopens": "finding",
    "finding_signature.key": "signing_key",
    "finding_signature.step": "finding_step",
    "interview.record": "item",
    "interview.recording": "item",
    "interview.transcript": "item",
    "interview_answer.question": "interview_question",
    "interview_citation.question": "interview_question",
    "interview_note.question": "interview_question",
    "interview_question.topic": "interview_topic",
    "interview_showing.exhibit": "interview_exhibit",
    "interview_showing.question": "interview_question",
    "item.duplicate_of": "item",
    "item.family": "item",
    "item.parent": "item",
    "message_fingerprint.original": "item",
    "near_duplicate.other": "item",
    "ocr_page.number": "page",
    "ocr_page.rendition": "page",
    "ocr_unwritten.number": "page",
    "ocr_unwritten.rendition": "page",
    "piece.whole": "content",
    "production.follows": "production",
    "production_drop.follows": "production",
    "production_item.family": "item",
    "queue.sampled": "queue",
    "redaction.follows": "redaction",
    "source_file.root": "source_root",
    "tag.parent": "tag",
    "thread_correction.child": "item",
    "thread_correction.parent": "item",
    "thread_edge.child": "item",
    "thread_edge.missing_child": "missing_message",
    "thread_edge.missing_parent": "missing_message",
    "thread_edge.parent": "item",
    "thread_message.place": "item",
    "unpacked.family": "item",
}
"""Columns that refer to a row and are not called as its table is."""

NO_REFERENCE = {
    "benefit.giver_organisation": "older than the table of organisations; none is taken away while a benefit names it",
    "hidden_text.page": "the number of a page, counted from 1; 0 for no page",
    "queue_batch.queue": "derived, and made again; a queue may be taken back",
}
"""Columns of whole numbers called as a table that have no foreign key, each with the reason."""


def schema(case: Any) -> Schema:
    """All that SQLite says of the tables of an open case or connection, and the statements without their remarks."""
    found: Schema = {}
    for kind, name, table, sql in _rows(case, "SELECT type, name, tbl_name, sql FROM sqlite_schema"):
        if re.search(r"^sqlite_|_fts_(data|idx|content|docsize|config)$", name):
            continue  # SQLite's own
        found[f"{kind} {name}"] = " ".join(re.sub(r"--[^\n]*", "", sql or "").split())
        if kind == "table" and not name.endswith("_fts"):
            found[f"columns of {table}"] = _rows(case, f"PRAGMA table_xinfo({table})")
            found[f"references of {table}"] = sorted(
                row[2:] for row in _rows(case, f"PRAGMA foreign_key_list({table})")
            )
        if kind == "index":
            found[f"columns of {name}"] = _rows(case, f"PRAGMA index_xinfo({name})")
    return found


def _rows(case: Any, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in case.execute(sql)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Schema]:
    """The tables of each format, as today's scripts make them one after the other."""
    path, key = tmp_path_factory.mktemp("made") / "made.evcase", Key(bytes(32), bytes(16))
    found = {}
    with create_case(path, key, title="A case", reviewer="Ada", steps=()) as case:
        for number in range(1, newest() + 1):
            take_steps(case, STEPS[: number - 1])
            found[number] = schema(case)
    return found


def test_the_scripts_of_each_format_make_the_tables_that_its_own_program_made(
    made: dict[int, Schema], tmp_path: Path
) -> None:
    """So nothing of a format that was released was changed, or left out, since."""
    assert set(FORMATS) >= set(range(1, RELEASED + 1))
    for number in FORMATS:
        connection = cipher.connect(str(copied(number, tmp_path)))
        connection.execute(f"PRAGMA key = \"x'{digits(number)}'\"")
        kept = schema(connection)
        connection.close()
        assert made[number] == kept, f"format {number}"


def test_a_new_case_has_the_tables_of_one_that_was_brought_up_to_date(made: dict[int, Schema], case: Case) -> None:
    assert schema(case) == made[newest()]


def test_each_column_that_refers_to_a_row_has_a_foreign_key(case: Case) -> None:
    tables = [name for (name,) in _rows(case, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    columns = {f"{table}.{row[1]}": row[2] for table in tables for row in _rows(case, f"PRAGMA table_xinfo({table})")}
    keys = {f"{table}.{row[3]}": row[2] for table in tables for row in _rows(case, f"PRAGMA foreign_key_list({table})")}
    called = {name: name.partition(".")[2] for name, kind in columns.items() if kind == "INTEGER"}
    wanted = {name: table for name, table in called.items() if table in tables and name not in NO_REFERENCE}
    assert keys == wanted | REFERENCES
    assert NO_REFERENCE.keys() <= columns.keys() - keys.keys(), "a reason that is no longer needed"


def test_the_kept_pages_are_those_that_were_encrypted(case: Case, key: Key) -> None:
    case.close()
    held = kept_case.decrypted(case.path.read_bytes(), key.raw)
    assert held.count(b"CREATE TABLE case_record") == 1
    again = case.path.with_name("again.evcase")
    again.write_bytes(kept_case.encrypted(held, key.raw))
    assert kept_case.decrypted(again.read_bytes(), key.raw) == held
