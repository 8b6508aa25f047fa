"""What an act is called in the audit trail: a noun and a verb, of verbs that mean the same just one."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undo import TABLES
from reviewer.domain.act_sentences import LASTING
from reviewer.domain.acts import ACTS, BEFORE, SAME, told
from reviewer.domain.exports.leaving import Export

ROOT = Path(__file__).parent.parent
WRITE = {"insert", "update", "delete"}


@cache
def acts() -> set[str]:
    """The acts that are written in the code where one begins."""
    found: set[str] = set()
    for path in (ROOT / "reviewer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "act":
                found |= {str(each.value) for each in node.args[1:2] if isinstance(each, ast.Constant)}
    return found


def tables_named(writes: ast.expr, said: Sequence[ast.expr]) -> Sequence[ast.expr]:
    """What stands for a table where an act, whatever it is called, or ``bulk_rows`` for it, writes."""
    at = 1 if isinstance(writes, ast.Name) and writes.id == "bulk_rows" else 0
    return said[at : at + 1]


@cache
def written() -> set[str]:
    """The tables whose rows an act puts in, changes or takes out, as far as their names stand where it does."""
    found: set[str] = set()
    for path in (ROOT / "reviewer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITE:
                named = tables_named(node.func.value, node.args)
                found |= {
                    each.value for each in named if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def test_whatever_an_act_writes_can_be_taken_back(case: Case) -> None:
    assert len(written()) > 50
    assert {"item_tag", "item_officer", "item_mark", "privilege_call"} <= written(), "what is written by the thousand"
    assert written() - TABLES == set()
    assert set(case.db.table_names()) >= TABLES


def test_no_two_verbs_of_acts_mean_the_same() -> None:
    verbs = {act.split(" ", 1)[1] for act in ACTS if " " in act and not act.startswith("case ")}
    assert [sorted(verbs & same) for same in SAME if len(verbs & same) > 1] == []


def test_every_act_is_one_that_the_trail_knows_and_no_other_is_begun(case: Case) -> None:
    assert (acts() | set(Export)) - ACTS == set()
    assert set(Export) - LASTING.keys() == set(), "what has left is told in a sentence, and not taken back"
    with pytest.raises(ValueError, match="none of the acts"), case.act("Ada", "tag paint"):
        pass


def test_words_of_earlier_versions_are_told_in_those_of_today_and_used_no_more() -> None:
    assert BEFORE.keys() & acts() == set()
    assert set(BEFORE.values()) <= ACTS
    assert (told("benefit edit"), told("tag add")) == ("benefit change", "tag add")
