"""Cases as earlier versions of the program left them open today with all that was in them.

Each ``format_<n>.evcase`` was built by the program of its time; ``format_<n>.json`` beside it is what its tables held,
written down by no part of the program. README.md tells how.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pymupdf
import pytest

from reviewer.casefile.engine import schema_check
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import newest
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.evidence import contents, texts
from reviewer.casefile.evidence.account import account
from reviewer.casefile.evidence.items import many
from reviewer.casefile.verification.verify import verify
from reviewer.domain.ids import ContentId, ItemId
from reviewer.domain.policy.finding import Done
from reviewer.domain.reasons.reason import unpack
from reviewer.domain.reasons.vocabulary import ENGLISH, pieces
from reviewer.errors import CaseError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.evidence import deep_verify
from reviewer.usecases.policy import findings
from tests.casefile.formats import kept_case
from tests.casefile.formats.make import plain, record
from tests.endurance import a_few
from tests.wording import words

HERE = Path(__file__).parent
FORMATS = sorted(int(path.stem.removeprefix("format_")) for path in HERE.glob("format_*.json"))
RELEASED = 39
"""The latest format that a released program wrote. README.md tells how the case of the next one is made."""
EACH_TIME = (1, 10, 13, 22, 36)
"""Formats that are tried each time: the first, before and after what changed most of a case; all at length."""
EMPTY = {"ocr_unwritten": "pages recognised and not written into the search yet: only of an OCR that was killed"}
"""Tables that no row is kept of, since format 11; each with the reason."""
PLACE = re.compile(rb"(?:/(?:tmp|root|home|work|Users)/|[A-Z]:\\Users\\)[!-~]*")
"""Where things lie on the computer of whoever made a case."""
NEUTRAL = re.compile(rb"/tmp/tmp[a-z0-9_]{8}/(?:disk|complaints\.csv|report)")
"""What README.md lets the cases up to format 10 say of it."""
Row = dict[str, Any]


def in_words(case: Case, sql: str, row: Row, between: str = "; ") -> str:
    """Reasons are codes since format 16; the words for them are those of the sentences that were stored."""
    return between.join(words(unpack(case.value(sql, {name: row[name] for name in row if f":{name}" in sql}))))


def metadata_in_words(case: Case, row: Row) -> str:
    told = json.loads(case.value("SELECT metadata FROM item WHERE id = ?", (row["id"],)))
    held: str = row["metadata"]
    before = json.loads(held)
    for name in {"defects", "protection", "taken apart", "draft", "hidden words"} & told.keys():
        if told[name] != before.get(name):
            told[name] = ("\n" if name == "defects" else "; ").join(words(unpack(told[name])))
    return held if before == told else json.dumps(told)


ASKED: dict[str, str] = {
    "participant": "SELECT item, seq, role, name, address FROM participant ORDER BY item, seq",
}
"""Tables that are not what they were: how a query answers today with the rows they held, in the old order.

participant: each person is kept once since format 12; what is asked is a view.
"""

MOVED: dict[tuple[str, str], str] = {}
"""Columns that have another name today: table and column as they were, and the new name of the column."""

REMADE: dict[str | tuple[str, str], tuple[int, str]] = {
    ("arranging", "signatures"): (14, "how signatures are made: their numbers have 16 bits since then"),
    ("text_signature", "minhash"): (14, "the lower half of each number is kept since then"),
    "seal": (newest(), "what a row was when it was written last: of what a step adds or changes there is a new one"),
    "seal_sum": (newest(), "the sum of the seals"),
}
"""Tables, and columns of tables, that the program derives from others and made anew; by which format, and why.

