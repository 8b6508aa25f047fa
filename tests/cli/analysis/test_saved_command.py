"""`reviewer saved`: searches under a name, run again on new evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain import clock
from tests.cli.conftest import Command
from tests.evidence import folder, mail


def test_a_saved_search_tells_what_new_evidence_brings(reviewer: Command, made: Path, tmp_path: Path) -> None:
    assert reviewer("intake", "add", made, folder(tmp_path / "a", {"1.eml": mail("One", "A camera.\n")})).code == 0
    kept = reviewer("saved", "add", made, "Cameras", "camera", "-lunch", "--json").json
    assert kept == {"name": "Cameras", "query": "camera -lunch", "items": 1}
    (listed,) = reviewer("saved", "list", made, "--json").json
    assert (listed["name"], listed["query"], listed["items"]) == ("Cameras", "camera -lunch", 1)
    more = {"2.eml": mail("Two", "Another camera.\n"), "3.eml": mail("Three", "A camera at lunch.\n")}
    assert reviewer("intake", "add", made, folder(tmp_path / "b", more)).code == 0
    (two,) = (hit["item"] for hit in reviewer("search", made, "another", "--json").json["hits"])
    told = reviewer("saved", "run", made, "cameras", "--new", "--json").json
    assert (told["total"], told["new"], told["gone"], told["items"]) == (2, 1, 0, [two])
    assert reviewer("saved", "run", made, "cameras", "--seen", "--json").json["new"] == 1
    told = reviewer("saved", "run", made, "cameras", "--new", "--json").json
    assert (told["total"], told["new"], told["items"]) == (2, 0, [])
    assert reviewer("undo", made).out == "undone: saved change Cameras\n"
    assert reviewer("saved", "run", made, "cameras", "--json").json["new"] == 1


def test_a_kept_list_of_terms_tells_of_each_what_new_evidence_brings(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    one = {"1.eml": mail("One", "A camera, at lunch.\n"), "2.eml": mail("Two", "Lunch.\n")}
    assert reviewer("intake", "add", made, folder(tmp_path / "a", one)).code == 0
    terms = tmp_path / "terms.txt"
    terms.write_text('camera\n"at lunch" OR dinner\n=Zebra)?\n', encoding="utf-8")
    assert "3: “=Zebra)?”" in reviewer("saved", "add", made, "Terms", "--terms", terms).err
    terms.write_text("camera) OR (lunch\nzebra\n", encoding="utf-8")
    assert "1: “camera) OR (lunch”" in reviewer("saved", "add", made, "Terms", "--terms", terms).err
    terms.write_text('camera\n"at lunch" OR dinner\nzebra\n', encoding="utf-8")
    kept = reviewer("saved", "add", made, "Terms", "--terms", terms, "--json").json
    assert kept == {"name": "Terms", "query": '(camera)\nOR ("at lunch" OR dinner)\nOR (zebra)', "items": 1}
    more = {"3.eml": mail("Three", "Dinner with a zebra.\n"), "4.eml": mail("Four", "A camera.\n")}
    assert reviewer("intake", "add", made, folder(tmp_path / "b", more), "--custodian", "Ada").code == 0
    told = reviewer("terms", made, "--saved", "terms", "--json").json
    assert [(each["term"], each["items"], each["unique"], each["new"]) for each in told] == [
        ("camera", 2, 1, 1),
        ('"at lunch" OR dinner', 2, 0, 1),
        ("zebra", 1, 0, 1),
    ]
    rows = reviewer("terms", made, "--saved", "terms", "--csv").out.removeprefix("\ufeff").splitlines()
    assert rows[:2] == ["term,items,with family,unique,not seen by you,new,no custodian,Ada", "camera,2,2,1,2,1,1,1"]
    assert reviewer("saved", "run", made, "terms", "--seen", "--json").json["new"] == 2
    assert [each["new"] for each in reviewer("terms", made, "--saved", "terms", "--json").json] == [0, 0, 0]
    assert "(camera) OR (" in reviewer("saved", "list", made).out
    assert reviewer("saved", "add", made, "Both", "camera", "--terms", terms).code == 2
    assert [reviewer("terms", made, *each).code for each in ((), (terms, "--saved", "terms"))] == [2, 2]


def test_a_saved_search_needs_a_name_of_its_own_and_a_query_that_is_understood(
    reviewer: Command, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reviewer("saved", "add", made, "Cameras", "camera").code == 0
    assert reviewer("saved", "add", made, " Two  words ", "camera").code == 0
    assert reviewer("saved", "run", made, "two   words", "--json").json["name"] == "Two words"
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: "2030-01-01T00:00:00Z")
        assert reviewer("saved", "run", made, "two words", "--seen").code == 0
    assert [each["seen"] for each in reviewer("saved", "list", made, "--json").json][-1] == "2030-01-01T00:00:00Z"
    assert reviewer("saved", "remove", made, "Two\twords").code == 0
    taken = reviewer("saved", "add", made, "CAMERAS", "lens")
    assert (taken.code, "already" in taken.err) == (4, True)
    refused = reviewer("saved", "add", made, "Other", "camera and lens", "--json")
    assert (refused.code, refused.json["at"]) == (2, 7)
    assert "Did you mean “Cameras”" in reviewer("saved", "run", made, "camera").err
    assert reviewer("saved", "remove", made, "cameras").code == 0
    assert reviewer("saved", "list", made, "--json").json == []
    assert reviewer("undo", made).code == 0
    assert len(reviewer("saved", "list", made, "--json").json) == 1


def test_a_saved_search_stands_in_another_and_is_changed_and_renamed(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    mails = {"1.eml": mail("One", "A camera.\n"), "2.eml": mail("Two", "A lantern.\n")}
    assert reviewer("intake", "add", made, folder(tmp_path / "a", mails)).code == 0
    assert reviewer("saved", "add", made, "Things", "camera").code == 0
    assert reviewer("saved", "add", made, "All", "saved:Things", "OR", "lunch").code == 0
    assert reviewer("search", made, "saved:all", "--json").json["total"] == 1
    refused = reviewer("search", made, "saved:Thinsg", "--json")
    assert (refused.code, refused.json["at"], refused.json["suggestion"]) == (2, 6, "saved:Things")
    changed = reviewer("saved", "change", made, "things", "camera", "OR", "lantern", "--json").json
    assert changed == {"name": "Things", "query": "camera OR lantern", "items": 2}
    assert reviewer("saved", "run", made, "All", "--json").json["new"] == 1
    assert "would stand for itself" in reviewer("saved", "change", made, "Things", "saved:All").err
    for verb in (("rename", "Things", "Other"), ("remove", "Things")):
        refused = reviewer("saved", verb[0], made, *verb[1:])
        assert (refused.code, "is named by the saved search “All”" in refused.err) == (4, True)
    assert reviewer("saved", "rename", made, "All", "Every one").out == "Every one\n"
    assert reviewer("undo", made).out == "undone: saved rename Every one\n"
