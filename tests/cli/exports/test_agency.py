"""The agency's name, address and logo stand at the head of reports and of the papers of a bundle, without metadata."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import pymupdf
import pypdf
import pytest
from docx import Document
from PIL import Image

from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail

NAME, STREET, CANARY = "Quay County Sheriff", "12 Harbor Road", "SaffronOctopus4711"
RED = (200, 20, 20)
SVG = f"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><title>{CANARY}</title>
<script>{CANARY}</script><rect width="200" height="100" fill="#c81414"/></svg>"""


@pytest.fixture
def jpeg(tmp_path: Path) -> Path:
    """A red picture, taller than wide, on its side by its Exif data, which name somebody as does a comment."""
    path, exif = tmp_path / "logo.jpg", Image.Exif()
    exif[0x013B], exif[0x0112] = CANARY, 6
    Image.new("RGB", (1600, 800), RED).save(path, exif=exif, comment=CANARY.encode())
    return path


@pytest.fixture
def told(reviewer: Command, made: Path, jpeg: Path, once: Once, tmp_path: Path) -> Path:
    """A case with a message that an officer's passage is on, and the agency with all that can be said of it."""

    def fill() -> None:
        assert (
            reviewer("intake", "add", made, folder(tmp_path / "disk", {"a.eml": mail("Hi", "Free camera.")})).code == 0
        )
        assert reviewer("passage", "add", made, "1", "--quote", "Free camera").code == 0
        done = reviewer(
            "case", "agency", made, "--name", NAME, "--line", STREET, "--line", "Merrow", "--logo", jpeg, "--json"
        )
        assert (done.code, done.json["name"], done.json["lines"]) == (0, NAME, [STREET, "Merrow"]), done.err

    return once("agency", fill)


def chunks(data: bytes) -> list[bytes]:
    """The kinds of the chunks of a PNG (RFC 2083)."""
    at, found = 8, []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        found.append(data[at + 4 : at + 8])
        at += 12 + length
    return found


def logo_of(page: str) -> bytes:
    """The PNG that a page of HTML holds as its logo."""
    found = re.search(r'<img [^>]*src="data:image/png;base64,([^"]+)"', page)
    assert found
    return base64.b64decode(found[1])


def is_red(data: bytes) -> bool:
    with Image.open(io.BytesIO(data)) as image:
        pixel = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
        assert isinstance(pixel, tuple)
        return all(abs(a - b) < 20 for a, b in zip(pixel, RED, strict=True))


def test_the_report_shows_the_agency_in_every_form_and_no_metadata_of_its_logo(
    reviewer: Command, told: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    forms = ("--format", "html", "--format", "pdf", "--format", "docx")
    assert reviewer("report", "export", told, out, *forms).code == 0
    page = (out / "report.html").read_text("utf-8")
    logo = logo_of(page)
    assert set(chunks(logo)) == {b"IHDR", b"IDAT", b"IEND"}
    assert is_red(logo)
    with Image.open(io.BytesIO(logo)) as image:
        assert (image.width, image.height) == (225, 450), "as high as may be, turned as it is meant to be seen"
    assert f'alt="Logo of {NAME}"' in page
    assert STREET in page
    with pymupdf.open(out / "report.pdf") as document:
        assert [NAME in document[0].get_text(), STREET in document[0].get_text()] == [True, True]
        assert document[0].get_images()
        drawn = document[0].get_pixmap()
        assert any(drawn.pixel(x, 100)[0] > 150 > 2 * drawn.pixel(x, 100)[1] for x in range(72, 110))
    assert f"Logo of {NAME}" in alternatives(out / "report.pdf")
    word = Document(str(out / "report.docx"))
    assert [each.text for each in word.paragraphs[:4]][1:] == [NAME, STREET, "Merrow"]
    with zipfile.ZipFile(out / "report.docx") as package:
        media = [package.read(name) for name in package.namelist() if name.endswith(".png")]
        assert logo in media
        assert f'descr="Logo of {NAME}"' in package.read("word/document.xml").decode()
    packed = b"".join(path.read_bytes() for path in out.iterdir() if path.is_file())
    assert CANARY.encode() not in packed


def alternatives(path: Path) -> list[str]:
    """The alternative texts of a PDF's structure."""
    root: Any = pypdf.PdfReader(path).trailer["/Root"]
    found, waiting = [], [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            found += [str(node["/Alt"])] if "/Alt" in node else []
            waiting += [node["/K"]] if "/K" in node else []
    return found


def test_the_papers_of_a_bundle_show_the_agency(reviewer: Command, told: Path, tmp_path: Path) -> None:
    numbered = ("First", "--receiver", "City Attorney", "--prefix", "IA", "--query", "")
    assert reviewer("production", "create", told, *numbered).code == 0
    out = tmp_path / "bundle"
    assert reviewer("bundle", "export", told, out, "--production", "1", "--without-report").code == 0
    page = (out / "data/index.html").read_text("utf-8")
    assert [each in page for each in (NAME, STREET)] == [True, True]
    assert is_red(logo_of(page))
    with pymupdf.open(out / "data/account.pdf") as document:
        assert STREET in document[0].get_text()


def test_a_drawing_becomes_pixels_and_what_is_no_picture_is_refused(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    drawing, words = tmp_path / "logo.svg", tmp_path / "logo.png"
    drawing.write_text(SVG, encoding="utf-8")
    words.write_text("no picture", encoding="utf-8")
    refused = reviewer("case", "agency", made, "--logo", words)
    assert (refused.code, "is no picture" in refused.err) == (4, True), refused.err
    done = reviewer("case", "agency", made, "--logo", drawing, "--json").json
    assert done == {"name": "", "lines": [], "logo": {"width": 900, "height": 450}}
    assert CANARY not in reviewer("audit", made, "--json").out
    same = reviewer("case", "agency", made, "--logo", drawing)
    assert (same.code, "already" in same.err) == (4, True), same.err
    assert reviewer("undo", made).code == 0
    assert reviewer("case", "agency", made, "--json").json == {"name": "", "lines": [], "logo": None}
    long = reviewer("case", "agency", made, "--name", "x" * 121)
    assert (long.code, "too long" in long.err) == (4, True)
