"""Rules of the house that no linter knows: sizes, docstrings, where errors may be caught, what is never named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES = 500
FUNCTION_LINES = 50
FOLDER_MODULES = 30
SAME_NAME = 3
BROAD = {"Exception", "BaseException"}
# The CLI's main, the window's operation callback, and what every worker program tries its work by.
BROAD_ALLOWED = [
    "reviewer/cli/main.py",
    "reviewer/gui/operations.py",
    "reviewer/workers/attempt.py",
]


# What writes a file for the outside: exports, and what is no evidence: the key to lock away, invented material.
WRITERS = ("reviewer/usecases/exports/", "reviewer/usecases/recovery_sheet.py", "reviewer/usecases/demo/")
WRITING = {"write_new", "write_bytes", "write_text", "copy", "copy2", "copyfile", "copytree", "move"}


def tracked() -> list[Path]:
    """Every file of the repository, as git knows it, that is still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def sources(folder: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / folder)]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("folder", ["reviewer", "tests", "benchmarks", "packaging"])
def test_no_module_is_too_long(folder: str) -> None:
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(folder)}
    assert {name: count for name, count in lines.items() if count > MODULE_LINES} == {}


@pytest.mark.parametrize("folder", ["reviewer", "tests", "benchmarks", "packaging"])
def test_no_function_is_too_long(folder: str) -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in sources(folder)
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert found == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in sources("reviewer")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_folder_holds_too_many_modules() -> None:
    held = Counter(path.parent for path in [*sources("reviewer"), *sources("tests")] if path.name != "__init__.py")
    assert {name_of(folder): count for folder, count in held.items() if count > FOLDER_MODULES} == {}


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports for types alone count too: whoever needs them to be understood cannot be understood alone."""
    modules = {module_of(path): path for path in sources("reviewer")}
    graph = {name: set(imports(path) & modules.keys()) - {name} for name, path in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: Path) -> set[str]:
    """What a module imports, as modules and as names of modules."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{each.name}" for each in node.names}
            if not all((ROOT / node.module.replace(".", "/") / f"{each.name}.py").exists() for each in node.names):
                found.add(node.module)
    return found


def test_a_name_of_a_class_stands_for_few_things() -> None:
    """One in each of two or three corners is bearable; seven classes called Line are not."""
    named = Counter(
        node.name
        for path in sources("reviewer")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name: count for name, count in named.items() if count > SAME_NAME} == {}


def test_every_package_is_a_package() -> None:
    folders = {path.parent for path in sources("reviewer")}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_broad_handlers_stand_where_bugs_are_shown_and_nowhere_else() -> None:
    found = [
        name_of(path)
        for path in sources("reviewer")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and is_broad(node.type) and not passes_on(node)
    ]
    assert sorted(found) == BROAD_ALLOWED


def test_only_the_case_file_speaks_sql() -> None:
    asks = re.compile(r"\.(rows?|value|execute|executemany)\(\s*[rf]?[\"']+\s*(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b")
    outside = [path for path in sources("reviewer") if not path.is_relative_to(ROOT / "reviewer" / "casefile")]
    assert [name_of(path) for path in outside if asks.search(path.read_text(encoding="utf-8"))] == []


def test_the_domain_needs_the_standard_library_and_a_parser_only() -> None:
    imported = {
        (name_of(path), name.split(".")[0])
        for path in sources("reviewer")
        if path.is_relative_to(ROOT / "reviewer" / "domain")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    outside = {each for each in imported if each[1] not in {*sys.stdlib_module_names, "reviewer"}}
    assert outside == {("reviewer/domain/query_grammar.py", "lark")}  # pure Python, and does nothing but parse


def test_files_for_the_outside_are_written_by_exports_alone() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for folder in ("reviewer/usecases", "reviewer/cli", "reviewer/gui")
        for path in sources(folder)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and writes_a_file(node) and not name_of(path).startswith(WRITERS)
    ]
    assert found == []


def writes_a_file(call: ast.Call) -> bool:
    """Whether a call writes a file: by its name, by how it opens one, or by the flags that it opens one with."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    owner = getattr(getattr(call.func, "value", None), "id", "")
    given = [*call.args, *(each.value for each in call.keywords)]
    texts = {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    modes = {text for text in texts if re.fullmatch(r"[rwaxbt+]+", text) and set(text) & set("wax+")}
    if name not in {*WRITING, "open", "fdopen", "open_file"}:
        return False
    if name in {"copy", "move"}:
        return owner == "shutil"
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
    called = last.value.func if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr == "set_exception"


# Put together here so that this file does not name what it looks for.
FORBIDDEN = {
    "a package registry": re.compile(
        "|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)"])
    ),
    "an index address": re.compile("(index" + r"-url|find" + r"-links)\s*=?\s*https?:"),
    "a path of one machine": re.compile("/" + r"(work|root|home/\w+|Users/\w+)/\w"),
    "unfinished work": re.compile(r"\b(TO" + "DO|FIX" + r"ME)\b"),
}


OTHER_WORDS = {
    "duplicates": re.compile(r"\b(other cop(y|ies)|near.cop(y|ies)|copies of another|doubles)\b", re.IGNORECASE),
    "recognised text (OCR)": re.compile(r"\bby machine\b", re.IGNORECASE),
    "sandbox": re.compile(r"\bwalls?\b", re.IGNORECASE),
    "asked for it": re.compile(r"\bsolicitor\b", re.IGNORECASE),
    "endorsement": re.compile(r"\bprais(e|ed)\b", re.IGNORECASE),
    "donor": re.compile(r"\bgivers?\b", re.IGNORECASE),
    "analyse": re.compile(r"\b(in order yet|(put|puts) (them )?in order|arrang\w+)\b", re.IGNORECASE),
    "no items match": re.compile(r"\bis like that\b", re.IGNORECASE),
    "separated by": re.compile(r"\bparted by\b", re.IGNORECASE),
}


@pytest.mark.parametrize("term", OTHER_WORDS)
def test_the_window_says_the_terms_of_the_field(term: str) -> None:
    """What a person reads goes through ``tr``, so these are all the words there are."""
    found = [
        f"{name_of(path)}:{node.lineno} {each.value!r}"
        for path in sources("reviewer/gui")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and called(node.func) in {"tr", "_tr", "translate"}
        for each in node.args
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and OTHER_WORDS[term].search(each.value)
    ]
    assert found == []


@pytest.mark.parametrize("term", OTHER_WORDS)
def test_the_help_of_the_commands_says_the_terms_of_the_field(term: str) -> None:
    found = [
        f"{name_of(path)}:{line} {words}"
        for path in sources("reviewer/cli")
        for line, words in helps(path)
        if OTHER_WORDS[term].search(words)
    ]
    assert found == []


def helps(path: Path) -> Iterator[tuple[int, str]]:
    """What ``--help`` prints of a module, and where: docstrings of commands, and the help of their options."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield node.value.lineno, str(node.value.value)
        elif isinstance(node, ast.FunctionDef) and node.decorator_list:
            yield node.lineno, ast.get_docstring(node) or ""


def called(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    found = []
    for path in tracked():
        if path.name == "LICENSE":
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{name_of(path)}:{number}"
            for number, line in enumerate(text.splitlines(), 1)
            if FORBIDDEN[what].search(line)
        ]
    assert found == []


def test_the_lock_holds_a_hash_for_every_package_and_no_address() -> None:
    text = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", text) if "==" in block]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text
