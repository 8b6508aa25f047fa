"""An item with redactions is an exhibit of the report and of a binder, rebuilt, and what is told of it is masked."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pypdf
import pytest

from reviewer.domain.exports.redaction_boxes import PageBox
from reviewer.usecases.exports.redaction import redacting
from tests.cli.conftest import Command, Once
from tests.cli.exports.test_report_sections import Page
from tests.evidence import folder, mail

LETTER = "The witness is Jo Tarn.\nTwo cameras were free, said the vendor.\nNobody else came.\n"
SECRETS = ("Tarn", "Jo ")
MAIL = mail("A word of Jo Tarn", LETTER)


@pytest.fixture
def cited(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A message with words redacted in its subject and its text, approved; passages across and beside them."""

    def run(*words: str | Path) -> None:
        done = reviewer(*words)
        assert done.code == 0, done.err

    def fill() -> None:
        run("intake", "add", made, folder(tmp_path / "disk", {"a.eml": MAIL}))
        run("officer", "add", made, "4711", "Lee Moore", "--station", "Harbor")
        across = "witness is Jo Tarn. Two cameras were free"
        run("passage", "add", made, "1", "--quote", across, "--officer", "4711:recipient")
        run("passage", "add", made, "1", "--quote", "Nobody else came", "--officer", "4711:recipient")
        run("clause", "add", made, "3.14", "Gratuities", "--topic", "gratuity", "--element", "A thing of value")
        run("allegation", "add", made, "4711", "3.14", "--act", "Took a camera", "--date", "2016")
        run("allegation", "weigh", made, "1", "1", "--for", "1")
        run("interview", "add", made, "4711", "--date", "2021-07-01")
        run("interview", "topic", made, "1", "The camera")
        run("interview", "question", made, "1", "1", "What of this?", "--cite", "1", "--cite", "2")
        run(
            "redaction",
            "add",
            made,
            "1",
            "--quote",
            "Jo Tarn",
            "--occurrence",
            "1",
            "--reason",
            "PRV",
            "--reviewer",
            "Ada",
        )
        run("redaction", "follow", made, "1", "--reviewer", "Ada")
        run("redaction", "approve", made, "1", "2", "--reviewer", "Bo")

    return once("cited redacted", fill)


