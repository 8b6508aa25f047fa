"""Where the files that come with the program are: templates, fonts, icons, demo material."""

from __future__ import annotations

from pathlib import Path

from reviewer.errors import NotFoundError

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE.parent / "resources", _PACKAGE / "resources")
"""Beside the package in a source checkout, inside it when installed from a wheel (``setup.py`` puts it there)."""


def resource(*parts: str) -> Path:
    """The file or folder of that name under ``resources/``; NotFoundError when this installation lacks it."""
    for place in _PLACES:
        found = place.joinpath(*parts)
        if found.exists() and (place != _PLACES[0] or (_PACKAGE.parent / "pyproject.toml").exists()):
            return found
    raise NotFoundError(
        f"this installation lacks the file {'/'.join(parts)}", "Install Evidence Reviewer again, from a complete copy."
    )
