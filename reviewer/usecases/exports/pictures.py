"""Pictures of the ledger as they leave the program: SVG, or PDF."""

from __future__ import annotations

from pathlib import Path

from reviewer.desktop.resources import resource
from reviewer.domain.pictures.picture import Picture
from reviewer.errors import InputError
from reviewer.export import svg
from reviewer.usecases.exports.outgoing import Outgoing


def outgoing(picture: Picture, out: Path) -> Outgoing:
    """The file of a picture, as its name ends: ``.svg`` or ``.pdf``. InputError for another name."""
    suffix = out.suffix.lower()
    if suffix not in {".svg", ".pdf"}:
        raise InputError(f"“{out.name}” is neither .svg nor .pdf", "Let the name end in .svg or in .pdf.")
    data = svg.svg(picture) if suffix == ".svg" else svg.pdf(picture, resource("fonts"))
    return Outgoing(out, data, "picture export", {"picture": picture.title})