def marked(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for page in pypdf.PdfReader(file).pages:
            yield from (each.get_object() for each in page.get("/Annots", ()))


def text(path: Path) -> str:
    with pymupdf.open(path) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_the_report_cites_an_exhibit_that_is_rebuilt_without_what_is_redacted(
    reviewer: Command, cited: Path, tmp_path: Path
) -> None:
    done = reviewer("report", "export", cited, tmp_path / "out", "--format", "pdf", "--format", "html")
    assert done.code == 0, done.err
    said, exhibit = (tmp_path / "out" / "report.html").read_text("utf-8"), tmp_path / "out/exhibits/Exhibit-001.pdf"
    for shown in ("witness is [PRV]", "Two cameras were free", "Nobody else came", "A word of [PRV]", "Ex. 1 at 1"):
        assert shown in said, shown
    assert "0 checked word for word" in said
    assert "2 on pages rebuilt without what is redacted" in said
    assert "rebuilt from pixels, with 2 boxes" in said
    seen = text(exhibit)
    assert "Two cameras were free" in seen
    assert [word for word in SECRETS for told in (said, seen, text(tmp_path / "out/report.pdf")) if word in told] == []
    assert hashlib.sha256(MAIL).hexdigest() not in said
    assert hashlib.sha256(exhibit.read_bytes()).hexdigest() in said
    first, second = marked(exhibit)
    assert (first["/Subtype"], second["/Subtype"]) == ("/Highlight", "/Highlight")
    assert [len(each["/QuadPoints"]) // 8 for each in (first, second)] == [2, 1], "no highlight under the box"
    with pymupdf.open(exhibit) as document:
        assert document[0].get_images(), "it is made of pictures"
        ends = [each[0] for each in _words_of(document[0], "is")]
        assert max(first["/QuadPoints"][0:8:2]) < max(ends) + 40, "it ends where the box begins"
    (left,) = [each for each in reviewer("audit", cited, "--json").json if each["act"] == "report export"]
    assert left["facts"]["redacted"] == [["IA21-000001", 2]]
    assert left["facts"]["quotes_checked"] == 0


def test_the_annex_logs_where_boxes_stand_and_who_decided_and_nothing_of_what_is_under_them(
    reviewer: Command, cited: Path, tmp_path: Path
) -> None:
    assert reviewer("redaction", "page", cited, "1", "1", "--reason", "LE", "--reviewer", "Cy").code == 0
    assert reviewer("redaction", "reason", cited, "LE", "case <of> the county").code == 0
    for language, rows in (("en", LOG), ("fr", LOG_FR)):
        out = tmp_path / language
        done = reviewer("report", "export", cited, out, "--format", "html", "--language", language, "--with-proposed")
        assert done.code == 0, done.err
        said = (out / "report.html").read_text("utf-8")
        table = Page(said).tables["table-redactions"]
        today = re.compile(r"\d{1,2} \w+ \d{4}")
        assert [[today.sub("DAY", cell) for cell in row] for row in table[1:]] == rows
        assert not any(word in said for word in SECRETS)


LOG = [
    ["Ex. 1 at 1", "IA21-000001", "1", "LE: case <of> the county", "proposed by Cy, DAY; not approved yet"],
    ["Ex. 1 at 1", "IA21-000001", "2", "PRV: privacy", "proposed by Ada, DAY; approved by Bo, DAY"],
]
LOG_FR = [
    [
        "Pièce 1, p. 1",
        "IA21-000001",
        "1",
        "LE\N{NO-BREAK SPACE}: case <of> the county",
        "proposé par Cy, DAY\N{NARROW NO-BREAK SPACE}; pas encore approuvé",
    ],
    [
        "Pièce 1, p. 1",
        "IA21-000001",
        "2",
        "PRV\N{NO-BREAK SPACE}: vie privée",
        "proposé par Ada, DAY\N{NARROW NO-BREAK SPACE}; approuvé par Bo, DAY",
    ],
]


def test_a_bundle_logs_each_page_with_boxes_by_its_number_and_privileged_words_as_such(
    reviewer: Command, cited: Path, tmp_path: Path
) -> None:
    basis = ("--kind", "attorney-client", "--basis", "Asks for advice", "--reviewer", "Di")
    called = reviewer("privilege", "set", cited, "1", *basis, "--passage", "2", "--json")
    assert called.code == 0
    numbered = ("First", "--receiver", "City Attorney", "--prefix", "IA", "--query", "", "--start", "7")
    assert reviewer("production", "create", cited, *numbered).code == 0
    out = tmp_path / "bundle"
    done = reviewer("bundle", "export", cited, out, "--production", "1", "--without-report")
    assert done.code == 0, done.err
    page = ["IA-000007", "IA21-000001", "1"]
    rows = [
        [*page, "1", "ACP", "attorney-client", "yes", "Di", called.json["at"][:10], "", ""],
        [*page, "2", "PRV", "privacy", "", "Ada", "DAY", "Bo", "DAY"],
    ]
    log = (out / "data/redaction-log.csv").read_text(encoding="utf-8-sig")
    called_on, other = list(csv.reader(io.StringIO(log)))[1:]
    days = {other[8], other[10]}  # two where midnight comes between the proposal and its approval
    assert [called_on, ["DAY" if cell in days else cell for cell in other]] == rows
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)
    with zipfile.ZipFile(out / "data/redaction-log.xlsx") as book:
        assert b"IA-000007" in book.read("xl/sharedStrings.xml")
    index = (out / "data/index.html").read_text("utf-8")
    assert "redaction-log.csv" in index
    assert "redacted: ACP (attorney-client); PRV (privacy)" in index
    assert reviewer("bundle", "export", cited, tmp_path / "bare", "--production", "1", "--evidence-only").code == 0
    log = (tmp_path / "bare/data/redaction-log.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(io.StringIO(log)))[1:] == [row[:7] for row in rows], "nobody is named"


def _words_of(page: Any, word: str) -> list[tuple[float, ...]]:
    return [each[:4] for each in page.get_text("words") if each[4] == word]


def test_the_binder_shows_the_rebuilt_pages_and_cites_what_can_still_be_read(
    reviewer: Command, cited: Path, tmp_path: Path
) -> None:
    done = reviewer("interview", "binder", cited, "1", tmp_path / "binder.pdf", "--json")
    assert done.code == 0, done.err
    said = text(tmp_path / "binder.pdf")
    for shown in ("witness is [PRV]", "Nobody else came", "A word of [PRV]", "rebuilt from pixels, with 2 boxes"):
        assert shown in said, said
    assert [word for word in SECRETS if word in said] == []


def test_an_exhibit_in_which_redacted_words_are_found_is_not_kept(
    reviewer: Command, cited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the box stands beside the words, which OCR reads."""
    aside = PageBox(1, (300.0, 600.0, 400.0, 620.0), "PRV")
    monkeypatch.setattr(redacting, "boxes_of", lambda *_: [aside])
    for words in (
        ("report", "export", cited, tmp_path / "out"),
        ("interview", "binder", cited, "1", tmp_path / "binder.pdf"),
    ):
        refused = reviewer(*words)
        assert (refused.code, "can still be found in the pages of IA21-000001" in refused.err) == (4, True), refused.err
        assert not Path(words[-1]).exists()


def test_what_a_region_covers_in_the_head_is_not_told_beside_the_pages(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", {"a.eml": mail("Cameras", LETTER)})).code == 0
    assert reviewer("passage", "add", made, "1", "--quote", "Two cameras were free").code == 0
    assert reviewer("redaction", "header", made, "1", "From", "--reason", "PRV").code == 0
    done = reviewer("report", "export", made, tmp_path / "waits", "--format", "html")
    assert "wait for a second reviewer" in done.err
    assert not (tmp_path / "waits/exhibits").exists()
    done = reviewer("report", "export", made, tmp_path / "out", "--format", "html", "--with-proposed")
    assert done.code == 0, done.err
    said = (tmp_path / "out/report.html").read_text("utf-8")
    assert [
        told for told in ("Ada Lune", "ada@agency.example", "a.eml") if told in said.replace("Reviewer Ada", "")
    ] == []
    assert "Bo Reef" in said, "the other fields of the head stand on the page"
    assert "Cameras" in said
