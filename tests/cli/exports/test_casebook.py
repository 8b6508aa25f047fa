"""The report and what it cites are one PDF as well: a cite leads to the words, and nothing in it does anything else."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdf
import pytest

from reviewer.errors import ExportError
from reviewer.usecases.exports.bundle_files import casebook
from reviewer.usecases.exports.redaction.redacting import Redactor
from tests.cli.conftest import Command
from tests.cli.exports.test_bundle import bundled
from tests.cli.exports.test_production import names, pile

__all__ = ["bundled", "pile"]

LIVE = re.compile(rb"/(URI|Launch|GoToR|GoToE|JavaScript|JS|SubmitForm|ImportData|EmbeddedFile|OpenAction|AA)\b")


def test_a_cite_of_the_report_leads_to_the_highlighted_words_in_the_same_file(
    reviewer: Command, bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reviewer("passage", "add", bundled, names(reviewer, bundled)["c.pdf"], "--quote", "Flyer").code == 0
    done = reviewer("bundle", "export", bundled, tmp_path / "bundle", "--production", "1", "--json")
    assert done.code == 0, done.err
    path = tmp_path / "bundle" / "data" / "casebook.pdf"
    book = pypdf.PdfReader(path)
    own = len(pypdf.PdfReader(path.with_name("report.pdf")).pages)
    assert book.page_labels[own:] == ["PMPD-000002", "PMPD-000003", "PMPD-000007"]
    number = {page.indirect_reference.idnum: at for at, page in enumerate(book.pages) if page.indirect_reference}
    led = set()
    for page in book.pages[:own]:
        for note in (each.get_object() for each in page.annotations or ()):
            if note["/Subtype"] == "/Link" and "/A" in note and isinstance(note["/A"].get("/D"), list):
                led.add(book.page_labels[number[note["/A"]["/D"][0].indirect_reference.idnum]])
    assert led == {"PMPD-000002", "PMPD-000007"}
    assert_led_back(book, *book.pages[own:])
    objects = b"".join(repr(book.get_object(at)).encode() for at in range(1, int(str(book.trailer["/Size"]))))
    assert LIVE.findall(objects.replace(b"'", b" ")) == []
    assert_said_which_are_archives(tmp_path / "bundle")
    attacked = Redactor.attack

    def holds(self: Redactor, name: str, data: bytes, words: Sequence[str], *boxes: Any) -> None:
        if name == casebook.FILE:
            raise ExportError("what is redacted can still be found in it")
        attacked(self, name, data, words, *boxes)

    monkeypatch.setattr(Redactor, "attack", holds)
    done = reviewer("bundle", "export", bundled, tmp_path / "second", "--production", "1", "--json")
    monkeypatch.undo()
    assert done.code == 0, done.err
    (told,) = (each for each in done.json["checks"] if each["name"] == "report")
    assert "there is no casebook: what is redacted can still be found in it" in told["detail"]
    there = {each.name for each in (tmp_path / "second" / "data").iterdir()}
    assert {"report.pdf", "casebook.pdf"} & there == {"report.pdf"}, "all else goes"
    bare = tmp_path / "bare"
    assert reviewer("bundle", "export", bundled, bare, "--production", "1", "--without-report").code == 0
    assert not (bare / "data" / "casebook.pdf").exists()


def assert_led_back(book: pypdf.PdfReader, first: Any, second: Any, other: Any) -> None:
    """Pages of two exhibits lead to where the report first cites them; the second, which it does not, to the index."""
    for page, words in ((first, "LANTERN25"), (other, "Flyer")):
        assert words in page.extract_text()
        highlight, back = (each.get_object() for each in page.annotations or ())
        assert (highlight["/Subtype"], back["/Subtype"]) == ("/Highlight", "/Link")
        assert back["/Contents"] == "Back to where the report first cites this page"
        assert place(book, back) == cites_of(book, page)[0]
    assert "Fourteen uses" in second.extract_text()
    (back,) = (each.get_object() for each in second.annotations or ())
    assert back["/Contents"] == "Back to the index of exhibits"
    at, height = place(book, back)
    assert (at, height) == cites_of(book, first)[-1], "its exhibit in the index, which is the last that cites it"
    assert "Index of exhibits" in book.pages[at].extract_text()


def place(book: pypdf.PdfReader, link: Any) -> tuple[int, int]:
    """Where a link leads: the page (from 0), and how high on it; what is shown above it is left out."""
    page, _, _, height, _ = link["/A"]["/D"]
    (at,) = (at for at, each in enumerate(book.pages) if each.indirect_reference == page.indirect_reference)
    return at, round(float(height) - 24)


def cites_of(book: pypdf.PdfReader, page: Any) -> list[tuple[int, int]]:
    """From where links lead to a whole page, in the order of reading."""
    found = []
    for at, each in enumerate(book.pages):
        for note in (one.get_object() for one in each.annotations or ()):
            target = note.get("/A", {}).get("/D")
            if (
                isinstance(target, list)
                and target[1] == "/Fit"
                and target[0].indirect_reference == page.indirect_reference
            ):
                found.append((at, -round(float(note["/Rect"][3]))))
    return [(at, -depth) for at, depth in sorted(found)]


def assert_said_which_are_archives(bundle: Path) -> None:
    """``VERIFY.txt`` names just those PDFs that say of themselves that they are PDF/A and PDF/UA."""
    claims = set()
    for path in bundle.rglob("*.pdf"):
        metadata: Any = pypdf.PdfReader(path).root_object.get("/Metadata")
        told = b"" if metadata is None else metadata.get_object().get_data()
        if b"<pdfaid:part>2<" in told and b"<pdfuaid:part>1<" in told:
            claims.add(path.relative_to(bundle).as_posix())
        else:
            assert b"pdfaid" not in told
            assert b"pdfuaid" not in told
    said = (bundle / "VERIFY.txt").read_text(encoding="utf-8").partition("for a screen reader\n")[2]
    are, _, are_not = said.partition("PDF/A-2a")
    assert set(re.findall(r"[\w/-]+\.pdf", are)) == claims
    assert "data/report.pdf" in claims
    rest = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*.pdf")} - claims
    places = re.findall(r"data/[\w.]+/?", are_not)
    assert [each for each in sorted(rest) if not each.startswith(tuple(places))] == []


@pytest.mark.endurance
@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not here")
def test_qpdf_finds_nothing_wrong_with_a_casebook(reviewer: Command, bundled: Path, tmp_path: Path) -> None:
    assert reviewer("bundle", "export", bundled, tmp_path / "bundle", "--production", "1").code == 0
    book = tmp_path / "bundle" / "data" / "casebook.pdf"
    subprocess.run(["qpdf", "--check", str(book)], check=True, capture_output=True)
