"""Passphrases whose keys cost next to nothing, for tests that are about something else.

Keys are derived for 256 MiB and most of a second; that this is what the program asks for is tested once. Here a
profile of the key derivation is added that takes 64 KiB, and new salts name it. A case under such a salt is none to
the program as it is, so nothing can be mixed up: ``python -m tests.passphrases`` is the program that knows the profile.
"""

from __future__ import annotations

import runpy
import sys

import pytest

from reviewer.casefile.engine import credential

PROFILE = 0xC0
"""The profile of cheap keys, as the first byte of a salt."""
SALT = bytes([PROFILE, *range(15)])


def make_cheap(change: pytest.MonkeyPatch) -> None:
    """Derive keys for new salts cheaply, until the change is undone."""
    change.setitem(credential.PROFILES, PROFILE, (1, 64, 1))
    change.setattr(credential, "PROFILE", PROFILE)


if __name__ == "__main__":
    make_cheap(pytest.MonkeyPatch())
    sys.argv[0] = "reviewer"
    runpy.run_module("reviewer", run_name="__main__", alter_sys=True)
