"""One gesture is one act: whatever the window hands to the thread that writes calls one writing use case, once.

A use case writes if it takes ``reviewer=``. Ways through a function are told apart, a loop counts as two.
An act is whose it was at the gesture: nothing asks who is at the keyboard where it runs.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent

import pytest

GUI = Path(__file__).parents[2] / "reviewer" / "gui"
LAUNCHES = {"operation", "long_operation", "do"}
QUESTIONS = {"ids", "read_by", "reviewed_by", "item_rows", "of_item", "hits", "next_unread", "progress"} | {
    "kept_as",
    "reasons_by_use",
    "last_reason",
}
"""They take the reviewer too: what is unread, depends on who asks."""
LONG = {
    "shell/delivery.py:take_in": "passwords, an intake, their order and OCR: evidence, which is never taken back",
    "rooms/custody/retrying.py:again": "passwords and another try: evidence, which is never taken back",
}
"""Long work of several acts, and why that is right."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Counted = Callable[[ast.Call], bool]
Loop = ast.For | ast.AsyncFor | ast.While | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def writes(call: ast.Call) -> bool:
    """Whether a call, or the partial that it makes, writes."""
    name = called(call)
    if name == "partial":
        name = called(ast.Call(call.args[0], [], []))
    handed = any(keyword.arg == "reviewer" for keyword in call.keywords)
    return handed and not name[:1].isupper() and name not in QUESTIONS


def launches(call: ast.Call) -> bool:
    """Whether a call hands something to the thread that writes."""
    return called(call) in LAUNCHES


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else str(getattr(call.func, "id", ""))


def acts(node: ast.AST, counted: Counted) -> int:
    """How many there are on the way through an expression that has most; functions within it are looked at alone."""
    if isinstance(node, Function):
        return 0
    if isinstance(node, ast.IfExp):
        return acts(node.test, counted) + max(acts(node.body, counted), acts(node.orelse, counted))
    if isinstance(node, ast.Dict):  # one of several, chosen by its key
        return max((acts(each, counted) for each in node.values), default=0)
    inside = sum(acts(each, counted) for each in ast.iter_child_nodes(node))
    if isinstance(node, Loop):
        return 2 * inside
    return inside + (isinstance(node, ast.Call) and counted(node))


def most(statements: Sequence[ast.stmt], counted: Counted) -> int:
    """How many there are on the way through these statements that has most."""
    if not statements:
        return 0
    first, rest = statements[0], statements[1:]
    if isinstance(first, ast.If):
        ways = (first.body, first.orelse)
        return acts(first.test, counted) + max(most([*way, *rest], counted) for way in ways)
    if isinstance(first, ast.Return | ast.Raise):
        return acts(first, counted)
    if isinstance(first, ast.With | ast.Try):
        return most([*first.body, *rest], counted)
    return acts(first, counted) + most(rest, counted)


def refused(source: str) -> list[str]:
    """The functions of a module that make several acts of one gesture."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            body = [ast.Return(node.body)] if isinstance(node, ast.Lambda) else node.body
            if most(body, writes) > 1 or most(body, launches) > 1:
                found.append(getattr(node, "name", f"line {node.lineno}"))
    return found


def late(source: str) -> list[int]:
    """The lines of a module that read who is at the keyboard in what is run elsewhere, later, with the case."""
    return [
        read.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, Function) and [each.arg for each in node.args.args[:1]] == ["case"]
        for read in ast.walk(node)
        if isinstance(read, ast.Attribute)
        and (read.attr == "who" or (read.attr == "reviewer" and ast.unparse(read.value).endswith("session")))
    ]


def test_an_act_is_whose_it_was_when_it_was_asked_for() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in GUI.rglob("*.py")}
    assert {name: found for name, source in sources.items() if (found := late(source))} == {}
    assert late("lambda case: tags.add(case, name, reviewer=self._session.reviewer)") == [1]
    assert late("def add(case):\n    who = self.who\n    return tags.add(case, name, reviewer=who)") == [2]
    assert not late("partial(tags.add, name=name, reviewer=session.reviewer)")


def test_a_gesture_is_one_act() -> None:
    found = {
        f"{path.relative_to(GUI).as_posix()}:{name}"
        for path in GUI.rglob("*.py")
        for name in refused(path.read_text(encoding="utf-8"))
    }
    assert found == set(LONG)


@pytest.mark.parametrize(
    "source",
    [
        """
        def add(case):
            made = merging.add(case, name, reviewer=who)
            return passages.link(case, made, reviewer=who)
        """,
        """
        def add(case):
            if new:
                on = passages.add(case, reviewer=who)
            notes.add(case, on, reviewer=who)
        """,
        """
        def part(self):
            for each in several:
                self.session.operation(self, partial(part, each, reviewer=who)).run()
        """,
        """
        def part(self):
            self.session.operation(self, one).run()
            self.session.operation(self, two).run()
        """,
        """
        part = lambda case: [part(case, each, reviewer=who) for each in several]
        """,
    ],
)
def test_several_acts_are_found(source: str) -> None:
    assert refused(dedent(source))


@pytest.mark.parametrize(
    "source",
    [
        """
        def add(case):
            if new:
                return passages.add(case, reviewer=who)
            return passages.link(case, reviewer=who)
        """,
        """
        def add(case):
            made = one(case, reviewer=who) if new else other(case, reviewer=who)
            return get(case, made)
        """,
        """
        def step(self):
            steps = {"one": partial(one, reviewer=who), "other": partial(other, reviewer=who)}
            self.session.operation(self, steps[verb]).run()
        """,
    ],
)
def test_one_of_several_acts_is_one(source: str) -> None:
    assert not refused(dedent(source))
