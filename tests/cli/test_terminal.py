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
        [sys.executable, "-m", "reviewer", "item", "list", str(made)],
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


def test_a_file_name_is_no_formula_in_the_account(reviewer: Command, made: Path, tmp_path: Path) -> None:
    name = '=HYPERLINK("x")'
    reviewer("intake", "add", made, folder(tmp_path / "disk", {name: b"%PDF-1.4\nthis is no PDF\n"}))
    rows = list(csv.DictReader(io.StringIO(reviewer("intake", "report", made, "--csv").out)))
    assert f"'{name}" in [row["name"] for row in rows if row["what"] == "failed"]
