"""The command ``reviewer``: its nouns, and how errors become messages and exit codes.

Exit codes: 0 done; 1 a bug; 2 wrong usage; 3 credential refused; 4 the input was bad or only part could be done;
5 the case is damaged or locked; 130 stopped by Ctrl+C; 141 the reader of the output went away.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import re
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click
from click.shell_completion import shell_complete

from reviewer import __version__
from reviewer.cli.lazy import ANSWERED, Lazy, LazyGroup
from reviewer.cli.terminal import echo
from reviewer.desktop.core_dumps import forbid_core_dumps
from reviewer.desktop.display import has_display
from reviewer.errors import KnownError, NotFoundError, QueryError, UsageError, of_environment

COMPLETE = "_REVIEWER_COMPLETE"
"""What a shell's completion sets, with what it asks for, such as ``bash_source`` or ``bash_complete``; click's name."""

STOPPED = 130
PIPE_CLOSED = 141

COMMANDS = {
    "case": Lazy("reviewer.cli.case:case", "Create, look at, verify and re-key a case file."),
    "intake": Lazy("reviewer.cli.evidence.intake:intake", "Take evidence into a case, and account for it."),
    "item": Lazy("reviewer.cli.evidence.item:item", "List, show and export items of evidence."),
    "duplicate": Lazy("reviewer.cli.analysis.duplicate:duplicate", "Look at duplicates and near-duplicates."),
    "thread": Lazy("reviewer.cli.analysis.thread:thread", "Follow threads of messages, and find what is missing."),
    "ocr": Lazy("reviewer.cli.pages.ocr:ocr", "Recognise the text of scanned pages."),
    "search": Lazy("reviewer.cli.search:search", "Search everything that was taken in."),
    "facets": Lazy("reviewer.cli.facets:facets", "Count what a search finds, by custodian, sender, month and so on."),
    "terms": Lazy("reviewer.cli.terms:terms", "Tell what each search of a list finds."),
    "saved": Lazy("reviewer.cli.analysis.saved:saved", "Keep searches under a name, and see what is new."),
    "queue": Lazy("reviewer.cli.analysis.queue:queue", "Queues of what to read, samples of what was not."),
    "coverage": Lazy("reviewer.cli.analysis.coverage:coverage", "Tell what was read and what was not."),
    "officer": Lazy("reviewer.cli.people.officer:officer", "Import and look up officers."),
    "organisation": Lazy("reviewer.cli.people.organisation:organisation", "Keep organisations and their people."),
    "alias": Lazy("reviewer.cli.people.alias:alias", "Find other names and addresses of officers."),
    "tag": Lazy("reviewer.cli.pages.tag:tag", "The codebook."),
    "passage": Lazy("reviewer.cli.pages.passage:passage", "Tag exact words, and link them to officers."),
    "benefit": Lazy("reviewer.cli.ledger.benefit:benefit", "The ledger of what officers received."),
    "endorsement": Lazy("reviewer.cli.ledger.endorsement:endorsement", "The ledger of what officers recommended."),
    "limit": Lazy("reviewer.cli.ledger.limit:limit", "What one donor may give one officer in a year."),
    "clause": Lazy("reviewer.cli.policy.clause:clause", "The rules of policy that conduct is measured by."),
    "allegation": Lazy("reviewer.cli.policy.allegation:allegation", "Who is said to have broken which clause."),
    "reviewer": Lazy("reviewer.cli.people.signing:reviewer", "Signing keys of reviewers."),
    "finding": Lazy("reviewer.cli.policy.finding:finding", "How allegations end, and what that rests on."),
    "complaint": Lazy("reviewer.cli.policy.complaint:complaint", "The history of complaints."),
    "interview": Lazy("reviewer.cli.interviews.interview:interview", "Prepare and hold interviews."),
    "note": Lazy("reviewer.cli.pages.note:note", "Write notes on passages, items and officers."),
    "mark": Lazy("reviewer.cli.pages.mark:mark", "Mark items as relevant or privileged."),
    "privilege": Lazy("reviewer.cli.exports.privilege:privilege", "Say what is privileged and why."),
    "production": Lazy("reviewer.cli.exports.production:production", "Number what a receiver gets, page by page."),
    "confidential-source": Lazy(
        "reviewer.cli.exports.confidential_source:confidential_source",
        "Keep who must not be named outside of the case.",
    ),
    "redaction": Lazy("reviewer.cli.exports.redaction:redaction", "Cover what receivers must not see."),
    "bundle": Lazy("reviewer.cli.exports.bundle:bundle", "Write a production for its receiver, and check one."),
    "report": Lazy("reviewer.cli.exports.report:report", "Export the findings report."),
    "undo": Lazy("reviewer.cli.undo:undo", "Undo the last act."),
    "redo": Lazy("reviewer.cli.undo:redo", "Redo what was undone."),
    "audit": Lazy("reviewer.cli.audit:audit", "Show who did what, and when."),
    "demo": Lazy("reviewer.cli.demo:demo", "Build the demo case, then open it."),
    "settings": Lazy("reviewer.cli.settings:settings", "What is preferred on this laptop, for every case."),
    "crash": Lazy("reviewer.cli.crash:crash", "Reports of crashes, without a word of any case."),
    "version": Lazy("reviewer.cli.version:version", "Tell the version, and check a package before it is installed."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, fallback="window", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Review e-mails and documents as evidence, from one encrypted case file.

    `reviewer [CASE]` opens the window.
    """


