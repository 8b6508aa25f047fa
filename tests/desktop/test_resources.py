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


def test_a_wheel_holds_every_resource_and_all_who_use_them_find_them(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    shutil.copytree(ROOT / "reviewer", source / "reviewer", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as made:
        made.extractall(tmp_path / "installed")
    code = (
        "from reviewer.desktop.resources import resource; from reviewer.workers.print.surroundings import fonts_folder;"
        "print(resource()); print(fonts_folder())"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "installed", check=True, capture_output=True, text=True
    )
    there, here = tmp_path / "installed" / "reviewer" / "resources", ROOT / "reviewer" / "resources"
    assert found.stdout.splitlines() == [str(there), str(there / "fonts")]
    assert _files(there) == _files(here)


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
