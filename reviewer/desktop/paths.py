"""Where this laptop keeps what belongs to the program and not to a case."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def config_dir() -> Path:
    """The folder of the settings; ``REVIEWER_CONFIG`` names another."""
    named = os.environ.get("REVIEWER_CONFIG")
    return Path(named) if named else platformdirs.user_config_path("evidence-reviewer", appauthor=False)
