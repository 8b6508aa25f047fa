"""How long work tells where it is, and how it is asked to stop."""

from __future__ import annotations

from typing import Protocol

from reviewer.errors import CancelledError

NOTHING_DONE = "nothing was listed or changed"
"""What there is of a search that is stopped."""


class Progress(Protocol):
    """What a use case reports to while it works. Called often; must return fast; may be called from any one thread."""

    def step(self, done: int, total: int, what: str) -> None:
        """``done`` of ``total`` (0 when not yet known) units are finished; ``what`` names the one at hand."""

    @property
    def cancelled(self) -> bool:
        """Whether the reviewer has asked for the work to stop."""


class Quiet:
    """A progress that nobody watches."""

    cancelled = False

    def step(self, done: int, total: int, what: str) -> None:
        """Say nothing."""


def stop_if_cancelled(progress: Progress, left: str = "what was finished until then is kept") -> None:
    """Raise CancelledError once the reviewer has asked for it; ``left`` says what there is then."""
    if progress.cancelled:
        raise CancelledError(f"stopped as asked; {left}")
