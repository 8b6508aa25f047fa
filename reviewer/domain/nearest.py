"""The name that somebody may have meant who named something that there is not."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """What is most like a word among what there is, whatever its case; empty where nothing is."""
    by_case = {each.casefold(): each for each in known}
    found = get_close_matches(word.strip().casefold(), list(by_case), n=1, cutoff=0.6)
    return by_case[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str], advice: str) -> str:
    """An advice, with the name that is most like a word before it where there is one."""
    like = nearest(word, known)
    return f"Did you mean “{like}”? {advice}" if like else advice
