"""The report and what it cites are one PDF as well: a cite leads to the words, and nothing in it does anything else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdf

from tests.cli.conftest import Command
from tests.cli.exports.test_bundle import bundled
from tests.cli.exports.test_production import names, pile

__all__ = ["bundled", "pile"]

LIVE = re.compile(rb"/(URI|Launch|GoToR|GoToE|JavaScript|JS|SubmitForm|ImportData|EmbeddedFile|OpenAction|AA)\b")


def test_a_cite_of_the_report_leads_to_the_highlighted_words_in_the_same_file(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    for name, quote in (("c.pdf", "Flyer"), ("letter.pdf", "Fourteen uses")):
        assert reviewer("passage", "add", bundled, names(reviewer, bundled)[name], "--quote", quote).code == 0
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
    assert led == {"PMPD-000002", "PMPD-000003", "PMPD-000007"}
    for page, words in zip(book.pages[own:], ("LANTERN25", "Fourteen uses", "Flyer"), strict=True):
        assert words in page.extract_text()
        assert [each.get_object()["/Subtype"] for each in page.annotations or ()] == ["/Highlight"]
    decoded = b"".join(repr(book.get_object(at)).encode() for at in range(1, len(book.xref.get(0, {}))))
    assert LIVE.findall(path.read_bytes() + decoded.replace(b"'", b" ")) == []
    qpdf = shutil.which("qpdf")
    if qpdf is not None:
        subprocess.run([qpdf, "--check", str(path)], check=True, capture_output=True)
    bare = tmp_path / "bare"
    assert reviewer("bundle", "export", bundled, bare, "--production", "1", "--without-report").code == 0
    assert not (bare / "data" / "casebook.pdf").exists()
