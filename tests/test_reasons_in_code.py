"""The code says reasons by the codes of the vocabulary, and compares no sentence."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from reviewer.domain.reasons.vocabulary import ARGUMENTS, BECAUSE

ROOT = Path(__file__).parent.parent
CATALOGUES = {ROOT / "reviewer" / "domain" / "reasons" / language for language in ("english", "french")}
WORDED = {"reason", "remark", "sentence", "sentences", "defect"}
"""Names by which code has a reason in words."""


@dataclass
class Code:
    """What these tests look at, of all the code: its trees would take 170 MB."""

    calls: list[tuple[str, ast.Call, str]] = field(default_factory=list)
    """Where, each call that makes a reason of a code that is written there, and what is called."""
    texts: set[str] = field(default_factory=set)
    comparing: set[str] = field(default_factory=set)
    """The modules that compare words of a reason."""


@cache
def program() -> Code:
    found = Code()
    for path in sorted((ROOT / "reviewer").rglob("*.py")):
        if CATALOGUES.isdisjoint(path.parents):
            look_at(path, found)
    return found


def look_at(path: Path, found: Code) -> None:
    name = str(path.relative_to(ROOT))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.texts.add(node.value)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"Reason", "because_of"} and not isinstance(node.args[0].value, bytes):
                found.calls.append((f"{name}:{node.lineno}", node, called))
        if compared(node):
            found.comparing.add(name)


def test_every_reason_in_the_code_is_in_the_vocabulary_with_its_arguments() -> None:
    wrong = []
    for where, call, called in program().calls:
        assert isinstance(call.args[0], ast.Constant)
        code = str(call.args[0].value)
        named = {keyword.arg for keyword in call.keywords}
        wanted = ARGUMENTS.get(code, {"no such code": str})
        if named != wanted.keys() - {BECAUSE} or (BECAUSE in wanted) is not (called == "because_of"):
            wrong.append(f"{where} {code}")
    assert wrong == []


RETIRED = ("pages.text_fills", "pages.text_long", "print.cut", "print.failed", "print.shrunk")
"""Said by earlier versions alone; cases hold them, so they keep their sentences."""


def test_every_code_of_the_vocabulary_is_said_somewhere() -> None:
    assert sorted(ARGUMENTS.keys() - program().texts) == sorted(RETIRED)


def is_worded(node: ast.expr) -> bool:
    """Whether an expression is a reason in words, as far as its name tells."""
    if isinstance(node, ast.Attribute):
        return node.attr in WORDED
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in WORDED


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and bool(node.value) and isinstance(node.value, str)
    )


def compared(node: ast.AST) -> bool:
    """Whether words of a reason are compared with a text, or looked through for one."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(map(is_worded, sides)) and any(map(is_text, sides))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"startswith", "endswith", "find", "index"} and is_worded(node.func.value)
    return False


def test_no_sentence_is_compared() -> None:
    assert program().comparing == {"reviewer/workers/plain/text.py"}  # where Python says why bytes are no UTF-8


def test_sql_looks_for_codes_and_not_for_words() -> None:
    """A word in quotation marks is a name within JSON, as that of a table, and no sentence."""
    by_words = re.compile(
        r"\b(reason|flags|remark|defects|protection|detail)\b['\")\s,]*\s*(LIKE|GLOB|REGEXP|MATCH)\b(?!\s*'%\"\w+\"%')"
        r"|\b(substr|instr)\s*\(\s*(\w+\.)?(reason|flags|remark|detail)\b",
        re.IGNORECASE,
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (*(ROOT / "reviewer").rglob("*.py"), *(ROOT / "reviewer").rglob("*.sql"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if by_words.search(line)
    ]
    assert found == []
