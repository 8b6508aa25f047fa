"""`reviewer report export` writes the folder and says what is in it, in JSON with the agreed keys."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pymupdf
import pytest

PASSPHRASE = "four plain words together"


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "REVIEWER_PASSPHRASE": PASSPHRASE,
        "REVIEWER_CONFIG": str(tmp_path / "config"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    return subprocess.run(
        [sys.executable, "-m", "reviewer", *words],
        env=environment,
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )


def said(tmp_path: Path, *words: str) -> Any:
    done = run(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def marked(tmp_path: Path) -> str:
    """The control number of an item with one passage, in ``a.evcase``."""
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 100), "We send you two free cameras.")
        document.save(tmp_path / "letter.pdf")
    said(tmp_path, "case", "create", "a.evcase", "--title", "Cameras", "--json")
    said(tmp_path, "intake", "add", "a.evcase", "letter.pdf", "--json")
    (item,) = said(tmp_path, "item", "list", "a.evcase", "--json")
    said(tmp_path, "passage", "add", "a.evcase", item["item"], "--quote", "two free cameras", "--json")
    return str(item["item"])


def test_the_folder_is_written_and_described(tmp_path: Path, marked: str) -> None:
    made = said(tmp_path, "report", "export", "a.evcase", "out", "--json")
    assert Path(made["report"]).read_bytes().startswith(b"%PDF")
    (exhibit,) = made["exhibits"]
    assert exhibit["item"] == marked
    assert hashlib.sha256(Path(exhibit["path"]).read_bytes()).hexdigest() == exhibit["sha256"]
    assert made["quotes_checked"] == 1


def test_a_folder_that_is_taken_ends_with_code_4_and_a_reason(tmp_path: Path, marked: str) -> None:
    assert marked
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = run(tmp_path, "report", "export", "a.evcase", "out")
    assert done.returncode == 4
    assert "out is not empty" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]
