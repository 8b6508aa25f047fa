"""What is written about a production, and what reviewers wrote that goes with it: words there that may not leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reviewer.domain.exports.production import Problem, Wrong
from reviewer.domain.exports.redaction import first_found
from reviewer.errors import WordsStayError
from reviewer.usecases.exports import sheets
from reviewer.usecases.exports.bundle_files import interchange
from reviewer.usecases.exports.gate import Gate

_OTHERWISE = "It stays with the production: one that says it otherwise is created anew"


def of_production(gate: Gate, said: Mapping[str, str], which: str = "the production") -> Iterator[Problem]:
    """What of a production is redacted, or names a confidential source: its title, its receiver, what is on each page.

    ``said`` has them by what they are.
    """
    words = gate.sought()
    for name, text in said.items():
        if first_found(text, words):
            told = f"the {name} of {which} holds words that are redacted, or name a source. {_OTHERWISE}"
            yield Problem(None, Wrong.TITLE, told)


def of_reviewers(gate: Gate) -> Iterator[Problem]:
    """What of tags and of the ledger repeats words that stay, so that the evidence goes alone."""
    try:
        check_reviewers(gate)
    except WordsStayError as error:
        told = (
            f"{error}, so a bundle goes only without what reviewers made (--evidence-only). Say it there in words of "
            "your own, or make a tag internal"
        )
        yield Problem(None, Wrong.WORK, told)


def check_reviewers(gate: Gate) -> None:
    """WordsStayError when a tag or an entry of the ledger that would be in a bundle repeats words that stay."""
    interchange.check_tags(gate)
    sheets.check_ledger(gate)
