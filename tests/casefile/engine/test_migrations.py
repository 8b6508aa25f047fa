"""A case of an earlier version is brought up to date, after a copy of it was made."""

from __future__ import annotations

from array import array
from importlib.metadata import version
from pathlib import Path

import pytest
from rensa import RMinHash

from reviewer.casefile.analysis import near_duplicates
from reviewer.casefile.analysis.features import METHOD
from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case, Upgrade
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS, Step, newest
from reviewer.casefile.engine.opening import FORMAT_VERSION, create_case, open_case
from reviewer.casefile.pages import notes
from reviewer.casefile.verification.verify import verify
from reviewer.domain.analysis.near_duplicate import PERMUTATIONS, SEED, SHINGLE
from reviewer.domain.analysis.shingles import runs
from reviewer.errors import CaseError, NewerVersionError
from reviewer.workers.features import minhash


def add_mood(case: Case) -> None:
    STEPS[0](case)
    case.execute("ALTER TABLE tag ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")


def fill_mood(case: Case) -> None:
    STEPS[1](case)
    case.execute("UPDATE tag SET mood = 'bright'")


def break_off(case: Case) -> None:
    case.execute("UPDATE tag SET mood = 'lost'")
    raise ZeroDivisionError


def break_off_at_once(_: Case) -> None:
    raise ZeroDivisionError


@pytest.fixture
def old(tmp_path: Path, key: Key) -> Path:
    path = tmp_path / "old.evcase"
    with (
        create_case(path, key, title="A case", reviewer="Ada", steps=()) as case,
        case.act("Ada", "tag add") as act,
    ):
        act.insert("tag", {"name": "gift", "color": "#000000"})
    return path


def copies(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.glob("*.before-*"))


def test_the_steps_that_lack_are_taken_and_recorded(old: Path, key: Key) -> None:
    with open_case(old, key, steps=[add_mood, fill_mood]) as case:
        assert case.value("PRAGMA user_version") == 3
        assert case.value("SELECT mood FROM tag") == "bright"
        steps = [entry for entry in audit.entries(case) if entry.act == "case upgrade"]
        assert [(entry.facts["from"], entry.facts["to"]) for entry in steps] == [(1, 2), (2, 3)]
    with open_case(old, key, steps=[add_mood, fill_mood]) as again:
        assert len([entry for entry in audit.entries(again) if entry.act == "case upgrade"]) == 2
        audit.check_chain(again)
    assert copies(old) == ["old.before-v2.evcase"]


def test_the_copy_made_before_is_the_old_case_under_the_same_key(old: Path, key: Key) -> None:
    open_case(old, key, steps=[add_mood]).close()
    copy = old.with_name("old.before-v2.evcase")
    assert verify(copy, key).whole
    assert copy.stat().st_mode & 0o777 == 0o600
    with open_case(copy, key, steps=[]) as case:
        assert case.value("PRAGMA user_version") == 1
        assert case.value("SELECT name FROM tag") == "gift"


def test_a_step_that_fails_leaves_the_format_it_began_with(old: Path, key: Key) -> None:
    with pytest.raises(ZeroDivisionError):
        open_case(old, key, steps=[add_mood, break_off])
    with open_case(old, key, steps=[add_mood]) as case:
        audit.check_chain(case)
        assert case.value("PRAGMA user_version") == 2
        assert case.value("SELECT mood FROM tag") == "calm"


@pytest.mark.parametrize("steps", [[break_off_at_once, fill_mood], [add_mood, break_off]])
def test_an_upgrade_that_is_broken_off_keeps_the_copy_made_first_and_makes_no_other(
    old: Path, key: Key, steps: list[Step]
) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            open_case(old, key, steps=steps)
    with open_case(old, key, steps=[add_mood, fill_mood]) as case:
        assert case.upgraded == Upgrade(1, 3, old.with_name("old.before-v2.evcase"))
        told = [entry.facts["copy"] for entry in audit.entries(case) if entry.act == "case upgrade"]
        assert told == ["old.before-v2.evcase"] * 2
    assert copies(old) == ["old.before-v2.evcase"]


