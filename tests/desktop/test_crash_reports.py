"""A report of a crash says where in the program it was, and holds no word of any case: canaries in every place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.desktop import crash_reports, settings
from reviewer.domain.reasons.reason import Reason

CANARY = "kanaari"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(crash_reports, "_seen", set())
    return tmp_path / "config" / "crashes"


def fail_with_canaries(within: Path) -> Exception:
    """An error whose words, arguments, cause, variables and file hold a canary, raised through code of ours."""
    script = within / f"{CANARY}.py"
    code = compile("def from_evidence(words, call):\n    held = words\n    return call()\n", str(script), "exec")
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102 - a file of that name, as an error would tell of it

    def ours() -> None:
        try:
            dict[str, str]()[CANARY]
        except KeyError as error:
            error.add_note(CANARY)
            settings.load()
            raise ValueError(f"cannot read {CANARY}.eml in /home/{CANARY}") from error

    from_evidence = names["from_evidence"]
    assert callable(from_evidence)
    try:
        from_evidence(CANARY, ours)
    except ValueError as error:
        return error
    raise AssertionError("it did not fail")


def everything(folder: Path) -> str:
    return "".join(f"{path} {path.read_text()}" for path in folder.rglob("*") if path.is_file())


def test_an_error_is_told_by_types_and_places_of_ours_alone(tmp_path: Path, folder: Path) -> None:
    path = crash_reports.keep_error(fail_with_canaries(tmp_path), "the window")
    assert path is not None
    (report,) = crash_reports.listed()
    lines = report.text.splitlines()
    assert "builtins.ValueError" in lines
    assert lines[lines.index("which came of") + 1] == "builtins.KeyError"
    assert any(line.startswith("  tests/desktop/test_crash_reports.py:") and line.endswith(" ours") for line in lines)
    assert any(line.startswith("  elsewhere:3 ") for line in lines)
    assert CANARY not in everything(folder)
    assert str(tmp_path) not in report.text
    assert path.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_the_same_crash_is_kept_once_and_the_latest_five(tmp_path: Path) -> None:
    assert crash_reports.keep_error(fail_with_canaries(tmp_path), "the window")
    assert crash_reports.keep_error(fail_with_canaries(tmp_path), "the window") is None
    for number in range(7):
        assert crash_reports.keep_worker(Reason("worker.crashed", worker="reader", signal=number + 4))
    reports = crash_reports.listed()
    assert len(reports) == 5
    assert "worker.crashed" in reports[0].text
    assert "signal=10" in "".join(each.text for each in reports)
    crash_reports.delete(reports)
    assert crash_reports.listed() == []


def test_the_same_error_is_said_each_time_and_so_is_one_that_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_error: None)
    monkeypatch.setattr(crash_reports, "_watch_faults", lambda: lambda: None)
    told: list[int] = []
    end = crash_reports.watch(lambda: told.append(len(crash_reports.listed())))
    error = fail_with_canaries(tmp_path)
    for _time in range(2):
        sys.excepthook(type(error), error, error.__traceback__)
    end()
    assert told == [1, 1]


def test_a_worker_that_crashed_is_told_of_by_what_is_of_the_program(folder: Path) -> None:
    assert crash_reports.keep_worker(Reason("worker.nonsense", worker="reader", detail=CANARY))
    assert "worker.nonsense worker=reader\n" in everything(folder)
    assert CANARY not in everything(folder)


def test_a_laptop_that_keeps_nothing_keeps_no_report(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    assert crash_reports.keep_error(fail_with_canaries(tmp_path), "the window") is None


_CRASH = """
import ctypes, sys
from reviewer.desktop import crash_reports
end = crash_reports.watch(lambda: None)
def {canary}_in_a_variable_only(words):
    held = words
    {last}
{canary}_in_a_variable_only(sys.argv[1])
""".replace("{canary}_in_a_variable_only", "read")


def run(tmp_path: Path, last: str) -> int:
    """Run a program that ends so, from a file and a folder with a canary in their names."""
    there = tmp_path / f"{CANARY}-folder"
    there.mkdir()
    script = there / f"{CANARY}.py"
    script.write_text(_CRASH.format(last=last))
    return subprocess.run([sys.executable, script, CANARY], cwd=there, capture_output=True, check=False).returncode


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
def test_a_segfault_leaves_a_report_for_the_next_start_and_nothing_else(tmp_path: Path, folder: Path) -> None:
    assert run(tmp_path, "ctypes.string_at(0)") < 0
    assert [path.suffix for path in folder.iterdir()] == [".log"]
    crash_reports.gather()
    (report,) = crash_reports.listed()
    assert "Segmentation fault" in report.text
    assert " string_at" in report.text
    assert "\n  elsewhere:7 read" in report.text
    assert [path.suffix for path in folder.iterdir()] == [".txt"]
    assert CANARY not in everything(folder)


def test_a_program_that_ends_well_leaves_nothing_and_one_that_fails_a_report(tmp_path: Path, folder: Path) -> None:
    assert run(tmp_path, "end()") == 0
    assert list(folder.iterdir()) == []


def test_an_error_that_nobody_expects_is_kept_as_it_happens(tmp_path: Path, folder: Path) -> None:
    assert run(tmp_path, "raise LookupError(held)") == 1
    crash_reports.gather()
    (report,) = crash_reports.listed()
    assert "builtins.LookupError" in report.text
    assert CANARY not in everything(folder)
