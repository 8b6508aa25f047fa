from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from reviewer.casefile.analysis import letters as stored_letters
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.gaps import gaps
from reviewer.errors import InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail, undo
from reviewer.usecases.analysis import analysis, duplicates, threads
from reviewer.usecases.evidence import intake
from tests.evidence import folder, mail, mailbox
from tests.pile import Written, pile


def take(case: Case, workers: Workers, where: Path, files: dict[str, bytes], custodian: str = "") -> None:
    intake.add(case, workers, [folder(where, files)], custodian=custodian, reviewer="Ada")


def parents(case: Case, written: Sequence[Written]) -> dict[str, tuple[str, str]]:
    """Each message that is there, by Message-ID, with the one it answers and why."""
    ids = {row["id"]: row["message_id"] for row in case.rows("SELECT id, message_id FROM item WHERE kind = 'email'")}
    controls = {f"TST1-{number:06}": name for number, name in ids.items()}
    found = {}
    for one in written:
        item = next((number for number, name in ids.items() if name == one.message_id), None)
        if item is not None:
            lines = threads.of_item(case, item)
            line = next(
                each for each in lines if each.item is not None and controls[each.item.control] == one.message_id
            )
            found[one.message_id] = (controls.get(line.parent, line.parent), line.reason)
    return found


def reason(one: Written, there: Sequence[Written]) -> str:
    """Why it is where it is: what it names, else what later messages name in a row, else its words or its subject."""
    named = any(other.style == "references" and one.message_id in other.chain for other in there)
    return "references" if named and one.style in ("quote", "subject") else one.style


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_pile_with_known_threads_comes_out_as_it_was_written(
    case: Case, workers: Workers, tmp_path: Path, seed: int
) -> None:
    written = pile(seed)
    there = [one for one in written if one.there]
    random.Random(seed).shuffle(there)
    half = len(there) // 2
    copies = there[::4]
    take(case, workers, tmp_path / "a", {"box.mbox": mailbox(one.data() for one in there[:half])}, "Moore")
    analysis.arrange(case, reviewer="Ada")
    take(case, workers, tmp_path / "b", {f"{one.number}.eml": one.data() for one in there[half:]}, "Vale")
    take(case, workers, tmp_path / "c", {f"{one.number}.eml": one.data(copy=True) for one in copies}, "Vale")
    done = analysis.arrange(case, reviewer="Ada")
    expected = {
        one.message_id: (one.parent.message_id, reason(one, there)) if one.parent is not None else ("", "")
        for one in there
    }
    assert parents(case, there) == expected
    named = {name for one in there if one.style == "references" for name in one.chain}
    named |= {one.parent.message_id for one in there if one.parent is not None and one.style == "in-reply-to"}
    lost = {one.message_id for one in written if not one.there} & named
    assert {each.message_id for each in threads.missing(case)} == lost
    assert (done.copies, done.missing) == (len(copies), len(lost))
    assert len(duplicates.listed(case)) == len(copies)


def test_a_missing_message_is_told_with_what_its_answer_quotes(case: Case, workers: Workers, tmp_path: Path) -> None:
    answer = mail(
        "Re: Offer",
        "Thanks!\n\nFrom: Dana Vale <dana@vendor.example>\nSent: Monday, May 2, 2016 8:00 AM\n"
        "To: Ada Lune\nSubject: Offer\n\nA free camera.\n",
    ).replace(b"\nTo:", b"\nReferences: <first@x> <offer@vendor.example>\nTo:")
    take(case, workers, tmp_path / "d", {"a.eml": answer})
    analysis.arrange(case, reviewer="Ada")
    offer, first = threads.missing(case)
    if offer.message_id == "<first@x>":
        offer, first = first, offer
    assert offer.told is not None
    assert (offer.told.name, offer.told.address, offer.told.recipients, offer.told.date, offer.told.subject) == (
        "Dana Vale",
        "dana@vendor.example",
        "Ada Lune",
        "2016-05-02T08:00",
        "Offer",
    )
    assert [(item.path, how) for item, how in offer.referrers] == [("a.eml", "References")]
    assert offer.not_after == "2016-05-03T16:15:00Z"
    assert first.told is None
    shown = threads.of_item(case, search.ids(case, "")[0])
    assert [(line.depth, line.message_id) for line in shown] == [
        (0, "<first@x>"),
        (1, "<offer@vendor.example>"),
        (2, ""),
    ]
    (summary,) = threads.listed(case)
    assert (summary.messages, summary.missing) == (1, 2)


