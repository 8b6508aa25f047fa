"""``reviewer clause``: the rules of policy that conduct is measured by."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.policy.clause import Clause, Topic, Wording, topic
from reviewer.errors import UsageError
from reviewer.usecases.policy import clauses

_TOPICS = click.Choice([each.value for each in Topic], case_sensitive=False)


@click.group()
def clause() -> None:
    """Keep the clauses of policy: what has to be proved, what is exempt, when they were in force."""


@clause.command()
@case_options
@json_option
@click.argument("code")
@click.argument("name")
@click.option("--topic", "about", type=_TOPICS, default=Topic.OTHER.value, help="What it is about.")
@click.option("--text", default="", help="What it says.")
@click.option("--element", "elements", multiple=True, metavar="TEXT", help="Something to prove, in order.")
@click.option("--exemption", "exemptions", multiple=True, metavar="TEXT", help="Something it does not cover.")
@click.option("--start", default="", metavar="DAY", help="The first day it was in force, YYYY-MM-DD.")
@click.option("--end", default="", metavar="DAY", help="The last day it was in force.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    code: str,
    name: str,
    about: str,
    text: str,
    elements: tuple[str, ...],
    exemptions: tuple[str, ...],
    start: str,
    end: str,
    as_json: bool,
) -> None:
    """Add a clause of policy."""
    wording = Wording(code, name, topic(about), text, elements, exemptions, start, end)
    with opened(path, passphrase_file) as case:
        made = clauses.add(case, wording, reviewer=reviewer)
    _print_changed(made, "added", as_json=as_json)


@clause.command("import")
@case_options
@json_option
@click.argument("file", metavar="[FILE.toml]", required=False, type=click.Path(path_type=Path))
@click.option("--template", default="", metavar="NAME", help="Take one that comes with the program in place of a file.")
@click.option("--code", default="", help="The code that the template's clause gets.")
@click.option("--start", default="", metavar="DAY", help="The first day that the template's clause was in force.")
@click.option("--end", default="", metavar="DAY", help="The last day that the template's clause was in force.")
def importing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    file: Path | None,
    template: str,
    code: str,
    start: str,
    end: str,
    as_json: bool,
) -> None:
    """Take in the clauses of a file, or one of the templates; clauses of the same code and first day are changed."""
    if (file is None) == (not template):
        raise UsageError("name either a file or a template", "See `reviewer clause templates`.")
    if file is not None and (code or start or end):
        raise UsageError("--code, --start and --end go with --template; a file says them itself")
    with opened(path, passphrase_file) as case:
        if file is None:
            wording = clauses.template(template, code=code, start=start, end=end)
            done = clauses.import_wordings(case, [wording], template, reviewer=reviewer)
        else:
            done = clauses.import_file(case, file, reviewer=reviewer)
    if as_json:
        print_json(asdict(done))
    else:
        echo(f"added {len(done.added):,}, changed {len(done.changed):,}, as they were {done.unchanged:,}")


@clause.command()
@json_option
@click.argument("name", required=False, default="")
def templates(name: str, *, as_json: bool) -> None:
    """List the templates that come with the program, or print one as a file to edit and import."""
    if name:
        if as_json:
            print_json(wording_json(clauses.template(name)))
        else:
            echo(clauses.template_text(name), nl=False)
        return
    found = clauses.templates()
    if as_json:
        print_json([{"template": each, **wording_json(wording)} for each, wording in found.items()])
        return
    for each, wording in found.items():
        echo(f"{each:14} {wording.name}")


@clause.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List the clauses by code, with the days they were in force."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = clauses.listed(case)
    if as_json:
        print_json([clause_json(each) for each in found])
        return
    for each in found:
        echo(f"{each.code:12} {each.name:36} {each.topic.value:22} {each.in_force}")


@clause.command()
@case_options
@json_option
@click.argument("code", metavar="CLAUSE")
def show(path: Path, passphrase_file: Path | None, reviewer: str, code: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Show a clause, by its code, or CODE@START where it has several wordings."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = clauses.find(case, code)
    if as_json:
        print_json(clause_json(found))
        return
    echo(f"{found.code}  {found.name}  ({found.topic.value}; in force {found.in_force})")
    if found.text:
        echo(found.text)
    for title, texts in (("to prove", found.wording.elements), ("exempt", found.wording.exemptions)):
        for number, text in enumerate(texts, 1):
            echo(f"  {title} {number}: {text}")


@clause.command()
@case_options
@json_option
@click.argument("code", metavar="CLAUSE")
@click.option("--code", "new_code", help="Another code.")
@click.option("--name", help="Another name.")
@click.option("--topic", "about", type=_TOPICS, help="Another topic.")
@click.option("--text", help="Other words.")
@click.option("--element", "elements", multiple=True, metavar="TEXT", help="All that is to be proved, anew, in order.")
@click.option("--exemption", "exemptions", multiple=True, metavar="TEXT", help="All exemptions, anew, in order.")
@click.option("--start", metavar="DAY", help="Another first day; empty for always.")
@click.option("--end", metavar="DAY", help="Another last day; empty for still.")
def change(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    code: str,
    new_code: str | None,
    about: str | None,
    elements: tuple[str, ...],
    exemptions: tuple[str, ...],
    as_json: bool,
    **words: str | None,
) -> None:
    """Change a clause; what is not named stays. Findings that rest on what was changed ask to be looked at again."""
    given: dict[str, Any] = {name: value for name, value in words.items() if value is not None}
    given |= {} if new_code is None else {"code": new_code}
    given |= {} if about is None else {"topic": topic(about)}
    given |= {"elements": elements} if elements else {}
    given |= {"exemptions": exemptions} if exemptions else {}
    with opened(path, passphrase_file) as case:
        wording = replace(clauses.find(case, code).wording, **given)
        made = clauses.change(case, code, wording, reviewer=reviewer)
    _print_changed(made, "changed", as_json=as_json)


@clause.command()
@case_options
@json_option
@click.argument("code", metavar="CLAUSE")
def remove(path: Path, passphrase_file: Path | None, reviewer: str, code: str, *, as_json: bool) -> None:
    """Remove a clause, unless an allegation rests on it; `reviewer undo` brings it back."""
    with opened(path, passphrase_file) as case:
        before = clauses.remove(case, code, reviewer=reviewer)
    _print_changed(before, "removed", as_json=as_json)


def clause_json(each: Clause) -> dict[str, Any]:
    """A clause as the documented JSON object."""
    return {"clause": each.id, **wording_json(each.wording)}


def wording_json(each: Wording) -> dict[str, Any]:
    """What a clause says as JSON."""
    return {
        **asdict(each),
        "topic": each.topic.value,
        "elements": list(each.elements),
        "exemptions": list(each.exemptions),
    }


def _print_changed(made: Clause, what: str, *, as_json: bool) -> None:
    if as_json:
        print_json(clause_json(made))
    else:
        echo(f"{what} {made.code} {made.name}: {len(made.elements)} to prove, {len(made.exemptions)} exempt")
