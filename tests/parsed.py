"""The code of the repository, parsed once in a run, as what the rules of the house look at; trees would take 170 MB."""

from __future__ import annotations

import ast
import re
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROAD = {"Exception", "BaseException"}
WRITING = {"write_new", "write_bytes", "write_text", "copy", "copy2", "copyfile", "copytree", "move"}


@dataclass(slots=True)
class Parsed:
    """One module; places are its path and a line."""

    name: str
    lines: int
    documented: bool
    classes: list[str]
    """At the top, private ones too."""
    functions: dict[str, int] = field(default_factory=dict)
    """The lines of each, by place and name."""
    imported: list[tuple[str, str | None]] = field(default_factory=list)
    """Modules, each with the name that is taken from it."""
    swallowing: int = 0
    """Handlers of every error that pass it on to nobody."""
    passing: int = 0
    """Those that do pass it on: they raise it again, or hand it to whoever waits."""
    writing: list[str] = field(default_factory=list)
    """Places of calls that write a file."""
    shown: list[tuple[str, str]] = field(default_factory=list)
    """Texts that the window shows, with their places: what a person reads goes through ``tr``."""
    helps: list[tuple[str, str]] = field(default_factory=list)
    """What ``--help`` prints, with its places: docstrings of commands, and the help of their options."""


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, as git knows it, that is still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def sources(folder: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / folder)]


def modules(folder: str) -> list[Parsed]:
    return [parsed(path) for path in sources(folder)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> Parsed:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    found = Parsed(name_of(path), len(text.splitlines()), bool(ast.get_docstring(tree)), classes)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            _function(node, found)
        elif isinstance(node, ast.Import):
            found.imported += [(each.name, None) for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.imported += [(node.module or "", each.name) for each in node.names]
        elif isinstance(node, ast.ExceptHandler):
            found.swallowing += is_broad(node.type) and not passes_on(node)
            found.passing += is_broad(node.type) and passes_on(node)
        elif isinstance(node, ast.Call):
            _call(node, found)
    return found


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, found: Parsed) -> None:
    where = f"{found.name}:{node.lineno}"
    found.functions[f"{where} {node.name}"] = (node.end_lineno or node.lineno) - node.lineno + 1
    if node.decorator_list:
        found.helps.append((where, ast.get_docstring(node) or ""))


def _call(node: ast.Call, found: Parsed) -> None:
    where = f"{found.name}:{node.lineno}"
    if writes_a_file(node):
        found.writing.append(where)
    if called(node.func) in {"tr", "_tr", "translate"}:
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        found.shown += [(where, text) for text in texts if isinstance(text, str)]
    found.helps += [
        (where, str(each.value.value))
        for each in node.keywords
        if each.arg == "help" and isinstance(each.value, ast.Constant)
    ]


def called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def writes_a_file(call: ast.Call) -> bool:
    """Whether a call writes a file: by its name, by how it opens one, or by the flags that it opens one with."""
    name, owner = called(call.func), getattr(getattr(call.func, "value", None), "id", "")
    if name not in {*WRITING, "open", "fdopen", "open_file"}:
        return False
    if name in {"copy", "move"}:
        return owner == "shutil"
    given = [*call.args, *(each.value for each in call.keywords)]
    texts = {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    modes = {text for text in texts if re.fullmatch(r"[rwaxbt+]+", text) and set(text) & set("wax+")}
    return name in WRITING or bool(modes) or any(getattr(each, "attr", "") == "O_CREAT" for each in ast.walk(call))


def is_broad(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(is_broad(one) for one in kind.elts)
    return kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD)


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Whether it swallows nothing: it raises the same again, or only hands it to whoever waits for a future."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise):
        return last.exc is None
    function = last.value.func if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr == "set_exception"
