"""What was found stands in a bundle as data and on its first page, and both lead to the pages that it rests on."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from tests.cli.conftest import Command
from tests.cli.exports.test_bundle import bundled
from tests.cli.exports.test_production import names, pile

__all__ = ["bundled", "pile"]


def test_findings_lead_to_the_exhibits_of_the_bundle(reviewer: Command, bundled: Path, tmp_path: Path) -> None:
    flyer = names(reviewer, bundled)["c.pdf"]
    for command in (
        ("passage", "add", bundled, flyer, "--quote", "Flyer"),
        ("officer", "add", bundled, "4711", "Lee Moore"),
        ("clause", "add", bundled, "3.14", "Gifts", "--element", "Accepted", "--element", "Not paid for"),
        ("allegation", "add", bundled, "4711", "3.14", "--act", "Took a code", "--date", "2016-05"),
        ("allegation", "weigh", bundled, "1", "1", "--for", "1"),
        ("allegation", "weigh", bundled, "1", "2", "--for", "1", "--for", "2", "--explain", "See the flyer."),
        *(("allegation", "confirm", bundled, "1", each, "--search", "returned") for each in ("1", "2")),
        ("finding", "draft", bundled, "1", "sustained", "--reason", "So it was."),
        ("production", "create", bundled, "2", "--receiver", "City", "--prefix", "CA", "--query", "LANTERN25"),
        ("bundle", "export", bundled, tmp_path / "bundle", "--production", "2"),
    ):
        done = reviewer(*command)
        assert done.code == 0, done.err
    data = tmp_path / "bundle" / "data"
    told = json.loads((data / "findings.json").read_text(encoding="utf-8"))
    assert (told["version"], told["production"]) == (1, 2)
    letter, other = told["exhibits"]
    assert (letter["file"], letter["pages"]) == ("exhibits/CA-000002.pdf", 2)
    assert letter["sha256"] == hashlib.sha256((data / letter["file"]).read_bytes()).hexdigest()
    assert (other["control"], other["file"], other["sha256"]) == (flyer, None, None)
    (one,) = told["allegations"]
    assert (one["officer"], one["clause"]) == (
        {"name": "Lee Moore", "serial": "4711"},
        {"code": "3.14", "name": "Gifts"},
    )
    assert (one["act"], one["first"], one["last"]) == ("Took a code", "2016-05-01", "2016-05-31")
    found = one["finding"]
    assert (found["state"], found["outcome"], found["reason"]) == ("draft", "sustained", "So it was.")
    here = {"exhibit": 1, "page": 1, "bates": "CA-000002"}
    first, second = one["elements"]
    assert first["for"] == [{"kind": "passage", "number": 1, "goes": True, "cites": [here]}]
    assert [each["cites"] for each in second["for"]] == [[here], [{"exhibit": 2, "page": 1, "bates": None}]]
    assert (second["text"], second["explanation"], second["against"]) == ("Not paid for", "See the flyer.", [])
    first_page = (data / "index.html").read_text(encoding="utf-8")
    (row,) = re.findall(r'<table id="findings">.*?<tbody>(.*?)</tbody>', first_page, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<td.*?</td>", row)]
    assert cells == ["Lee Moore (4711)", "3.14 Gifts", "Sustained — draft, not final", "CA-000002"]
    officer, told_at, page = re.findall(r'href="(.*?)"', row)
    report = (data / "report.html").read_text(encoding="utf-8")
    for link, heading in ((officer, "Lee Moore"), (told_at, "Allegation 1")):
        name, anchor = link.split("#")
        assert name == "report.html"
        assert re.search(rf'<h\d id="{anchor}">{heading}', report), link
    assert page == "exhibits/CA-000002.pdf#page=1"
