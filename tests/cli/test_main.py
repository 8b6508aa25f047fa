"""The command as such: its help, its errors as messages and exit codes, what it loads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from reviewer import __version__
from reviewer.cli.main import COMMANDS
from reviewer.cli.session import progress_line
from tests.cli.conftest import Command, terminal
from tests.commands import run_together
from tests.endurance import a_few, at_length

if sys.platform != "win32":
    import termios

BUG = """
import os
import sys
from reviewer.usecases import cases
from reviewer.cli.main import main

def broken(*_):
    raise ZeroDivisionError("canary")

cases.key_for = broken
for os.environ["REVIEWER_TRACEBACK"] in "01":
    try:
        main(sys.argv[1:])
    except SystemExit as ended:
        print(ended.code)
    print("next", file=sys.stderr)
"""

LOADING = """
import sys
from importlib import import_module

for target in sys.argv[2:]:
    for name in [name for name in sys.modules if name.split(".")[0] in {"reviewer", "sqlite_utils"}]:
        if sys.argv[1] == "alone":
            del sys.modules[name]
    module, attribute = target.split(":")
    getattr(import_module(module), attribute)
    print(target)
"""


def test_the_version_is_the_packages(process: Command) -> None:
    assert process("--version").out == f"reviewer {__version__}\n"


def test_help_names_every_noun(reviewer: Command) -> None:
    done = reviewer("--help")
    assert done.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.out


@pytest.mark.parametrize(
    ("typed", "at", "offered"),
    a_few(
        [("reviewer ca", 1, {"plain,case", "file,ca"})],
        [
            ("reviewer case ver", 2, {"plain,verify"}),
            ("reviewer bundle export a.evcase --pro", 4, {"plain,--production"}),
        ],
    ),
)
def test_a_shell_completes_commands_options_and_cases(typed: str, at: int, offered: set[str]) -> None:
    asks = {"_REVIEWER_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(at)}
    command = [sys.executable, "-m", "reviewer"]
    done = subprocess.run(command, env=os.environ | asks, capture_output=True, text=True, check=False)
    assert (set(done.stdout.split()), done.stderr) == (offered, "")


def test_every_noun_has_its_command() -> None:
    for lazy in COMMANDS.values():
        module, attribute = lazy.target.split(":")
        assert hasattr(import_module(module), attribute)


@at_length
@pytest.mark.parametrize("how", ["one after the other", "alone"])
def test_every_noun_loads_by_itself(how: str) -> None:
    """Imports that go round are refused elsewhere each time."""
    targets = [lazy.target for lazy in COMMANDS.values()]
    done = subprocess.run([sys.executable, "-c", LOADING, how, *targets], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, targets), done.stderr


def test_starting_loads_neither_qt_nor_the_case_file() -> None:
    script = "import sys, reviewer.cli.main\nprint([n for n in sys.modules if n.startswith(('PySide6', 'sqlcipher3'))])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_an_intake_loads_what_reads_before_what_opens_a_case() -> None:
    """Readers take longer to load than a case takes to be opened, so they have to be started first."""
    late = "('sqlcipher3', 'reviewer.casefile', 'reviewer.usecases')"
    script = f"import sys, reviewer.cli.evidence.intake\nprint([n for n in sys.modules if n.startswith({late})])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    "words", [["case", "create", "x.evcase"], ["case", "nonsense"], ["--nonsense"], ["case", "info"]]
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(reviewer: Command, words: list[str]) -> None:
    done = reviewer(*words, "--json") if words[0] == "case" else reviewer(*words)
    assert done.code == 2
    assert "Usage:" in done.err
    if words[0] == "case":
        assert done.json["exit_code"] == 2


def test_a_word_that_is_neither_command_nor_file_is_wrong_usage(process: Command) -> None:
    done = process("passages")
    assert done.code == 2
    assert "no command and no case named 'passages'" in done.err
    assert "Did you mean `reviewer passage`?" in done.err


def test_a_misspelt_noun_is_refused_as_one_whatever_follows_it(reviewer: Command) -> None:
    done = reviewer("serach", "gifts.evcase", "camera")
    assert (done.code, done.out) == (2, "")
    assert done.err == "reviewer: there is no command and no case named 'serach'\nDid you mean `reviewer search`?\n"
    assert "See `reviewer --help`." in reviewer("xyzzy", "gifts.evcase").err


def test_an_argument_that_is_no_text_is_wrong_usage(process: Command, made: Path) -> None:
    done = process("tag", "add", made, "bad\udcff")
    assert done.code == 2
    assert "not UTF-8 text" in done.err


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_a_number_that_is_larger_than_any_is_wrong_usage(reviewer: Command, made: Path, number: int) -> None:
    done = reviewer("benefit", "show", made, number)
    assert done.code == 2
    assert "larger than any" in done.err


def test_a_name_that_no_file_can_have_is_wrong_usage(reviewer: Command) -> None:
    assert reviewer("a" * 300).code == 2


def test_a_case_that_is_not_there_is_not_opened_in_a_window(reviewer: Command, tmp_path: Path) -> None:
    done = reviewer(tmp_path / "none.evcase")
    assert done.code == 4
    assert "there is no file" in done.err


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a display")
def test_without_a_display_the_window_says_so(environment: dict[str, str], made: Path) -> None:
    for done in run_together([[], [made]], environment):
        assert done.code == 4
        assert "no display" in done.err
        assert "command line" in done.err


def test_an_error_is_a_message_with_advice_and_one_json_object(reviewer: Command, tmp_path: Path) -> None:
    done = reviewer("case", "info", tmp_path / "none.evcase", "--json")
    assert done.code == 4
    assert done.json == {
        "error": f"there is no file {tmp_path / 'none.evcase'}",
        "advice": "Check the name; `reviewer case create` makes a new case.",
        "exit_code": 4,
    }
    assert done.err.splitlines() == [f"reviewer: {done.json['error']}", done.json["advice"]]


def test_a_bug_is_called_one_and_says_how_to_report_it(environment: dict[str, str], made: Path) -> None:
    """Once as it is, once with the place of the bug asked for."""
    done = subprocess.run(
        [sys.executable, "-c", BUG, "case", "info", str(made)], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["1", "1"]
    first, second, _ = done.stderr.split("next\n")
    for said in (first, second):
        assert "this is a bug" in said
        assert "REVIEWER_TRACEBACK=1" in said
    assert ("Traceback" in first, "Traceback" in second) == (False, True)


def test_a_reader_that_goes_away_is_no_bug(environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "reviewer", "--help"], env=environment, stdout=writing, stderr=subprocess.PIPE, text=True
    ) as run:
        os.close(writing)
        assert run.communicate()[1] == ""
    assert run.returncode == 141


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_the_passphrase_is_asked_for_on_a_terminal_and_ctrl_c_stops(environment: dict[str, str], made: Path) -> None:
    for answer, code in ((b"four quiet wet bolts\n", 0), (b"\x03", 130)):
        ours, theirs = terminal()
        environment.pop("REVIEWER_PASSPHRASE", None)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.passphrases", "tag", "list", str(made)],
            env=environment,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            start_new_session=True,
            # Who runs the tests in the background has Ctrl+C ignored, and so would this.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
            text=True,
        ) as run:
            os.close(theirs)
            seen = b""
            while b"Passphrase of made.evcase" not in seen:
                seen += os.read(ours, 1000)
            while termios.tcgetattr(ours)[3] & termios.ECHO:  # what is typed before that is thrown away, or seen
                os.sched_yield()
            if answer == b"\x03":
                run.send_signal(signal.SIGINT)
            else:
                os.write(ours, answer)
            assert run.wait() == code
        while b"stopped" not in seen and code:
            seen += os.read(ours, 1000)
        os.close(ours)
        assert b"bolts" not in seen


def test_progress_says_how_far_how_fast_and_how_long_still() -> None:
    assert progress_line(500, 0, 500, 0.1) == "500"
    assert progress_line(1_200, 44_757, 1_200, 2.0) == "1,200 of 44,757 · 600/s · 73 s left"
    assert progress_line(3, 10, 3, 60.0) == "3 of 10 · 0.1/s · 2 min left"
    assert progress_line(10, 10, 4, 2.0) == "10 of 10 · 2.0/s"
