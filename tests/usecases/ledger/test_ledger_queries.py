"""What is counted by the file itself is what plain counting gives, whatever the ledger holds."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.casefile.engine.case import Case
from reviewer.casefile.ledger import figures as rows
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.people import officers
from reviewer.domain.dates import Days
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId, PassageId
from reviewer.domain.ledger import figures as counting
from reviewer.domain.ledger import limits as measuring
from reviewer.domain.ledger import pairing, totals
from reviewer.domain.ledger.figures import Coded
from reviewer.domain.ledger.limits import Limit
from reviewer.domain.ledger.pairing import Dated
from reviewer.domain.ledger.totals import Summand
from reviewer.usecases.ledger import benefits, figures, limits, pairings
from tests.domain.ledger.lines import DAYS, LINES

ENDORSED = st.lists(st.tuples(st.integers(1, 3), DAYS), max_size=4)
CODES = st.sampled_from(["", "", "BELL", "bell", "OTHER"])
ON_THE_SAME_CASE = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(case: Case, lines: list[Summand], endorsed: list[tuple[int, Days]], codes: list[str]) -> None:
    """Make the ledger be just this."""
    with case.act("Ada", "intake batch"):
        for table in ("benefit", "endorsement", "assignment", "officer", "gift_limit"):
            case.execute(f"DELETE FROM {table}")
        for number in (1, 2, 3):
            case.execute(
                "INSERT INTO officer (id, serial, name) VALUES (?, ?, ?)", (number, str(number), f"N {number}")
            )
            for station, start, end in (("Harbor", "2010-01-01", "2016-03-31"), ("Canal", "2016-04-01", "")):
                case.execute(
                    'INSERT INTO assignment (officer, station, start, "end") VALUES (?, ?, ?, ?)',
                    (number, station, start, end),
                )
        for each, code in zip(lines, codes, strict=True):
            case.execute(
                """INSERT INTO benefit (id, officer, giver, what, outcome, status, currency, quantity, value_low,
                       value_high, paid, earliest, latest, giver_organisation, code, uses, reviewer, created)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 3, 'Ada', 'x')""",
                (*map(plain, each), code),
            )
        for officer, days in endorsed:
            case.execute(
                """INSERT INTO endorsement (officer, audience, earliest, latest, reviewer, created)
                   VALUES (?, 'public', ?, ?, 'Ada', 'x')""",
                (officer, days.earliest, days.latest),
            )
        case.execute("INSERT INTO gift_limit (id, rule, amount, start) VALUES (1, 'Department', 5000, '2015-06-01')")


def plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


@ON_THE_SAME_CASE
@given(LINES, ENDORSED, st.data())
def test_the_file_counts_as_plain_counting_does(
    case: Case, lines: list[Summand], endorsed: list[tuple[int, Days]], data: st.DataObject
) -> None:
    codes = data.draw(st.lists(CODES, min_size=len(lines), max_size=len(lines)))
    fill(case, lines, endorsed, codes)
    code_of = {line.id: code for line, code in zip(lines, codes, strict=True)}
    lines = sorted(lines)
    praised = [Dated(number, OfficerId(officer), days) for number, (officer, days) in enumerate(endorsed, 1)]
    everybody = officers.listed(case)
    coded = [
        Coded(line.id, line.officer, code_of[line.id], 3, None, "", line.status, ())
        for line in lines
        if code_of[line.id]
    ]
    assert figures.count(case).figures == counting.figures(everybody, lines, praised, coded)
    received = [Dated(line.id, line.officer, line.days) for line in lines if line.counts]
    assert [pair for _, pair in pairings.listed(case)] == pairing.pairs(praised, received)


@ON_THE_SAME_CASE
@given(LINES)
def test_pages_hold_what_the_whole_holds(case: Case, lines: list[Summand]) -> None:
    fill(case, lines, [], [""] * len(lines))
    counted = [line for line in lines if line.counts]
    expected = {
        currency: (one.low, one.high, len(one.entries), len(one.unvalued))
        for currency, one in totals.sums(counted).items()
    }
    whole = benefits.listed(case)
    pages = [benefits.page(case, offset=start, limit=5) for start in range(0, max(1, len(lines)), 5)]
    assert [entry for page in pages for entry in page.entries] == whole
    assert {page.count for page in pages} == {len(lines)}
    assert {name: tuple(worth[1:]) for name, worth in pages[0].worth.items()} == expected
    all_totals = limits.totals_of(case)
    some = [limits.page(case, offset=start, limit=1) for start in range(3)]
    assert [each for page in some for each in page.totals.officers] == list(all_totals.officers)
    in_pages = [each for page in some for each in page.totals.years]
    assert sorted(in_pages, key=repr) == sorted(all_totals.years, key=repr)
    assert {page.officers for page in some} == {len(all_totals.officers)}


@ON_THE_SAME_CASE
@given(LINES)
def test_years_are_measured_line_by_line(case: Case, lines: list[Summand]) -> None:
    fill(case, lines, [], [""] * len(lines))
    limit = Limit(limits.listed(case)[0].id, "Department", 5_000, "USD", Days("2015-06-01", ""))
    for year in limits.totals_of(case).years:
        made = year[0]
        held = [*made.certain, *made.possible]
        assert all(line.counts and (line.officer, line.currency) == (made.officer, made.currency) for line in held)
        for measured in made.measured:
            lows = [(line.net or (0, 0))[0] for line in measured.certain]
            low = sum(lows) if made.donor else max(lows, default=0)
            high = sum((line.net or (0, 0))[1] for line in (*measured.certain, *measured.possible))
            assert measured.limit == limit
            assert all(line.days.within(measured.days) for line in measured.certain)
            assert all(line.days.meets(measured.days) for line in measured.possible)
            verdict = "above" if low > 5_000 else "may be above" if high > 5_000 else "not above"
            assert measured.verdict == verdict
    assert measuring.years(sorted(lines), [limit]) == [year for year, _ in limits.totals_of(case).years]


def test_what_was_merged_brings_its_passages(case: Case) -> None:
    lines = [
        Summand(BenefitId(n), OfficerId(1), "G", "device", "accepted", "alleged", "USD", 1, 1, 1, 0, "", "")
        for n in (1, 2)
    ]
    fill(case, lines, [(1, Days())], ["BELL", "BELL"])
    with case.act("Ada", "intake batch"):
        case.execute("PRAGMA defer_foreign_keys = ON")
        case.execute("UPDATE benefit SET merged_into = 1 WHERE id = 2")
        case.execute(
            "INSERT INTO intake (id, started, state, reviewer, source, program) VALUES (1,'x','complete','A','','')"
        )
        case.execute("INSERT INTO content (id, sha256, size) VALUES (1, zeroblob(32), 1)")
        case.execute("INSERT INTO item (id, intake, family, name, kind, state) VALUES (1, 1, 1, 'a', 'email', 'ok')")
        case.execute("INSERT INTO rendition (id, item, content, engine, made) VALUES (1, 1, 1, '', '')")
        for number in (5, 6, 7):
            case.execute(
                """INSERT INTO passage (id, item, rendition, start_page, start_offset, end_page, end_offset, quote,
                       prefix, suffix, reviewer, created) VALUES (?, 1, 1, 1, ?, 1, 9, 'q', '', '', 'A', 'x')""",
                (number, number),
            )
        case.execute("INSERT INTO benefit_proof (benefit, field, passage) VALUES (1, 'use', 6), (2, 'use', 5)")
        case.execute("INSERT INTO endorsement_passage (endorsement, passage) SELECT id, 7 FROM endorsement")
    (coded,) = rows.coded(case)
    assert (coded.id, coded.counted) == (1, (PassageId(5), PassageId(6)))
    behind = rows.behind(case)
    assert behind.benefits == {1: (5, 6)}
    (praised,) = rows.praised(case, Wanted())
    assert rows.passages_behind(case, (BenefitId(1),), (EndorsementId(praised.id),)) == (5, 6, 7)
    assert [each.id for each in rows.lines_wanted(case, Wanted())] == [1]
