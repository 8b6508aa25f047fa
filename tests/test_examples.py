"""The examples of the documents, run one after the other as a reader would, print what the documents show."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf
import pytest

from tests.commands import Done, Lender, run_here

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "correct horse battery staple"


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
    (disk / "thanks.mbox").write_bytes(MBOX_LINE + THANKS + b"\n" + MBOX_LINE + TIP)
    with pymupdf.open() as flyer:
        flyer.new_page().insert_text((72, 96), "Every officer gets a discount code")
        flyer.save(disk / "flyer.pdf")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "complaints.csv").write_text(COMPLAINTS, encoding="utf-8")
    (tmp_path / "passphrase.txt").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    (tmp_path / "signing.txt").write_text("a lantern of quiet gravel\n", encoding="utf-8")
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
TIP = b"""From: Lee Moore <moore@police.example>
To: Kim Ortega <ortega@police.example>
Subject: A tip for you
Date: Wed, 18 May 2016 08:00:00 -0700
Message-ID: <3@police.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Ask Dana, and you will get one too.
"""
MBOX_LINE = b"From moore@police.example Tue May 17 15:00:00 2016\n"
ROSTER = """serial,name,rank,station,start,address
4711,Lee Moore,Sergeant,Harbour,2014-01-01,moore@police.example
4712,Kim Ortega,Officer,Harbour,2015-06-01,ortega@police.example
"""
COMPLAINTS = """Case No,received,closed,serial,officer,allegation,clause,vendor,finding,discipline
C15-7,2015-04-01,2015-07-01,4711,Lee Moore,Took free meals,3.14,Gull Diner,sustained,Reprimand
C17-2,2017-01-12,2017-08-30,4712,Kim Ortega,Took a camera,3.14,Lantern Bell,not sustained,
"""


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    home = folder / "home"
    home.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "REVIEWER_"))}
    return kept | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1", "REVIEWER_PASSPHRASE": PASSPHRASE}


def test_every_example_of_the_command_line_runs_as_shown(
    folder: Path, environment: dict[str, str], lender: Lender
) -> None:
    try_examples("docs/cli.md", lambda words: run_here(words, environment, lender, folder=folder))


def test_every_example_of_the_first_page_runs_as_shown(
    folder: Path, environment: dict[str, str], lender: Lender
) -> None:
    try_examples("README.md", lambda words: run_here(words, environment, lender, folder=folder))


@pytest.mark.parametrize("chapter", ["investigator", "administrator"])
def test_every_command_of_the_handbook_runs(
    folder: Path, environment: dict[str, str], lender: Lender, chapter: str
) -> None:
    name = f"reviewer/resources/handbook/{chapter}.md"
    try_examples(name, lambda words: run_here(words, environment, lender, folder=folder))


def try_examples(name: str, run: Callable[[list[str]], Done]) -> None:
    shown = examples(ROOT / name)
    assert shown
    for example in shown:
        program, *words = shlex.split(example.command)
        assert program == "reviewer", example
        done = run(words)
        place = f"{name}:{example.line}: {example.command}\n{done.out}{done.err}"
        assert done.code == 0, place
        if example.shown:
            assert matches(done.out, example.shown), place


def matches(printed: str, shown: list[str]) -> bool:
    """Whether a text is as shown, where ``…`` stands for any text, and alone on a line for any lines."""
    pattern = "\n".join(".*?".join(map(re.escape, line.rstrip().split("…"))) for line in shown)
    plain = "\n".join(line.rstrip() for line in printed.rstrip().splitlines())
    return re.fullmatch(pattern, plain, flags=re.DOTALL) is not None
