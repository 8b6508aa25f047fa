"""What an allegation rests on is found by its number, to be read or handed over as a whole."""

from __future__ import annotations

from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.domain.ledger.benefit import Facts, Outcome, What
from reviewer.domain.ledger.endorsement import Audience, Praise
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.ledger import benefits, endorsements
from reviewer.usecases.pages import passages
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses
from tests.evidence import folder, pdf
from tests.usecases.policy.policy import GIFTS

WORDS = {
    "a.pdf": "A camera",
    "b.pdf": "Paid nothing",
    "c.pdf": "Recommended",
    "d.pdf": "To all",
    "e.pdf": "Else",
}


def test_what_it_rests_on_is_found_also_by_way_of_the_ledger(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {name: pdf([words]) for name, words in WORDS.items()})
    intake.add(case, workers, [root], custodian="Ada", reviewer="Ada")

    def names(query: str) -> list[str]:
        return sorted(each.name for each in items.many(case, search.ids(case, query)))

    there = {each.name: each.id for each in items.many(case, search.ids(case, ""))}
    a, b, c, d, _ = (
        passages.add_quote(case, there[name], words, reviewer="Ada").passage.id for name, words in WORDS.items()
    )
    officer = officers.add(case, "4711", "Bo Quill", reviewer="Ada").id
    gift = benefits.add(case, Facts(officer, What.DEVICE, outcome=Outcome.ACCEPTED), passage_ids=[b], reviewer="Ada")
    praise = endorsements.add(case, Praise(officer, Audience.COLLEAGUES), [c], reviewer="Ada")
    clauses.add(case, GIFTS, reviewer="Ada")
    one, other = (
        allegations.add(case, "4711", "3.14", act, "2016-05-03", reviewer="Ada").id for act in ("Took it", "Asked")
    )
    ledger = [f"benefit:{gift.benefit.id}", f"endorsement:{praise.endorsement.id}"]
    allegations.weigh(case, one, 1, supporting=[str(a), *ledger], reviewer="Ada")
    allegations.weigh(case, one, 2, opposing=[str(d)], reviewer="Ada")
    assert names(f"allegation:{one}") == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]
    assert names(f"allegation:{other}") == []
    assert names(f"has:passage -allegation:{one}") == ["e.pdf"]
