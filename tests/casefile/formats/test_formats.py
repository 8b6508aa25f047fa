"""Cases as earlier versions of the program left them open today with all that was in them.

Each ``format_<n>.evcase`` was built by the program of its time; ``format_<n>.json`` beside it is what its tables held,
written down by no part of the program. README.md tells how.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import newest
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.engine.verify import verify
from reviewer.casefile.evidence import texts
from reviewer.casefile.evidence.account import account
from reviewer.casefile.evidence.items import many
from reviewer.domain.ids import ItemId
from reviewer.domain.policy.finding import Done
from reviewer.domain.reasons.reason import unpack
from reviewer.domain.reasons.vocabulary import ENGLISH, pieces
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.evidence import deep_verify
from reviewer.usecases.policy import findings
from tests.casefile.formats.make import plain, record
from tests.endurance import a_few
from tests.wording import words

HERE = Path(__file__).parent
FORMATS = sorted(int(path.stem.removeprefix("format_")) for path in HERE.glob("format_*.evcase"))
RELEASED = 10
"""The latest format that a released program wrote. README.md tells how the case of the next one is made."""
Row = dict[str, Any]


def in_words(case: Case, sql: str, row: Row, between: str = "; ") -> str:
    """Reasons are codes since format 16; the words for them are those of the sentences that were stored."""
    return between.join(words(unpack(case.value(sql, {name: row[name] for name in row if f":{name}" in sql}))))


def metadata_in_words(case: Case, row: Row) -> str:
    told = json.loads(case.value("SELECT metadata FROM item WHERE id = ?", (row["id"],)))
    if "defects" in told:
        told["defects"] = "\n".join(words(unpack(told["defects"])))
    if "protection" in told:
        told["protection"] = "; ".join(words(unpack(told["protection"])))
    for name in {"taken apart", "draft", "hidden words"} & told.keys():
        told[name] = "; ".join(words(unpack(told[name])))
    held: str = row["metadata"]
    return held if json.loads(held) == told else json.dumps(told)


ASKED: dict[str, str] = {
    "participant": "SELECT item, seq, role, name, address FROM participant ORDER BY item, seq",
}
"""Tables that are not what they were: how a query answers today with the rows they held, in the old order.

participant: each person is kept once since format 12; what is asked is a view.
"""

MOVED: dict[tuple[str, str], str] = {}
"""Columns that have another name today: table and column as they were, and the new name of the column."""

REMADE: dict[str | tuple[str, str], str] = {
    ("arranging", "signatures"): "how signatures are made: their numbers have 16 bits since format 14",
    ("text_signature", "minhash"): "the lower half of each number is kept since format 14",
}
"""Tables, and columns of tables, that the program derives from others and made anew; each with the reason.

What they are for must be shown by another test here: that a search finds the same, that the case verifies.
"""


def texts_of(case: Case, row: Row) -> texts.Words:
    return texts.of_items(case, [ItemId(row["item"])])[ItemId(row["item"])]


ELSEWHERE: dict[tuple[str, str], Callable[[Case, Row], Any]] = {
    ("item_text", "subject"): lambda case, row: texts_of(case, row).subject,
    ("item_text", "people"): lambda case, row: texts_of(case, row).people,
    ("item_text", "body"): lambda case, row: texts_of(case, row).body,
    ("item_text", "hidden"): lambda case, row: texts_of(case, row).hidden,
    ("item_text", "notes"): lambda case, row: texts.notes(case, ItemId(row["item"])),
    ("item", "reason"): lambda case, row: in_words(case, "SELECT reason FROM item WHERE id = :id", row),
    ("item", "flags"): lambda case, row: in_words(case, "SELECT flags FROM item WHERE id = :id", row, "\n"),
    ("item", "metadata"): metadata_in_words,
    ("item_mark", "privileged"): lambda case, row: case.value(
        "SELECT count(*) FROM privilege_call WHERE item = :item AND kind = 'unspecified'", row
    ),
    ("source_file", "reason"): lambda case, row: in_words(case, "SELECT reason FROM source_file WHERE id = :id", row),
    ("rendition", "remark"): lambda case, row: in_words(case, "SELECT remark FROM rendition WHERE id = :id", row),
    ("hidden_text", "how"): lambda case, row: in_words(
        case, "SELECT how FROM hidden_text WHERE item = :item AND seq = :seq", row
    ),
    ("thread_edge", "evidence"): lambda case, row: in_words(
        case, "SELECT evidence FROM thread_edge WHERE id = :id", row
    ),
    ("ocr_page", "reason"): lambda case, row: in_words(
        case, "SELECT reason FROM ocr_page WHERE rendition = :rendition AND number = :number", row
    ),
}
"""Columns whose values are kept in another form: table and column as they were, and how a row's value is read today.

