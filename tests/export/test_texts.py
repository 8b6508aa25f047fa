"""The catalogue has each text in every language, with the same to fill in; the program asks for none it lacks."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer import export
from reviewer.desktop.resources import resource
from reviewer.domain.exports.leaving import StayReason
from reviewer.domain.exports.production import ScopeReason
from reviewer.domain.exports.report_options import Language
from reviewer.domain.typography import LANGUAGES
from reviewer.export.texts import texts
from reviewer.usecases import exports

ASKED = re.compile(r"""\bsay(?:\.spans)?\(\s*"([a-z_]+(?:\.[A-Za-z0-9_-]+)?)"(?=[,)\s])""")


def entries(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, list[str]]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from entries(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def catalogue() -> dict[str, list[str]]:
    return dict(entries(tomllib.loads((resource("report") / "texts.toml").read_text("utf-8"))))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_each_text_is_there_in_every_language_with_the_same_things_to_fill_in() -> None:
    assert tuple(Language) == LANGUAGES
    for key, found in catalogue().items():
        assert len(found) == len(LANGUAGES), key
        assert len({frozenset(fields(text)) for text in found if text}) <= 1, key


def test_a_bundle_is_checked_by_the_name_that_python_has_where_it_is_opened() -> None:
    """Linux and macOS know ``python3``; what python.org installs on Windows is called by ``py``."""
    for text in catalogue()["verify.text"]:
        (line,) = (line for line in text.splitlines() if "verify_bundle.py" in line)
        assert re.findall(r"(\S+) verify_bundle\.py", line.replace("(", "( ")) == ["python3", "py"], line


def test_every_text_that_reports_and_papers_ask_for_is_there() -> None:
    known = {re.sub(r"\.(one|many)$", "", key) for key in catalogue()}
    sources = [path for folder in (exports, export) for path in Path(folder.__path__[0]).rglob("*.py")]
    asked = {path: set(ASKED.findall(path.read_text("utf-8"))) for path in sources}
    for folder in ("report_sections", "papers", "bundle_files", "export"):
        assert any(keys for path, keys in asked.items() if path.parent.name == folder), folder
    assert len(set().union(*asked.values())) > 200
    assert [(path.name, keys - known) for path, keys in asked.items() if keys - known] == []
    assert {f"stays.{each}" for each in StayReason} | {f"slip.{each}" for each in ScopeReason} <= known


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", "1 officer|2,000 officers"), ("fr", "1 agent|2\u202f000 agents")]
)
def test_numbers_and_days_are_written_as_the_language_writes_them(language: str, wanted: str) -> None:
    say = texts(resource("report"), language)
    assert "|".join(say("summary.against", count=count) for count in (1, 2000)) == wanted
    assert say.day("2016-03-14") == {"en": "14 Mar 2016", "fr": "14 mars 2016"}[language]
    assert say.amount(129900, 129900, "USD") == {"en": "$1,299.00", "fr": "1\u202f299,00\u00a0$"}[language]
    assert (
        say.amount(100, 200, "EUR") == {"en": "1.00 EUR to 2.00 EUR", "fr": "1,00\u00a0EUR à 2,00\u00a0EUR"}[language]
    )
