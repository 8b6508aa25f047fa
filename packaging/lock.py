"""Remake requirements.lock: one set of versions for all systems and Python 3.11 to 3.14, by hash, without addresses.

Beside it, runtime.txt names what of the lock the program itself needs; packages are made of that alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = "# Made by `make lock` from pyproject.toml. Each package is checked against its hash when it is installed.\n"
RUNTIME_HEAD = "# Made by `make lock`: what of requirements.lock the program itself needs, on one system or another.\n"


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
        needed = subprocess.run(
            [scripts / "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-header",
             "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--constraint", made, "pyproject.toml"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    names = sorted({line.split("==")[0] for line in needed.splitlines() if "==" in line})
    (ROOT / "packaging" / "runtime.txt").write_text(RUNTIME_HEAD + "".join(f"{name}\n" for name in names), "utf-8")
    (ROOT / "packaging" / "requirements.lock").write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main()
