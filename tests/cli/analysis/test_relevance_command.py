"""By relevance what looks like what was marked relevant comes first; what that saves can be tried on known answers."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.casefile.analysis import queue_batches, queues
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.analysis.relevance import Batch
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Quiet
from reviewer.usecases import undo
from reviewer.usecases.analysis.relevance import Rankings
from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail
from tests.pile import WORDS

GIFTS = ("voucher", "doorbell", "gratuity", "coupon", "freebie", "sample", "giveaway", "reward")
MANY, RELEVANT = 60, 6


def letter(number: int, *, relevant: bool) -> bytes:
    rng = random.Random(number)
    words = [*rng.choices(WORDS, k=30), *(rng.sample(GIFTS, 4) if relevant else [])]
    rng.shuffle(words)
    sender = "Dana Vale <dana@vendor.example>" if relevant else "Ada Lune <ada@agency.example>"
    return mail(f"Letter {number}", " ".join(words) + "\n", sender=sender)


LETTERS = {f"{n:02}.eml": letter(n, relevant=n % 10 == 7) for n in range(1, MANY + 1)}
"""Items 7, 17, … 57 are relevant; they share words of a list, and their sender, that no other has."""


@pytest.fixture
def pile(reviewer: Command, once: Once, tmp_path: Path) -> Path:
    def fill() -> None:
        made = tmp_path / "made.evcase"
        taken = reviewer("intake", "add", made, folder(tmp_path / "d", LETTERS))
        assert taken.code == 0, taken.err
        assert (
            reviewer("queue", "create", made, "Gifts", "--query", "", "--order", "relevance", "--seed", "3").code == 0
        )

    return once("relevance", fill)


def relevant(control: str) -> bool:
    return int(control[-6:]) % 10 == 7


def test_what_looks_like_what_was_marked_comes_next_with_its_words_and_some_at_random(
    reviewer: Command, pile: Path
) -> None:
    assert reviewer("item", "list", pile, "--json").json[6]["name"] == "07.eml"
    reviewer("mark", pile, "7", "--relevant")
    reviewer("mark", pile, "8", "--not-relevant")
    before = reviewer("item", "list", pile, "is:relevant", "--json").json
    met, drawn = [], []
    for _ in range(10):
        told = reviewer("queue", "next", pile, "Gifts", "--json").json
        met.append(told["item"])
        drawn.append(told["drawn"])
        assert bool(told["why"]) != told["drawn"]
        if len(met) == 1:
            assert reviewer("queue", "next", pile, "Gifts", "--json").json["item"] == told["item"]  # until it was read
            assert reviewer("item", "list", pile, "is:relevant", "--json").json == before  # it marks nothing
            assert relevant(told["item"])
            assert {"from:dana@vendor.example", *GIFTS} & set(" ".join(told["why"]).split())
        reviewer("mark", pile, told["item"], "--relevant" if relevant(told["item"]) else "--not-relevant")
    assert len(set(met)) == 10
    assert sum(map(relevant, met[:6])) == RELEVANT - 1  # all that are left, before any other that was not drawn
    assert sum(drawn) == 1


def test_a_query_begins_where_nothing_was_marked(reviewer: Command, pile: Path) -> None:
    reviewer("queue", "create", pile, "Words", "--query", "voucher OR harbour", "--order", "relevance")
    told = reviewer("queue", "next", pile, "Words", "--json").json
    assert told["why"]


def test_a_query_or_a_passage_begins_the_ranking_until_something_is_marked_relevant(
    reviewer: Command, pile: Path
) -> None:
    """The words of gifts are in relevant letters alone."""
    by_time = reviewer("queue", "next", pile, "Gifts", "--json").json
    assert not relevant(by_time["item"])
    assert reviewer("queue", "next", pile, "Gifts").out.splitlines()[1] == "no word speaks for it yet"
    create = ("queue", "create", pile, "Seeded", "--query", "", "--order", "relevance")
    quote = max(GIFTS, key=lambda word: sum(word.encode() in each for each in LETTERS.values()))
    item = next(name.removesuffix(".eml") for name, held in LETTERS.items() if quote.encode() in held)
    passage = reviewer("passage", "add", pile, item, "--quote", quote, "--json").json["passage"]
    made = reviewer(*create[:3], "From a passage", *create[4:], "--seed-passage", str(passage), "--json").json
    assert (made["seed_query"], made["seed_passage"]) == ("", passage)
    assert reviewer("passage", "remove", pile, str(passage)).code == 0  # its words are kept with the queue
    told = reviewer("queue", "next", pile, "From a passage", "--json").json
    assert (relevant(told["item"]), told["why"]) == (True, [quote])
    made = reviewer(*create, "--seed-query", "voucher OR coupon -harbour", "--json").json
    assert (made["seed_query"], made["seed_passage"]) == ("voucher OR coupon -harbour", None)
    assert made["seed_words"] == "voucher coupon"
    assert (
        "ranked by the words until one is marked relevant: voucher coupon"
        in reviewer("queue", "status", pile, "Seeded").out
    )
    told = reviewer("queue", "next", pile, "Seeded", "--json").json
    assert relevant(told["item"])
    assert set(told["why"]) in ({"voucher"}, {"coupon"}, {"voucher", "coupon"})
    reviewer("mark", pile, told["item"], "--not-relevant")
    told = reviewer("queue", "next", pile, "Seeded", "--json").json
    assert set(told["why"]) in ({"voucher"}, {"coupon"}, {"voucher", "coupon"})  # what is not relevant does not end it
    reviewer("mark", pile, told["item"], "--relevant")
    reviewer("mark", pile, reviewer("queue", "next", pile, "Seeded", "--json").json["item"], "--not-relevant")
    told = reviewer("queue", "next", pile, "Seeded", "--json").json
    assert set(told["why"]) - {"voucher", "coupon"}  # it was learned from the mark


def test_a_beginning_that_is_none_is_refused(reviewer: Command, pile: Path) -> None:
    create = ("queue", "create", pile, "Seeded", "--query", "")
    for words, said in (
        (("--seed-query", "voucher"), "only a queue by relevance"),
        (("--order", "relevance", "--seed-query", "voucher", "--seed-passage", "1"), "not with both"),
        (("--order", "relevance", "--seed-query", "kind:email"), "no words in “kind:email”"),
        (("--order", "relevance", "--seed-passage", "9"), "there is no passage 9"),
    ):
        refused = reviewer(*create, *words)
        assert (refused.code, said in refused.err) == (4, True), refused.err
    assert reviewer(*create, "--order", "relevance", "--seed-query", "(voucher").code == 2


def test_what_is_of_one_family_or_thread_comes_together(reviewer: Command, pile: Path, tmp_path: Path) -> None:
    """The answer and what is attached are like what was called not relevant, and come all the same."""
    dull = " ".join(random.Random(8).choices(WORDS, k=30))
    dana, bo = "Dana Vale <dana@vendor.example>", "Bo Reef <bo@agency.example>"
    more = {
        "1.eml": mail("Offer", " ".join(GIFTS), sender=dana, to=bo, date="03 May 2016 09:00:00 +0000",
                      attachments=[("terms.txt", dull.encode(), "text/plain")]),
        "2.eml": mail("Re: Offer", dull, sender=bo, to=dana, date="05 May 2016 09:00:00 +0000"),
    }  # fmt: skip
    reviewer("intake", "add", pile, folder(tmp_path / "more", more))
    reviewer("thread", "build", pile)
    reviewer("mark", pile, "7", "--relevant")
    reviewer("mark", pile, "8", "--not-relevant")
    asked = 'subject:offer OR filename:terms OR "Letter 7" OR "Letter 8" OR "Letter 9" OR "Letter 10"'
    reviewer("queue", "create", pile, "Kept", "--query", asked, "--order", "relevance")
    met = []
    for _ in range(3):
        told = reviewer("queue", "next", pile, "Kept", "--json").json
        met.append((int(told["item"][-6:]), told["together"] and int(told["together"][-6:]), bool(told["why"])))
        reviewer("mark", pile, told["item"], "--not-relevant")
    assert met == [(61, None, True), (62, 61, False), (63, 61, False)]
    assert reviewer("queue", "next", pile, "Kept", "--json").json["together"] is None


def test_behind_a_long_thread_that_ranks_first_comes_what_ranks_next(pile: Path, passphrase_key: Key) -> None:
    left = [ItemId(number) for number in range(1, MANY + 1) if number not in {7, 8}]
    decided = {ItemId(7): True, ItemId(8): False}
    with (
        open_case(pile, passphrase_key, read_only=True) as case,
        Rankings() as rankings,
        rankings.of(case, [*decided, *left], Quiet()) as ranking,
    ):
        # The fifth batch has no draw: the others before it have ten items together.
        best = [each.item for each in ranking.next_batch(left, decided, number=5, seed=0).items]
        thread = best[:4]
        made = ranking.next_batch(
            left, decided, number=2, seed=0, mates=lambda item: thread if item in thread else ()
        ).items
    assert {item % 10 for item in best} == {7}
    assert [(each.item, each.together) for each in made] == [
        (thread[0], None),
        *((item, thread[0]) for item in thread[1:]),
        (best[4], None),
    ]
    assert made[-1].why


def truth(tmp_path: Path, labels: dict[str, bool]) -> Path:
    path = tmp_path / "truth.csv"
    lines = (f"{hashlib.sha256(LETTERS[name]).hexdigest()},{int(yes)}" for name, yes in labels.items())
    path.write_text("\n".join(["sha256,relevant", *lines, ""]), encoding="utf-8")
    return path


def test_a_simulation_tells_what_reading_by_relevance_would_have_saved(
    reviewer: Command, pile: Path, tmp_path: Path
) -> None:
    labels = {name: int(name[:2]) % 10 == 7 for name in LETTERS}
    told = reviewer(
        "queue", "simulate", pile, "Gifts", "--truth", truth(tmp_path, labels), "--seed", "1", "--json"
    ).json
    assert (told["items"], told["relevant"]) == (MANY, RELEVANT)
    assert told["curve"][0] == [2, 1]  # it begins with one of each
    assert told["curve"][-1][1] == RELEVANT
    assert [read for read, _ in told["curve"]] == list(range(2, told["curve"][-1][0] + 1))
    at_95 = next(read for read, found in told["curve"] if found == RELEVANT)  # 95 % of six are six
    assert told["items_to_95"] == at_95
    assert told["wss95"] == pytest.approx(0.95 - at_95 / MANY)
    assert at_95 <= 2 + RELEVANT + 2  # the others share nothing with them: but a few at the beginning are met first
    again = reviewer("queue", "simulate", pile, "Gifts", "--truth", truth(tmp_path, labels), "--seed", "1", "--json")
    assert again.json == told
    assert reviewer("item", "list", pile, "is:relevant OR is:irrelevant", "--json").json == []


def test_a_simulation_of_a_queue_with_a_beginning_begins_with_it(reviewer: Command, pile: Path, tmp_path: Path) -> None:
    labels = {name: int(name[:2]) % 10 == 7 for name in LETTERS}
    seeded = ("--query", "", "--order", "relevance", "--seed-query", " OR ".join(GIFTS))
    assert reviewer("queue", "create", pile, "Seeded", *seeded).code == 0
    told = reviewer("queue", "simulate", pile, "Seeded", "--truth", truth(tmp_path, labels), "--json").json
    assert told["curve"][:3] == [[0, 0], [1, 1], [2, 2]]


def test_a_simulation_refuses_a_table_that_is_none(reviewer: Command, pile: Path, tmp_path: Path) -> None:
    path = truth(tmp_path, dict.fromkeys(LETTERS, False))
    refused = reviewer("queue", "simulate", pile, "Gifts", "--truth", path)
    assert (refused.code, "knows 0 relevant and 60 other items" in refused.err) == (4, True)
    path.write_text("sha256,relevant\nabc,maybe\n", encoding="utf-8")
    assert "line 2 of truth.csv" in reviewer("queue", "simulate", pile, "Gifts", "--truth", path).err
    path.write_text("relevant,sha256\n1\n", encoding="utf-8")
    assert "line 2 of truth.csv" in reviewer("queue", "simulate", pile, "Gifts", "--truth", path).err
    path.write_bytes("sha256,relevant,who\nabc,1,Zoë\n".encode("latin-1"))
    refused = reviewer("queue", "simulate", pile, "Gifts", "--truth", path)
    assert (refused.code, "UTF-8" in refused.err) == (4, True)
    path.write_text("hash\nabc\n", encoding="utf-8")
    assert reviewer("queue", "simulate", pile, "Gifts", "--truth", path).code == 4


def test_many_marked_at_once_say_nothing_of_when_to_stop(reviewer: Command, pile: Path, tmp_path: Path) -> None:
    news = {f"{n}.eml": letter(n, relevant=False) for n in range(100, 201)}
    reviewer("intake", "add", pile, folder(tmp_path / "news", news), "--custodian", "News")
    reviewer("queue", "create", pile, "All", "--query", "", "--order", "relevance")
    reviewer("queue", "next", pile, "All")
    reviewer("item", "mark", pile, "custodian:news", "--not-relevant")
    told = reviewer("queue", "next", pile, "All", "--json").json
    assert (told["marked"], told["quiet"]) == (101, False)


def test_a_hundred_that_it_named_without_a_relevant_one_are_time_for_a_sample(
    reviewer: Command, pile: Path, passphrase_key: Key
) -> None:
    first = reviewer("queue", "next", pile, "Gifts", "--json").json["item"]
    with open_case(pile, passphrase_key) as case:  # as after 99 that were named before
        queue = queues.find(case, "Gifts")
        queue_batches.keep(case, queue.id, replace(queue_batches.of_queue(case, queue.id), since=99))
    reviewer("mark", pile, first, "--not-relevant")
    told = reviewer("queue", "next", pile, "Gifts", "--json").json
    assert told["quiet"]
    for relevance in ("--relevant", "--not-relevant"):  # the second batch has two
        reviewer("mark", pile, reviewer("queue", "next", pile, "Gifts", "--json").json["item"], relevance)
    assert not reviewer("queue", "next", pile, "Gifts", "--json").json["quiet"]


def test_what_was_taken_out_of_a_queue_is_not_read_next(reviewer: Command, pile: Path) -> None:
    reviewer("queue", "create", pile, "One", "--query", 'subject:"Letter 8"', "--order", "relevance")
    reviewer("mark", pile, "8", "--not-relevant")
    reviewer("queue", "add", pile, "One", "--query", 'subject:"Letter 9"')
    assert reviewer("queue", "next", pile, "One", "--json").json["item"][-1] == "9"
    assert reviewer("undo", pile).out.startswith("undone: queue change")
    assert reviewer("queue", "next", pile, "One", "--json").json["item"] is None


def test_a_queue_that_went_while_it_was_ranked_keeps_no_batch(
    reviewer: Command, pile: Path, passphrase_key: Key
) -> None:
    reviewer("queue", "create", pile, "Brief", "--query", "kind:email", "--order", "relevance")
    with open_case(pile, passphrase_key) as case:
        queue = queues.find(case, "Brief")
        undo.undo(case, reviewer=queue.reviewer)
        queue_batches.keep(case, queue.id, Batch(1, ()))
        assert queue_batches.of_queue(case, queue.id).number == 0
