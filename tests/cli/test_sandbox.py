"""``--without-sandbox``, on a system that has none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reviewer.cli.main import cli
from reviewer.isolation.provider_fork import ForkProvider
from tests.cli.conftest import without_empty
from tests.commands import Done, Lender, run_here
from tests.evidence import folder, mail

pytestmark = pytest.mark.skipif(not ForkProvider.usable(), reason="needs the zygote of Linux")

UNWALLED = [sys.executable, str(Path(__file__).parents[1] / "isolation" / "unwalled.py")]
READING = {
    "case agency",
    "bundle export", "case verify", "complaint import", "demo", "intake add", "intake retry", "interview binder",
    "interview record", "item export", "item originals", "item pages", "ocr run", "officer import", "passage add",
    "production create", "production mock", "production supplement",
    "redaction add", "redaction follow", "redaction header", "redaction page", "redaction pattern", "redaction region",
    "report export", "thread build",
}  # fmt: skip
"""The commands that give evidence to a reader."""


@pytest.fixture(scope="module")
def unwalled() -> Iterator[Lender]:
    made = Lender(lambda *_program: ForkProvider(UNWALLED))
    yield made
    made.close()


def test_hostile_files_are_read_without_a_sandbox_only_when_that_is_said(
    unwalled: Lender, environment: dict[str, str], made: Path, tmp_path: Path
) -> None:
    def run(*words: str | Path) -> Done:
        return run_here(words, without_empty(environment), unwalled)

    root = folder(tmp_path / "d", {"a.eml": mail("Lunch")})
    refused = run("intake", "add", made, root)
    assert (refused.code, "no sandbox" in refused.err, "--without-sandbox" in refused.err) == (4, True, True)
    assert run("item", "list", made, "--json").json == []
    assert run("intake", "add", made, root, "--without-sandbox").code == 0
    (item,) = run("item", "list", made, "--json").json
    assert "read without a sandbox" in run("intake", "list", made).out
    assert "sandbox waive" in run("audit", made).out
    refused = run("item", "pages", made, item["item"], tmp_path / "out.pdf")
    assert (refused.code, "no sandbox" in refused.err) == (4, True), "each command is asked by itself"


def test_a_mock_run_reads_without_a_sandbox_where_the_trail_can_say_so(
    unwalled: Lender, environment: dict[str, str], made: Path, tmp_path: Path
) -> None:
    """It writes nothing else, so that the case is opened for reading only where nothing is to be told."""

    def run(*words: str | Path) -> Done:
        return run_here(words, without_empty(environment), unwalled)

    root = folder(tmp_path / "d", {"a.eml": mail("Lunch")})
    assert run("intake", "add", made, root, "--without-sandbox").code == 0
    before = len(run("audit", made, "--json").json)
    tried = run("production", "mock", made, "--receiver", "City Attorney", "--query", "", "--without-sandbox")
    assert tried.code == 0, tried.err
    assert len(run("audit", made, "--json").json) == before + 1


def test_every_command_that_reads_can_be_told_so() -> None:
    assert {name for name, command in _commands(cli, ()) if _takes(command)} == READING


def _takes(command: click.Command) -> bool:
    return any("--without-sandbox" in option.opts for option in command.params)


def _commands(group: click.Group, above: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, (*above, name))
        else:
            yield " ".join((*above, name)), command
