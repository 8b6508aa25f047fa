"""The ledger as a whole: one benefit once, endorsements beside benefits, limits, figures, and undo of each act."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.ledger import benefits, endorsements
from reviewer.casefile.ledger import limits as kept_limits
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId, LimitId, PassageId
from reviewer.domain.ledger.benefit import Field
from reviewer.domain.ledger.endorsement import Audience
from reviewer.domain.ledger.limits import Verdict
from reviewer.domain.people.officer import Role
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases import told_acts, trail, undo
from reviewer.usecases.ledger import benefit_duplicates, figures, limits, pairings, proposals
from reviewer.usecases.ledger import benefits as entering
from reviewer.usecases.ledger import endorsements as praising
from reviewer.usecases.pages import passages
from reviewer.usecases.pages.passages import Concern
from reviewer.usecases.people import officers

QUOTES = ("LANTERN25 has 14 uses", "free device", "Thank you, and")


@pytest.fixture
def marked(case: Case, paper: ItemId) -> list[PassageId]:
    """Three passages; officers 1001 and 1002 of Harbor."""
    for serial, name in (("1001", "Pat Quill"), ("1002", "Sam Reed")):
        officers.add(case, serial, name, station="Harbor", reviewer="Ada")
    return [passages.add_quote(case, paper, quote, reviewer="Ada").passage.id for quote in QUOTES]


def enter(case: Case, passage: PassageId, serial: str = "1001", **words: str | int) -> BenefitId:
    facts = entering.said(case, {"officer": serial, "what": "device", "outcome": "accepted", **words})
    return entering.add(case, facts, passage_ids=[passage], reviewer="Ada").benefit.id


def praise(case: Case, passage: PassageId, serial: str = "1001", **words: str | int) -> EndorsementId:
    said = praising.said(case, {"officer": serial, "audience": "residents", **words})
    return praising.add(case, said, [passage], reviewer="Ada").endorsement.id


def test_a_benefit_told_twice_is_proposed_merged_counted_once_and_parted_as_it_was(
    case: Case, marked: list[PassageId]
) -> None:
    one = enter(case, marked[0], donor="Lantern Bell", date="2016-05-16", value="199")
    (entered,) = audit.latest(case, limit=1)
    assert told_acts.in_words(case, entered) == "Benefit B-1 entered: device, officer 1001", "all of it, and once"
    two = enter(case, marked[1], donor="lantern bell", date="2016-05")
    enter(case, marked[2], donor="Somebody else", date="2016-05")
    enter(case, marked[2], donor="Lantern Bell", date="2018")
    (double,) = benefit_duplicates.listed(case)
    assert (double.one, double.two) == (one, two)
    assert double.signs == ("the same donor", "days that meet")
    before = entering.get(case, two).benefit
    kept = benefit_duplicates.merge(case, one, [two], reviewer="Ada").benefit
    assert (kept.passages, kept.merged) == ((marked[0], marked[1]), (two,))
    assert [each.benefit.id for each in entering.listed(case)] == [one, 3, 4]
    assert benefit_duplicates.listed(case) == []
    assert figures.count(case).figures.with_benefit.benefits == {1: (one, 3, 4)}
    assert figures.behind(case).benefits[one] == (marked[0], marked[1])
    with pytest.raises(InputError, match="was merged into"):
        entering.remove(case, one, reviewer="Ada")
    assert [each.benefit for each in benefit_duplicates.part(case, [two], reviewer="Ada")] == [before]
    benefit_duplicates.set_apart(case, two, one, reviewer="Ada")
    assert benefit_duplicates.listed(case) == []


def test_several_entries_are_parted_by_one_act(case: Case, marked: list[PassageId]) -> None:
    one, *others = (enter(case, passage) for passage in marked)
    benefit_duplicates.merge(case, one, others, reviewer="Ada")
    merged, begun = state(case), audit.head(case)[0]
    parted = benefit_duplicates.part(case, others, reviewer="Ada")
    assert [(each.benefit.id, each.benefit.merged_into) for each in parted] == [(other, None) for other in others]
    assert audit.head(case)[0] == begun + 1
    undo.undo(case, reviewer="Ada")
    assert state(case) == merged
    with pytest.raises(InputError, match=f"{one} is not merged"):
        benefit_duplicates.part(case, [others[0], one], reviewer="Ada")
    assert state(case) == merged


def test_what_cannot_be_one_is_not_merged(case: Case, marked: list[PassageId]) -> None:
    one, other = enter(case, marked[0]), enter(case, marked[0], "1002")
    before = audit.head(case)
    with pytest.raises(InputError, match="two officers"):
        benefit_duplicates.merge(case, one, [other], reviewer="Ada")
    with pytest.raises(InputError, match="with another one only"):
        benefit_duplicates.merge(case, one, [one], reviewer="Ada")
    with pytest.raises(NotFoundError, match="no benefit B-9"):
        benefit_duplicates.merge(case, one, [BenefitId(9)], reviewer="Ada")
    with pytest.raises(InputError, match="not merged"):
        benefit_duplicates.part(case, [one], reviewer="Ada")
    assert audit.head(case) == before


def state(case: Case) -> tuple[object, ...]:
    """All that the ledger holds."""
    return (
        benefits.listed(case, benefits.Wanted(merged=True)),
        benefits.apart(case),
        endorsements.listed(case),
        kept_limits.listed(case),
    )


def test_each_act_on_the_ledger_is_undone_done_again_and_told(case: Case, marked: list[PassageId]) -> None:
    one, two = enter(case, marked[0]), enter(case, marked[1])
    begun, states = len(trail.entries(case)), [state(case)]
    said = praising.said(case, {"officer": "1001", "audience": "public", "reach": 40})
    acts: dict[str, Callable[[], object]] = {
        "benefit distinct": lambda: benefit_duplicates.set_apart(case, one, two, reviewer="Ada"),
        "benefit merge": lambda: benefit_duplicates.merge(case, one, [two], reviewer="Ada"),
        "benefit split": lambda: benefit_duplicates.part(case, [two], reviewer="Ada"),
        "endorsement add": lambda: praise(case, marked[2]),
        "endorsement change": lambda: praising.edit(
            case, EndorsementId(1), said, passage_ids=[marked[1]], without=[marked[2]], reviewer="Ada"
        ),
        "endorsement remove": lambda: praising.remove(case, EndorsementId(1), reviewer="Ada"),
        "limit add": lambda: limits.add(case, "City code", "$100", reviewer="Ada"),
        "limit remove": lambda: limits.remove(case, LimitId(1), reviewer="Ada"),
        "benefit remove": lambda: entering.remove(case, two, reviewer="Ada"),
    }
    for act in acts.values():
        act()
        states.append(state(case))
    told = trail.entries(case)[begun:]
    assert [entry.act for entry in told] == list(acts)
    assert all(entry.changes for entry in told)
    for expected in reversed(states[:-1]):
        undo.undo(case, reviewer="Ada")
        assert state(case) == expected
    for expected in states[1:]:
        undo.redo(case, reviewer="Ada")
        assert state(case) == expected
    audit.check_chain(case)


def test_an_endorsement_stands_on_passages_and_lies_beside_the_same_officers_benefits(
    case: Case, marked: list[PassageId]
) -> None:
    with pytest.raises(InputError, match="needs a passage"):
        praising.add(case, praising.said(case, {"officer": "1001", "audience": "public"}), [], reviewer="Ada")
    with pytest.raises(InputError, match="no audience"):
        praise(case, marked[0], audience="everyone")
    with pytest.raises(InputError, match="reach of -1"):
        praise(case, marked[0], reach=-1)
    made = praise(case, marked[2], date="2016-05-28", product="Lantern Bell", medium="e-mail")
    kept = praising.get(case, made)
    assert (kept.endorsement.praise.audience, kept.endorsement.passages) == (Audience.RESIDENTS, (marked[2],))
    with pytest.raises(InputError, match="needs a passage"):
        praising.edit(case, made, kept.endorsement.praise, without=[marked[2]], reviewer="Ada")
    near, _ = enter(case, marked[0], date="2016-05-16"), enter(case, marked[0], date="2016-05-16", outcome="declined")
    enter(case, marked[0], "1002", date="2016-05-16")
    ((officer, pair),) = pairings.listed(case)
    assert (officer.serial, pair.benefit, pair.words) == ("1001", near, "12 days after")


def test_limits_are_refused_in_words_and_measure_each_year(case: Case, marked: list[PassageId]) -> None:
    for words, complaint in (
        (("City code", "-1"), "less than nothing"),
        (("City code", "1", "2016-02-30"), "no such day"),
        (("City code", "1", "2016-02"), "is no day"),
        (("City code", "1", "2017-01-01", "2016-01-01"), "ends"),
        ((" ", "1"), "name of the rule"),
    ):
        rule, amount, *days = words
        with pytest.raises(InputError, match=complaint):
            limits.add(case, rule, amount, start="".join(days[:1]), end="".join(days[1:]), reviewer="Ada")
    limits.add(case, "City code", "$150", end="2016-12-31", reviewer="Ada")
    limits.add(case, "City code", "$100", start="2017-01-01", reviewer="Ada")
    with pytest.raises(InputError, match="already"):
        limits.add(case, "city code", "$120", start="2018-01-01", reviewer="Ada")
    enter(case, marked[0], donor="Lantern Bell", value="160", date="2016-05-16")
    enter(case, marked[1], donor="Lantern Bell", value="120", date="between 2016-12 and 2017-01")
    enter(case, marked[1], donor="Lantern Bell", value="999", outcome="returned", date="2017-02")
    found = limits.totals_of(case)
    assert [(total.officer.serial, total.sums["USD"].low) for total in found.officers] == [("1001", 28_000)]
    assert [(year.year, year.measured[0].limit.amount, year.measured[0].verdict) for year, _ in found.years] == [
        (2016, 15_000, Verdict.ABOVE),
        (2017, 10_000, Verdict.MAY_BE_ABOVE),
    ]
    assert [each.id for each in found.apart] == [3]


def test_figures_lead_to_entries_passages_and_uses(case: Case, marked: list[PassageId]) -> None:
    one = enter(case, marked[0], value="199", paid="50", date="2016-05-16")
    two = enter(case, marked[0], "1002", what="discount code", code="LANTERN25", uses=14, threshold=25)
    facts = entering.get(case, two).benefit.facts
    entering.edit(case, two, facts, proofs=[(Field.USE, marked[1]), (Field.USE, marked[2])], reviewer="Ada")
    made = praise(case, marked[2], "1002")
    counted = figures.count(case)
    found, behind = counted.figures, figures.behind(case)
    assert (found.with_benefit.count, found.with_device.count, found.with_benefit_and_endorsement.count) == (2, 1, 1)
    (harbor,) = found.stations
    assert (harbor.name, harbor.received.count, harbor.sums["USD"].low) == ("Harbor", 2, 14_900)
    assert harbor.sums["USD"].unvalued == (two,)
    (code,) = found.codes
    assert (code.uses, code.more, code.counted) == (14, 11, (marked[1], marked[2]))
    assert behind.benefits == {one: (marked[0],), two: tuple(marked)}
    assert behind.endorsements == {made: (marked[2],)}


def test_a_proposal_knows_the_officer_and_a_known_donor_and_enters_nothing(case: Case, marked: list[PassageId]) -> None:
    officer = officers.show(case, "1002")[0]
    passages.link(case, marked[0], Concern(officer.id, Role.BENEFICIARY), reviewer="Ada")
    before = audit.head(case)
    made = proposals.propose(case, marked[0])
    assert made.fields == {"what": "discount code", "code": "LANTERN25", "uses": 14, "officer": "1002"}
    assert (made.entered, audit.head(case)) == ((), before)
    entered = enter(case, marked[0])
    assert proposals.propose(case, marked[0]).entered == (entered,)
