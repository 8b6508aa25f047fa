"""``reviewer bundle``: write a production so that it opens without this program, and check one."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.exports.leaving import held_json, language_option, paper_option, tell_held
from reviewer.cli.readers import readers
from reviewer.cli.session import (
    case_options,
    json_option,
    opened,
    print_json,
    progress,
    sandbox_option,
    signing_option,
    signing_passphrase,
)
from reviewer.cli.terminal import echo
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.errors import DamagedError

if TYPE_CHECKING:  # to load what a bundle needs takes as long as what a reader needs: that is started first
    from reviewer.usecases.exports.bundle_files.timestamps import Stamped
    from reviewer.usecases.exports.bundles import BundleExport

_READERS = (os.cpu_count() or 1) + 1
"""One more than cores: while what one of them made is taken in and written, the others work."""


_BUNDLES = "reviewer.usecases.exports.bundles"


@contextmanager
def _loaded_stays() -> Iterator[None]:
    """Meanwhile the collector does not look through all that was loaded, which no document of a bundle changes."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


root_option = click.option(
    "--root", type=click.Path(path_type=Path), help="The root certificate (PEM) of the authority that stamped it."
)


@click.group()
def bundle() -> None:
    """Write a production for its receiver, and check a bundle."""


@bundle.command()
@case_options
@sandbox_option
@signing_option
@json_option
@click.argument("out", metavar="OUT_DIR", type=click.Path(path_type=Path))
@click.option("--production", "number", type=int, required=True, metavar="N", help="Which production.")
@click.option("--zip", "zipped", is_flag=True, help="One encrypted archive, OUT_DIR.zip; its passphrase is shown once.")
@click.option("--evidence-only", is_flag=True, help="Without highlights, report, ledger and account.")
@click.option("--without-report", is_flag=True, help="Without the findings report.")
@paper_option("The paper of report, account, logs and slip sheets.")
@language_option("Of what the program writes for it; pages of evidence stay.")
def export(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    out: Path,
    number: int,
    zipped: bool,
    evidence_only: bool,
    without_report: bool,
    paper: str,
    language: str,
    signing_file: Path | None,
    as_json: bool,
) -> None:
    """Write a production to the new folder OUT_DIR: exhibits, files, words, load files, logs, and how to check them."""
    with (
        readers(_READERS) as workers,
        opened(path, passphrase_file, loading=_BUNDLES) as case,
        progress() as bar,
    ):
        from reviewer.usecases.exports import bundles  # noqa: PLC0415 - loaded while the key is derived
        from reviewer.usecases.people import signing  # noqa: PLC0415

        has_key = signing.live(case, reviewer) is not None
        with _loaded_stays():
            made = bundles.export(
                case,
                workers,
                out,
                number,
                bundles.Wish(
                    zipped=zipped,
                    evidence_only=evidence_only,
                    report=not without_report,
                    paper=Paper(paper),
                    language=Language(language),
                ),
                signing_passphrase=signing_passphrase(signing_file, reviewer, has_key=has_key),
                reviewer=reviewer,
                progress=bar,
            )
    _tell(made, as_json=as_json)


@bundle.command()
@json_option
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@root_option
def verify(folder: Path, *, root: Path | None, as_json: bool) -> None:
    """Check that no file of the bundle in DIR was changed, added or taken away, who signed it, and its time stamp."""
    from reviewer.usecases.exports import bundles  # noqa: PLC0415 - as above

    with progress() as bar:
        found = bundles.verify(folder, root, bar)
    if as_json:
        problems = [{"file": name, "problem": problem} for name, problem in found.problems]
        stamp = _stamp_json(found.stamped)
        print_json({"ok": not problems, "problems": problems, "signed": found.fingerprint or None, "timestamp": stamp})
    else:
        for name, problem in found.problems:
            echo(f"{name or folder}: {problem}")
    if found.problems:
        raise DamagedError("the bundle is not as it was made", "Ask whoever made it for it again.")
    if not as_json:
        echo("every file is as it was when the bundle was made")
        echo(f"signed with the key {found.fingerprint}" if found.fingerprint else "it is not signed")
        if found.stamped is not None:
            echo(_stamp_words(found.stamped))


@bundle.command("attach-timestamp")
@json_option
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("answer", metavar="ANSWER.tsr", type=click.Path(path_type=Path))
@root_option
def attach_timestamp(folder: Path, answer: Path, *, root: Path | None, as_json: bool) -> None:
    """Lay the answer of a time stamp authority beside the bundle in DIR, once it is known to be for that bundle."""
    from reviewer.usecases.exports.bundle_files import timestamps  # noqa: PLC0415 - as above

    found = timestamps.attach(folder, answer, root)
    if as_json:
        print_json({"file": timestamps.ANSWER, "timestamp": _stamp_json(found)})
    else:
        echo(_stamp_words(found))


def _stamp_json(found: Stamped | None) -> dict[str, Any] | None:
    return None if found is None else {"at": found.at, "checked": found.checked}


def _stamp_words(found: Stamped) -> str:
    checked = "checked by the root certificate" if found.checked else "not checked: name the authority's root by --root"
    return f"time stamp of {found.at.replace('T', ' ').removesuffix('Z')} UTC, {checked}"


def _tell(made: BundleExport, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "bundle": str(made.place),
                "production": made.production.id,
                "files": made.files,
                "bytes": made.size,
                "items": made.items,
                "pages": made.pages,
                "bates_first": made.production.bates_first,
                "bates_last": made.production.bates_last,
                "withheld": made.withheld,
                "redacted_pages": made.redacted_pages,
                "checks": [{"name": each.name, "ok": each.ok, "detail": each.detail} for each in made.checks],
                "problems": len(made.problems),
                "signed": made.fingerprint or None,
                "passphrase": made.passphrase or None,
                "held": held_json(made.held),
            }
        )
        return
    echo(f"{made.place}")
    echo(
        f"{made.items:,} document{'s' * (made.items != 1)} · {made.pages:,} page{'s' * (made.pages != 1)} · "
        f"{made.production.bates_first} to {made.production.bates_last} · {made.withheld:,} withheld"
    )
    for each in made.checks:
        echo(f"  {'' if each.ok else 'look at it: '}{each.name}: {each.detail}")
    for problem in made.problems:
        echo(f"  look at it: {problem.words}")
    tell_held(made.held)
    echo(f"signed with the key {made.fingerprint}" if made.fingerprint else "not signed")
    if made.passphrase:
        echo(f"passphrase of the archive, shown this once: {made.passphrase}")
