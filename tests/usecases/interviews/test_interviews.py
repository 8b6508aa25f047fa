"""Interviews are planned, outlined, held and closed; each act is told, and can be undone."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.interviews import interviews as kept_interviews
from reviewer.domain.ids import ItemId
from reviewer.domain.interviews.interview import InterviewId, NoticeLine, Reply, State
from reviewer.errors import InputError, KnownError, NotFoundError
from reviewer.usecases import trail, undo
from reviewer.usecases.interviews import interview_holding as holding
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.interviews import interviews
from reviewer.usecases.pages import passages
from reviewer.usecases.people import officer_page
from tests.evidence import folder
from tests.usecases.interviews.interviewed import FIRST, START, hold, minute, plan


def asked(case: Case) -> list[list[str]]:
    """The words of the questions, topic by topic."""
    return [[each.text for each in topic.questions] for topic in interviews.get(case, FIRST).topics]


def test_an_interview_is_planned_with_notices_participants_and_an_outline(case: Case, paper: ItemId) -> None:
    made = plan(case, paper)
    assert (made.name, made.serial, made.state, made.planned) == (
        "Pat Quill",
        "1001",
        State.PLANNED,
        "2021-07-01T10:00",
    )
    assert [each.number for each in made.questions] == ["1.1", "1.2", "2.1"]
    assert [(each.number, each.item) for each in made.exhibits] == [(1, paper)]
    (cited,) = made.question("1.1").citations
    assert (cited.name, cited.says, cited.gone) == ("passage:1", "LANTERN25 has 14 uses", False)
    assert any(each.mandatory for each in made.notices)
    assert all(not each.ticked for each in made.notices)
    interviews.participate(case, made.id, "Ines Marlow", "interviewer", reviewer="Ada")
    interviews.participate(case, made.id, "Ines Marlow", "lead interviewer", reviewer="Ada")
    (who,) = interviews.get(case, made.id).participants
    assert (who.name, who.role) == ("Ines Marlow", "lead interviewer")
    ticked = interviews.tick(case, made.id, 1, remark="By letter", at=START, reviewer="Bo").notices[0]
    assert (ticked.ticked, ticked.reviewer, ticked.remark) == (START, "Bo", "By letter")


def test_a_witness_need_not_be_in_the_roster(case: Case) -> None:
    made = interviews.add(case, witness="Sal Reed", reviewer="Ada")
    assert (made.name, made.officer, made.serial) == ("Sal Reed", None, "")
    with pytest.raises(InputError, match="one officer or with one witness"):
        interviews.add(case, reviewer="Ada")
    with pytest.raises(NotFoundError, match="no officer"):
        interviews.add(case, "9999", reviewer="Ada")
    for wrong in ("2021-02-30", "tomorrow", "2021-07-01T25:00", "01.07.2021"):
        with pytest.raises(InputError, match="is no"):
            interviews.add(case, witness="Sal Reed", planned=wrong, reviewer="Ada")
    assert len(interviews.listed(case)) == 1


def test_the_agencys_own_notices_take_the_place_of_the_programs(case: Case, tmp_path: Path) -> None:
    before = interviews.add(case, witness="Sal Reed", reviewer="Ada")
    text = '[[notice]]\ntext = "Ours"\n[[notice]]\ntext = "If need be"\nmandatory = false\n'
    file = folder(tmp_path / "n", {"ours.toml": text.encode()}) / "ours.toml"
    interviews.set_notice_list(case, interviews.read_notices(file), reviewer="Ada")
    assert interviews.notice_list(case) == [NoticeLine("Ours"), NoticeLine("If need be", mandatory=False)]
    made = interviews.add(case, witness="Sal Reed", reviewer="Ada")
    assert [each.text for each in made.notices] == ["Ours", "If need be"]
    assert interviews.get(case, before.id).notices == before.notices
    file.write_text("[[notice]]\nwords = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="is no notice"):
        interviews.read_notices(file)


def test_questions_and_topics_move_and_nothing_is_lost(case: Case, paper: ItemId) -> None:
    plan(case, paper)
    outline.move(case, FIRST, "1.2", "1.1", reviewer="Ada")
    assert asked(case) == [["Who used it?", "Whose code was it?"], ["What became of it?"]]
    outline.move(case, FIRST, "1.1", "2.1", reviewer="Ada")
    assert asked(case) == [["Whose code was it?"], ["Who used it?", "What became of it?"]]
    outline.move(case, FIRST, "2", "1", reviewer="Ada")
    assert asked(case) == [["Who used it?", "What became of it?"], ["Whose code was it?"]]
    outline.drop(case, FIRST, "1.1", reviewer="Ada")
    assert asked(case) == [["What became of it?"], ["Whose code was it?"]]
    for start, to, said in (
        ("1.1", "1.2", "no place 2"),
        ("3", "1", "no place 3"),
        ("1.1", "9.1", "no topic 9"),
        ("1.7", "1.1", "no question 1.7"),
        ("1", "1.1", "place of a topic"),
        ("x.1", "1.1", "no number of a question"),
    ):
        with pytest.raises(InputError, match=said):
            outline.move(case, FIRST, start, to, reviewer="Ada")
    assert asked(case) == [["What became of it?"], ["Whose code was it?"]]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_moved_the_outline_is_what_a_list_would_be(case: Case, paper: ItemId, seed: int) -> None:
    """Moves, as lists have them: taken out of one, put into another at that place; numbers have no gaps."""
    plan(case, paper)
    chance = random.Random(seed)
    expected = asked(case)
    for _ in range(12):
        start = chance.choice([at for at, topic in enumerate(expected) if topic])
        question = chance.randrange(len(expected[start]))
        topic = chance.randrange(len(expected))
        place = chance.randrange(len(expected[topic]) + (topic != start))
        expected[topic].insert(place, expected[start].pop(question))
        outline.move(case, FIRST, f"{start + 1}.{question + 1}", f"{topic + 1}.{place + 1}", reviewer="Ada")
        assert asked(case) == expected
        positions = case.rows("SELECT topic, position FROM interview_question ORDER BY topic, position")
        by_topic: dict[int, list[int]] = {}
        for row in positions:
            by_topic.setdefault(row["topic"], []).append(row["position"])
        assert all(each == list(range(1, len(each) + 1)) for each in by_topic.values())
    audit.check_chain(case)


def test_exhibits_keep_their_numbers_once_the_interview_has_begun(case: Case, paper: ItemId) -> None:
    made = plan(case, paper)
    control = made.exhibits[0].control
    with pytest.raises(InputError, match="is exhibit 1 already"):
        outline.add_exhibit(case, FIRST, control, reviewer="Ada")
    with pytest.raises(InputError, match=r"cited by question 1\.1"):
        outline.drop_exhibit(case, FIRST, 1, reviewer="Ada")
    outline.edit(case, FIRST, "1.1", without=["1"], reviewer="Ada")
    assert outline.drop_exhibit(case, FIRST, 1, reviewer="Ada").exhibits == ()
    outline.edit(case, FIRST, "1.1", cites=[f"item:{control}"], reviewer="Ada")
    holding.start(case, FIRST, at=START, reviewer="Ada")
    acts: list[Callable[[], object]] = [
        lambda: outline.move_exhibit(case, FIRST, 1, 1, reviewer="Ada"),
        lambda: outline.drop_exhibit(case, FIRST, 1, reviewer="Ada"),
    ]
    for act in acts:
        with pytest.raises(InputError, match="keep their numbers"):
            act()
    assert [each.number for each in interviews.get(case, FIRST).exhibits] == [1]


def test_what_is_cited_and_goes_is_said_to_be_gone(case: Case, paper: ItemId) -> None:
    made = plan(case, paper)
    passages.remove(case, passages.listed(case)[0].passage.id, reviewer="Ada")
    (cited,) = interviews.get(case, made.id).question("1.1").citations
    assert (cited.name, cited.gone) == ("passage:1", True)
    for wrong in ("99", "benefit:1", "lunch:1", "item:TST1-000099", "passage:x", f"passage:{10**30}"):
        with pytest.raises(InputError):
            outline.edit(case, FIRST, "1.2", cites=[wrong], reviewer="Ada")


def test_templates_are_imported_as_they_are_or_as_edited(case: Case, paper: ItemId, tmp_path: Path) -> None:
    plan(case, paper)
    assert set(outline.templates()) == {"closing", "endorsement", "gratuity"}
    text = outline.template_text("closing").replace("Before we end", "At last")
    file = folder(tmp_path / "t", {"mine.toml": text.encode()}) / "mine.toml"
    made = outline.import_topics(case, FIRST, outline.read(file), file.name, reviewer="Ada")
    assert [each.title for each in made.topics] == ["The code", "The device", "At last"]
    assert len(made.topics[2].questions) == len(outline.template("closing")[0].questions)
    file.write_text("[[topic]]\nquestions = 3\n", encoding="utf-8")
    with pytest.raises(InputError, match="is no topic"):
        outline.read(file)


def test_an_interview_is_held_by_the_clock(case: Case, paper: ItemId) -> None:
    plan(case, paper)
    with pytest.raises(InputError, match="has not begun"):
        holding.answer(case, FIRST, "1.1", "Mine.", reviewer="Ada")
    with pytest.raises(InputError, match="still to come"):
        holding.start(case, FIRST, at="2199-01-01T00:00:00Z", reviewer="Ada")
    with pytest.raises(InputError, match="no moment"):
        holding.start(case, FIRST, at="yesterday", reviewer="Ada")
    assert holding.start(case, FIRST, at=START, reviewer="Ada").running
    with pytest.raises(InputError, match="began at"):
        holding.start(case, FIRST, reviewer="Ada")
    with pytest.raises(InputError, match="before the interview began"):
        holding.note(case, FIRST, "Early", at="2021-07-01T16:59:59Z", reviewer="Ada")
    holding.note(case, FIRST, "Water", question="1.1", at=minute(1), reviewer="Ada")
    holding.answer(case, FIRST, "1.1", "Mine.", at=minute(2), reviewer="Ada")
    marked = holding.answer(case, FIRST, "1.1", reply=Reply.CONFIRMS, at=minute(4), reviewer="Ada")
    answer = marked.question("1.1").answer
    assert answer is not None
    assert (answer.text, answer.reply, answer.seconds) == ("Mine.", Reply.CONFIRMS, 120)
    holding.show(case, FIRST, 1, question="1.1", at=minute(3), reviewer="Ada")
    holding.show(case, FIRST, 1, shown=False, at=minute(5), reviewer="Ada")
    holding.pause(case, FIRST, at=minute(10), reviewer="Ada")
    with pytest.raises(InputError, match="on a break already"):
        holding.pause(case, FIRST, at=minute(11), reviewer="Ada")
    with pytest.raises(InputError, match="before it began"):
        holding.resume(case, FIRST, at=minute(9), reviewer="Ada")
    holding.resume(case, FIRST, at=minute(15), reviewer="Ada")
    with pytest.raises(InputError, match="did not end before that"):
        holding.end(case, FIRST, at=minute(14), reviewer="Ada")
    made = holding.end(case, FIRST, at=minute(20), reviewer="Ada")
    assert [(each.seconds, each.shown, each.question) for each in made.showings] == [
        (180, True, "1.1"),
        (300, False, ""),
    ]
    assert [(each.start, each.end) for each in made.breaks] == [(600, 900)]
    assert [(each.seconds, each.text, each.question) for each in made.notes] == [(60, "Water", "1.1")]
    with pytest.raises(InputError, match="ended at"):
        holding.note(case, FIRST, "Late", reviewer="Ada")
    with pytest.raises(InputError, match="was asked and stays"):
        outline.drop(case, FIRST, "1", reviewer="Ada")
    with pytest.raises(InputError, match="its words stay"):
        outline.edit(case, FIRST, "1.1", text="Otherwise?", reviewer="Ada")
    with pytest.raises(InputError, match="was held and stays"):
        interviews.remove(case, FIRST, reviewer="Ada")
    with pytest.raises(InputError, match="its date stays"):
        interviews.change(case, FIRST, planned="2021-08-01", reviewer="Ada")


def test_closing_without_the_notices_takes_a_reason_and_then_nothing_is_added(case: Case, paper: ItemId) -> None:
    plan(case, paper)
    with pytest.raises(InputError, match="has not ended"):
        holding.close(case, FIRST, reviewer="Ada")
    holding.start(case, FIRST, at=START, reviewer="Ada")
    made = holding.end(case, FIRST, at=minute(9), reviewer="Ada")
    with pytest.raises(InputError, match=f"{len(made.open_notices)} mandatory notices are not ticked"):
        holding.close(case, FIRST, reviewer="Ada")
    closed = holding.close(case, FIRST, reason="By agreement", reviewer="Ada")
    assert (closed.state, closed.closing) == (State.CLOSED, "By agreement")
    with pytest.raises(InputError, match="is closed"):
        outline.add_topic(case, FIRST, "More", reviewer="Ada")
    undo.undo(case, reviewer="Ada")
    for number, notice in enumerate(made.notices, 1):
        if notice.mandatory:
            interviews.tick(case, FIRST, number, at=START, reviewer="Ada")
    assert holding.close(case, FIRST, reviewer="Ada").state is State.CLOSED


def test_answers_stand_on_the_officers_page(case: Case, paper: ItemId) -> None:
    hold(case, paper)
    page = officer_page.show(case, "1001", kinds={"interviews"})
    kinds = [(each.kind, each.at) for each in page.timeline]
    assert kinds == [("interview", START), ("answer", START), ("answer", START)]
    assert "Nobody. It was mine." in page.timeline[2].text


def test_each_act_is_undone_done_again_and_told(case: Case, paper: ItemId) -> None:
    plan(case, paper)
    control = interviews.get(case, FIRST).exhibits[0].control
    closing = outline.template("closing")
    begun, states = len(trail.entries(case)), [kept_interviews.listed(case)]
    acts: list[tuple[str, Callable[[], object]]] = [
        ("interview add", lambda: interviews.add(case, witness="Sal Reed", reviewer="Ada")),
        ("interview remove", lambda: interviews.remove(case, InterviewId(2), reviewer="Ada")),
        ("interview change", lambda: interviews.change(case, FIRST, place="Room 3", compelled=True, reviewer="Ada")),
        ("interview participant", lambda: interviews.participate(case, FIRST, "Ines", "interviewer", reviewer="Ada")),
        ("interview participant", lambda: interviews.leave(case, FIRST, "Ines", reviewer="Ada")),
        ("interview notices", lambda: interviews.set_notice_list(case, [NoticeLine("Ours")], reviewer="Ada")),
        ("interview tick", lambda: interviews.tick(case, FIRST, 1, reviewer="Ada")),
        ("interview untick", lambda: interviews.untick(case, FIRST, 1, reviewer="Ada")),
        ("interview topic", lambda: outline.add_topic(case, FIRST, "First", at=1, reviewer="Ada")),
        ("interview question", lambda: outline.add_question(case, FIRST, 1, "Why?", cites=["1"], reviewer="Ada")),
        ("interview move", lambda: outline.move(case, FIRST, "2.1", "1.1", reviewer="Ada")),
        ("outline change", lambda: outline.edit(case, FIRST, "1.1", text="Whose?", without=["1"], reviewer="Ada")),
        ("outline change", lambda: outline.edit(case, FIRST, "1.2", without=["1"], reviewer="Ada")),
        ("interview exhibit", lambda: outline.drop_exhibit(case, FIRST, 1, reviewer="Ada")),
        ("interview exhibit", lambda: outline.add_exhibit(case, FIRST, control, reviewer="Ada")),
        ("outline remove", lambda: outline.drop(case, FIRST, "2", reviewer="Ada")),
        (
            "interview outline",
            lambda: outline.import_topics(case, FIRST, closing, "closing", reviewer="Ada"),
        ),
        ("interview start", lambda: holding.start(case, FIRST, at=START, reviewer="Ada")),
        ("interview note", lambda: holding.note(case, FIRST, "Water", question="1.1", at=minute(1), reviewer="Ada")),
        ("interview answer", lambda: holding.answer(case, FIRST, "1.1", "Mine", at=minute(2), reviewer="Ada")),
        ("interview answer", lambda: holding.answer(case, FIRST, "1.1", compelled=False, reviewer="Ada")),
        ("interview show", lambda: holding.show(case, FIRST, 1, at=minute(3), reviewer="Ada")),
        ("interview break", lambda: holding.pause(case, FIRST, at=minute(4), reviewer="Ada")),
        ("interview resume", lambda: holding.resume(case, FIRST, at=minute(5), reviewer="Ada")),
        ("interview end", lambda: holding.end(case, FIRST, at=minute(6), reviewer="Ada")),
        ("interview close", lambda: holding.close(case, FIRST, reason="Agreed", reviewer="Ada")),
    ]
    for _, act in acts:
        act()
        states.append(kept_interviews.listed(case))
    told = trail.entries(case)[begun:]
    assert [entry.act for entry in told] == [name for name, _ in acts]
    assert all(entry.changes for entry in told)
    for expected in reversed(states[:-1]):
        undo.undo(case, reviewer="Ada")
        assert kept_interviews.listed(case) == expected
    for expected in states[1:]:
        undo.redo(case, reviewer="Ada")
        assert kept_interviews.listed(case) == expected
    audit.check_chain(case)


def test_what_is_refused_leaves_nothing_behind(case: Case, paper: ItemId) -> None:
    plan(case, paper)
    before = audit.head(case)
    refused: list[Callable[[], object]] = [
        lambda: outline.add_topic(case, FIRST, " ", reviewer="Ada"),
        lambda: outline.add_topic(case, FIRST, "More", at=9, reviewer="Ada"),
        lambda: outline.add_question(case, FIRST, 7, "Why?", reviewer="Ada"),
        lambda: outline.add_question(case, FIRST, 1, "Why?", cites=["99"], reviewer="Ada"),
        lambda: outline.move_exhibit(case, FIRST, 1, 2, reviewer="Ada"),
        lambda: interviews.tick(case, FIRST, 99, reviewer="Ada"),
        lambda: interviews.participate(case, FIRST, "Ines", " ", reviewer="Ada"),
        lambda: interviews.leave(case, FIRST, "Nobody", reviewer="Ada"),
        lambda: interviews.get(case, InterviewId(7)),
        lambda: holding.end(case, FIRST, reviewer="Ada"),
    ]
    for act in refused:
        with pytest.raises(KnownError):
            act()
    assert audit.head(case) == before
