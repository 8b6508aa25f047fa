"""What every command on a case shares: its options, how it is opened, the progress bar, JSON.

::

    @click.command()
    @case_options                      # CASE, --passphrase-file, --reviewer
    @json_option                       # --json
    def add(path: Path, passphrase_file: Path | None, reviewer: str, as_json: bool) -> None:
        with opened(path, passphrase_file) as case, progress() as bar:
            ...
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reviewer.cli.lazy import ANSWERED
from reviewer.cli.terminal import echo, harmless
from reviewer.desktop import settings
from reviewer.domain.progress import stop_if_cancelled
from reviewer.errors import CredentialError, InputError

if TYPE_CHECKING:  # a command that has readers starts them before all that opens a case is loaded
    from reviewer.casefile.engine.case import Case, Upgrade
    from reviewer.casefile.engine.credential import Key

Command = TypeVar("Command", bound=Callable[..., Any])

SIGNING = "REVIEWER_SIGNING_PASSPHRASE"
_BY_LOGIN = "reviewer.cli.by_login"
_WITHOUT_SANDBOX = "reviewer.cli.without_sandbox"
_ASK = "Use --passphrase-file or REVIEWER_PASSPHRASE, or run it on a terminal to be asked."


def _acting(context: click.Context, _option: click.Parameter, value: str | None) -> str:
    """Who acts; that it is by the login name alone is kept, for what leaves the case bears it."""
    if named := (value or "").strip():
        return named
    context.meta[_BY_LOGIN] = not settings.has_reviewer()
    return settings.reviewer_name()


def case_options(command: Command) -> Command:
    """Give a command ``path``, ``passphrase_file`` and ``reviewer`` (never empty)."""
    for option in (
        click.option(
            "--reviewer",
            metavar="NAME",
            callback=_acting,
            help="Who acts; else as remembered on this laptop, else the login name.",
        ),
        passphrase_option,
        click.argument("path", metavar="CASE", type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A file that holds the passphrase; else REVIEWER_PASSPHRASE, the keyring, or a prompt.",
)
signing_option = click.option(
    "--signing-passphrase-file",
    "signing_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"A file that holds the passphrase of the signing key; else {SIGNING}, or a prompt.",
)
sandbox_option = click.option(
    "--without-sandbox",
    is_flag=True,
    expose_value=False,
    callback=lambda context, _option, value: context.meta.update({_WITHOUT_SANDBOX: value}),
    help="Read evidence even where this computer has no sandbox for that; the audit trail tells it.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@contextmanager
def opened(
    path: Path, passphrase_file: Path | None = None, *, read_only: bool = False, loading: str = ""
) -> Iterator[Case]:
    """The open case, closed at the end. ``read_only`` also works while the window has the case open.

    It is opened for writing all the same where something is to be read without a sandbox, which the trail tells.
    ``loading`` names a module that is loaded while the key is derived, which leaves a core to it.
    """
    from reviewer.usecases import cases, head_memory  # noqa: PLC0415 - a quarter of a second, while readers load

    read_only = read_only and not _waives_sandbox()
    if loading:
        threading.Thread(target=_load, args=(loading,), name="loading").start()
    key = key_of(path, passphrase_file)
    with progress() as bar:
        case = cases.open_with_key(path, key, read_only=read_only, upgraded=tell_upgrade, progress=bar)
    memory = None
    try:
        stop_if_cancelled(bar, "nothing was begun")
        warning = cases.older_than_remembered(case)
        if warning:
            click.echo(f"reviewer: {warning}", err=True)
            click.echo("`reviewer case verify` tells more.", err=True)
        elif not case.read_only:
            memory = head_memory.HeadMemory(case)
        _waive_sandbox(case)
        yield case
        if case.left:
            _tell_left(case)
    finally:
        if memory is not None:
            memory.stop()
        cases.close(case)


def _load(module: str) -> None:
    with suppress(ImportError):  # who imports it is told
        importlib.import_module(module)


def tell_upgrade(upgraded: Upgrade) -> None:
    """Say that a case was brought up to date, and where it lies as it was before."""
    echo(
        f"This case was made by an earlier version. It was brought from format {upgraded.before} to "
        f"{upgraded.after}; as it was before, it is kept beside it in {upgraded.copy.name}.",
        err=True,
    )
    echo("Keep that copy until `reviewer case verify` finds the case whole.", err=True)


def _tell_left(case: Case) -> None:
    """Say what somebody should know of what has left the case: that the trail lacks it, and whose name it bears."""
    if case.why_read_only:
        for subject in case.left:
            echo(f"reviewer: the audit trail does not tell that {subject} left the case", err=True)
        echo(f"The case is open for reading only: {case.why_read_only}. Write it down elsewhere.", err=True)
    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get(_BY_LOGIN):
        echo(
            f"Nobody said who acts, so it left under the login name “{context.params['reviewer']}”. "
            "Give the name with --reviewer.",
            err=True,
        )


def _waives_sandbox() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_WITHOUT_SANDBOX))


def _waive_sandbox(case: Case) -> None:
    """Read without a sandbox, where that was asked for and there is none."""
    if _waives_sandbox():
        from reviewer.isolation.workers import Workers  # noqa: PLC0415 - the other commands start without it
        from reviewer.usecases import sandbox  # noqa: PLC0415

        with Workers(1) as workers:
            sandbox.waive(case, workers, reviewer=click.get_current_context().params["reviewer"])


@contextmanager
def unwalled(path: Path, key: Key) -> Iterator[None]:
    """For work that opens a case by itself: read without a sandbox meanwhile, where that was asked for."""
    if not _waives_sandbox():
        yield
        return
    from reviewer.usecases import cases  # noqa: PLC0415 - as above

    with progress() as bar:
        case = cases.open_with_key(path, key, upgraded=tell_upgrade, progress=bar)
    try:
        stop_if_cancelled(bar, "nothing was begun")
        _waive_sandbox(case)
        yield
    finally:
        cases.close(case)


def key_of(path: Path, passphrase_file: Path | None = None) -> Key:
    """The key of a case: by the passphrase given, as the keyring remembers it, or by a passphrase asked for."""
    from reviewer.usecases import cases  # noqa: PLC0415 - as above

    given = given_passphrase(passphrase_file, "REVIEWER_PASSPHRASE")
    if given is None:
        remembered = cases.remembered_key(path)
        if remembered is not None:
            return remembered
        given = ask_passphrase(f"Passphrase of {path.name}")
    return cases.key_for(path, given)


def given_passphrase(file: Path | None, variable: str) -> str | None:
    """The passphrase from a file (one line end at its end is dropped), else from an environment variable, else None."""
    if file is not None:
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"the passphrase file {file} cannot be read: {error}") from error
        return text.removesuffix("\n").removesuffix("\r")
    return os.environ.get(variable)


def signing_passphrase(file: Path | None, name: str, *, has_key: bool) -> str | None:
    """The passphrase of a reviewer's signing key: from a file, else REVIEWER_SIGNING_PASSPHRASE, else asked for.

    None for somebody without a key, unless a file was named all the same.
    """
    if file is None and not has_key:
        return None
    given = given_passphrase(file, SIGNING)
    if given is None and sys.stdin.isatty():
        given = ask_passphrase(f"Passphrase of {name}'s signing key")
    return given


def ask_passphrase(question: str, *, twice: bool = False) -> str:
    """Ask on the terminal; CredentialError where there is none."""
    if not sys.stdin.isatty():
        raise CredentialError("no passphrase was given", _ASK)
    answer: str = click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True)
    return answer


def print_json(value: Any) -> None:
    """Print the one JSON value that a command answers with; an error after it goes to standard error only."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[ANSWERED] = True
    echo(json.dumps(value, ensure_ascii=False, indent=2))


