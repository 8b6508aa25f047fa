"""``reviewer finding``: how allegations end, who said so, and what has to be looked at again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from reviewer.cli.people.signing import signature_json
from reviewer.cli.policy.allegation import allegation_json, heading, number_argument, print_matrix
from reviewer.cli.session import case_options, json_option, opened, print_json, signing_option, signing_passphrase
from reviewer.cli.terminal import echo
from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.finding import DEFINITIONS, Outcome, Standard, Step
from reviewer.errors import InputError, UsageError
from reviewer.usecases.people import signing
from reviewer.usecases.policy import findings
from reviewer.usecases.policy.findings import AllegedFinding

_STANDARDS = {each.value.split()[0]: each for each in Standard}
_OUTCOMES = click.Choice([each.value for each in Outcome], case_sensitive=False)
_COMMENT = click.option("--comment", default="", metavar="TEXT", help="Words that are kept with this step.")


@click.group()
def finding() -> None:
    """Find how allegations end: draft, propose, review by someone else, make final."""


@finding.command()
@case_options
@json_option
@number_argument
@click.argument("outcome")
@click.option("--reason", required=True, metavar="TEXT", help="How what is in the matrix leads to it.")
@click.option("--standard", type=click.Choice(list(_STANDARDS)), default="preponderance", help="The standard of proof.")
@click.option("--exemption", type=int, metavar="N", help="The exemption of the clause that applies, counted from 1.")
def draft(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    outcome: str,
    reason: str,
    standard: str,
    exemption: int | None,
    as_json: bool,
) -> None:
    """Draft the finding on an allegation, or reword the draft there is.

    OUTCOME is sustained, "not sustained", exonerated, unfounded, or the agency's own name for one of them.
    """
    with opened(path, passphrase_file) as case:
        made = findings.draft(
            case,
            AllegationId(number),
            outcome,
            reason=reason,
            standard=_STANDARDS[standard],
            exemption=exemption,
            reviewer=reviewer,
        )
    _print(made, as_json=as_json)


@finding.command()
@case_options
@json_option
@number_argument
@_COMMENT
@signing_option
def propose(path: Path, passphrase_file: Path | None, reviewer: str, **said: Any) -> None:
    """Propose the draft, and affirm that it rests on what there is now."""
    _take(findings.propose, path, passphrase_file, reviewer, **said)


@finding.command()
@case_options
@json_option
@number_argument
@_COMMENT
@signing_option
def review(path: Path, passphrase_file: Path | None, reviewer: str, **said: Any) -> None:
    """Sign the proposed finding as its second reviewer."""
    _take(findings.review, path, passphrase_file, reviewer, **said)


@finding.command()
@case_options
@json_option
@number_argument
@_COMMENT
@signing_option
def finalise(path: Path, passphrase_file: Path | None, reviewer: str, **said: Any) -> None:
    """Make the reviewed finding final."""
    _take(findings.finalise, path, passphrase_file, reviewer, **said)


@finding.command()
@case_options
@json_option
@number_argument
@click.option("--reason", required=True, metavar="TEXT", help="Why it is reopened.")
def reopen(path: Path, passphrase_file: Path | None, reviewer: str, number: int, reason: str, *, as_json: bool) -> None:
    """Begin a new draft with the words of the finding; the finding stays in the history as it is."""
    with opened(path, passphrase_file) as case:
        made = findings.reopen(case, AllegationId(number), reason, reviewer=reviewer)
    _print(made, as_json=as_json)


@finding.command("list")
@case_options
@json_option
@click.option("--history", is_flag=True, help="Also those that were reopened.")
@click.option("--look-again", "again", is_flag=True, help="Only those that have to be looked at again.")
def listing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    history: bool,
    again: bool,
    as_json: bool,
) -> None:
    """List the findings, each with why it has to be looked at again."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = [each for each in findings.listed(case, history=history) if each.finding.look_again or not again]
    if as_json:
        print_json([finding_json(each) for each in found])
        return
    for each in found:
        print_finding(each)


