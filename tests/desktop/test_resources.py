"""The files that come with the program are found, in a source checkout and in a wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reviewer.desktop.resources import resource
from reviewer.errors import NotFoundError

ROOT = Path(__file__).parent.parent.parent


def test_a_resource_is_found_by_its_name() -> None:
    assert resource("report", "report.typ").is_file()
    assert resource("report").is_dir()


def test_a_resource_that_is_missing_is_named() -> None:
    with pytest.raises(NotFoundError, match="no/such"):
        resource("no", "such")


def test_a_wheel_holds_every_resource_and_finds_it(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("reviewer", "resources"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "setup.py", "README.md"):
        shutil.copy(ROOT / name, source)
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as made:
        names = set(made.namelist())
        made.extractall(tmp_path / "installed")
    for file in (source / "resources").rglob("*"):
        if file.is_file():
            assert f"reviewer/resources/{file.relative_to(source / 'resources').as_posix()}" in names
    code = "from reviewer.desktop.resources import resource; print(resource('report', 'report.typ'))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "installed", check=True, capture_output=True, text=True
    )
    assert Path(found.stdout.strip()) == tmp_path / "installed" / "reviewer" / "resources" / "report" / "report.typ"
