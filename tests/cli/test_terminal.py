"""What names in the evidence may do to a terminal, and to a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command, terminal
from tests.evidence import folder


@pytest.mark.skipif(sys.platform == "win32", reason="opens a pseudo-terminal")
def test_a_subject_cannot_command_the_terminal(
    reviewer: Command, environment: dict[str, str], made: Path, tmp_path: Path
) -> None:
    subject = "=?utf-8?q?Red_=1B[31malert=E2=80=AEtxt?="
    message = b"From: a@agency.example\nTo: b@agency.example\nSubject: " + subject.encode() + b"\n\nWords.\n"
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", {"a.eml": message})).code == 0
    master, slave = terminal()
    done = subprocess.run(
        [sys.executable, "-m", "tests.passphrases", "item", "list", str(made)],
        stdout=slave,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=environment,
        check=False,
    )
    os.close(slave)
    shown = os.read(master, 65_536).decode()
    os.close(master)
    assert done.returncode == 0, done.stderr.decode()
    assert "alert" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="opens a pseudo-terminal")
def test_a_file_name_cannot_command_the_terminal_through_the_progress_line(
    environment: dict[str, str], made: Path, tmp_path: Path
) -> None:
    said = b"Subject: Hi\n\nWords.\n"
    root = folder(
        tmp_path / "disk", {"a\x1b]0;owned\x07\u202eb.eml": said, "b\x1b[2J.pdf": b"%PDF-1.4\nthis is no PDF\n"}
    )
    master, slave = terminal()
    command = [sys.executable, "-m", "tests.passphrases", "intake", "add", str(made), str(root)]
    done = subprocess.run(command, stdout=slave, stderr=slave, stdin=subprocess.DEVNULL, env=environment, check=False)
    os.close(slave)
    shown = os.read(master, 65_536).decode()
    os.close(master)
    assert done.returncode == 4
    assert "[2J.pdf" in shown
    ours = shown.replace("\r\x1b[K", "")
    assert [char for char in ours if char in "\x1b\x07\u202e"] == []


def test_a_file_name_is_no_formula_in_the_account(reviewer: Command, made: Path, tmp_path: Path) -> None:
    name = '=HYPERLINK("x")'
    reviewer("intake", "add", made, folder(tmp_path / "disk", {name: b"%PDF-1.4\nthis is no PDF\n"}))
    rows = list(csv.DictReader(io.StringIO(reviewer("intake", "report", made, "--csv").out)))
    assert f"'{name}" in [row["name"] for row in rows if row["what"] == "failed"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such name")
def test_a_file_name_cannot_stand_in_a_list_as_a_line_of_its_own(reviewer: Command, made: Path, tmp_path: Path) -> None:
    forged = "IA21-000009  2016-01-01T00:00:00Z  email   chief@agency.example"
    files = {f"a\n{forged}.txt": b"words", f"b\r\n{forged}.pdf": b"%PDF-1.4\nthis is no PDF\n"}
    added = reviewer("intake", "add", made, folder(tmp_path / "disk", files))
    commands = (("item", "list", made), ("item", "show", made, "IA21-000001"), ("intake", "report", made))
    for done in (added, *(reviewer(*words) for words in (*commands, ("search", made, "words")))):
        lines = [line for line in (done.out + done.err).splitlines() if forged in line]
        assert lines
        assert all("\ufffd" in line for line in lines)
