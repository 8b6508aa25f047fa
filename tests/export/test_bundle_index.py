"""The first page of a bundle opens from disk without a network, and finds lines by their words."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from reviewer.desktop.resources import resource
from reviewer.export.bundle_papers import Cover, IndexEntry, index_page
from reviewer.export.report_texts import texts

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


def entry(number: int, title: str) -> IndexEntry:
    name = f"A-{number:06d}"
    return IndexEntry(name, name, f"IA-{number:06d}", "", "Ada", title, 1, "", f"exhibits/{name}.pdf")


def page() -> str:
    return index_page(COVER, [entry(at, title) for at, title in enumerate(TITLES, 1)], ENGLISH).decode("utf-8")


def test_only_its_own_script_may_run_and_nothing_may_be_loaded() -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page(), flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page())
    parts = [each.split() for each in policy.split("; ")]
    assert ["default-src", "'none'"] in parts
    assert ["script-src", f"'sha256-{digest}'"] in parts
    assert not re.search(r"fetch|XMLHttp|import|src=|eval|innerHTML", script)


def test_lines_are_found_by_their_words_in_a_browser_without_a_network(tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text(page(), encoding="utf-8")
    asked = ["cameras", "REUNION ada", "ia-00000 ada", "xyz"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    done = subprocess.run(
        [sys.executable, "-c", BROWSER, file.as_uri(), *asked],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    every = ["A-000001", "A-000002", "A-000003"]
    assert json.loads(done.stdout.splitlines()[-1]) == [["A-000001"], ["A-000002"], every, []]
