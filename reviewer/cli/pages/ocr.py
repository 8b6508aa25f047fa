"""``reviewer ocr``: recognise the text of scanned pages, and say where that stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reviewer.cli.evidence.reason import reasons_json
from reviewer.cli.session import case_options, json_option, opened, print_json, progress, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.desktop import preferences
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.ocr import Outcome
from reviewer.errors import IncompleteError, UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import ocr as use


@click.group()
def ocr() -> None:
    """Recognise the text of scanned pages."""


@ocr.command()
@case_options
@sandbox_option
@json_option
@click.argument("controls", metavar="[ITEM]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All items of the case.")
@click.option(
    "--language",
    default=lambda: preferences.current().ocr_language,
    show_default="as the settings say",
    help="As eng, or eng+fra for both.",
)
@click.option("--again", is_flag=True, help="Also the pages recognised before: in another language, say.")
@click.option("--pictures", is_flag=True, help="Also pages with text of their own, for the words in their pictures.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many pages at once; else one per core.")
def run(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    controls: tuple[str, ...],
    everything: bool,
    language: str,
    again: bool,
    pictures: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Recognise the pages that have little or no text of their own, of the items named or of all."""
    if everything == bool(controls):
        raise UsageError("it is not clear which items are meant", "Name items, or say --all.")
    with opened(path, passphrase_file) as case, progress() as bar:
        wanted: list[ItemId] | None = None if everything else [items.find(case, each).id for each in controls]
        with Workers(jobs) as workers:
            unpaged = use.make_pages(case, workers, wanted, reviewer=reviewer, progress=bar)
        done = use.run(
            case,
            wanted,
            language=language,
            again=again,
            pictures=pictures,
            jobs=jobs,
            reviewer=reviewer,
            progress=bar,
        )
    problems = [_problem(each) for each in (*unpaged, *done.failed)]
    if as_json:
        print_json(
            {
                "language": language,
                **_pages(done.pages),
                "low": done.low,
                "words": done.words,
                "kept_for_passages": [_problem(each) for each in done.kept],
                "problems": problems,
            }
        )
    else:
        _print_done(done)
        for each in unpaged:
            echo(f"{each.control} has no pages: {each.reason}")
    if problems:
        raise _incomplete(unpaged, done.failed)


@ocr.command()
@case_options
@json_option
def status(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Show how many pages wait for OCR, what became of the others, and which languages this laptop has."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = use.status(case)
    if as_json:
        print_json(
            {
                "waiting": found.waiting,
                "waiting_items": found.waiting_items,
                **_pages(found.pages),
                "low": found.low,
                "problems": [_problem(each) for each in found.problems],
                "languages": list(found.languages),
                "tessdata": found.folder,
            }
        )
        return
    echo(f"{found.waiting:,} pages of {found.waiting_items:,} items have little or no text and were not looked at yet")
    echo(
        ", ".join(f"{number:,} {outcome}" for outcome, number in found.pages.items())
        + f"; {found.low:,} of low confidence"
    )
    for each in found.problems:
        echo(f"  {each.control} page {each.page}: {each.reason}")
    where = f" in {found.folder}" if found.folder else ""
    echo(f"languages: {', '.join(found.languages) or 'none'}{where}")


def _incomplete(unpaged: Sequence[use.Problem], failed: Sequence[use.Problem]) -> IncompleteError:
    """What a run could not do: pages that have no words, and items of which there is no page to look for words on."""
    said, advice = [], "The same command tries them again"
    if failed:
        said.append(
            f"{len(failed):,} pages could not be recognised; first {failed[0].control} page {failed[0].page}: "
            f"{failed[0].reason}"
        )
        advice += "; `reviewer ocr status CASE` names each page"
    if unpaged:
        said.append(
            f"{len(unpaged):,} items have no pages to recognise; first {unpaged[0].control}: {unpaged[0].reason}"
        )
    return IncompleteError("; ".join(said), f"{advice}.")


def _pages(pages: dict[Outcome, int]) -> dict[str, int]:
    return {outcome.value.replace(" ", "_"): number for outcome, number in pages.items()}


def _problem(problem: use.Problem) -> dict[str, Any]:
    return {"item": problem.control, "page": problem.page, **reasons_json(problem.reasons)}


def _print_done(done: use.Done) -> None:
    recognised = done.pages[Outcome.RECOGNISED]
    echo(f"{recognised:,} pages recognised, {done.words:,} words; {done.low:,} of these pages are of low confidence")
    others = [(done.pages[Outcome.NOT_NEEDED], "did not need it"), (done.pages[Outcome.EMPTY], "hold no words")]
    for number, what in others:
        if number:
            echo(f"{number:,} {what}")
    for each in done.kept:
        echo(f"{each.control} page {each.page} kept its text: {each.reason}")
