"""Whoever gets later numbers is told that those of a dropped production are not used, and why."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command
from tests.cli.exports.test_bundle import bundled
from tests.cli.exports.test_production import MAKE, names, pile
from tests.endurance import at_length

__all__ = ["bundled", "pile"]


def test_a_bundle_tells_the_numbers_of_a_dropped_production_and_why(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    more = ("--query", "Flyer", "--reviewer", "Bo")
    assert reviewer("production", "create", bundled, *MAKE, *more).code == 0
    assert reviewer("production", "drop", bundled, "1", "--reason", "Ann asked for less").code == 0
    out = tmp_path / "second"
    done = reviewer("bundle", "export", bundled, out, "--production", "2")
    assert done.code == 0, done.err
    said = "PMPD-000001 to PMPD-000007 were not used: Ann asked for less"
    assert said in (out / "data" / "index.html").read_text("utf-8")
    assert "PMPD-000001 to PMPD-000007" in (out / "data" / "privilege-log.csv").read_text("utf-8-sig")
    assert "was told in a bundle or a log" in reviewer("undo", bundled).err


@at_length
def test_words_that_were_redacted_are_masked_in_the_reason_as_well(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    more = ("--query", "Flyer", "--reviewer", "Bo")
    add = ("redaction", "add", bundled, names(reviewer, bundled)["letter.pdf"], "--quote", "LANTERN25")
    assert reviewer(*add, "--reason", "PRV").code == 0
    assert reviewer("production", "create", bundled, *MAKE[:4], "LANT", *more).code == 0
    assert reviewer("production", "drop", bundled, "2", "--reason", "Shows lantern25 to them").code == 0
    assert reviewer("production", "create", bundled, *MAKE[:4], "LANT", *more).code == 0
    assert reviewer("bundle", "export", bundled, tmp_path / "masked", "--production", "3").code == 0
    assert "Shows [PRV] to them" in (tmp_path / "masked" / "data" / "index.html").read_text("utf-8")
