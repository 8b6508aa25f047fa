"""Steps of a build: where things are, how a program is run, how a build tells what it does and why it stops."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGING = ROOT / "packaging"
BUILD = ROOT / "build"
DIST = ROOT / "dist"
NAME = "evidence-reviewer"


def version() -> str:
    """The version of the program, as pyproject.toml has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def epoch() -> int:
    """The moment that every file of a build is dated, in seconds: SOURCE_DATE_EPOCH, else that of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given or run(["git", "log", "-1", "--format=%ct"]).strip())


def environment() -> dict[str, str]:
    """The environment of the programs that a build runs: one language, one clock, no settings of a person's Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    fixed = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": str(epoch()), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, **fixed}


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Run a step and return what it printed; stop, showing all of it, when it fails."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        words = " ".join(map(str, command))
        stop(f"this step failed (exit code {done.returncode}):\n  {words}\n{done.stdout}{done.stderr}")
    return done.stdout


def need(*programs: str) -> None:
    """Stop unless all these programs are there."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        stop(f"not installed here: {', '.join(missing)}. A build needs Debian 12 or later, or a system of its kind.")


def fresh(folder: Path) -> Path:
    """An empty folder in that place."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def size(folder: Path) -> int:
    """How many bytes the files below a folder have."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def say(text: str) -> None:
    """Tell what is going on."""
    print(f"build: {text}", flush=True)


def stop(text: str) -> NoReturn:
    """End with a message."""
    raise SystemExit(f"build: {text}")
