"""Rules of the house that no linter knows: sizes, docstrings, where errors may be caught, what is never named."""

from __future__ import annotations

import re
import sys
from collections import Counter
from contextlib import suppress
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest

from reviewer.domain.act_sentences import SENTENCES
from tests.parsed import ROOT, Parsed, modules, name_of, sources, tracked

MODULE_LINES = 500
FUNCTION_LINES = 50
FOLDER_MODULES = 30
SAME_NAME = 3
# The CLI's main, the window's operation callback, and what every worker program tries its work by.
BROAD_ALLOWED = [
    "reviewer/cli/main.py",
    "reviewer/gui/operations.py",
    "reviewer/workers/attempt.py",
]
# A transaction is taken back and the error raised again; the writing thread hands it to who asked for the work.
BROAD_PASSED_ON = ["reviewer/casefile/engine/case.py", "reviewer/gui/operations.py"]

# What writes a file for the outside: exports, and what is no evidence: the key to lock away, invented material.
WRITERS = ("reviewer/usecases/exports/", "reviewer/usecases/recovery_sheet.py", "reviewer/usecases/demo/")


@pytest.mark.parametrize("folder", ["reviewer", "tests", "benchmarks", "packaging"])
def test_no_module_is_too_long(folder: str) -> None:
    lines = {module.name: module.lines for module in modules(folder)}
    assert lines
    assert {name: count for name, count in lines.items() if count > MODULE_LINES} == {}


@pytest.mark.parametrize("folder", ["reviewer", "tests", "benchmarks", "packaging"])
def test_no_function_is_too_long(folder: str) -> None:
    lines = {where: count for module in modules(folder) for where, count in module.functions.items()}
    assert lines
    assert {where: count for where, count in lines.items() if count > FUNCTION_LINES} == {}


def test_every_module_says_what_it_is() -> None:
    assert [module.name for module in modules("reviewer") if not module.documented] == []


def test_no_folder_holds_too_many_modules() -> None:
    held = Counter(path.parent for path in [*sources("reviewer"), *sources("tests")] if path.name != "__init__.py")
    assert {name_of(folder): count for folder, count in held.items() if count > FOLDER_MODULES} == {}


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports for types alone count too: whoever needs them to be understood cannot be understood alone."""
    named = {module_of(module): module for module in modules("reviewer")}
    graph = {name: (imports(module) & named.keys()) - {name} for name, module in named.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


def module_of(module: Parsed) -> str:
    return module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(module: Parsed) -> set[str]:
    """What a module imports, as modules and as names of modules."""
    found = set()
    for name, taken in module.imported:
        if taken is None:
            found.add(name)
        elif name:
            found.add(f"{name}.{taken}")
            if not (ROOT / name.replace(".", "/") / f"{taken}.py").exists():
                found.add(name)
    return found


def test_a_name_of_a_class_stands_for_few_things() -> None:
    """One in each of two or three corners is bearable; seven called Line, or eleven called _Delegate, are not."""
    named = Counter(name for module in modules("reviewer") for name in module.classes)
    assert {name: count for name, count in named.items() if count > SAME_NAME} == {}


def test_every_package_is_a_package() -> None:
    folders = {path.parent for path in sources("reviewer")}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_broad_handlers_stand_where_bugs_are_shown_and_nowhere_else() -> None:
    found = [module.name for module in modules("reviewer") for _ in range(module.swallowing)]
    assert sorted(found) == BROAD_ALLOWED
    passed_on = [module.name for module in modules("reviewer") for _ in range(module.passing)]
    assert sorted(passed_on) == BROAD_PASSED_ON


def test_only_the_case_file_speaks_sql() -> None:
    asks = re.compile(r"\.(rows?|value|execute|executemany)\(\s*[rf]?[\"']+\s*(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b")
    outside = [path for path in sources("reviewer") if not path.is_relative_to(ROOT / "reviewer" / "casefile")]
    assert [name_of(path) for path in outside if asks.search(path.read_text(encoding="utf-8"))] == []


def test_the_domain_needs_the_standard_library_and_what_reads_queries_only() -> None:
    imported = {(each.name, name.split(".")[0]) for each in modules("reviewer/domain") for name, _ in each.imported}
    outside = {each for each in imported if each[1] not in {*sys.stdlib_module_names, "reviewer"}}
    assert outside == {  # none of them opens a file or does anything but read what it is given
        ("reviewer/domain/query_grammar.py", "lark"),
        ("reviewer/domain/query_matching.py", "re2"),
        ("reviewer/domain/query_matching.py", "snowballstemmer"),
    }


def test_files_for_the_outside_are_written_by_exports_alone() -> None:
    callers = [each for part in ("usecases", "cli", "gui") for each in modules(f"reviewer/{part}")]
    assert [place for each in callers if not each.name.startswith(WRITERS) for place in each.writing] == []


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
    "not seen by you, read by nobody": re.compile(r"(?<![:{-])\bunread\b|\bread by you\b", re.IGNORECASE),
}


@pytest.mark.parametrize("term", OTHER_WORDS)
def test_the_window_says_the_terms_of_the_field(term: str) -> None:
    shown = [each for module in modules("reviewer/gui") for each in module.shown]
    assert shown
    assert [each for each in shown if OTHER_WORDS[term].search(each[1])] == []


@pytest.mark.parametrize("term", OTHER_WORDS)
def test_the_help_of_the_commands_says_the_terms_of_the_field(term: str) -> None:
    helps = [each for module in modules("reviewer/cli") for each in module.helps]
    assert helps
    assert [each for each in helps if OTHER_WORDS[term].search(each[1])] == []


def test_acts_and_reports_say_by_whom_something_was_not_read() -> None:
    """“Unread” tells not by whom; it is the name of a condition and of a choice of the command line alone."""
    report = (ROOT / "reviewer" / "resources" / "report" / "texts.toml").read_text(encoding="utf-8")
    said = [*SENTENCES.values(), *re.findall(r'"([^"\n]*)"', report)]
    assert len(said) > len(SENTENCES)
    assert [each for each in said if OTHER_WORDS["not seen by you, read by nobody"].search(each)] == []


@cache
def texts() -> dict[str, str]:
    """What stands in each file that is text, but the licence; read once."""
    found = {}
    for path in tracked():
        with suppress(UnicodeDecodeError):
            found[name_of(path)] = path.read_text(encoding="utf-8")
    return {name: text for name, text in found.items() if name != "LICENSE"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    lines = (
        (f"{name}:{number}", line)
        for name, text in texts().items()
        if FORBIDDEN[what].search(text)
        for number, line in enumerate(text.splitlines(), 1)
    )
    assert [place for place, line in lines if FORBIDDEN[what].search(line)] == []


def test_the_lock_holds_a_hash_for_every_package_and_no_address() -> None:
    text = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", text) if "==" in block]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text
