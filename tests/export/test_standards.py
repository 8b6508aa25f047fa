"""What PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) ask for and a program can see is so in the papers we set.

It looks at the file by another library than the one that wrote it, and by a validator: docs/decisions/0032.
"""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdf
import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdf.generic import ContentStream

from reviewer.desktop.resources import resource
from reviewer.domain.exports.agency import Agency
from reviewer.domain.exports.report_options import Paper as Sheet
from reviewer.export.account_paper import set_account
from reviewer.export.model import AccountSheet, IntakeRow, IntakeSection
from reviewer.export.report.model import Table, TableColumn, without_dead_ends, words
from reviewer.export.report.pdf import set_report
from reviewer.export.texts import texts
from reviewer.export.typeset import around, set_values
from tests.export.report.sample import LOGO, report

AGENCY = Agency("Quay Police", ("1 Quay Street",), LOGO)
LONG = Table(
    "Long", (TableColumn("Who", 1), TableColumn("What", 2)), tuple((words("A"), words("B " * 90)) for _ in range(60))
)


def a_report() -> bytes:
    return set_report(
        without_dead_ends(report(*report().sections[0].blocks, LONG)), resource("report"), resource("fonts")
    )


def a_french_report() -> bytes:
    made = report(language="fr", paper="a4")
    return set_report(without_dead_ends(made), resource("report"), resource("fonts"))


def an_account(language: str) -> bytes:
    row = IntakeRow("mails", "", 3, 3, 0, 0)
    sheet = AccountSheet(
        "Cameras", "21-44", "2026-11-25T10:00:00Z", ("Ada",), "P", IntakeSection(row, (row,), (), ()), AGENCY
    )
    return set_account(sheet, texts(resource("report"), language), resource("report"), resource("fonts"))


def a_log() -> bytes:
    values = {
        **around(AGENCY, Sheet.LETTER, texts(resource("report"), "en")),
        "name": "Privilege log", "named": "Privilege log: Cameras", "said": "All of it.", "title": "Cameras",
        "reference": "21-44", "made": "2026-11-25T10:00:00Z", "reviewer": "Ada", "nothing": "",
        "columns": ["no.", "author"], "rows": [["1", "Bo"], ["2", "Cy"]],
    }  # fmt: skip
    return set_values("table.typ", values, resource("report"), resource("fonts"), "2026-11-25T10:00:00Z")


PAPERS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "report": (a_report, "Findings report: Lantern cameras", "en"),
    "French report": (a_french_report, "Findings report: Lantern cameras", "fr"),
    "account": (partial(an_account, "en"), "Account of the evidence: Cameras", "en"),
    "French account": (partial(an_account, "fr"), "État des éléments reçus\u00a0: Cameras", "fr"),
    "log": (a_log, "Privilege log: Cameras", "en"),
}
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


