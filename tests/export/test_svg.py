"""Pictures as SVG and PDF: well-formed whatever the evidence says, vectors all the way, words for each mark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pymupdf

from reviewer.desktop.resources import resource
from reviewer.domain.ids import BenefitId
from reviewer.domain.pictures.picture import Anchor, Bar, Cue, Dot, Label, Line, Picture, Role, Shape, Target
from reviewer.export.svg import COLORS, pdf, svg

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> & \x00\x1b \u202egnp.exe \ufffe ]]> \"quoted\""
PICTURE = Picture(
    HOSTILE,
    f"What it shows: {HOSTILE}",
    300,
    200,
    (
        Bar(x=10, y=10, width=80, height=12, role=Role.BENEFIT, words=HOSTILE, target=Target((BenefitId(1),))),
        Bar(x=10, y=30, width=80, height=12, role=Role.BENEFIT, cue=Cue.HATCHED),
        Bar(x=10, y=50, width=80, height=12, cue=Cue.HOLLOW),
        Line(x=10, y=70, to_x=200, to_y=120, curved=True, role=Role.ENDORSEMENT, words="a curve", thickness=3),
        Line(x=10, y=80, to_x=200, to_y=80, cue=Cue.DASHED),
        *(Dot(x=20 + 20 * n, y=140, radius=4, shape=shape) for n, shape in enumerate(Shape)),
        Label(x=150, y=180, text=HOSTILE, anchor=Anchor.MIDDLE, bold=True, words="a label"),
    ),
)


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_of_evidence_are_text_and_never_markup() -> None:
    root = ET.fromstring(svg(PICTURE))  # noqa: S314 - made by us
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter(f"{SVG}script"))
    shown = "<script>alert('x')</script> & \ufffd\ufffd [U+202E]gnp.exe \ufffd ]]> \"quoted\""
    assert [each.text for each in root.iter(f"{SVG}text")] == [shown]
    assert root.findtext(f"{SVG}title") == shown


def test_each_mark_that_says_something_has_its_words_as_title() -> None:
    root = ET.fromstring(svg(PICTURE))  # noqa: S314 - made by us
    titles = [each.text for each in root.iter(f"{SVG}title")][1:]
    assert titles[1:] == ["a curve", "a label"]
    assert len(list(root.iter(f"{SVG}polygon"))) == 4
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert [each.get("stroke-dasharray") for each in root.iter(f"{SVG}path") if each.get("stroke-dasharray")]
    assert [each.get("id") for each in root.iter(f"{SVG}pattern")] == ["hatch-benefit"]


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert svg(PICTURE) == svg(replace(PICTURE))
    assert pdf(PICTURE, resource("fonts")) == pdf(PICTURE, resource("fonts"))


def test_the_pdf_has_one_page_that_fits_with_text_and_lines_and_no_pixels(tmp_path: Path) -> None:
    words = replace(PICTURE, marks=(*PICTURE.marks, Label(x=20, y=190, text="Harbor: 66 officers")))
    path = tmp_path / "picture.pdf"
    path.write_bytes(pdf(words, resource("fonts")))
    with pymupdf.open(path) as document:
        (page,) = document
        assert (round(page.rect.width), round(page.rect.height)) == (round(300 + 56.7), round(200 + 56.7))
        assert "Harbor: 66 officers" in page.get_text()
        assert page.get_images() == []
        assert len(page.get_drawings()) >= 10


def test_colours_can_be_read_on_paper() -> None:
    for role, color in COLORS.items():
        if role is not Role.RULE:
            assert 1.05 / (luminance(color) + 0.05) >= 4.5, role
