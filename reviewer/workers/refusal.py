"""Input that a worker cannot use, as opposed to a fault of the worker."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """The input cannot be used; ``str(refusal)`` is one sentence a person understands."""
