"""``reviewer benefit picture``: the ledger as a picture, in time, by station, or from donor to audience."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.cli.exports.leaving import terms_options
from reviewer.cli.ledger.benefit_filters import filter_options, wanted
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.pictures.picture import Picture
from reviewer.usecases.exports import pictures as picture_files
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.ledger import pictures
from reviewer.usecases.ledger.pictures import PictureKind


@click.command()
@case_options
@json_option
@click.argument("kind", metavar="timeline|stations|network", type=click.Choice([kind.value for kind in PictureKind]))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@filter_options
@terms_options()
def picture(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    kind: str,
    out: Path,
    *,
    as_json: bool,
    terms: Terms,
    **chosen: Any,
) -> None:
    """Draw the ledger into a new file OUT, which ends in .svg or .pdf."""
    with opened(path, passphrase_file) as case, passing(case, reviewer=reviewer, terms=terms) as gate:
        made = pictures.draw(gate.case, PictureKind(kind), wanted(gate.case, chosen))
        picture_files.write(gate, made, out)
    if as_json:
        print_json(_json(made, out))
    else:
        echo(f"{out}: {made.title}. {made.words}")


def _json(made: Picture, out: Path) -> dict[str, Any]:
    return {
        "picture": str(out),
        "title": made.title,
        "words": made.words,
        "width": made.width,
        "height": made.height,
        "marks": [
            {
                "words": mark.words,
                "benefits": list(mark.target.benefits),
                "endorsements": list(mark.target.endorsements),
            }
            for mark in made.marks
            if mark.words
        ],
    }
