"""Pictures of the ledger as they leave the program: SVG, or PDF."""

from __future__ import annotations

from pathlib import Path

from reviewer.desktop.resources import resource
from reviewer.domain.exports.leaving import Export
from reviewer.domain.pictures.picture import Picture, rewritten
from reviewer.errors import InputError
from reviewer.export import svg
from reviewer.usecases.exports.gate import Gate


def check(gate: Gate, picture: Picture) -> None:
    """ExportError when the picture shows an entry of the ledger that stays."""
    targets = [mark.target for mark in picture.marks]
    gate.check_ledger(
        dict.fromkeys(number for each in targets for number in each.benefits),
        dict.fromkeys(number for each in targets for number in each.endorsements),
    )


def write(gate: Gate, picture: Picture, out: Path) -> None:
    """Write a picture to a file that must not exist yet, as its name ends: ``.svg`` or ``.pdf``.

    Words that stay have the code of their reason in their place. InputError for another name; ExportError when the
    picture shows an entry of the ledger that stays.
    """
    suffix = out.suffix.lower()
    if suffix not in {".svg", ".pdf"}:
        raise InputError(f"“{out.name}” is neither .svg nor .pdf", "Let the name end in .svg or in .pdf.")
    check(gate, picture)
    shown = rewritten(picture, gate.masked)
    drawn = svg.svg(shown)
    gate.check_text(out.name, drawn)  # in a PDF its words are packed
    data = drawn if suffix == ".svg" else svg.pdf(shown, resource("fonts"))
    gate.write_file(out, data, Export.PICTURE, facts={"picture": shown.title})
