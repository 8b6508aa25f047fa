"""The demo's ledger, entered as a reviewer would, gives the figures that its story holds."""

from __future__ import annotations

from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.usecases.demo import entering
from reviewer.usecases.demo.story import tell
from reviewer.usecases.ledger import benefits, figures
from reviewer.usecases.pages import passages
from reviewer.usecases.people import officers


def test_the_figures_are_those_of_the_story(case: Case, paper: ItemId, tmp_path: Path) -> None:
    """One passage stands for all of them here; which words prove what is checked where the demo is built."""
    story = tell()
    roster = tmp_path / "roster.csv"
    lines = ["serial,name,station,start,end"]
    for officer in story.officers:
        lines += [f"{officer.serial},{officer.name},{at.station},{at.start},{at.end}" for at in officer.assignments]
    roster.write_text("\n".join(lines), encoding="utf-8")
    officers.import_roster(case, roster, reviewer="Ada")
    proof = passages.add_quote(case, paper, "LANTERN25 has 14 uses", reviewer="Ada").passage.id
    entering.enter(case, story, dict.fromkeys([each.key for each in story.passages], proof), reviewer="Ada")
    assert len(benefits.listed(case)) == len(story.benefits)
    found = figures.count(case).figures
    accepted = [told for told in story.benefits if told.outcome == "accepted"]
    assert found.with_benefit.count == len({told.serial for told in accepted}) >= 100
    assert found.with_benefit_and_endorsement.count > 15
    harbor = found.stations[0]
    assert harbor.name == "Harbor"
    assert harbor.received.count > 60
    assert harbor.sums["USD"].low >= 1_000_000
    assert {(code.uses, code.more) for code in found.codes if code.threshold} == {(14, 11), (25, 0)}
