"""The documents keep up with the program: links, dependencies, every command and option, every example."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import pymupdf
import pytest

from reviewer.cli.main import cli

ROOT = Path(__file__).resolve().parent.parent
CLI = ROOT / "docs" / "cli.md"
DEPENDENCY_COLUMNS = 7  # package, what for, why this one, licence, size, kept by, without it
FOR_ALL = {"--passphrase-file", "--reviewer", "--json", "--help", "-h"}  # documented once, at the top


def documents() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_every_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in wanted}
    rows = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    full = {row.split("`")[1]: row.count("|") for row in rows if row.startswith("| `")}
    assert names == set(full)
    assert {name for name, bars in full.items() if bars != DEPENDENCY_COLUMNS + 1} == set()


# ── every command ───────────────────────────────────────────────────────────────────────────────────────────────


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    context = click.Context(group)
    for word in group.list_commands(context):
        try:
            command = group.get_command(context, word)
        except ModuleNotFoundError:  # named before it is there
            continue
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
        missing += [f"{name} {option}" for option in sorted(options - FOR_ALL) if f"`{option}" not in said[name]]
    assert missing == []


def test_no_command_is_documented_that_does_not_exist() -> None:
    names = {name for name, _ in commands(cli, "reviewer")}
    assert [title for title in sections() if title.startswith("reviewer ") and title not in names] == []


# ── every example ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Example:
    """A command as shown, the lines it is shown to print, and where; ``…`` stands for anything."""

    line: int
    command: str
    shown: list[str] = field(default_factory=list)


def examples(path: Path) -> list[Example]:
    found: list[Example] = []
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append(Example(number, line.removeprefix("$ ")))
        elif inside:
            found[-1].shown.append(line)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the documents say that the examples find: evidence, a roster, passphrases."""
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "offer.eml").write_bytes(OFFER)
    (disk / "thanks.mbox").write_bytes(b"From x@example.org Tue May 17 08:00:00 2016\n" + THANKS)
    with pymupdf.open() as flyer:
        flyer.new_page().insert_text((72, 96), "Every officer gets a discount code")
        flyer.save(disk / "flyer.pdf")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "passphrase.txt").write_text("correct horse battery staple\n", encoding="utf-8")
    (tmp_path / "new.txt").write_text("a kiosk of pale umbrellas\n", encoding="utf-8")
    return tmp_path


OFFER = b"""From: Dana Vale <dana@vendor.example>
To: Lee Moore <moore@police.example>
Subject: Your gift
Date: Mon, 16 May 2016 09:30:00 -0700
Message-ID: <1@vendor.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear Sergeant Moore,

you are welcome to a free doorbell camera. Please tell your neighbours.
"""
THANKS = b"""From: Lee Moore <moore@police.example>
To: Dana Vale <dana@vendor.example>
Subject: Re: Your gift
Date: Tue, 17 May 2016 08:00:00 -0700
Message-ID: <2@police.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Thank you, it works well.
"""
ROSTER = """serial,name,rank,station,start,address
4711,Lee Moore,Sergeant,Harbour,2014-01-01,moore@police.example
4712,Kim Ortega,Officer,Harbour,2015-06-01,ortega@police.example
"""


@pytest.mark.parametrize("name", ["docs/cli.md"])
def test_every_example_runs_as_shown(folder: Path, name: str) -> None:
    home = folder / "home"
    home.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "REVIEWER_"))}
    environment = kept | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1"}
    if name == "README.md":
        environment["REVIEWER_PASSPHRASE"] = "correct horse battery staple"
    shown = examples(ROOT / name)
    assert shown
    for example in shown:
        program, *words = shlex.split(example.command)
        assert program == "reviewer", example
        done = subprocess.run(
            [sys.executable, "-m", "reviewer", *words], cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        place = f"{name}:{example.line}: {example.command}\n{done.stdout}{done.stderr}"
        assert done.returncode == 0, place
        if example.shown:
            assert matches(done.stdout, example.shown), place


def matches(printed: str, shown: list[str]) -> bool:
    """Whether a text is as shown, where ``…`` stands for any text, and alone on a line for any lines."""
    pattern = "\n".join(".*?".join(map(re.escape, line.rstrip().split("…"))) for line in shown)
    plain = "\n".join(line.rstrip() for line in printed.strip().splitlines())
    return re.fullmatch(pattern, plain, flags=re.DOTALL) is not None
