"""Cases of an earlier and of a later format, as a person meets them on the command line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS, newest
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.errors import CredentialError
from tests.cli.conftest import Command

BEFORE = newest() - 2
COPY = f"old.before-v{BEFORE + 1}.evcase"


@pytest.fixture
def old(tmp_path: Path, passphrase_key: Key) -> Path:
    """A case as the program of two formats ago left it."""
    path = tmp_path / "old.evcase"
    steps = STEPS[: BEFORE - 1]
    create_case(path, passphrase_key, title="Doorbells", reviewer="Ada", steps=steps).close()
    return path


@pytest.fixture
def newer(made: Path, passphrase_key: Key) -> Path:
    """A case of the format after the newest that this program knows; made by hand, since no program writes it yet."""
    with open_case(made, passphrase_key) as case:
        case.execute("CREATE TABLE of_tomorrow (id INTEGER PRIMARY KEY) STRICT")
        case.execute(f"PRAGMA user_version = {newest() + 1}")
    return made


def copies(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.glob("*.before-*"))


def test_whoever_brings_a_case_up_to_date_is_told_once_and_where_it_lies_as_it_was(
    reviewer: Command, old: Path, passphrase_key: Key
) -> None:
    before = old.read_bytes()
    refused = reviewer("item", "list", old)
    assert (refused.code, f"must be brought to format {newest()} first" in refused.err) == (5, True)
    assert (old.read_bytes(), copies(old)) == (before, [])
    first = reviewer("tag", "add", old, "gift")
    assert first.code == 0, first.err
    assert f"from format {BEFORE} to {newest()}" in first.err
    assert f"kept beside it in {COPY}" in first.err
    assert "Keep that copy until `reviewer case verify` finds the case whole." in first.err
    assert reviewer("tag", "add", old, "camera").err == ""
    assert copies(old) == [COPY]
    with open_case(old.with_name(COPY), passphrase_key, steps=STEPS[: BEFORE - 1]) as copy:
        assert copy.value("PRAGMA user_version") == BEFORE


def test_a_verification_names_the_copy_and_says_that_it_may_go_once_the_case_is_whole(
    reviewer: Command, old: Path
) -> None:
    assert reviewer("tag", "add", old, "gift").code == 0
    told = reviewer("case", "verify", old)
    assert told.code == 0
    assert f"{COPY} is the case as it was before it was brought up to date; you may delete it" in told.out
    assert reviewer("case", "verify", old, "--json").json["copies"] == [COPY]
    with old.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(b"harm")
    assert (
        f"{COPY} is the case as it was before it was brought up to date. Keep it."
        in reviewer("case", "verify", old).out
    )
    old.with_name(COPY).unlink()
    told = reviewer("case", "verify", old, "--json").json
    assert (told["copies"], told["unproven"]) == ([], [])


def worked_in(copy: Path, key: Key) -> None:
    with open_case(copy, key, steps=STEPS[: BEFORE - 1]) as case, case.act("Ada", "tag add") as act:
        act.insert("tag", {"name": "only here", "color": "#000000"})


def worked_in_until_killed(copy: Path, key: Key) -> None:
    """What the copy has had since is still in the log beside it."""
    with open_case(copy, key, steps=STEPS[: BEFORE - 1]) as case:
        with case.act("Ada", "tag add") as act:
            act.insert("tag", {"name": "only here", "color": "#000000"})
        left = {name: copy.with_name(name).read_bytes() for name in (copy.name, f"{copy.name}-wal")}
    for name, data in left.items():
        copy.with_name(name).write_bytes(data)


def junk(copy: Path, _key: Key) -> None:
    copy.write_bytes(b"junk")


@pytest.mark.parametrize("done", [worked_in, worked_in_until_killed, junk])
def test_nobody_is_told_to_delete_a_file_that_is_not_the_copy_any_more(
    reviewer: Command, old: Path, passphrase_key: Key, done: Callable[[Path, Key], None]
) -> None:
    assert reviewer("tag", "add", old, "gift").code == 0
    done(old.with_name(COPY), passphrase_key)
    told = reviewer("case", "verify", old)
    assert told.code == 0
    assert "you may delete it" not in told.out
    assert f"{COPY} is not proved to be the case as it was before" in told.out
    told = reviewer("case", "verify", old, "--json").json
    assert (told["whole"], told["copies"], told["unproven"]) == (True, [], [COPY])


def test_whoever_cannot_have_a_new_passphrase_is_told_of_the_upgrade_all_the_same(
    reviewer: Command, old: Path, passphrase_key: Key, tmp_path: Path
) -> None:
    """Somebody else reads the case, so it keeps its passphrase; it was brought up to date before that."""
    new = tmp_path / "new.txt"
    new.write_text("another passphrase of ours")
    with closing(connect(old, passphrase_key, read_only=True)) as reading:
        reading.execute("SELECT count(*) FROM tag").fetchone()
        done = reviewer("case", "passphrase", old, "--new-passphrase-file", new)
    assert done.code != 0
    assert "open elsewhere" in done.err
    assert f"kept beside it in {COPY}" in done.err
    assert "That copy keeps the old passphrase." in done.err
    open_case(old, passphrase_key).close()


def test_a_new_passphrase_for_an_older_case_leaves_the_copy_under_the_old_one_and_says_so(
    reviewer: Command, old: Path, passphrase_key: Key, tmp_path: Path
) -> None:
    new = tmp_path / "new.txt"
    new.write_text("another passphrase of ours")
    done = reviewer("case", "passphrase", old, "--new-passphrase-file", new)
    assert done.code == 0, done.err
    assert COPY in done.err
    assert "That copy keeps the old passphrase." in done.err
    open_case(old.with_name(COPY), passphrase_key, steps=STEPS[: BEFORE - 1]).close()
    with pytest.raises(CredentialError):
        open_case(old, passphrase_key)
    assert done.err.count(COPY) == 1
    kept = reviewer("case", "verify", old, "--passphrase-file", new).out
    assert f"{COPY} is not proved to be the case as it was before" in kept
    assert "you may delete it" not in kept


@pytest.mark.parametrize(
    "words", ["case info", "item list", "tag add gift", "case verify", "case passphrase --new-passphrase-file new.txt"]
)
def test_a_case_of_a_later_version_is_refused_in_plain_words_and_stays_as_it_is(
    reviewer: Command, newer: Path, words: str
) -> None:
    """A verification as well: what this program does not know would look to it like damage."""
    newer.with_name("new.txt").write_text("another passphrase of ours")
    before, files = newer.read_bytes(), set(newer.parent.iterdir())
    group, command, *rest = words.split()
    done = reviewer(group, command, newer, *(newer.with_name(word) if word == "new.txt" else word for word in rest))
    assert done.code == 5
    first, second = done.err.splitlines()
    assert first.startswith(f"reviewer: this case has format {newest() + 1}; this program, version ")
    assert first.endswith(f", knows formats up to {newest()}")
    assert second == "Install the newer version of Evidence Reviewer; nothing was changed."
    assert (newer.read_bytes(), done.out) == (before, "")
    assert set(newer.parent.iterdir()) - files <= {newer.parent / "config"}
