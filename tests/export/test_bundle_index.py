"""The first page of a bundle opens from disk without a network, and finds lines by their words."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.desktop.resources import resource
from reviewer.export.bundle_papers import Cover, FindingEntry, IndexEntry, index_page
from reviewer.export.texts import texts

ENGLISH = texts(resource("report"), "en")
COVER = Cover("First", "City Attorney", "", "A-000001", "A-000003", "2026-11-27T12:00:00Z", "Evidence Reviewer", ())
TITLES = ("Cameras for all", "Réunion <script>alert(1)</script>", "Holster")

BROWSER = """
import json, sys
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication
app = QApplication([])
page = QWebEnginePage()
find = (
    "JSON.stringify(%s.map(function (words) {"
    " var field = document.querySelector('input');"
    " field.value = words; field.dispatchEvent(new Event('input'));"
    " return Array.from(document.querySelectorAll('tbody tr')).filter(function (row) { return !row.hidden; })"
    ".map(function (row) { return row.querySelector('a').textContent; }); }))"
) % json.dumps(sys.argv[2:])
def told(found):
    print(found, flush=True)
    app.exit(0)
page.loadFinished.connect(lambda ok: page.runJavaScript(find, 0, told))
page.load(QUrl(sys.argv[1]))
code = app.exec()
del page
sys.exit(code)
"""
"""A browser of its own, in a process of its own: it opens a page from disk and types into the field."""


MEASURE = """
import json, sys
from PySide6.QtCore import QSize, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
app = QApplication([])
view = QWebEngineView()
view.resize(QSize(int(sys.argv[2]), 800))
view.show()
look = (
    "JSON.stringify([document.documentElement.scrollWidth - window.innerWidth,"
    " Array.from(document.querySelectorAll('td.words bdi')).map(function (cell) {"
    " var range = document.createRange(), tops = {}; range.selectNodeContents(cell);"
    " Array.from(range.getClientRects()).forEach(function (box) { tops[Math.round(box.top)] = 1; });"
    " return Object.keys(tops).length; })])"
)
def told(found):
    print(found, flush=True)
    app.exit(0)
view.loadFinished.connect(lambda ok: view.page().runJavaScript(look, 0, told))
view.load(QUrl(sys.argv[1]))
code = app.exec()
del view
sys.exit(code)
"""
"""A browser as wide as is said: how far the page reaches beyond it, and on how many lines the words of cells stand."""


def entry(number: int, title: str) -> IndexEntry:
    name = f"A-{number:06d}"
    return IndexEntry(name, name, f"IA-{number:06d}", "", "Ada", title, 1, "", f"exhibits/{name}.pdf")


FOUND = FindingEntry("Lee Moore (4711)", "report.html#officer-1", "3.14 Gifts", "Sustained", "report.html#a", ())


def page(cover: Cover = COVER) -> str:
    return index_page(cover, [entry(at, title) for at, title in enumerate(TITLES, 1)], ENGLISH).decode("utf-8")


def test_only_its_own_script_may_run_and_nothing_may_be_loaded() -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page(), flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page())
    parts = [each.split() for each in policy.split("; ")]
    assert ["default-src", "'none'"] in parts
    assert ["script-src", f"'sha256-{digest}'"] in parts
    assert not re.search(r"fetch|XMLHttp|import|src=|eval|innerHTML", script)


ADDRESS = "<alexandra.pomeroy@portmerrow.example>"


def in_browser(tmp_path: Path, script: str, html: str, *rest: str) -> Any:
    file = tmp_path / "index.html"
    file.write_text(html, encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script, file.as_uri(), *rest],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.endurance
@pytest.mark.parametrize("width", [1366, 480])
def test_no_address_is_broken_on_a_laptop_or_a_telephone_and_nothing_reaches_beyond_it(
    tmp_path: Path, width: int
) -> None:
    each = replace(entry(1, "x" * 200), date="2016-03-10 03:25:00", sender=ADDRESS, how="pages made from an e-mail")
    html = index_page(COVER, [each], ENGLISH).decode()
    beyond, (address, long_word) = in_browser(tmp_path, MEASURE, html, str(width))
    assert beyond <= 0
    assert address == 1
    assert long_word > 1


def test_each_cell_has_the_name_of_its_column_for_a_narrow_screen_and_page_numbers_stay_whole() -> None:
    each = replace(entry(2, "Flyer"), how="comes with A-000001")
    html = index_page(COVER, [each], ENGLISH).decode()
    heads = re.findall(r'<th scope="col">(.*?)</th>', html)
    assert re.findall(r'<td class="\w+" data-label="(.*?)">', html) == heads
    assert 'comes with <span class="number">A-000001</span>' in html


def test_lines_are_found_by_their_words_in_a_browser_without_a_network(tmp_path: Path) -> None:
    asked = ["cameras", "REUNION ada", "ia-00000 ada", "xyz"]
    every = ["A-000001", "A-000002", "A-000003"]
    html = page(replace(COVER, findings=(FOUND,)))
    found = in_browser(tmp_path, BROWSER, html, *asked)
    assert found == [[FOUND.officer, *each] for each in (["A-000001"], ["A-000002"], every, [])], "findings stay"
