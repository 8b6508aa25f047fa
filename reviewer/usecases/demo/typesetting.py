"""Set single documents from Typst templates, as PDF or as a picture. The same data makes the same bytes."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import typst

from reviewer.errors import ExportError


def set_paper(template: Path, data: Mapping[str, object], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF that a template makes of its data. ``pictures`` lie beside the template under their names."""
    return _compile(template, data, pictures or {}, "pdf")


def draw_paper(template: Path, data: Mapping[str, object], *, dots_per_inch: float) -> bytes:
    """The one page that a template makes of its data, as a PNG."""
    return _compile(template, data, {}, "png", dots_per_inch)


def _compile(
    template: Path,
    data: Mapping[str, object],
    pictures: Mapping[str, bytes],
    form: Literal["pdf", "png"],
    dots_per_inch: float = 144,
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="reviewer-paper-") as folder:
        # A copy, since the templates' own folder may not be ours to write pictures into.
        place = Path(shutil.copytree(template.parent, Path(folder) / "papers"))
        for name, picture in pictures.items():
            (place / name).write_bytes(picture)
        try:
            made = typst.compile(
                place / template.name,
                root=place,
                ignore_system_fonts=True,  # the fonts of the machine must not change the bytes
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                format=form,
                ppi=dots_per_inch,
            )
        except typst.TypstError as error:
            raise ExportError(f"the template {template.name} could not be set: {error}") from error
    if not isinstance(made, bytes):
        raise ExportError(f"the template {template.name} does not make just one file")
    return made
