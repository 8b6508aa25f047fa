"""The documents keep up with the program: links, dependencies, every command and option."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reviewer.cli.main import cli
from reviewer.domain.query import TRUTHS

ROOT = Path(__file__).resolve().parent.parent
CLI = ROOT / "docs" / "cli.md"
DEPENDENCY_COLUMNS = 7  # package, what for, why this one, licence, size, kept by, without it
LEAVING = {"--receiver", "--include-privileged", "--include-compelled", "--with-private-notes", "--with-proposed",
           "--include-sources"}  # fmt: skip
"""Documented once, with a link to it."""
FOR_ALL = {
    "--passphrase-file",
    "--reviewer",
    "--json",
    "--without-sandbox",
    "--help",
    "-h",
}  # documented once, at the top


def documents() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_every_module_that_a_document_names_is_there() -> None:
    named = re.compile(r"`((?:[\w-]+/)+[\w-]+\.(?:py|sql|toml|typ))`")
    found = [(path.name, name) for path in documents() for name in named.findall(path.read_text(encoding="utf-8"))]
    there = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    ends = {path[at:] for path in there for at in (0, *(match.end() for match in re.finditer("/", path)))}
    assert len(found) > 50, "they name more than that"
    assert [each for each in found if each[1] not in ends] == []


def test_every_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in wanted}
    rows = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    full = {row.split("`")[1]: row.count("|") for row in rows if row.startswith("| `")}
    assert names == set(full)
    assert {name for name, bars in full.items() if bars != DEPENDENCY_COLUMNS + 1} == set()


def test_the_index_of_decisions_names_each() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = [path.name for path in documents() if path.parent == folder and path.name != "README.md"]
    assert [name for name in pages if f"({name})" not in index] == []


def test_every_decision_says_whether_it_holds_and_since_when() -> None:
    pages = [path for path in documents() if path.parent.name == "decisions" and path.name != "README.md"]
    status = re.compile(r"Status: (accepted|replaced by \d{4})\. Date: \d{4}-\d\d-\d\d\.")
    third = {path.name: path.read_text(encoding="utf-8").splitlines()[2] for path in pages}
    assert third
    assert [name for name, line in third.items() if not status.match(line)] == []


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None, word
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        elif not command.hidden:
            yield f"{name} {word}", command


def sections() -> dict[str, str]:
    """What docs/cli.md says under each heading that is a command."""
    parts = re.split(r"^#+ (.+)$", CLI.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title.strip("`"): body for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_command_and_option_is_documented() -> None:
    said = sections()
    missing = []
    for name, command in commands(cli, "reviewer"):
        if name not in said:
            missing.append(name)
            continue
        options = {name for option in command.params if isinstance(option, click.Option) for name in option.opts}
        missing += [
            f"{name} {option}" for option in sorted(options - FOR_ALL - LEAVING) if f"`{option}" not in said[name]
        ]
        if options & LEAVING and "(#what-may-leave)" not in said[name]:
            missing.append(f"{name}: what may leave")
    assert missing == []


def test_no_command_is_documented_that_does_not_exist() -> None:
    names = {name for name, _ in commands(cli, "reviewer")}
    assert [title for title in sections() if title.startswith("reviewer ") and title not in names] == []


def test_every_state_that_a_query_asks_for_is_documented() -> None:
    said = CLI.read_text(encoding="utf-8")
    assert [each for each in TRUTHS if not re.search(rf"`((is|has):)?{each}`", said)] == []