@finding.command()
@case_options
@json_option
@number_argument
def show(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:  # noqa: ARG001
    """Show the findings on an allegation with their history, and what they rest on."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = findings.show(case, AllegationId(number))
    if as_json:
        print_json({"findings": [finding_json(each) for each in found], **allegation_json(found[-1].allegation)})
        return
    echo(heading(found[-1].allegation))
    print_matrix(found[-1].allegation.matrix)
    for each in found:
        print_finding(each)
        for step in each.finding.steps:
            signed = f"  ({step.signed})" if step.signed else ""
            echo(f"      {step.at}  {step.done.value} by {step.reviewer}{signed}  {step.comment}".rstrip())


@finding.command()
@case_options
@json_option
@number_argument
@click.argument("outcome", type=_OUTCOMES)
@click.option("--exemption", type=int, metavar="N", help="The exemption of the clause that applies, counted from 1.")
def check(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    number: int,
    outcome: str,
    exemption: int | None,
    as_json: bool,
) -> None:
    """Say what is missing before an allegation can be found to end so. Exit code 4 when anything is."""
    with opened(path, passphrase_file, read_only=True) as case:
        lacks = findings.lacking(case, AllegationId(number), Outcome(outcome), exemption=exemption)
    if as_json:
        print_json({"allegation": number, "outcome": outcome, "missing": lacks})
    elif not lacks:
        echo("nothing is missing")
    if lacks:
        raise InputError("; ".join(lacks))


@finding.command()
@case_options
@json_option
@click.argument("name", required=False, default="")
@click.argument("outcome", required=False, type=_OUTCOMES)
@click.option("--forget", is_flag=True, help="Forget this name.")
def label(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    name: str,
    outcome: str | None,
    forget: bool,
    as_json: bool,
) -> None:
    """Say which of the four outcomes an agency's own name stands for; without a name, list them all."""
    if bool(name) != (outcome is not None or forget) or (forget and outcome is not None):
        raise UsageError("give a name and an outcome, a name and --forget, or neither")
    with opened(path, passphrase_file, read_only=not name) as case:
        if name:
            findings.label(case, name, None if outcome is None else Outcome(outcome), reviewer=reviewer)
        known = findings.labels(case)
    if as_json:
        print_json([{"label": each, "outcome": stands.value} for each, stands in known.items()])
        return
    for each, stands in known.items():
        echo(f"{each:32} {stands.value}")


def finding_json(each: AllegedFinding) -> dict[str, Any]:
    """A finding as the documented JSON object."""
    found, alleged = each.finding, each.allegation
    return {
        "finding": found.id,
        "allegation": alleged.id,
        "officer": alleged.serial,
        "name": alleged.name,
        "clause": alleged.clause.code,
        "act": alleged.act,
        "outcome": found.words.outcome.value,
        "label": found.words.label,
        "definition": DEFINITIONS[found.words.outcome],
        "standard": found.words.standard.value,
        "exemption": each.exemption,
        "reason": found.words.reason,
        "state": found.state.value,
        "current": found.current,
        "author": found.author,
        "reopens": found.reopens,
        "look_again": list(found.look_again),
        "steps": [_step_json(step) for step in found.steps],
    }


def _step_json(step: Step) -> dict[str, Any]:
    made = {"done": step.done.value, "reviewer": step.reviewer, "at": step.at, "comment": step.comment}
    made["signed"] = step.signed
    return made if step.signature is None else {**made, "signature": signature_json(step.signature)}


def print_finding(each: AllegedFinding) -> None:
    """Print a finding for people, a few lines."""
    found, alleged = each.finding, each.allegation
    said = f"{found.words.outcome.value}{f' ({found.words.label})' if found.words.label else ''}"
    state = found.state.value if found.current else f"{found.state.value}, reopened"
    about = f"allegation {alleged.id}  {alleged.serial} {alleged.name}  {alleged.clause.code}"
    echo(f"{found.id:>4}  {about}  {said}  [{state}]")
    echo(f"      {found.words.standard.value}: {found.words.reason}")
    if each.exemption:
        echo(f"      exempt: {each.exemption}")
    for reason in found.look_again:
        echo(f"      look again: {reason}")


def _take(
    step: Callable[..., AllegedFinding],
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    comment: str,
    signing_file: Path | None,
    as_json: bool,
) -> None:
    with opened(path, passphrase_file) as case:
        has_key = signing.live(case, reviewer) is not None
        passphrase = signing_passphrase(signing_file, reviewer, has_key=has_key)
        made = step(case, AllegationId(number), comment=comment, passphrase=passphrase, reviewer=reviewer)
    _print(made, as_json=as_json)


def _print(each: AllegedFinding, *, as_json: bool) -> None:
    if as_json:
        print_json(finding_json(each))
    else:
        print_finding(each)