def test_a_message_that_is_only_quoted_and_not_there_is_missing_too(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    block = "From: {}\nSent: Tuesday, May 3, 2016 {}\nTo: Bo Reef\nSubject: Cameras\n\nNo words of it.\n\n"
    there = mail("Cameras", "Not what is quoted.\n", date="Tue, 03 May 2016 09:15:00 -0700")
    quoting = mail(
        "A summary",
        "See below.\n\n" + block.format("Lune, Ada", "9:15 AM") + block.format("Dana Vale", "8:01 AM"),
        date="Wed, 04 May 2016 09:00:00 -0700",
    )
    take(case, workers, tmp_path / "d", {"a.eml": there, "b.eml": quoting})
    analysis.arrange(case, reviewer="Ada")
    (found,) = threads.missing(case)
    assert found.told is not None
    assert (found.message_id, found.told.name, found.told.date) == ("", "Dana Vale", "2016-05-03T08:01")
    assert [(item.path, how) for item, how in found.referrers] == [("b.eml", "quote")]


def test_a_message_that_turns_up_is_missing_no_more(case: Case, workers: Workers, tmp_path: Path) -> None:
    one, two, three = (one for one in pile(5, threads=40) if one.number < 3)
    assert (two.parent, three.chain[:1]) == (one, [one.message_id])
    two.style = three.style = "references"
    take(case, workers, tmp_path / "a", {"2.eml": two.data(), "3.eml": three.data()})
    analysis.arrange(case, reviewer="Ada")
    assert [each.message_id for each in threads.missing(case)] == [one.message_id]
    take(case, workers, tmp_path / "b", {"1.eml": one.data()})
    analysis.arrange(case, reviewer="Ada")
    assert threads.missing(case) == []
    assert len(threads.listed(case)) == 1


def test_messages_are_not_gone_through_again_when_none_came(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [one for one in pile(5, threads=4) if one.there]
    take(case, workers, tmp_path / "a", {f"{one.number}.eml": one.data() for one in there})
    analysis.arrange(case, reviewer="Ada")
    before = parents(case, there)
    take(case, workers, tmp_path / "b", {"note.txt": b"ask Moore about the code\n"})
    loaded: list[tuple[object, ...]] = []
    monkeypatch.setattr(stored_letters, "headers", lambda *asked: loaded.append(asked))
    analysis.arrange(case, reviewer="Ada")
    assert loaded == []
    assert parents(case, there) == before


def test_corrections_hold_are_undone_and_close_no_loop(case: Case, workers: Workers, tmp_path: Path) -> None:
    take(case, workers, tmp_path / "d", {f"{name}.eml": mail(name) for name in ("a", "b", "c")})
    analysis.arrange(case, reviewer="Ada")
    a, b, c = search.ids(case, "")
    threads.attach(case, b, a, reviewer="Ada")
    threads.attach(case, c, b, reviewer="Ada")
    lines = threads.of_item(case, a)
    assert [(line.depth, line.reason) for line in lines] == [(0, ""), (1, "by hand"), (2, "by hand")]
    assert lines[1].evidence is not None
    assert (lines[1].evidence.code, lines[1].evidence["reviewer"]) == ("thread.by_hand", "Ada")
    with pytest.raises(InputError, match="itself answers"):
        threads.attach(case, a, c, reviewer="Ada")
    with pytest.raises(InputError, match="same message"):
        threads.attach(case, a, a, reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    assert len(threads.of_item(case, a)) == 3
    threads.detach(case, b, reviewer="Bo")
    assert [len(threads.of_item(case, each)) for each in (a, b)] == [1, 2]
    undo.undo(case, reviewer="Bo")
    assert len(threads.of_item(case, a)) == 3
    undo.undo(case, reviewer="Ada")
    assert len(threads.of_item(case, a)) == 2
    assert [entry.act for entry in trail.latest(case, "thread attach")] == ["thread attach"] * 2


@pytest.mark.parametrize("seed", [1, 2])
def test_one_thread_alone_is_what_the_list_of_all_says(case: Case, workers: Workers, tmp_path: Path, seed: int) -> None:
    there = [one for one in pile(seed) if one.there]
    take(case, workers, tmp_path / "a", {"box.mbox": mailbox(one.data() for one in there)})
    analysis.arrange(case, reviewer="Ada")
    chance, messages = random.Random(seed), search.ids(case, "kind:email")
    for _ in range(12):
        child, parent = chance.sample(messages, 2)
        with suppress(InputError):
            threads.attach(case, child, parent, reviewer="Ada")
        threads.detach(case, chance.choice(messages), reviewer="Ada")
    listed = threads.listed(case)
    assert sum(each.messages for each in listed) > len(there) // 2
    for each in listed:
        lines = threads.of_item(case, each.first.id)
        messages_there = [line.item for line in lines if line.item is not None]
        assert (len(messages_there), len(lines) - len(messages_there)) == (each.messages, each.missing)
        assert all(threads.of_item(case, message.id) == lines for message in messages_there)


def test_an_undo_that_would_close_a_loop_leaves_the_later_word(case: Case, workers: Workers, tmp_path: Path) -> None:
    take(case, workers, tmp_path / "d", {f"{name}.eml": mail(name) for name in ("a", "b")})
    analysis.arrange(case, reviewer="Ada")
    a, b = search.ids(case, "")
    threads.attach(case, b, a, reviewer="Ada")
    threads.detach(case, b, reviewer="Bo")
    threads.attach(case, a, b, reviewer="Cy")
    undo.undo(case, reviewer="Bo")
    assert len(threads.of_item(case, a)) == len(threads.of_item(case, b)) == 2


def test_what_is_no_message_has_no_thread(case: Case, workers: Workers, tmp_path: Path) -> None:
    take(case, workers, tmp_path / "d", {"a.eml": mail(), "b.bin": b"\x00\x01"})
    analysis.arrange(case, reviewer="Ada")
    message, other = search.ids(case, "")
    with pytest.raises(InputError, match="no message"):
        threads.attach(case, other, message, reviewer="Ada")
    with pytest.raises(InputError, match="in no thread"):
        threads.of_item(case, other)


def test_a_mailbox_that_falls_silent_is_told(case: Case, workers: Workers, tmp_path: Path) -> None:
    days = [date(2016, 5, 1) + timedelta(days=n) for n in (*range(12), *range(40, 52))]
    messages = [mail(f"Day {day}", date=f"{day:%d %b %Y} 12:00:00 +0000") for day in days]
    messages += [mail("Forged", date=f"1 Jan {year} 12:00:00 +0000") for year in (1970, 3609)]
    take(case, workers, tmp_path / "d", {"box.mbox": mailbox(messages)}, "Moore")
    analysis.arrange(case, reviewer="Ada")
    (found,) = threads.silences(case)
    assert (found.custodian, found.mailbox) == ("Moore", "box.mbox")
    assert (found.gap.after, found.gap.before, found.gap.days, found.gap.usual) == (days[11], days[12], 29, 1)


def test_a_gap_is_one_only_against_the_usual_rhythm() -> None:
    start = date(2016, 1, 1)
    weekly = [start + timedelta(days=7 * n) for n in range(20)]
    assert gaps(weekly) == []
    assert [gap.days for gap in gaps([*weekly, weekly[-1] + timedelta(days=20)])] == []
    assert [gap.days for gap in gaps([*weekly, weekly[-1] + timedelta(days=21)])] == [21]
    assert gaps([*weekly[:8], start + timedelta(days=400)]) == []
