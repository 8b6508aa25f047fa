"""A bundle goes with declined words where they were declined, and with slip sheets for what nobody can search."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reviewer.usecases.exports import bundle_documents
from tests.cli.conftest import Command
from tests.cli.exports.test_bundle import every_byte
from tests.cli.exports.test_production import CALL, MAKE, names, shown
from tests.evidence import folder, mail, pdf
from tests.pdf_text import text_of

OWN, OTHER = ("--reviewer", "Ada"), ("--reviewer", "Bo")


@pytest.fixture
def decided(reviewer: Command, made: Path, tmp_path: Path) -> Path:
    """“Jo Tarn” is covered in a PDF and a subject and declined in another PDF; a damaged file, and an empty one.

    “slice”, covered too, is a word of the script of each first page.
    """
    files = {
        "a.pdf": pdf(["Jo Tarn saw a slice.\nLines that a box cuts."]),
        "b.pdf": pdf(["JO TARN is the mayor."]),
        "blank.pdf": pdf([""]),
        "broken.pdf": b"%PDF-1.4\n1 0 obj\n<< nothing of it",
        "c.eml": mail("Advice", "Say nothing.\n", attachments=[("none.bin", b"", "application/octet-stream")]),
        "d.eml": mail("Sent by Jo@Tarn", "No more.\n"),
    }
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 4, "one is damaged"
    control = names(reviewer, made)
    add = ("redaction", "add", made, control["a.pdf"], "--quote", "Jo Tarn", "--reason", "PRV", "--json", *OWN)
    first = str(reviewer(*add).json["redaction"])
    followed = reviewer("redaction", "follow", made, first, "--json", *OWN).json["redactions"]
    by_item = {each["item"]: str(each["redaction"]) for each in followed}
    assert set(by_item) == {control["b.pdf"], control["Sent by Jo@Tarn"]}
    region = ("redaction", "region", made, control["a.pdf"], "1", "60,60,300,93", "--reason", "LE", "--json", *OWN)
    cut = str(reviewer(*region).json["redaction"])
    assert reviewer("redaction", "decline", made, by_item[control["b.pdf"]], *OTHER).code == 0
    short = ("redaction", "add", made, control["a.pdf"], "--quote", "slice", "--reason", "PRV", "--json", *OWN)
    word = str(reviewer(*short).json["redaction"])
    approved = (first, cut, word, by_item[control["Sent by Jo@Tarn"]])
    assert reviewer("redaction", "approve", made, *approved, *OTHER).code == 0
    assert reviewer("passage", "add", made, control["b.pdf"], "--quote", "JO TARN is the mayor").code == 0
    assert reviewer("privilege", "set", made, control["Advice"], *CALL).code == 0
    return made


def test_declined_words_damaged_files_and_empty_ones_do_not_keep_a_bundle_back(
    reviewer: Command, decided: Path, tmp_path: Path
) -> None:
    control = names(reviewer, decided)
    told = reviewer("production", "create", decided, *MAKE, "--query", "", "--json").json
    assert (told["redacted"], told["placeholder"]) == (2, 3)
    reasons = {each["item"]: each["reason"] for each in shown(reviewer, decided, 1) if each["way"] == "placeholder"}
    assert reasons[control["broken.pdf"]] == "unsearched"
    out = tmp_path / "bundle"
    done = reviewer("bundle", "export", decided, out, "--production", "1", "--json")
    assert done.code == 0, done.err
    assert {each["name"] for each in done.json["checks"] if each["ok"]} >= {"report", "withheld", "annotations"}
    data = out / "data"
    assert (data / "casebook.pdf").exists()
    assert b"JO TARN is the mayor" in every_byte(data / "text")
    papers = ("index.html", "annotations.jsonld", "load/production.dat", "report.html", "findings.json")
    assert not [name for name in papers if "tarn" in (data / name).read_text("utf-8").casefold()]
    assert reviewer("production", "deliver", decided, "1").code == 0
    more = reviewer("production", "supplement", decided, "1", "--title", "Second")
    assert "the receiver has all of this already" in more.err, "a second slip sheet tells nothing"


def test_a_certificate_adds_up_where_a_slip_sheet_stands_for_what_holds_others(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("flyer.pdf", pdf(["A flyer."]))
    message = mail("Papers", "See it.\n", attachments=[("all.zip", packed.getvalue(), "application/zip")])
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", {"a.eml": message})).code == 0
    told = reviewer("production", "create", made, *MAKE, "--query", "", "--json").json
    assert (told["goes"], told["redacted"], told["placeholder"]) == (2, 0, 1)
    done = reviewer("bundle", "export", made, tmp_path / "bundle", "--production", "1")
    assert done.code == 0, done.err
    said = text_of(tmp_path / "bundle" / "certificate.pdf")
    counted = "Of 3 documents, 2 go whole, 0 go redacted, and for 0 that are withheld there is a slip sheet; for 1 more"
    assert counted.replace(" ", "") in said.replace(" ", ""), said
    assert "highlighted" in said


def test_a_bundle_is_refused_for_how_its_production_is_called_before_a_page_is_made(
    reviewer: Command, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.pdf": pdf(["Call Jo Tarn today."]), "b.pdf": pdf(["A flyer."])}
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 0
    assert reviewer("redaction", "add", made, "1", "--quote", "Jo Tarn", "--reason", "PRV").code == 0
    said = {"title": "First", "receiver": "City Attorney", "confidentiality": "SECRET"}
    monkeypatch.setattr(bundle_documents, "begin", None)  # no page can be made
    for number, name in enumerate(said, 1):
        title, receiver, stamp = (text + " JO TARN" * (each == name) for each, text in said.items())
        words = (title, "--receiver", receiver, "--confidentiality", stamp, "--prefix", "PMPD", "--query", "flyer")
        assert reviewer("production", "create", made, *words).code == 0
        refused = reviewer("bundle", "export", made, tmp_path / "named", "--production", str(number))
        assert (refused.code, f"the {name} of production {number} holds words that are" in refused.err) == (4, True)
        mock = reviewer("production", "mock", made, str(number), "--json").json
        assert [(each["item"], each["code"]) for each in mock["problems"] if each["stops"]] == [(None, "title-repeats")]
