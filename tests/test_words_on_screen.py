"""The words on screen are those of the field; the ones that an investigator had to guess at do not come back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import reviewer
from reviewer.domain.people.officer import Role

ROOT = Path(reviewer.__file__).parent
SPOKEN = {"tr", "_tr", "translate"}
"""What is called with the words that a window shows."""

TOLD = ("domain/acts.py", "domain/act_sentences.py", "domain/reasons")
"""Where sentences stand that the window shows as they are: what was done, and why something could not be read."""

REFUSED = {
    r"\bnear.cop(y|ies)\b|\bcop(y|ies) of (it|this|the (message|item|document))\b": "duplicate, near-duplicate",
    r"\bby machine\b|\bmachine.read\b": "recognised text (OCR)",
    r"\bwalls?\b|\bfenced?\b": "sandbox",
    r"\bgivers?\b": "donor",
    r"\bprais(e|es|ed|ing)\b": "endorsement",
    r"\b(the|this|a|each|every) letter\b(?! of)": "document, message",
    r"^facts\b": "Details",
    r"^(sum|altogether)$": "Total",
    r"\bitem no\.|(?<!control )\bnumber of the item\b": "Control no.",
    r"^(leave|give up|abandon)$": "Cancel",
    r"\bis like that\b|\bnothing holds\b|\bnothing is like\b": "No items match",
    r"\bsolicitor\b": "asked for it",
    r"\btake off\b": "remove",
    r"\bparted by\b": "separated by",
    r"\bput in order\b": "analyse",
    r"\blower value\b": "lower than",
}
"""What was said before, as it was found on a first walk through the window, and what is said instead."""


@cache
def shown_by_window() -> tuple[tuple[str, str], ...]:
    """Each text that is translated in the window, with its place."""
    return tuple(_translated())


def _translated() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "gui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SPOKEN:
                for given in node.args:
                    yield from texts(path, given)


def told_as_they_are() -> Iterator[tuple[str, str]]:
    """Each sentence of the catalogues, with its place, but for what explains the code."""
    for name in TOLD:
        found = ROOT / name
        for path in sorted(found.rglob("*.py")) if found.is_dir() else [found]:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            explains = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if id(node) not in explains:
                    yield from ((where, words) for where, words in texts(path, node, deep=False) if " " in words)


def texts(path: Path, node: ast.AST, *, deep: bool = True) -> Iterator[tuple[str, str]]:
    for each in ast.walk(node) if deep else (node,):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield f"{path.relative_to(ROOT).as_posix()}:{each.lineno}", each.value


def refused(words: str) -> str:
    """The word to use instead; nothing where the words are those of the field."""
    return next((meant for old, meant in REFUSED.items() if re.search(old, words, re.IGNORECASE)), "")


def test_no_old_word_is_on_screen() -> None:
    found = [*shown_by_window(), *told_as_they_are(), *(("role", each.words) for each in Role)]
    assert len(found) > 1_000, "the window says more than that"
    assert [f"{where}: “{words}”, say {refused(words)}" for where, words in found if refused(words)] == []


OLD = (
    "No item is like that", "Nothing holds these words", "has other lower value", "Take off", "Leave", "parted by ;",
    "Read by machine", "Messages are put in order", "The letter is still opening", "Praise", "Solicitor", "Giver",
    "Facts", "Sum",
)  # fmt: skip


@pytest.mark.parametrize("said", OLD)
def test_what_was_read_as_something_else_is_refused(said: str) -> None:
    assert refused(said)


@pytest.mark.parametrize(
    ("room", "said"),
    [
        ("", "Control no."), ("", "Cancel"), ("", "No items match"), ("", "recognised"), ("", "near-duplicate"),
        ("custody", "Sandbox"), ("ledger", "Donor"), ("ledger", "Endorsement"), ("ledger", "Total"), ("", "Details"),
    ],
)  # fmt: skip
def test_the_words_of_the_field_are_there(room: str, said: str) -> None:
    """A word that is said nowhere would let the test above pass by itself."""
    assert any(said in words for where, words in shown_by_window() if not room or f"/{room}/" in where)