def test_a_copy_that_is_spoiled_or_of_other_work_is_kept_and_another_one_made(old: Path, key: Key) -> None:
    with pytest.raises(ZeroDivisionError):
        open_case(old, key, steps=[break_off_at_once])
    copy = old.with_name("old.before-v2.evcase")
    copy.write_bytes(copy.read_bytes()[:8192] + bytes(4096) + copy.read_bytes()[12288:])
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            open_case(old, key, steps=[break_off_at_once])
    with open_case(old, key, steps=[]) as earlier, earlier.act("Ada", "tag add") as act:
        act.insert("tag", {"name": "since", "color": "#000000"})
    open_case(old, key, steps=[add_mood]).close()
    assert copies(old) == ["old.before-v2-2.evcase", "old.before-v2-3.evcase", "old.before-v2.evcase"]
    with open_case(old.with_name("old.before-v2-3.evcase"), key, steps=[]) as last:
        assert last.value("SELECT count(*) FROM tag WHERE name = 'since'") == 1


def test_each_upgrade_has_a_copy_of_its_own_once_the_one_before_was_finished(old: Path, key: Key) -> None:
    open_case(old, key, steps=[add_mood]).close()
    with open_case(old, key, steps=[add_mood, fill_mood]) as case:
        assert case.upgraded == Upgrade(2, 3, old.with_name("old.before-v3.evcase"))
    assert copies(old) == ["old.before-v2.evcase", "old.before-v3.evcase"]


def test_a_case_that_is_up_to_date_tells_of_no_upgrade(old: Path, key: Key) -> None:
    with open_case(old, key, steps=[]) as case:
        assert case.upgraded is None
    assert copies(old) == []


def test_an_older_case_is_not_changed_by_reading(old: Path, key: Key) -> None:
    before = old.read_bytes()
    with pytest.raises(CaseError, match="brought to format 2"):
        open_case(old, key, read_only=True, steps=[add_mood])
    assert old.read_bytes() == before
    assert copies(old) == []


def test_a_case_from_a_later_version_stays_closed(old: Path, key: Key) -> None:
    open_case(old, key, steps=[add_mood]).close()
    for read_only in (False, True):
        with pytest.raises(NewerVersionError, match=r"has format 2; .* formats up to 1"):
            open_case(old, key, read_only=read_only, steps=[])


def test_a_case_of_the_first_format_becomes_what_a_new_case_is(old: Path, case: Case, key: Key) -> None:
    with open_case(old, key) as upgraded:
        assert schema(upgraded) == schema(case)
        assert upgraded.value("SELECT name FROM tag") == "gift"
    assert verify(old, key).whole


def test_notes_of_older_cases_are_private_and_the_trail_says_how_many(old: Path, key: Key) -> None:
    with open_case(old, key, steps=()) as before, before.act("Ada", "note add", "7") as act:
        officer = act.insert("officer", {"serial": "7", "name": "Pat Lee"})
        act.insert("note", {"officer": officer, "text": "Calls back.", "reviewer": "Ada", "created": "2021-07-01"})
    with open_case(old, key) as case:
        assert [each.for_report for each in notes.listed(case)] == [False]
        said = [each.facts["private notes"] for each in audit.entries(case) if "private notes" in each.facts]
        assert said == [1]
    assert verify(old, key).whole


def schema(case: Case) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in case.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")]


def test_the_version_written_is_the_number_of_steps_and_one() -> None:
    assert newest() == FORMAT_VERSION == len(STEPS) + 1


def test_signatures_of_older_cases_are_those_that_are_made_now(tmp_path: Path, key: Key) -> None:
    """Half of each number: what was compared before is compared with what comes now."""
    words = [f"word{number}" for number in range(40)]
    old = RMinHash(PERMUTATIONS, SEED)
    old.update(runs(words, SHINGLE))
    method = f"rensa {version('rensa')}, 5 words, 128 permutations, seed 5"
    path = tmp_path / "a.evcase"
    with create_case(path, key, title="A case", reviewer="Ada", steps=STEPS[:11]) as case, case.transaction():
        case.execute("INSERT INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', '', '')")
        for item, signed in ((1, array("I", old.digest()).tobytes()), (2, b"")):
            case.execute(
                "INSERT INTO item (id, intake, family, name, kind, state) VALUES (?, 1, ?, '', 'text', 'ok')",
                (item, item),
            )
            case.execute("INSERT INTO text_signature VALUES (?, ?, ?, 1)", (item, 40 if signed else 0, signed))
        case.execute("UPDATE arranging SET signatures = ?", (method,))
    with open_case(path, key) as case:
        signatures = [bytes(row["minhash"]) for row in case.rows("SELECT minhash FROM text_signature ORDER BY item")]
        assert signatures == [minhash(words), b""]
        assert near_duplicates.is_current(case, METHOD)