class Paper:
    """A PDF with its structure."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.reader = pypdf.PdfReader(io.BytesIO(data))
        root: Any = self.reader.trailer["/Root"]
        self.root = root
        self.xmp: str = root["/Metadata"].get_data().decode()
        self.elements = list(self._below(root["/StructTreeRoot"]))

    def _below(self, node: Any) -> Iterator[Any]:
        kids = node.get("/K", [])
        for each in kids if isinstance(kids, list) else [kids]:
            kid = each.get_object()
            if isinstance(kid, dict) and "/S" in kid:
                yield kid
                yield from self._below(kid)

    def of(self, *kinds: str) -> list[Any]:
        """The elements of some kinds, in order of reading."""
        roles = self.root["/StructTreeRoot"].get("/RoleMap", {})
        return [each for each in self.elements if roles.get(each["/S"], each["/S"]) in kinds]


def kids(node: Any) -> list[Any]:
    found = node.get("/K", [])
    return [each.get_object() for each in (found if isinstance(found, list) else [found])]


@pytest.fixture(scope="module", params=PAPERS)
def paper(request: pytest.FixtureRequest) -> tuple[Paper, str, str]:
    make, title, language = PAPERS[request.param]
    return Paper(make()), title, language


Made = tuple[Paper, str, str]


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_A_2A, ValidationProfile.PDF_UA_1], ids=["PDF/A", "PDF/UA"])
def test_a_validator_finds_nothing_against_it(paper: Made, profile: ValidationProfile) -> None:
    found = validate_pdf_bytes(paper[0].data, profile=profile)
    assert [(each.rule_id, each.message) for each in found.failures if not is_mistaken(paper[0], each)] == []
    assert found.rules.total > 100, "all rules were looked at"


def is_mistaken(paper: Paper, failure: Any) -> bool:
    """It takes a carriage return that ends packed data for a part of the line end; qpdf does not."""
    if failure.rule_id != "PDFA2A-STREAM-LENGTH-001" or failure.object_id is None:
        return False
    stream: Any = paper.reader.get_object(failure.object_id.object_number)
    return bool(stream._data.endswith(b"\r"))


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_A_2A, ValidationProfile.PDF_UA_1], ids=["PDF/A", "PDF/UA"])
def test_the_validator_tells_what_is_wrong(paper: Made, profile: ValidationProfile) -> None:
    """Planted: the tree of tags is not there any more."""
    without = paper[0].data.replace(b"/StructTreeRoot", b"/StructTreeGone")
    assert without != paper[0].data
    assert not validate_pdf_bytes(without, profile=profile).is_compliant


def test_it_claims_both_and_says_its_title_and_language(paper: Made) -> None:
    made, title, language = paper
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in made.xmp
    assert (made.root["/Lang"], made.root["/ViewerPreferences"]["/DisplayDocTitle"]) == (language, True)
    facts: Any = made.reader.metadata
    assert facts["/Title"] == title
    assert re.findall(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", made.xmp, re.DOTALL) == [title]
    stamped = re.findall(r"<xmp:CreateDate>(.*?)<", made.xmp)
    assert [re.sub(r"\D", "", each)[:14] for each in stamped] == [re.sub(r"\D", "", facts["/CreationDate"])[:14]]
    assert made.reader.trailer["/ID"]


def test_colours_mean_the_same_everywhere_and_nothing_is_outside_the_file(paper: Made) -> None:
    made, _, _ = paper
    (intent,) = made.root["/OutputIntents"]
    profile = intent.get_object()["/DestOutputProfile"].get_object()
    assert (intent["/S"], profile["/N"], profile.get_data()[36:40]) == ("/GTS_PDFA1", 3, b"acsp")
    assert not made.reader.is_encrypted
    plain = made.data + b"".join(streams(made.reader))
    for banned in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/AA", b"/LZWDecode", b"/DeviceCMYK"):
        assert banned not in plain, banned
    fonts = list(fonts_of(made.reader))
    assert fonts
    assert all(any(key in each for key in ("/FontFile", "/FontFile2", "/FontFile3")) for each in fonts)


def streams(reader: pypdf.PdfReader) -> Iterator[bytes]:
    size: Any = reader.trailer["/Size"]
    for number in range(1, int(size)):
        found: Any = pypdf.generic.IndirectObject(number, 0, reader).get_object()
        if hasattr(found, "get_data") and found.get("/Type") == "/ObjStm":
            yield found.get_data()


def fonts_of(reader: pypdf.PdfReader) -> Iterator[Any]:
    """The descriptors of the fonts of all pages; every font says which characters its glyphs are."""
    for page in reader.pages:
        resources: Any = page.get("/Resources", {})
        for each in resources.get("/Font", {}).values():
            font = each.get_object()
            assert "/ToUnicode" in font
            (below,) = font.get("/DescendantFonts", (font,))
            yield below.get_object()["/FontDescriptor"].get_object()


def test_every_word_and_line_is_marked_as_content_or_as_ornament(paper: Made) -> None:
    made, _, _ = paper
    assert made.root["/MarkInfo"]["/Marked"]
    assert made.root["/StructTreeRoot"]["/ParentTree"]
    for page in made.reader.pages:
        assert "/StructParents" in page
        assert page.get("/Tabs", "/S") == "/S"
        depth, shown = 0, 0
        content: Any = ContentStream(page.get_contents(), made.reader)
        for _, operator in content.operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            if operator in {b"Tj", b"TJ", b"Do", b"f", b"S", b"B", b"sh"}:
                shown += 1
                assert depth > 0, f"{operator!r} outside of what is marked"
        assert (depth, shown > 0) == (0, True)


def test_headings_skip_no_level_and_begin_with_the_first(paper: Made) -> None:
    made, _, _ = paper
    levels = [int(each["/S"][2:]) for each in made.of(*HEADINGS)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_pictures_have_words_and_links_say_where_they_lead(paper: Made) -> None:
    made, _, _ = paper
    pictures = made.of("/Figure", "/Formula")
    assert pictures
    assert all(str(each.get("/Alt", "")).strip() for each in pictures)
    links = [
        each.get_object()
        for page in made.reader.pages
        for each in page.get("/Annots", ())
        if each.get_object()["/Subtype"] == "/Link"
    ]
    assert all(each.get("/Contents") and "/StructParent" in each for each in links)
    referred = [kid for each in made.of("/Link") for kid in kids(each) if isinstance(kid, dict) and "/Obj" in kid]
    assert len(referred) == len(links)


def test_tables_have_heads_and_as_many_cells_in_each_row(paper: Made) -> None:
    made, _, _ = paper
    tables = made.of("/Table")
    assert tables
    for table in tables:
        parts = kids(table)
        rows = [
            row for part in parts for row in (kids(part) if part["/S"] in {"/THead", "/TBody", "/TFoot"} else [part])
        ]
        cells = [[cell["/S"] for cell in kids(row)] for row in rows if row["/S"] == "/TR"]
        assert set(cells[0]) == {"/TH"}
        assert {len(each) for each in cells} == {len(cells[0])}
        heads = list(kids(rows[0]))
        assert all(attribute(cell, "/Scope") for cell in heads)


def attribute(cell: Any, name: str) -> Any:
    held = cell.get("/A", [])
    owners = [each.get_object() for each in (held if isinstance(held, list) else [held])]
    return next((each[name] for each in owners if name in each), None)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not here")
def test_qpdf_finds_nothing_wrong(paper: Made, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(paper[0].data)
    done = subprocess.run(["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
