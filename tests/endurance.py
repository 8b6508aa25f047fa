"""What is tried a few times with every run of the tests, and at length before a change lands (mark ``endurance``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

at_length = pytest.mark.endurance
"""Marks a test, or a value it is tried with, that takes too long to be run each time."""


def a_few(quick: Sequence[Any], more: Sequence[Any]) -> list[Any]:
    """The values that a test is tried with: some each time, more of them at length; tuples for several names."""
    return [*quick, *(pytest.param(*_values(each), marks=at_length) for each in more)]


def _values(each: Any) -> tuple[Any, ...]:
    return each if isinstance(each, tuple) else (each,)
