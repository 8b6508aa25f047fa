"""The texts, lists and templates of the demo, as they lie in ``resources/demo``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from reviewer.desktop.resources import resource


def table(name: str) -> dict[str, Any]:
    """One TOML file of the material; NotFoundError where the program was installed without it."""
    return tomllib.loads(resource("demo", name).read_text(encoding="utf-8"))


def template(name: str) -> Path:
    """One of the Typst templates of the documents."""
    return resource("demo", "papers", f"{name}.typ")
