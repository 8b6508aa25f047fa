from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.verification import trail_check
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.people.person_names import same_person
from reviewer.domain.policy.allegation import AllegationId, Ground, Side
from reviewer.domain.policy.basis_changes import LIMITS, LIMITS_UNKNOWN
from reviewer.domain.policy.finding import STEPS, Done, Finding, Outcome, State
from reviewer.domain.progress import Quiet
from reviewer.errors import InputError, KnownError, NotFoundError
from reviewer.usecases import undo
from reviewer.usecases.ledger import benefits, limits
from reviewer.usecases.pages import passages
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses, findings
from tests.endurance import a_few
from tests.usecases.policy.policy import GIFTS, passage

TABLES = (
    "clause", "clause_element", "clause_exemption", "allegation", "allegation_ground", "allegation_explanation",
    "allegation_confirmation", "allegation_search", "allegation_dismissal", "finding_label", "finding", "finding_step",
)  # fmt: skip


@pytest.fixture
def alleged(case: Case, paper: ItemId) -> AllegationId:
    """An allegation under a clause of two elements; passages 1 and 2 are there and stand nowhere yet."""
    clauses.add(case, GIFTS, reviewer="Ada")
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    passage(case, paper, "LANTERN25 has 14 uses")
    passage(case, paper, "a free device")
    return allegations.add(case, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada").id


def prove(case: Case, alleged: AllegationId) -> None:
    """All that a sustained finding needs."""
    for element in (1, 2):
        allegations.weigh(case, alleged, element, supporting=[str(element)], reviewer="Ada")
        allegations.confirm(case, alleged, element, ["returned OR paid"], reviewer="Ada")


def drafted(
    case: Case, alleged: AllegationId, outcome: str = "sustained", reviewer: str = "Ada"
) -> findings.AllegedFinding:
    return findings.draft(case, alleged, outcome, reason="The passages show it.", reviewer=reviewer)


def made_final(case: Case, alleged: AllegationId) -> findings.AllegedFinding:
    prove(case, alleged)
    drafted(case, alleged)
    findings.propose(case, alleged, reviewer="Ada")
    findings.review(case, alleged, reviewer="Bo")
    return findings.finalise(case, alleged, reviewer="Ada")


def test_a_finding_is_looked_at_again_when_a_limit_that_its_benefit_is_measured_against_changes(
    case: Case, alleged: AllegationId
) -> None:
    """One of other days or of another currency does not measure it; one that is as it was again gives no reason."""
    given = {"officer": "1001", "what": "device", "outcome": "accepted", "value": "$199", "date": "2016-05"}
    benefits.add(case, benefits.said(case, given), passage_ids=[PassageId(1)], reviewer="Ada")
    limit = limits.add(case, "3.14", "$50", start="2016-01-01", reviewer="Ada").id
    allegations.weigh(case, alleged, 1, supporting=["benefit:1"], reviewer="Ada")
    assert made_final(case, alleged).finding.look_again == ()

    def why() -> tuple[str, ...]:
        return findings.show(case, alleged)[-1].finding.look_again

    limits.add(case, "3.14", "50 EUR", reviewer="Ada")
    limits.add(case, "3.14", "$500", end="2015-12-31", reviewer="Ada")
    assert why() == ()
    limits.change(case, limit, amount="$250", reviewer="Bo")
    changed = "“3.14: $250.00 from 2016-01-01”, before: “3.14: $50.00 from 2016-01-01”"
    assert why() == (f"element 1: benefit 1 is measured against another limit: {changed}",)
    undo.undo(case, reviewer="Bo")
    assert why() == ()
    limits.remove(case, limit, reviewer="Bo")
    assert why() == (
        "element 1: benefit 1 is measured against another limit: none, before: “3.14: $50.00 from 2016-01-01”",
    )


def test_of_a_benefit_that_an_earlier_version_relied_on_it_is_told_that_its_limits_are_not_known(
    case: Case, alleged: AllegationId
) -> None:
    """Until it is relied on again, where the finding too is affirmed anew; from then on a change of a limit counts."""
    given = {"officer": "1001", "what": "device", "outcome": "accepted", "value": "$199", "date": "2016-05"}
    benefits.add(case, benefits.said(case, given), passage_ids=[PassageId(1)], reviewer="Ada")
    limit = limits.add(case, "3.14", "$50", reviewer="Ada").id

    def ground() -> Ground:
        (found,) = (
            each for line in allegations.get(case, alleged).matrix for each in line.grounds if each.kind == "benefit"
        )
        return found

    allegations.weigh(case, alleged, 1, supporting=["benefit:1"], reviewer="Ada")
    assert ground().unknown == ""
    with case.act("Ada", "ground add") as act:  # as before limits were kept
        relied = {name: value for name, value in ground().relied.items() if name != LIMITS}
        act.update("allegation_ground", ground().id, {"relied": audit.canonical(relied)})
    assert made_final(case, alleged).finding.look_again == ()
    limits.change(case, limit, amount="$250", reviewer="Bo")
    assert findings.show(case, alleged)[-1].finding.look_again == ()
    assert ground().unknown == LIMITS_UNKNOWN
    findings.reopen(case, alleged, reason="the limit", reviewer="Ada")
    allegations.weigh(case, alleged, 1, supporting=["benefit:1"], reviewer="Ada")
    assert ground().unknown == ""
    assert made_final(case, alleged).finding.look_again == ()
    limits.change(case, limit, amount="$300", reviewer="Bo")
    assert len(findings.show(case, alleged)[-1].finding.look_again) == 1


def test_a_limit_that_measures_none_of_its_benefits_is_no_reason_to_look_at_a_finding_again(
    case: Case, alleged: AllegationId
) -> None:
    """What does not count, and what no year is known of, until the same donor gave something in a known one."""
    given = {"officer": "1001", "what": "device", "value": "$199", "donor": "Lantern Bell"}
    for more in ({"outcome": "accepted"}, {"outcome": "declined", "date": "2016-05"}):
        benefits.add(case, benefits.said(case, given | more), passage_ids=[PassageId(1)], reviewer="Ada")
    allegations.weigh(case, alleged, 1, supporting=["benefit:1", "benefit:2"], reviewer="Ada")
    made_final(case, alleged)

    def why() -> tuple[str, ...]:
        return findings.show(case, alleged)[-1].finding.look_again

    def give(donor: str) -> None:
        later = given | {"outcome": "accepted", "date": "2016-05", "donor": donor}
        benefits.add(case, benefits.said(case, later), passage_ids=[PassageId(2)], reviewer="Ada")

    limits.add(case, "3.14", "$50", reviewer="Ada")
    assert why() == ()
    give("Somebody else")
    assert why() == ()
    give("lantern  bell")
    assert why() == ("element 1: benefit 1 is measured against another limit: “3.14: $50.00”, before: none",)


def rows(case: Case) -> dict[str, list[tuple[Any, ...]]]:
    return {table: [tuple(row) for row in case.rows(f"SELECT * FROM {table} ORDER BY id")] for table in TABLES}


@pytest.mark.parametrize("outcome", Outcome)
def test_no_finding_rests_on_nothing(case: Case, alleged: AllegationId, outcome: Outcome) -> None:
    with pytest.raises(InputError) as refused:
        drafted(case, alleged, outcome.value)
    for number, text in enumerate(GIFTS.elements, 1):
        assert f"element {number} ({text})" in str(refused.value)
    assert findings.listed(case) == []


def test_sustained_says_which_proof_is_missing(case: Case, alleged: AllegationId) -> None:
    allegations.weigh(case, alleged, 1, supporting=["1"], reviewer="Ada")
    allegations.confirm(case, alleged, 1, ["returned"], reviewer="Ada")
    allegations.weigh(case, alleged, 2, opposing=["2"], reviewer="Ada")
    assert findings.lacking(case, alleged, Outcome.SUSTAINED) == [
        "element 2 (Its price was not paid): no passage speaks for it"
    ]
    allegations.weigh(case, alleged, 2, supporting=["1"], reviewer="Ada")
    assert findings.lacking(case, alleged, Outcome.SUSTAINED) == []
    allegations.drop(case, alleged, 1, searched=[Side.AGAINST], reviewer="Ada")
    (lack,) = findings.lacking(case, alleged, Outcome.SUSTAINED)
    assert lack.startswith("element 1 (A thing of value was accepted): nothing speaks against it, and nobody")


def test_exonerated_needs_the_act_and_why_it_was_allowed(case: Case, alleged: AllegationId) -> None:
    prove(case, alleged)
    assert [
        "nothing shows that the act was allowed" in each for each in findings.lacking(case, alleged, Outcome.EXONERATED)
    ] == [True]
    assert findings.lacking(case, alleged, Outcome.EXONERATED, exemption=1) == []
    assert len(findings.lacking(case, alleged, Outcome.SUSTAINED, exemption=1)) == 1
    with pytest.raises(InputError, match="no exemption 2"):
        findings.lacking(case, alleged, Outcome.EXONERATED, exemption=2)
    made = findings.draft(case, alleged, "exonerated", reason="Open to all.", exemption=1, reviewer="Ada")
    assert made.exemption == "The same offer was open to the general public"
    for element in (1, 2):
        allegations.drop(case, alleged, element, supporting=[str(element)], reviewer="Ada")
        allegations.weigh(case, alleged, element, opposing=["1"], reviewer="Ada")
    (lack,) = findings.lacking(case, alleged, Outcome.EXONERATED)
    assert lack.startswith("no passage shows that the act took place")


def test_unfounded_needs_proof_to_the_contrary_or_a_search_in_vain(case: Case, alleged: AllegationId) -> None:
    for element in (1, 2):
        allegations.confirm(case, alleged, element, ["invoice"], reviewer="Ada")
        allegations.confirm(case, alleged, element, ["accepted"], side=Side.FOR, reviewer="Ada")
    assert findings.lacking(case, alleged, Outcome.UNFOUNDED) == []
    assert findings.lacking(case, alleged, Outcome.NOT_SUSTAINED) == []
    allegations.weigh(case, alleged, 1, supporting=["1"], opposing=["2"], reviewer="Ada")
    (lack,) = findings.lacking(case, alleged, Outcome.UNFOUNDED)
    assert "no explanation says why they prove nothing" in lack
    allegations.weigh(case, alleged, 1, explanation="The code was never used.", reviewer="Ada")
    assert findings.lacking(case, alleged, Outcome.UNFOUNDED) == []


def test_a_finding_goes_from_draft_to_final_and_back_with_its_history(case: Case, alleged: AllegationId) -> None:
    first = made_final(case, alleged)
    assert (first.finding.state, first.finding.look_again) == (State.FINAL, ())
    assert [(step.done, step.reviewer) for step in first.finding.steps] == [
        (Done.DRAFTED, "Ada"),
        (Done.PROPOSED, "Ada"),
        (Done.REVIEWED, "Bo"),
        (Done.MADE_FINAL, "Ada"),
    ]
    with pytest.raises(InputError, match="final already"):
        drafted(case, alleged, "not sustained")
    with pytest.raises(InputError, match="say why"):
        findings.reopen(case, alleged, " ", reviewer="Bo")
    again = findings.reopen(case, alleged, "A new message came up.", reviewer="Bo")
    assert (again.finding.state, again.finding.reopens) == (State.DRAFT, first.finding.id)
    old, new = findings.show(case, alleged)
    assert old.finding == replace(first.finding, current=False)
    assert new.finding == again.finding
    assert [each.finding.id for each in findings.listed(case)] == [again.finding.id]
    assert [each.finding.id for each in findings.listed(case, history=True)] == [first.finding.id, again.finding.id]
    findings.propose(case, alleged, reviewer="Ada")
    assert findings.review(case, alleged, reviewer="Bo").finding.state is State.REVIEWED


@pytest.mark.parametrize(
    "name", ["Ada", "ADA", " ada ", "Ａｄａ", "A\u200bda", "Ad\u00ada", "A. d-a", "Ada\ufe0f", "\u202aAda"]
)
def test_nobody_reviews_what_he_had_a_hand_in(case: Case, alleged: AllegationId, name: str) -> None:
    prove(case, alleged)
    drafted(case, alleged, reviewer="Ada")
    findings.propose(case, alleged, reviewer="Bo")
    for reviewer in (name, "Bo"):
        with pytest.raises(InputError, match="cannot be its second reviewer"):
            findings.review(case, alleged, reviewer=reviewer)
    assert same_person(name, "ada")
    assert findings.review(case, alleged, reviewer="Cy").finding.steps[-1].reviewer == "Cy"


def test_nobody_is_a_second_person_by_letters_of_another_alphabet(case: Case, alleged: AllegationId) -> None:
    prove(case, alleged)
    drafted(case, alleged, reviewer="Cope")
    findings.propose(case, alleged, reviewer="Cope")
    es, o, er, ie = "\u0421", "\u043e", "\u0440", "\u0435"  # Cyrillic
    with pytest.raises(InputError, match="mixes alphabets within a word"):
        findings.review(case, alleged, reviewer=f"C{o}pe")
    with pytest.raises(InputError, match="cannot be its second reviewer"):
        findings.review(case, alleged, reviewer=f"{es}{o}{er}{ie}")
    assert findings.review(case, alleged, reviewer="Cy").finding.state is State.REVIEWED


def test_words_taken_over_by_reopening_stay_their_authors(case: Case, alleged: AllegationId) -> None:
    made_final(case, alleged)
    findings.reopen(case, alleged, "Once more.", reviewer="Bo")
    findings.propose(case, alleged, reviewer="Bo")
    with pytest.raises(InputError, match="cannot be its second reviewer"):
        findings.review(case, alleged, reviewer="Ada")


def test_what_changes_beneath_a_finding_is_told_and_stops_it(case: Case, alleged: AllegationId) -> None:
    prove(case, alleged)
    drafted(case, alleged)
    findings.propose(case, alleged, reviewer="Ada")
    passages.link(case, passages.listed(case)[1].passage.id, passages.concern(case, "1001:author"), reviewer="Bo")
    (found,) = findings.listed(case)
    assert found.finding.look_again == (
        "element 2: passage 2 was changed: officers “1001 author (certain)”, before: none",
    )
    with pytest.raises(InputError, match="look again before this finding is reviewed"):
        findings.review(case, alleged, reviewer="Bo")
    findings.reopen(case, alleged, "The officer wrote it.", reviewer="Bo")
    with pytest.raises(InputError, match="look again before this finding is proposed"):
        findings.propose(case, alleged, reviewer="Ada")
    allegations.weigh(case, alleged, 2, supporting=["2"], reviewer="Ada")
    assert findings.propose(case, alleged, reviewer="Ada").finding.look_again == ()


CHANGES: dict[str, tuple[Callable[[Case, AllegationId], object], str]] = {
    "a passage removed": (
        lambda case, _: passages.remove(case, passages.listed(case)[0].passage.id, reviewer="Bo"),
        "element 1: passage 1 was removed",
    ),
    "more against": (
        lambda case, at: allegations.weigh(case, at, 1, opposing=["2"], reviewer="Bo"),
        "element 1: passage 2 now speaks against it",
    ),
    "less for": (
        lambda case, at: allegations.drop(case, at, 1, supporting=["1"], reviewer="Bo"),
        "element 1: passage 1 was taken out",
    ),
    "explained": (
        lambda case, at: allegations.weigh(case, at, 2, explanation="Read it so.", reviewer="Bo"),
        "element 2 is explained otherwise",
    ),
    "a search taken back": (
        lambda case, at: allegations.drop(case, at, 2, searched=[Side.AGAINST], reviewer="Bo"),
        "element 2: what was looked for against it was taken back",
    ),
    "another act": (
        lambda case, at: allegations.change(case, at, act="Asked for a camera", reviewer="Bo"),
        "the allegation was changed: act “Asked for a camera”, before: “Accepted a camera”",
    ),
    "another clause": (
        lambda case, _: clauses.change(case, "3.14", replace(GIFTS, text="No gifts."), reviewer="Bo"),
        "the clause was changed: text “No gifts.”, before: “No gratuities.”",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_beneath_a_final_finding_is_told(case: Case, alleged: AllegationId, what: str) -> None:
    made_final(case, alleged)
    change, told = CHANGES[what]
    change(case, alleged)
    (found,) = findings.listed(case)
    assert told in found.finding.look_again
    undo.undo(case, reviewer="Bo")
    assert findings.listed(case)[0].finding.look_again == ()


def test_none_found_does_not_stay_beside_what_was_found_since(case: Case, alleged: AllegationId) -> None:
    prove(case, alleged)
    drafted(case, alleged)
    told = "element 1: passage 2 speaks against it, though it is confirmed that none was found"
    allegations.weigh(case, alleged, 1, opposing=["2"], reviewer="Bo")
    assert told in findings.listed(case)[0].finding.look_again
    with pytest.raises(InputError, match=told):
        findings.propose(case, alleged, reviewer="Ada")
    undo.undo(case, reviewer="Bo")
    assert findings.listed(case)[0].finding.look_again == ()
    allegations.weigh(case, alleged, 1, opposing=["2"], reviewer="Bo")
    allegations.drop(case, alleged, 1, searched=[Side.AGAINST], reviewer="Ada")
    assert findings.propose(case, alleged, reviewer="Ada").finding.look_again == ()


def test_an_element_for_which_something_speaks_was_not_looked_for_in_vain(case: Case, alleged: AllegationId) -> None:
    for element in (1, 2):
        for side in Side:
            allegations.confirm(case, alleged, element, ["returned"], side=side, reviewer="Ada")
    assert findings.lacking(case, alleged, Outcome.UNFOUNDED) == []
    allegations.weigh(case, alleged, 1, supporting=["1"], explanation="It was never used.", reviewer="Ada")
    (lack,) = findings.lacking(case, alleged, Outcome.UNFOUNDED)
    assert "not every element was looked for in vain" in lack


def test_the_agency_has_names_of_its_own(case: Case, alleged: AllegationId) -> None:
    prove(case, alleged)
    with pytest.raises(InputError, match="is no outcome"):
        drafted(case, alleged, "Out of Policy")
    findings.label(case, "Out of Policy", Outcome.SUSTAINED, reviewer="Ada")
    made = drafted(case, alleged, "out of policy").finding.words
    assert (made.outcome, made.label) == (Outcome.SUSTAINED, "Out of Policy")
    with pytest.raises(InputError, match="stands for itself"):
        findings.label(case, "Sustained", Outcome.UNFOUNDED, reviewer="Ada")
    findings.label(case, "Out of Policy", None, reviewer="Ada")
    assert findings.labels(case) == {}
    with pytest.raises(NotFoundError):
        findings.label(case, "Out of Policy", None, reviewer="Ada")


def test_an_allegation_with_a_finding_stays(case: Case, alleged: AllegationId) -> None:
    with pytest.raises(NotFoundError, match="no finding on allegation"):
        findings.propose(case, alleged, reviewer="Ada")
    prove(case, alleged)
    drafted(case, alleged)
    with pytest.raises(InputError, match="there is a finding"):
        allegations.remove(case, alleged, reviewer="Ada")
    with pytest.raises(InputError, match="needs a reason"):
        findings.draft(case, alleged, "sustained", reason=" ", reviewer="Ada")


def moves(case: Case, at: AllegationId, lot: random.Random) -> list[Callable[[], object]]:
    """Everything a reviewer may try, drawn by lot, sensible or not."""
    who, element = lot.choice(("Ada", "Bo", "Cy")), lot.choice((1, 2))
    outcome, side = lot.choice(list(Outcome)), lot.choice(list(Side))
    names = [str(lot.choice((1, 2)))]
    return [
        lambda: allegations.weigh(case, at, element, supporting=names, reviewer=who),
        lambda: allegations.weigh(case, at, element, opposing=names, explanation="Why.", reviewer=who),
        lambda: allegations.drop(case, at, element, supporting=names, reviewer=who),
        lambda: allegations.confirm(case, at, element, ["paid"], side=side, reviewer=who),
        lambda: drafted(case, at, outcome.value, who),
        lambda: findings.propose(case, at, reviewer=who),
        lambda: findings.review(case, at, reviewer=who),
        lambda: findings.finalise(case, at, reviewer=who),
        lambda: findings.reopen(case, at, "Why not.", reviewer=who),
        lambda: undo.undo(case, reviewer=who),
        lambda: undo.redo(case, reviewer=who),
    ]


@pytest.mark.parametrize("seed", a_few([0, 1], [2, 3]))
def test_whatever_reviewers_try_no_state_is_skipped_and_nothing_is_lost(
    case: Case, alleged: AllegationId, seed: int
) -> None:
    lot = random.Random(seed)
    prove(case, alleged)
    for _ in range(120):
        before = rows(case)
        old = {each.finding.id: each.finding for each in findings.listed(case, history=True)}
        number = lot.randrange(11)
        try:
            moves(case, alleged, lot)[number]()
        except KnownError:
            assert rows(case) == before
            continue
        found = findings.listed(case, history=True)
        assert sum(each.finding.current for each in found) <= 1
        for each in found:
            check_life(each.finding)
        if number < 9:  # not an undo: nothing of the history is touched
            for kept in old.values():
                now = next(each.finding for each in found if each.finding.id == kept.id)
                assert now.steps[: len(kept.steps)] == kept.steps
                assert kept.current or now == kept
    assert trail_check.acts(case, Quiet())[1] == []


def check_life(finding: Finding) -> None:
    """Its steps lead, one by one, to the state it is in, and another person reviewed it."""
    state = State.DRAFT
    for step in finding.steps:
        if step.done in STEPS:
            before, after = STEPS[step.done]
            assert state is before
            state = after
        else:
            assert state is State.DRAFT
    assert state is finding.state
    second = [step.reviewer for step in finding.steps if step.done is Done.REVIEWED]
    assert not set(second) & set(finding.hands)


def test_each_act_taken_back_leaves_every_row_as_it_was(case: Case, alleged: AllegationId) -> None:
    empty = rows(case)
    acts: list[Callable[[], object]] = [
        lambda: clauses.change(case, "3.14", replace(GIFTS, elements=(*GIFTS.elements[::-1], "More")), reviewer="Ada"),
        lambda: clauses.change(case, "3.14", replace(GIFTS, exemptions=()), reviewer="Ada"),
        lambda: findings.label(case, "Upheld", Outcome.SUSTAINED, reviewer="Ada"),
        lambda: prove(case, alleged),
        lambda: allegations.weigh(case, alleged, 1, explanation="So.", reviewer="Ada"),
        lambda: drafted(case, alleged, "upheld"),
        lambda: drafted(case, alleged, "sustained"),
        lambda: findings.propose(case, alleged, reviewer="Ada"),
        lambda: findings.review(case, alleged, reviewer="Bo"),
        lambda: findings.finalise(case, alleged, reviewer="Ada"),
        lambda: findings.reopen(case, alleged, "Why.", reviewer="Ada"),
    ]
    states = []
    for act in acts:
        states.append(rows(case))
        act()
    for before, by in zip(reversed(states), ("Ada", "Ada", "Bo", *["Ada"] * 8), strict=True):
        last = rows(case)
        for _ in range(4 if before == states[3] else 1):  # proving is four acts
            undo.undo(case, reviewer=by)
        assert rows(case) == before
        for _ in range(4 if before == states[3] else 1):
            undo.redo(case, reviewer=by)
        assert rows(case) == last
        for _ in range(4 if before == states[3] else 1):
            undo.undo(case, reviewer=by)
    assert rows(case) == empty


def test_the_overview_holds_every_allegation_with_its_current_finding(case: Case, alleged: AllegationId) -> None:
    assert [(each.id, finding) for each, finding in findings.overview(case)] == [(alleged, None)]
    made_final(case, alleged)
    findings.reopen(case, alleged, "Heard again.", reviewer="Bo")
    ((each, finding),) = findings.overview(case)
    (found,) = findings.listed(case)
    assert (each, finding) == (found.allegation, found.finding)


def test_who_proposed_it_before_it_was_reopened_is_no_second_reviewer(case: Case, alleged: AllegationId) -> None:
    prove(case, alleged)
    drafted(case, alleged, reviewer="Ann")
    findings.propose(case, alleged, reviewer="Bob")
    findings.review(case, alleged, reviewer="Cy")
    findings.reopen(case, alleged, "A word is wrong.", reviewer="Ann")
    findings.propose(case, alleged, reviewer="Ann")
    with pytest.raises(InputError, match="Bob had a hand in this finding"):
        findings.review(case, alleged, reviewer="Bob")
    assert findings.review(case, alleged, reviewer="Cy").finding.state is State.REVIEWED
