"""Write a picture as SVG, and as a PDF of one page that holds it as vectors.

Every mark that says something has its words as ``title``, which a browser shows and a screen reader reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import typst

from reviewer.domain.pictures.picture import Bar, Cue, Dot, Label, Line, Mark, Picture, Role, Shape, bends, outline
from reviewer.errors import ExportError
from reviewer.export.shown import STANDARDS, showable

COLORS: Mapping[Role, str] = {
    Role.TEXT: "#23221F",
    Role.QUIET: "#65625B",
    Role.RULE: "#CDCBC5",
    Role.BENEFIT: "#24588A",
    Role.ENDORSEMENT: "#9A3412",
    Role.APART: "#65625B",
    Role.DONOR: "#2F6B4A",
    Role.OFFICER: "#65625B",
    Role.AUDIENCE: "#9A3412",
}
"""On white paper; each has a contrast of 4.5 to 1 or more, but for the rules behind (WCAG 2.2, 1.4.3)."""

_SVG = "http://www.w3.org/2000/svg"
_FAMILY = "Liberation Sans, Helvetica, Arial, sans-serif"
_NEVER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2)."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PAGE = b"""
#let said = json(bytes(sys.inputs.picture))
#set document(title: said.title)
#set page(width: said.width * 1pt + 2cm, height: said.height * 1pt + 2cm, margin: 1cm)
#set text(lang: "en", font: "Liberation Sans")
#image(bytes(said.svg), format: "svg", width: said.width * 1pt, alt: said.words)
"""


def svg(picture: Picture) -> bytes:
    """The picture as an SVG file in UTF-8, whose unit is the point; the same picture gives the same bytes."""
    ET.register_namespace("", _SVG)
    root = ET.Element(
        f"{{{_SVG}}}svg",
        {
            "width": f"{_number(picture.width)}pt",
            "height": f"{_number(picture.height)}pt",
            "viewBox": f"0 0 {_number(picture.width)} {_number(picture.height)}",
            "role": "img",
            "aria-labelledby": "title words",
            "font-family": _FAMILY,
        },
    )
    _add(root, "title", {"id": "title"}, picture.title)
    _add(root, "desc", {"id": "words"}, picture.words)
    _patterns(root, {mark.role for mark in picture.marks if mark.cue is Cue.HATCHED})
    size = {"width": _number(picture.width), "height": _number(picture.height)}
    _add(root, "rect", {**size, "fill": "#FFFFFF"})
    for mark in picture.marks:
        made = _DRAW[type(mark)](root, mark)
        if mark.words:
            made.set("role", "img")
            _add(made, "title", {}, mark.words, first=True)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def pdf(picture: Picture, fonts: Path | None = None) -> bytes:
    """The picture as a PDF (PDF/A-2a, PDF/UA-1) of one page that fits it. ``fonts`` is a folder of fonts."""
    (values, found, _) = showable({"title": picture.title, "words": _words(picture)}, fonts)
    drawn, shown, _ = showable(svg(picture).decode(), fonts)
    values |= {"svg": drawn, "width": picture.width, "height": picture.height}
    options = (shown if shown.system else found).options()
    try:
        made: bytes = typst.compile(
            {"main.typ": _PAGE}, None, sys_inputs={"picture": json.dumps(values)}, pdf_standards=STANDARDS, timestamp=0,
            **options,
        )  # fmt: skip
    except typst.TypstError as error:
        raise ExportError(f"the picture could not be set: {error.message}") from error
    return made


def _words(picture: Picture) -> str:
    """All that the picture says, for those who cannot see it."""
    return "\n".join([picture.words, *(mark.words for mark in picture.marks if mark.words)])


def _bar(root: ET.Element, mark: Bar) -> ET.Element:
    inset = 0.4 if mark.cue is not Cue.FULL else 0
    place = {
        "x": _number(mark.x + inset),
        "y": _number(mark.y + inset),
        "width": _number(max(0.1, mark.width - 2 * inset)),
        "height": _number(max(0.1, mark.height - 2 * inset)),
    }
    return _add(root, "rect", place | _area(mark))


def _line(root: ET.Element, mark: Line) -> ET.Element:
    start, end = f"M{_number(mark.x)} {_number(mark.y)}", f"{_number(mark.to_x)} {_number(mark.to_y)}"
    between = ""
    if mark.curved:
        between = "C" + " ".join(f"{_number(x)} {_number(y)}" for x, y in bends(mark)) + " "
    drawn = {
        "d": f"{start}{between or 'L'}{end}",
        "fill": "none",
        "stroke": COLORS[mark.role],
        "stroke-width": _number(mark.thickness),
    }
    if mark.curved:
        drawn["stroke-opacity"] = "0.55"
    if mark.cue is Cue.DASHED:
        drawn["stroke-dasharray"] = "4 3"
    return _add(root, "path", drawn)


def _dot(root: ET.Element, mark: Dot) -> ET.Element:
    if mark.shape is Shape.CIRCLE:
        place = {"cx": _number(mark.x), "cy": _number(mark.y), "r": _number(mark.radius)}
        return _add(root, "circle", place | _area(mark))
    corners = " ".join(f"{_number(x)},{_number(y)}" for x, y in outline(mark))
    return _add(root, "polygon", {"points": corners} | _area(mark))


def _label(root: ET.Element, mark: Label) -> ET.Element:
    place = {
        "x": _number(mark.x),
        "y": _number(mark.y),
        "font-size": _number(mark.size),
        "fill": COLORS[mark.role],
        "text-anchor": mark.anchor.value,
    }
    if mark.bold:
        place["font-weight"] = "bold"
    if not mark.words:
        return _add(root, "text", place, mark.text)
    made = _add(root, "g", {})
    _add(made, "text", place, mark.text)
    return made


def _area(mark: Mark) -> dict[str, str]:
    color = COLORS[mark.role]
    if mark.cue is Cue.FULL:
        return {"fill": color}
    fill = f"url(#hatch-{mark.role})" if mark.cue is Cue.HATCHED else "#FFFFFF"
    return {"fill": fill, "stroke": color, "stroke-width": "0.8"}


def _patterns(root: ET.Element, roles: set[Role]) -> None:
    if not roles:
        return
    defined = _add(root, "defs", {})
    for role in sorted(roles):
        made = _add(
            defined, "pattern",
            {"id": f"hatch-{role}", "width": "4", "height": "4", "patternUnits": "userSpaceOnUse"},
        )  # fmt: skip
        stroke = {"stroke": COLORS[role], "stroke-width": "1", "fill": "none"}
        _add(made, "path", {"d": "M-1 1L1 -1M0 4L4 0M3 5L5 3", **stroke})


def _add(
    parent: ET.Element, name: str, attributes: dict[str, str], text: str = "", *, first: bool = False
) -> ET.Element:
    made = ET.Element(f"{{{_SVG}}}{name}", attributes)
    made.text = _plain(text) or None
    parent.insert(0, made) if first else parent.append(made)
    return made


def _plain(text: str) -> str:
    """The text without what XML cannot hold, and with controls that would turn it around spelled out (UAX #9)."""
    return _TURNS.sub(lambda found: f"[U+{ord(found[0]):04X}]", _NEVER.sub("\ufffd", text))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


_DRAW: Mapping[type[Mark], Callable[[ET.Element, Any], ET.Element]] = {
    Bar: _bar,
    Line: _line,
    Dot: _dot,
    Label: _label,
}
