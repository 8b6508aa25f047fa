"""The texts, lists and templates of the demo, as they lie in ``resources/demo``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from reviewer.errors import NotFoundError

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "demo"


def table(name: str) -> dict[str, Any]:
    """One TOML file of the material; NotFoundError where the program was installed without it."""
    try:
        return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFoundError(
            f"the material of the demo case is not where it should be: {FOLDER / name}",
            "The demo needs the source tree, or an installation with its resources.",
        ) from error
