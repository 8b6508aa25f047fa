"""``reviewer reviewer``: signing keys of reviewers, each sealed by a passphrase that is theirs alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import (
    SIGNING,
    ask_passphrase,
    case_options,
    given_passphrase,
    json_option,
    opened,
    print_json,
    signing_option,
)
from reviewer.cli.terminal import echo
from reviewer.domain.people.signing_key import Signature, SigningKey
from reviewer.usecases import cases
from reviewer.usecases.people import signing

_NAME = click.argument("name", metavar="NAME")
_NEW = "REVIEWER_NEW_SIGNING_PASSPHRASE"


@click.group()
def reviewer() -> None:
    """Keep the signing keys of reviewers."""


@reviewer.command()
@case_options
@json_option
@_NAME
@signing_option
def add(
    path: Path, passphrase_file: Path | None, reviewer: str, *, name: str, signing_file: Path | None, as_json: bool
) -> None:
    """Make a signing key for a reviewer, under a passphrase that only they know."""
    with opened(path, passphrase_file) as case:
        passphrase = _passphrase(signing_file, SIGNING, f"Passphrase of {name}'s signing key", twice=True)
        made = signing.add(case, name, passphrase, reviewer=reviewer)
    _print(made, as_json=as_json)
    if not as_json:
        hint = cases.strength_hint(passphrase)
        if hint:
            click.echo(hint, err=True)
        click.echo("Write the fingerprint on paper, and have it signed: it tells this key from any other in that name.")


@reviewer.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List the signing keys that there are and were."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = signing.listed(case)
    if as_json:
        print_json([key_json(each) for each in found])
        return
    for each in found:
        _print(each, as_json=False)


@reviewer.command()
@case_options
@json_option
@_NAME
@signing_option
@click.option(
    "--new-signing-passphrase-file",
    "new_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"A file that holds the new one; else {_NEW}, or a prompt.",
)
def passphrase(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    name: str,
    signing_file: Path | None,
    new_file: Path | None,
    as_json: bool,
) -> None:
    """Change the passphrase of a reviewer's signing key; the key stays what it is."""
    with opened(path, passphrase_file) as case:
        before = _passphrase(signing_file, SIGNING, f"Passphrase of {name}'s signing key", twice=False)
        after = _passphrase(new_file, _NEW, "New passphrase", twice=True)
        made = signing.change_passphrase(case, name, before, after, reviewer=reviewer)
    _print(made, as_json=as_json)


@reviewer.command()
@case_options
@json_option
@_NAME
@click.option("--reason", required=True, metavar="TEXT", help="Why it ends.")
def revoke(path: Path, passphrase_file: Path | None, reviewer: str, *, name: str, reason: str, as_json: bool) -> None:
    """End a reviewer's signing key, as when its passphrase is lost; what it signed can still be checked."""
    with opened(path, passphrase_file) as case:
        made = signing.revoke(case, name, reason, reviewer=reviewer)
    _print(made, as_json=as_json)


def key_json(each: SigningKey) -> dict[str, Any]:
    """A signing key as the documented JSON object."""
    return {
        "reviewer": each.reviewer,
        "fingerprint": each.fingerprint,
        "public_key": each.public.hex(),
        "created": each.created,
        "creator": each.creator,
        "revoked": each.revoked,
        "reason": each.why,
    }


def signature_json(each: Signature) -> dict[str, Any]:
    """A signature as the documented JSON object: all that somebody else needs to check it."""
    return {
        "fingerprint": each.fingerprint,
        "public_key": each.public.hex(),
        "message": each.message.decode(),
        "signature": each.signature.hex(),
        "problem": each.problem,
    }


def _passphrase(file: Path | None, variable: str, question: str, *, twice: bool) -> str:
    given = given_passphrase(file, variable)
    return ask_passphrase(question, twice=twice) if given is None else given


def _print(each: SigningKey, *, as_json: bool) -> None:
    if as_json:
        print_json(key_json(each))
        return
    ended = f"  revoked {each.revoked[:10]}: {each.why}" if each.revoked else ""
    echo(f"{each.reviewer:24} {each.fingerprint}  made {each.created[:10]} by {each.creator}{ended}")