@cli.command(hidden=True)
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[CASE]")
def window(path: Path | None) -> int:
    """Open the window, on a case if one is named."""
    if path is not None and not os.path.exists(path):  # noqa: PTH110 - Path.exists raises for a name that is too long
        raise NotFoundError(f"there is no file {path}", "`reviewer case create` makes a new case.")
    if find_spec("PySide6") is None:
        raise KnownError(
            "the window needs PySide6, which is not installed",
            "Install it, or use the command line: `reviewer --help`.",
        )
    if not has_display():
        raise KnownError(
            "there is no display to open a window on",
            "Start it from a desktop, or use the command line: `reviewer --help`.",
        )
    from reviewer.gui.app import run  # noqa: PLC0415 - Qt is loaded for the window only

    return run(path)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    forbid_core_dumps()
    atexit.register(gc.freeze)  # else all that was loaded is looked through at the end: a tenth of a short command
    _open_what_is_missing()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Evidence holds every character there is; a terminal that cannot show one gets an escape, not a crash.
            stream.reconfigure(errors="backslashreplace")
    if COMPLETE in os.environ:
        sys.exit(shell_complete(cli, {}, "reviewer", COMPLETE, os.environ[COMPLETE]))
    code = _run(list(sys.argv[1:] if args is None else args))
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.exit(code)
    _drop(sys.stdout)
    sys.exit(PIPE_CLOSED)


def _open_what_is_missing() -> None:
    """Give a program without a terminal, as Windows starts it with ``pythonw``, streams that lead nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for as long as we run


def _run(words: list[str]) -> int:
    asked = "--json" in words[: words.index("--")] if "--" in words else "--json" in words
    meta: dict[str, Any] = {}
    try:
        with cli.make_context("reviewer", words) as context:
            meta = context.meta
            code = cli.invoke(context)
            return code if isinstance(code, int) else 0
    except (click.exceptions.Exit, BrokenPipeError, KeyboardInterrupt, click.Abort) as error:
        return _ended(error, as_json=asked and ANSWERED not in meta)
    except click.ClickException as error:
        error.show()
        _as_json(asked, error.format_message(), "", error.exit_code)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - here a bug is shown as one
        if known := error if isinstance(error, KnownError) else of_environment(error):
            _say(f"reviewer: {known}", known.advice)
            _show_place(known)
            _as_json(asked and ANSWERED not in meta, str(known), known.advice, known.exit_code, _place(known))
            return known.exit_code
        if wrong := _wrong_argument(error, words):
            what, advice = wrong
            _say(f"reviewer: {what}", advice)
            _as_json(asked, what, advice, UsageError.exit_code)
            return UsageError.exit_code
        return _bug(error, as_json=asked and ANSWERED not in meta)


def _no_text(words: list[str]) -> bool:
    return any("\udc80" <= char <= "\udcff" for word in words for char in word)


def _wrong_argument(error: Exception, words: list[str]) -> tuple[str, str] | None:
    """What is wrong with the arguments and what to do, where that is what an error comes from."""
    if isinstance(error, UnicodeEncodeError) and _no_text(words):
        return "an argument is not UTF-8 text", "Only names of files may be anything else."
    if isinstance(error, OverflowError) and _no_number(words):
        return "an argument is a number larger than any there is here", "Look at the numbers you gave."
    return None


def _no_number(words: list[str]) -> bool:
    """Whether there is a number among the arguments that a case cannot hold (64 bits)."""
    return any(len(digits) > 18 for word in words for digits in re.findall(r"\d+", word))


def _ended(error: BaseException, *, as_json: bool) -> int:
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        _drop(sys.stdout)
        return PIPE_CLOSED
    _say("reviewer: stopped")
    _as_json(as_json, "stopped", "", STOPPED)
    return STOPPED


def _bug(error: Exception, *, as_json: bool) -> int:
    if os.environ.get("REVIEWER_TRACEBACK") == "1":
        traceback.print_exception(error)
    what = f"this is a bug in Evidence Reviewer {__version__}: {type(error).__name__}: {error}"
    advice = (
        "The case keeps everything that was saved before. Run the same command again with REVIEWER_TRACEBACK=1 "
        "and send what it prints to whoever keeps the program for you; read it first, it may name evidence."
    )
    _say(f"reviewer: {what}", advice)
    _as_json(as_json, what, advice, 1)
    return 1


def _say(message: str, advice: str = "") -> None:
    echo(message, err=True)
    if advice:
        echo(advice, err=True)


def _show_place(error: KnownError) -> None:
    """Show where in a query it is not understood, and what may have been meant."""
    if not isinstance(error, QueryError):
        return
    start, end = error.place
    # One mark for each letter; a line break would put them below another one.
    echo("  " + re.sub(r"\s", " ", error.query), err=True)
    echo("  " + " " * start + "^" * max(end - start, 1), err=True)
    if error.suggestion:
        echo(f"Did you mean: {error.suggestion}", err=True)


def _place(error: KnownError) -> dict[str, Any]:
    if not isinstance(error, QueryError):
        return {}
    start, end = error.place
    return {"at": start, "place": [start, end], "nearest": error.nearest, "suggestion": error.suggestion}


def _as_json(
    wanted: bool,  # noqa: FBT001
    error: str,
    advice: str,
    code: int,
    more: dict[str, Any] | None = None,
) -> None:
    if wanted:
        said = {"error": error, "advice": advice, "exit_code": code, **(more or {})}
        click.echo(json.dumps(said, ensure_ascii=False))


def _drop(stream: TextIO) -> None:
    """Send what is still buffered nowhere, so that the interpreter does not complain about it at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