The row comes as it was recorded; bytes are recorded, and expected, as ``tests.casefile.formats.make.plain`` has them.
"""


def recorded(number: int) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((HERE / f"format_{number}.json").read_text(encoding="utf-8"))
    return held


def key_of(number: int) -> Key:
    with (HERE / f"format_{number}.evcase").open("rb") as file:
        return Key(bytes.fromhex(recorded(number)["key"]), file.read(16))


def copied(number: int, folder: Path) -> Path:
    path = folder / f"format_{number}.evcase"
    path.write_bytes((HERE / path.name).read_bytes())
    return path


def digits(number: int) -> str:
    key = key_of(number)
    return key.raw.hex() + key.salt.hex()


def lost(case: Case, number: int) -> list[str]:
    """Every value of the record of a format that an upgraded case does not hold where it should."""
    tables = recorded(number)["tables"]
    now = record(case.path, digits(number))["tables"]
    return [difference for name, held in tables.items() for difference in _lost_of(case, name, held, now)]


def _lost_of(case: Case, name: str, held: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    if name in REMADE:
        return
    kept = now.get(name, {"columns": [], "rows": []})
    rows = [dict(zip(kept["columns"], row, strict=True)) for row in kept["rows"]]
    if name in ASKED:
        rows = [{column: plain(row[column]) for column in row.keys()} for row in case.rows(ASKED[name])]  # noqa: SIM118
    added = len(rows) - len(held["rows"])
    if added < 0 or (added and name != "audit"):
        yield f"{name}: {len(held['rows'])} rows were there, {len(rows)} are"
    for values, row in zip(held["rows"], rows, strict=False):
        before = dict(zip(held["columns"], values, strict=True))
        for column, value in before.items():
            if (name, column) in REMADE:
                continue
            read = ELSEWHERE.get((name, column))
            found = read(case, before) if read else row.get(MOVED.get((name, column), column), "no such column")
            if found != value:
                yield f"{name}.{column}: {value!r} was there, {found!r} is, in {before}"


@pytest.fixture(params=FORMATS, ids=lambda number: f"format {number}")
def number(request: pytest.FixtureRequest) -> int:
    made: int = request.param
    return made


@pytest.fixture(scope="module")
def upgrades(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cases that were upgraded already, by format."""
    return tmp_path_factory.mktemp("upgrades")


@pytest.fixture
def upgraded(number: int, upgrades: Path, tmp_path: Path) -> Iterator[Case]:
    """A case of that format, upgraded once for all tests, opened again as a copy."""
    kept = upgrades / f"format_{number}.evcase"
    if not kept.exists():
        open_case(copied(number, tmp_path), key_of(number)).close()
        (tmp_path / kept.name).replace(kept)
    with open_case(Path(shutil.copy(kept, tmp_path)), key_of(number)) as case:
        yield case


def test_there_is_a_case_of_every_format_that_was_released() -> None:
    assert set(FORMATS) >= set(range(1, RELEASED + 1))


def test_nothing_that_a_case_held_is_lost_by_its_upgrade(upgraded: Case, number: int) -> None:
    assert upgraded.value("PRAGMA user_version") == newest()
    upgraded.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert lost(upgraded, number) == []


def test_a_second_reviewer_of_an_earlier_format_signed_by_a_typed_name(upgraded: Case, number: int) -> None:
    steps = [step for each in findings.listed(upgraded, history=True) for step in each.finding.steps]
    signed = {step.reviewer: step.signed for step in steps if step.done is Done.REVIEWED}
    assert signed == ({"Bo": "typed name"} if number >= 7 else {})
    assert all("does not hold" not in why for each in findings.listed(upgraded) for why in each.finding.look_again)


def test_what_was_found_before_is_found_after(upgraded: Case, number: int) -> None:
    found = {
        query: sorted(item.control for item in many(upgraded, search.ids(upgraded, query)))
        for query in recorded(number)["searches"]
    }
    assert found == recorded(number)["searches"]


