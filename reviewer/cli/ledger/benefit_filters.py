"""Which benefits are meant: the options of the list, of the pictures and of what is exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.known import check_known
from reviewer.domain.ids import PassageId
from reviewer.domain.ledger.benefit import Outcome, Status, What
from reviewer.usecases.ledger import ledger_entry
from reviewer.usecases.ledger.benefits import Wanted, word
from reviewer.usecases.people import officers

Command = TypeVar("Command", bound=Callable[..., Any])

_FILTERS = (
    click.option("--officer", "who", default="", metavar="SERIAL", help="What this officer received."),
    click.option("--donor", "--giver", "donor", default="", help="What came from this donor."),
    click.option("--what", default="", metavar="KIND", help=f"One of: {', '.join(What)}."),
    click.option("--outcome", default="", help=f"One of: {', '.join(Outcome)}."),
    click.option("--status", default="", help=f"One of: {', '.join(Status)}."),
    click.option("--code", default="", help="What was had by this code."),
    click.option("--year", type=click.IntRange(1900, 2199), help="What may have been in this year."),
    click.option("--passage", "number", type=int, metavar="P", help="What this passage proves."),
    click.option("--counted/--not-counted", default=None, help="What counts as received, or what does not."),
)


def filter_options(command: Command) -> Command:
    """Give a command the options that choose benefits; :func:`wanted` reads what they said."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def wanted(case: Case, chosen: Mapping[str, Any], *, merged: bool = False) -> Wanted:
    """The benefits that options choose. InputError for a word that is none, NotFoundError for an unknown officer."""
    check_known("donor", chosen["donor"], (donor for donor, _ in ledger_entry.donors(case)))
    check_known("code", chosen["code"], ledger_entry.codes(case))
    return Wanted(
        officer=officers.show(case, chosen["who"])[0].id if chosen["who"] else None,
        donor=chosen["donor"],
        what=word(What, chosen["what"], "kind of benefit") if chosen["what"] else None,
        outcome=word(Outcome, chosen["outcome"], "outcome") if chosen["outcome"] else None,
        status=word(Status, chosen["status"], "status") if chosen["status"] else None,
        code=chosen["code"],
        year=chosen["year"],
        counted=chosen["counted"],
        passage=None if chosen["number"] is None else PassageId(chosen["number"]),
        merged=merged,
    )