What they are for must be shown by another test here: that a search finds the same, that the case verifies.
"""

GROWING = ("audit", "seal_table")
"""Tables to which an upgrade adds rows: the trail tells of it, and what the tables are called that it makes."""


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


@cache
def key_of(number: int) -> Key:
    return Key(kept_case.key_of(number), kept_case.case_file(number)[:16])


def copied(number: int, folder: Path) -> Path:
    path = folder / f"format_{number}.evcase"
    path.write_bytes(kept_case.case_file(number))
    return path


@cache
def tables_of(number: int) -> dict[str, Any]:
    """What the tables of a case held: as it was written down then, since format 11 as the case says."""
    if number < kept_case.FIRST:
        held: dict[str, Any] = recorded(number)["tables"]
        return held
    with TemporaryDirectory() as folder:
        told = record(copied(number, Path(folder)), digits(number))
    assert told["format"] == number
    tables: dict[str, Any] = told["tables"]
    return tables


def digits(number: int) -> str:
    key = key_of(number)
    return key.raw.hex() + key.salt.hex()


def lost(case: Case, number: int) -> list[str]:
    """Every value of the record of a format that an upgraded case does not hold where it should."""
    now = record(case.path, digits(number))["tables"]
    remade = {which for which, (since, _) in REMADE.items() if number < since}
    return [
        difference
        for name, held in tables_of(number).items()
        if name not in remade
        for difference in _lost_of(case, name, held, now, remade)
    ]


def _lost_of(
    case: Case, name: str, held: dict[str, Any], now: dict[str, Any], remade: set[str | tuple[str, str]]
) -> Iterator[str]:
    kept = now.get(name, {"columns": [], "rows": []})
    rows = [dict(zip(kept["columns"], row, strict=True)) for row in kept["rows"]]
    if name in ASKED:
        rows = [{column: plain(row[column]) for column in row.keys()} for row in case.rows(ASKED[name])]  # noqa: SIM118
    added = len(rows) - len(held["rows"])
    if added < 0 or (added and name not in GROWING):
        yield f"{name}: {len(held['rows'])} rows were there, {len(rows)} are"
    for values, row in zip(held["rows"], rows, strict=False):
        before = dict(zip(held["columns"], values, strict=True))
        for column, value in before.items():
            if (name, column) in remade:
                continue
            found = row.get(MOVED.get((name, column), column), "no such column")
            if found != value and (name, column) in ELSEWHERE:
                found = ELSEWHERE[name, column](case, before)
            if found != value:
                yield f"{name}.{column}: {value!r} was there, {found!r} is, in {before}"


@pytest.fixture(
    params=a_few(EACH_TIME, [number for number in FORMATS if number not in EACH_TIME]),
    ids=lambda number: f"format {number}",
)
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


@pytest.mark.parametrize("number", a_few([11, RELEASED], range(12, RELEASED)))
def test_no_table_of_a_case_is_empty(number: int) -> None:
    """Since format 11, whose cases were made so."""
    assert {name for name, table in tables_of(number).items() if not table["rows"]} == EMPTY.keys()


def test_what_a_case_has_is_what_the_steps_to_its_format_make(number: int, tmp_path: Path) -> None:
    """Else it could no more be opened. Cases of what is published cannot be made anew."""
    with closing(connect(copied(number, tmp_path), key_of(number), read_only=True)) as connection:
        case = Case(tmp_path, connection, lambda: pytest.fail("no reader"), read_only=True)
        assert schema_check.foreign(case, number) == []


def places(number: int, *held: bytes) -> set[bytes]:
    """What tells of a computer in some bytes, be they UTF-8 or UTF-16."""
    told = b"\n".join([*held, *(each.replace(b"\0", b"") for each in held)])
    if number < kept_case.FIRST:
        told = NEUTRAL.sub(b"", told)
    return set(PLACE.findall(told))


@pytest.mark.parametrize("number", FORMATS)
def test_no_page_of_a_case_tells_where_it_was_made(number: int) -> None:
    pages = kept_case.decrypted(kept_case.case_file(number), kept_case.key_of(number))
    assert b"disk" in pages
    assert places(number, pages) == set()


def test_nothing_packed_in_a_case_tells_where_it_was_made(upgraded: Case, number: int) -> None:
    originals = [contents.read(upgraded, ContentId(each)) for (each,) in upgraded.tuples("SELECT id FROM content")]
    items = [ItemId(each) for (each,) in upgraded.tuples("SELECT id FROM item")]
    bodies = [repr(each).encode() for each in texts.of_items(upgraded, items).values()]
    rows = json.dumps(tables_of(number), ensure_ascii=False).encode()
    printed = [inflated(each) for each in originals if each.startswith(b"%PDF") and b"%%EOF" in each]
    assert any(b"free doorbell camera" in each for each in bodies)
    assert places(number, rows, *originals, *bodies, *printed) == set()


def inflated(document: bytes) -> bytes:
    """A PDF with its streams unpacked; one that is locked as it is."""
    with pymupdf.open(stream=document, filetype="pdf") as opened:
        return document if opened.needs_pass else bytes(opened.tobytes(expand=255))


def test_nothing_that_a_case_held_is_lost_by_its_upgrade(upgraded: Case, number: int) -> None:
    assert upgraded.value("PRAGMA user_version") == newest()
    upgraded.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert lost(upgraded, number) == []


def test_a_second_reviewer_of_an_earlier_format_signed_by_a_typed_name(upgraded: Case, number: int) -> None:
    steps = [step for each in findings.listed(upgraded, history=True) for step in each.finding.steps]
    signed = {step.reviewer: step.signed for step in steps if step.done is Done.REVIEWED}
    own = signed.pop("Cy Tran", "")
    assert own.startswith("signed with own key") == (number >= 19)
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
        assert record(copy, digits(number)) == {"format": number, "tables": tables_of(number)}


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


KILLS = int(os.environ.get("REVIEWER_KILLS", "0"))
"""How many points of each upgrade the long run tries, in place of 12: each upgrade of several steps."""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@pytest.mark.parametrize(("number", "points"), a_few([(10, 2)], [(each, KILLS or 12) for each in (1, 13, 22, 34)]))
def test_an_upgrade_that_is_killed_leaves_a_whole_case_of_one_format(number: int, points: int, tmp_path: Path) -> None:
    """Of the old format or one on the way, which a reader is told; the next upgrade goes on, with one copy in all."""
    source, key = copied(number, tmp_path), key_of(number).literal()
    run = subprocess.run(
        [sys.executable, "-m", "tests.casefile.formats.killed", source, key, tmp_path, str(points)],
        check=False,
        capture_output=True,
        text=True,
        cwd=HERE.parents[2],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[2])},
    )
    assert run.returncode == 0, run.stderr
    found = []
    for point in range(points):
        path = tmp_path / str(point) / f"format_{number}.evcase"
        found.append(seen_by_a_reader(path, number))
        assert verify(path, key_of(number)).whole, f"point {point} of {points}"
        with open_case(path, key_of(number)) as case:
            case.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert lost(case, number) == [], f"point {point} of {points}"
        report = verify(path, key_of(number))
        assert report.whole, f"point {point} of {points}"
        copies = [copy.name for copy in path.parent.glob("*.before-*")]
        assert copies == [f"format_{number}.before-v{number + 1}.evcase"], f"point {point} of {points}"
        shutil.rmtree(path.parent)
    assert found == sorted(found)
    assert len(set(found)) > 1
    assert set(found) <= set(range(number, newest() + 1))


def seen_by_a_reader(path: Path, number: int) -> int:
    """The format that somebody finds who opens a case for reading; one that is not the newest is refused by it."""
    try:
        with open_case(path, key_of(number), read_only=True) as case:
            return int(case.value("PRAGMA user_version"))
    except CaseError as error:
        return int(str(error).removeprefix("this case has format ").partition(" and must be brought to format ")[0])
