"""What is remembered on a laptop outlives a spoiled file, and never stands in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reviewer.desktop import folder_lock, preferences, settings
from reviewer.errors import StorageError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def test_the_reviewer_is_the_one_remembered_else_the_login_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "dana")
    assert settings.reviewer_name() == "dana"
    assert settings.remember_reviewer("Dana Reyes")
    assert settings.reviewer_name() == "Dana Reyes"


@pytest.mark.skipif(sys.platform == "win32", reason="no GECOS field there")
@pytest.mark.parametrize(
    ("gecos", "offered"),
    [("Dana Reyes,Room 3,555-0199,", "Dana Reyes"), ("D. &", "D. Dreyes"), (",,,", "dreyes"), (None, "dreyes")],
)
def test_a_new_case_is_offered_the_full_name_that_the_system_knows(
    monkeypatch: pytest.MonkeyPatch, gecos: str | None, offered: str
) -> None:
    """The first part of the GECOS field is the name; an ampersand stands for the login name (passwd(5))."""
    import pwd  # noqa: PLC0415 - there is none on Windows

    def known(user: int) -> pwd.struct_passwd:
        if gecos is None:
            raise KeyError(user)
        return pwd.struct_passwd(("dreyes", "x", user, user, gecos, "/home", "/bin/sh"))

    monkeypatch.setenv("LOGNAME", "dreyes")
    monkeypatch.setattr(pwd, "getpwuid", known)
    assert settings.offered_reviewer() == offered
    assert settings.reviewer_name() == "dreyes"
    settings.remember_reviewer("Dana R.")
    assert settings.offered_reviewer() == "Dana R."


def test_recent_cases_are_listed_latest_first_and_once_while_they_exist(tmp_path: Path) -> None:
    for name in "abca":
        (tmp_path / name).touch()
        settings.add_recent_case(tmp_path / name)
    assert [path.name for path in settings.recent_cases()] == ["a", "c", "b"]
    (tmp_path / "c").unlink()
    assert [path.name for path in settings.recent_cases()] == ["a", "b"]


def test_what_is_remembered_leaves_all_else_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert settings.remember_reviewer("Dana Reyes")
    assert settings.add_recent_case(tmp_path / "a")
    assert settings.remember_head("one", 7, b"\x01" * 32)
    assert settings.remember_window(b"here")
    assert (settings.reviewer_name(), settings.recent_cases()) == ("Dana Reyes", [tmp_path / "a"])
    assert (settings.remembered_head("one"), settings.window_geometry()) == ((7, b"\x01" * 32), b"here")


def test_the_head_of_each_case_is_kept() -> None:
    settings.remember_head("one", 3, b"\1\2")
    settings.remember_head("two", 4, b"\3")
    settings.remember_head("one", 5, b"\4")
    assert (settings.remembered_head("one"), settings.remembered_head("two")) == ((5, b"\4"), (4, b"\3"))
    assert settings.remembered_head("three") is None


def test_what_several_threads_remember_at_once_is_all_kept() -> None:
    names = [f"case {number}" for number in range(24)]
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda name: settings.remember_head(name, 1, b"\1"), names))
    assert [name for name in names if settings.remembered_head(name) != (1, b"\1")] == []


_REMEMBERING = """
import sys
from reviewer.desktop import folder_lock, settings
folder_lock.PATIENCE_SECONDS = 600.0  # turns are not given in order: one may wait until the other is through
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    name = f"{sys.argv[1]} {number}"
    assert settings.remember_head(name, 1, b"1") and settings.save({name: number})
"""


def test_what_two_programs_remember_at_once_is_all_kept(folder: Path) -> None:
    """Both begin when both are there, and nothing but the settings is left in their folder."""
    who = ("one", "other")
    programs = [
        subprocess.Popen((sys.executable, "-c", _REMEMBERING, each), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for each in who
    ]
    for each in programs:
        assert each.stdout is not None
        assert each.stdout.readline() == b"ready\n"
    for each in programs:
        assert each.stdin is not None
        each.stdin.write(b"go\n")
        each.stdin.close()
    assert [each.wait() for each in programs] == [0, 0]
    for each in programs:
        assert each.stdout is not None
        each.stdout.close()
    kept = settings.load()
    wanted = {f"{name} {number}": number for name in who for number in range(10)}
    assert {name: kept.get(name) for name in wanted} == wanted
    assert [name for name in wanted if settings.remembered_head(name) != (1, b"1")] == []
    assert [path.name for path in folder.iterdir()] == ["settings.json"]


def test_a_program_that_keeps_its_turn_makes_nobody_wait_for_ever(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_lock, "PATIENCE_SECONDS", 0.0)
    assert settings.remember_reviewer("Dana")
    with folder_lock.FolderLock(lambda: folder):
        assert not settings.remember_reviewer("Lee")
        assert settings.reviewer_name() == "Dana"
        with pytest.raises(StorageError, match="another window or command was changing the settings"):
            preferences.choose("lock_after", "10")
    assert settings.remember_reviewer("Lee")
    assert preferences.choose("lock_after", "10").lock_after == 10


def test_the_file_is_its_owners_alone(folder: Path) -> None:
    settings.remember_reviewer("Dana")
    assert (folder / "settings.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"heads": 3, "recent": {"a": 1}, "reviewer": 7}', '{"heads": {"one": [1, "zz"]}}']
)
def test_a_spoiled_file_counts_as_none_and_is_replaced(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "settings.json").write_text(text)
    assert settings.recent_cases() == []
    assert settings.remembered_head("one") is None
    assert settings.reviewer_name()
    assert settings.remember_reviewer("Dana")
    assert json.loads((folder / "settings.json").read_text())["reviewer"] == "Dana"


def test_a_laptop_that_keeps_no_settings_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "file" / "below"))
    assert not settings.remember_reviewer("Dana")
    assert settings.load() == {}


def test_a_recent_case_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.evcase"))
    try:
        path.write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert settings.add_recent_case(path)
    assert settings.recent_cases() == [path]


def test_a_recent_case_of_an_impossible_name_is_left_out() -> None:
    settings.save({"recent": ["a" * 300, "b\0c"]})
    assert settings.recent_cases() == []


def test_what_cannot_be_kept_leaves_no_file_behind(folder: Path) -> None:
    in_the_way = folder / "settings.json"
    in_the_way.mkdir(parents=True)
    assert not settings.save({"reviewer": "Ada"})
    assert list(folder.iterdir()) == [in_the_way]
