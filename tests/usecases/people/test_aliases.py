from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.people.people_found import Sign, Source
from reviewer.errors import NotFoundError
from reviewer.isolation.workers import Workers
from reviewer.usecases import undo
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake
from reviewer.usecases.people import aliases, officers
from reviewer.usecases.people.aliases import FoundAlias
from tests.evidence import folder, mail

QUOTING = """Look at this.

From: Dana Vale
Sent: Monday, May 2, 2016 8:00 AM
To: Lee Moore <captain.cam@home.example>
Subject: Offer

A camera.
"""


@pytest.fixture
def roster(case: Case, workers: Workers, tmp_path: Path) -> Case:
    officers.add(case, "4711", "Lee Moore", reviewer="Ada")
    officers.add(case, "4712", "Kim Ortega", reviewer="Ada")
    files = {
        "a.eml": mail(sender="Moore, Lee <lee@home.example>".replace("Moore, Lee", '"Moore, Lee"')),
        "b.eml": mail("Fwd", QUOTING, sender="Camera Man <lee@home.example>"),
    }
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    return case


def shown(found: list[FoundAlias]) -> list[tuple[str, str, Sign, Source]]:
    return [
        (each.officer.serial, each.candidate.value, each.candidate.evidence[0].sign, each.candidate.evidence[0].source)
        for each in found
    ]


def test_names_of_headers_and_of_quotes_lead_to_addresses_and_those_to_other_names(roster: Case) -> None:
    assert shown(aliases.listed(roster)) == [
        ("4711", "captain.cam@home.example", Sign.SAME_NAME, Source.QUOTE),
        ("4711", "lee@home.example", Sign.SAME_NAME, Source.HEADER),
    ]
    aliases.accept(roster, "4711", "LEE@home.example", reviewer="Ada")
    assert officers.show(roster, "lee@home.example")[0].serial == "4711"
    assert shown(aliases.listed(roster, "4711"))[:2] == [
        ("4711", "Camera Man", Sign.SAME_ADDRESS, Source.HEADER),
        ("4711", "Moore, Lee", Sign.SAME_ADDRESS, Source.HEADER),
    ]
    undo.undo(roster, reviewer="Ada")
    assert officers.show(roster, "4711")[0].addresses == ()
    assert len(aliases.listed(roster)) == 2


def test_what_was_refused_is_not_brought_up_again_until_that_is_undone_or_accepted(roster: Case) -> None:
    aliases.refuse(roster, "Lee Moore", "lee@home.example", reviewer="Ada")
    assert [each.candidate.value for each in aliases.listed(roster)] == ["captain.cam@home.example"]
    assert [each.refused for each in aliases.listed(roster, refused=True)] == [False, True]
    undo.undo(roster, reviewer="Ada")
    assert len(aliases.listed(roster)) == 2
    undo.redo(roster, reviewer="Ada")
    aliases.accept(roster, "4711", "lee@home.example", reviewer="Ada")
    assert officers.show(roster, "4711")[0].addresses == ("lee@home.example",)
    undo.undo(roster, reviewer="Ada")
    assert [each.refused for each in aliases.listed(roster, refused=True)] == [False, True]


def test_only_a_candidate_can_be_accepted(roster: Case) -> None:
    with pytest.raises(NotFoundError, match="no candidate for Kim Ortega"):
        aliases.accept(roster, "4712", "lee@home.example", reviewer="Ada")
    with pytest.raises(NotFoundError):
        aliases.listed(roster, "4799")