def test_no_column_holds_a_sentence_of_ours(upgraded: Case) -> None:
    """What the catalogue says is stored as codes; the trail alone keeps what was written to it word for word."""
    ours = re.compile("|".join(_as_pattern(each) for each in ENGLISH.values() if _is_sentence(each)), re.DOTALL)
    found = []
    for (table,) in upgraded.tuples("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"):
        for column in upgraded.rows("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'", (table,)):
            for (text,) in upgraded.tuples(f"SELECT DISTINCT {column['name']} FROM {table}"):
                if table != "audit" and text and not text.startswith("[[") and ours.fullmatch(text):
                    found.append((table, column["name"], text))
    assert found == []


def _is_sentence(template: str) -> bool:
    return len(re.sub(r"{[^}]*}", "", template).split()) > 2


def _as_pattern(template: str) -> str:
    return "".join(re.escape(words) + (".+" if name else "") for words, name, _ in pieces(template))


def test_the_account_of_the_evidence_is_as_it_was(upgraded: Case, number: int) -> None:
    counts = account(upgraded).totals
    assert {name: getattr(counts, name) for name in recorded(number)["account"]} == recorded(number)["account"]


def test_an_act_of_then_is_undone_today(upgraded: Case) -> None:
    assert upgraded.value("SELECT count(*) FROM tag WHERE name = 'added last'") == 1
    undo.undo(upgraded, reviewer="Ada")
    assert upgraded.value("SELECT count(*) FROM tag WHERE name = 'added last'") == 0
    undo.redo(upgraded, reviewer="Ada")
    assert upgraded.value("SELECT count(*) FROM tag WHERE name = 'added last'") == 1


def test_an_upgraded_case_and_the_copy_made_before_are_whole(number: int, tmp_path: Path) -> None:
    path = copied(number, tmp_path)
    open_case(path, key_of(number)).close()
    report = verify(path, key_of(number))
    assert report.whole, report
    copies = list(tmp_path.glob("*.before-*"))
    assert len(copies) == (number < newest())
    for copy in copies:
        report = verify(copy, key_of(number))
        assert report.whole, report
        before = recorded(number)
        assert record(copy, digits(number)) == {name: before[name] for name in ("format", "tables")}


def test_an_upgraded_case_differs_in_nothing_from_its_originals_but_by_what_readers_say_today(
    upgraded: Case, number: int, workers: Workers
) -> None:
    """Another version of the program read them; what its readers say otherwise is told apart, and is no damage."""
    parts = deep_verify.parts(upgraded.path, key_of(number), workers)
    assert [words for part in parts for words in part.findings] == []
    assert parts[0].checked == upgraded.value("SELECT count(*) FROM item")
    reasons = {words.split(": ")[1] for part in parts for words in part.apart if ": " in words}
    of_then = {"it was locked then, or is now"} if number < 4 else set()  # no password could be given before
    assert reasons <= of_then | {"another version of this program read it", "another version of its reader read it"}


def run_killed(path: Path, number: int, statement: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.casefile.formats.killed", str(path), key_of(number).literal(), str(statement)],
        check=False,
        capture_output=True,
        text=True,
        cwd=HERE.parents[2],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[2])},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@pytest.mark.parametrize("number", [1, 9], ids=lambda number: f"format {number}", indirect=True)
@pytest.mark.parametrize("ninths", a_few([(2, 5, 8)], [((1, 3, 4, 6, 7),)]))
def test_an_upgrade_that_is_killed_leaves_a_whole_case_of_one_format(
    number: int, tmp_path: Path, ninths: tuple[int, ...]
) -> None:
    (tmp_path / "whole").mkdir()
    statements = int(run_killed(copied(number, tmp_path / "whole"), number, 0).stdout)
    for point in ninths:
        folder = tmp_path / f"killed at {point}"
        folder.mkdir()
        path = copied(number, folder)
        child = run_killed(path, number, statements * point // 9)
        assert child.returncode == -signal.SIGKILL, child.stderr
        assert number <= record(path, digits(number))["format"] <= newest()
        with open_case(path, key_of(number)) as case:
            case.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert lost(case, number) == []
        assert verify(path, key_of(number)).whole