class Bar:
    """A progress that shows one line on a terminal: how far, how fast, how long still. ``cancelled`` after Ctrl+C."""

    def __init__(self) -> None:
        self.cancelled = False
        self._shown = sys.stderr.isatty()
        self._begun = time.monotonic()
        self._last = 0.0
        self._first: int | None = None

    def step(self, done: int, total: int, what: str) -> None:
        """Redraw the line, at most ten times a second."""
        moment = time.monotonic()
        if self._first is None:
            self._first = done
        if not self._shown or (moment - self._last < 0.1 and done != total):
            return
        self._last = moment
        line = progress_line(done, total, done - self._first, moment - self._begun)
        room = max(20, _columns() - 1)
        words = " ".join(harmless(f"{line} · {what}").split())  # a name may hold anything, line ends too
        click.echo("\r\x1b[K" + words[:room], err=True, nl=False)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown and self._last:
            click.echo("\r\x1b[K", err=True, nl=False)

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Ask for the work to stop; at the second Ctrl+C stop at once."""
        if self.cancelled:
            raise KeyboardInterrupt
        self.cancelled = True
        if self._shown:
            click.echo("\r\x1b[Kstopping …", err=True)


def progress_line(done: int, total: int, advanced: int, seconds: float) -> str:
    """``1,234 of 5,000 · 310/s · 12 s left``: what is known of it. ``advanced`` units took ``seconds``."""
    parts = [f"{done:,} of {total:,}" if total else f"{done:,}"]
    if seconds >= 0.5 and advanced > 0:
        rate = advanced / seconds
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
        if total > done:
            parts.append(f"{_duration((total - done) / rate)} left")
    return " · ".join(parts)


def _duration(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole < 90:
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return 80


@contextmanager
def progress() -> Iterator[Bar]:
    """A bar on the terminal; Ctrl+C asks the work to stop instead of breaking it off."""
    bar = Bar()
    if threading.current_thread() is not threading.main_thread():
        yield bar
        return
    before = signal.signal(signal.SIGINT, bar.stop)
    try:
        yield bar
    finally:
        signal.signal(signal.SIGINT, before)
        bar.clear()


@contextmanager
def searched(path: Path, passphrase_file: Path | None = None, *, read_only: bool = True) -> Iterator[Case]:
    """As :func:`opened`, for what is done when the search is done: see :func:`searching`."""
    with opened(path, passphrase_file, read_only=read_only) as case, searching(case):
        yield case


@contextmanager
def searching(case: Case) -> Iterator[None]:
    """Meanwhile searches that compare texts show how far they are, and Ctrl+C stops them and nothing else."""
    with progress() as bar, case.watched(bar):
        yield


__all__ = [
    "Bar",
    "ask_passphrase",
    "case_options",
    "given_passphrase",
    "json_option",
    "key_of",
    "opened",
    "passphrase_option",
    "print_json",
    "progress",
    "progress_line",
    "searched",
    "searching",
    "signing_option",
    "signing_passphrase",
    "unwalled",
]
