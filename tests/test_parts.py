"""All tests in parts: each part runs, a failure in any is a failure of all, and no test is left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.endurance import at_length
from tests.parts import PARTS, REST, TESTS, parts, surroundings, together

WHERE = """
import os
from pathlib import Path


def test_it(tmp_path: Path) -> None:
    place = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    assert place == {given!r}
    assert tmp_path.is_relative_to(Path(place or "/").resolve())
"""
GOOD, BAD = "def test_it() -> None:\n    pass\n", "def test_it() -> None:\n    raise ValueError\n"
KILLED = "import os\n\n\ndef test_it() -> None:\n    os.kill(os.getpid(), 9)\n"
_RUN = """
import sys
from pathlib import Path
from tests.parts import run
raise SystemExit(run(["-p", "no:cacheprovider", "--import-mode=importlib"], *map(Path, sys.argv[1:]), room=1))
"""
_FEW = _RUN.replace("raise", "from tests import parts\nparts.PARTS = {each: parts.PARTS[each] for each in %r}\nraise")
"""The same with these parts alone, and all else."""


@at_length
def test_a_failure_in_the_first_part_fails_the_whole_and_all_parts_are_run(tmp_path: Path) -> None:
    few = {name: PARTS[name] for name in ("rooms", "use cases", "case file", "ledger and reading")}
    folders = [folder for part in few.values() for folder in part]
    memory, tests = tmp_path / "memory", tmp_path / "tests"
    memory.mkdir()
    where = WHERE.format(given=surroundings("use cases", memory, 1).get("PYTEST_DEBUG_TEMPROOT"))
    for name, text in {**dict.fromkeys(folders, GOOD), folders[0]: BAD, "usecases": where, "new": GOOD}.items():
        (tests / name).mkdir(parents=True, exist_ok=True)
        (tests / name / "test_something.py").write_text(text, encoding="utf-8")
    (tests / "test_above.py").write_text(GOOD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _FEW % [*few], str(tests), str(memory)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1].strip("=").startswith(f" 1 failed, {len(folders) + 1} passed in ")
    closing = [line for line in lines if line.startswith("=") and " in " in line]
    each = [line.strip("=").partition(" in ")[0] for line in closing[-len(few) - 2 : -1]]
    passed = [f" {len(part)} passed" for part in list(few.values())[1:]]
    assert each == [" 1 failed", *passed, " 2 passed"], "the closing line of each part is told again"


def test_a_part_that_is_killed_counts_as_an_error(tmp_path: Path) -> None:
    for name, text in {"gui": KILLED, "new": GOOD}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "test_something.py").write_text(text, encoding="utf-8")
    (tmp_path / "test_above.py").write_text(GOOD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _FEW % ["window"], str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stdout.splitlines()[-1].strip("=").startswith(" 2 passed, 1 errors in ")
    assert "window: " in done.stdout
    assert "ended with -9" in done.stdout


def test_each_file_of_tests_is_in_one_part() -> None:
    runs: Counter[Path] = Counter()
    for said in parts(TESTS).values():
        left_out = [Path(path.removeprefix("--ignore=")) for path in said if path.startswith("--")]
        folders = [Path(path) for path in said if not path.startswith("--")]
        assert all(map(Path.is_dir, folders + left_out))
        within = {file for folder in folders for file in folder.rglob("test_*.py")}
        runs.update(file for file in within if not any(map(file.is_relative_to, left_out)))
    assert runs == Counter(TESTS.rglob("test_*.py"))


def test_folders_of_tests_lie_in_memory_only_where_there_is_room_and_nothing_is_tried_of_disks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, part, size = "PYTEST_DEBUG_TEMPROOT", "window", shutil.disk_usage(tmp_path).total
    monkeypatch.delenv(name, raising=False)
    if sys.platform != "linux" or os.statvfs(tmp_path).f_flag & os.ST_NOEXEC:
        assert name not in surroundings(part, tmp_path, 1), "a program in the folder of a test could not be run"
    else:
        assert surroundings(part, tmp_path, 1)[name] == str(tmp_path)
    assert name not in surroundings(part, tmp_path, size + 1)
    assert name not in surroundings(part, tmp_path / "none", 1)
    assert not [other for other in ("readers", REST) if name in surroundings(other, tmp_path, 1)]
    monkeypatch.setenv(name, "/elsewhere")
    assert surroundings(part, tmp_path, 1)[name] == "/elsewhere", "whoever names a place has it"


@pytest.mark.parametrize(
    ("closing", "said"),
    [
        (["== 2 passed in 1.00s ==", "== 1 failed, 3 passed, 1 warning in 2.0s =="], "1 failed, 5 passed, 1 warnings"),
        (
            ["\x1b[31m== \x1b[1m1 error\x1b[0m in 0.1s ==", "2 skipped, 5 deselected in 3.10s"],
            "2 skipped, 5 deselected, 1 errors",
        ),
        (["== no tests ran in 0.01s =="], "no tests ran"),
    ],
)
def test_closing_lines_are_added_up(closing: list[str], said: str) -> None:
    assert together(closing, 366.0).strip("=") == f" {said} in 366.00s (0:06:06) "
