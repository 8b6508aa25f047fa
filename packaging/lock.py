"""Remake requirements.lock: one set of versions for all systems and Python 3.11 to 3.13, by hash, without addresses."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = "# Made by `make lock` from pyproject.toml. Each package is checked against its hash when it is installed.\n"


def main() -> None:
    """Resolve in an environment made for it; the lock file is replaced only when that worked."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        scripts = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        made = Path(folder) / "requirements.lock"
        subprocess.run(
            [scripts / "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--extra", "dev",
             "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate",
             "pyproject.toml", "--output-file", made],
            cwd=ROOT, check=True,
        )  # fmt: skip
        text = made.read_text(encoding="utf-8")
    (ROOT / "packaging" / "requirements.lock").write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main()
