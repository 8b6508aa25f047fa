"""The reason of what a limit on archives kept out says which limit it was, and the record keeps what was raised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.unpack_limits import MOST, NAMES, UNRAISED, Met, changed, higher, met, raised
from reviewer.domain.exports.report_options import Language
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.workers import Workers
from reviewer.usecases import trail
from reviewer.usecases.evidence import custody, intake
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.papers import account_sheet
from reviewer.usecases.exports.papers.language import said_in
from tests.evidence import folder, mail
from tests.workers.archive.building import raw_zip, zeros, zipped

MAILS = {f"{number}.eml": mail(f"Message {number}") for number in range(3)}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LARGE = {"a.log": bytes(2 * 2**20), "b.log": bytes(2 * 2**20)}


@pytest.mark.parametrize(
    ("limit", "data"),
    [
        (Met("members", 2), lambda: zipped(MAILS)),
        (Met("member", 1), lambda: zipped(LARGE)),
        (Met("total", 1), lambda: zipped(LARGE)),
        (Met("ratio", 1), lambda: raw_zip([zeros("a.log", 300 * 2**20)])),
        (Met("nested", 1), lambda: zipped({"in.zip": zipped(LARGE)})),
        (
            Met("archives", 2),
            lambda: zipped({"all.zip": zipped({f"{name}.zip": zipped({name: b"Words."}) for name in "abc"})}),
        ),
        (Met("depth", 2), lambda: zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": zipped(MAILS)})})})),
    ],
    ids=[name for name in NAMES if name != "seconds"],
)
def test_a_reason_tells_which_limit_kept_something_out_and_how_far_it_went(
    case: Case, workers: Workers, tmp_path: Path, limit: Met, data: Callable[[], bytes]
) -> None:
    root = folder(tmp_path / "d", {"a.zip": data()})
    account = intake.add(case, workers, [root], limits=raised([f"{limit.name}={limit.value}"]), reviewer="Ada")
    reasons = [failure.reasons for failure in (*account.failures, *account.partial)]
    assert limit in {each for reason in reasons for each in met(reason)}, reasons


@pytest.mark.parametrize("reasons", [(Reason("reader.locked"),), (Reason("reader.too_large"),), ()])
def test_a_reason_that_no_raised_limit_would_mend_tells_of_none(reasons: Reasons) -> None:
    assert met(reasons) == ()


def test_a_limit_is_raised_above_what_was_met_but_never_beyond_what_can_be() -> None:
    for name in NAMES:
        usual, most = getattr(UNRAISED, name), getattr(MOST, name)
        assert usual < higher(Met(name, usual)) <= most
        assert higher(Met(name, 1)) >= usual
        assert higher(Met(name, most)) == most


def test_the_custody_record_keeps_the_limits_an_intake_had_and_those_of_a_later_try(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    one = folder(tmp_path / "one", {"a.zip": zipped(MAILS)})
    two = folder(tmp_path / "two", {"b.eml": mail("Another")})
    intake.add(case, workers, [one], limits=raised(["members=2", "depth=60"]), reviewer="Ada")
    intake.add(case, workers, [two], reviewer="Ada")
    intake.retry(case, workers, limits=raised(["members=200000"]), reviewer="Ada")
    first, second = custody.records(case)
    assert (first.limits, first.limits_later) == ((("members", 2), ("depth", 60)), (("members", 200_000),))
    assert (second.limits, second.limits_later) == ((), ())
    with passing(case, reviewer="Ada") as gate:
        told, french = (
            [each.limits for each in account_sheet.intake_section(gate, said_in(language)).custody]
            for language in Language
        )
    again = max(entry.at for entry in trail.entries(case) if entry.act == "intake retry")
    limits = "on archives: members 2, depth 60; on archives when tried again: members 200,000"
    day, month, year = int(again[8:10]), MONTHS[int(again[5:7]) - 1], again[:4]
    assert told == [
        f"{limits}; tried again, at last {day} {month} {year}, {again[11:19]} UTC; the counts are those of now",
        "",
    ]
    assert french[0].startswith(
        "sur les archives\u00a0: éléments 2, profondeur 60\u202f; "
        "sur les archives, lors d’un nouvel essai\u00a0: éléments 200\u202f000\u202f; "
    )
    assert (first.tried_again, second.tried_again) == (again, "")
    kept = [entry.facts["limits"] for entry in trail.entries(case) if "limits" in entry.facts]
    assert kept[0] == {"members": 2, "depth": 60}


def test_limits_that_are_as_usual_are_not_told_as_changed() -> None:
    assert changed(raised(["ratio=100", "depth=51"])) == (("depth", 51),)
