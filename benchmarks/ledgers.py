"""A case with a ledger of any size, written straight into the file, from a fixed seed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.casefile.evidence import participants
from reviewer.domain.dates import read
from reviewer.domain.evidence.reading import Person
from reviewer.domain.ids import ItemId

STATIONS = [f"Station {number}" for number in range(20)]
DONORS = ["Lantern Bell", "Acme Cameras", "Bright Street", "Harbor Goods", ""]
ITEMS, ENDORSEMENTS = 20_000, 3_000


def ledger_case(
    folder: Path, *, passages: int, officers: int, benefits: int, endorsements: int = ENDORSEMENTS
) -> tuple[Path, Key]:
    """A case with so many of each; its items are messages without bytes worth reading."""
    key = Key(bytes(32), new_salt())
    path = folder / "ledger.evcase"
    chance = random.Random(7)
    with create_case(path, key, title="Ledger", reviewer="bench") as case, case.act("bench", "intake batch"):
        _evidence(case, chance, officers)
        _people(case, chance, officers)
        _passages(case, chance, passages, officers)
        _benefits(case, chance, benefits, officers, passages)
        _endorsements(case, chance, officers, passages, endorsements)
    return path, key


def roster(path: Path, count: int) -> Path:
    """A roster of so many officers who are in no case yet, with two assignments and an address each."""
    with path.open("w", encoding="utf-8") as file:
        file.write("serial,name,rank,unit,address,alias,station,start,end\n")
        for number in range(count):
            who = f"{900_000 + number},Newcomer {number},Officer,Patrol,n{number}@agency.example,Nick {number}"
            file.write(f"{who},{STATIONS[number % 20]},2014-01-01,2016-05-31\n")
            file.write(f"{who},{STATIONS[number % 7]},2016-06-01,\n")
    return path


def _insert(case: Case, table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
    names = columns.split()
    marks = ",".join("?" * len(names))
    case.executemany(f"INSERT INTO {table} ({','.join(names)}) VALUES ({marks})", rows)


def _evidence(case: Case, chance: random.Random, officers: int) -> None:
    case.execute(
        "INSERT INTO intake (id, started, finished, reviewer, source, program, state) "
        "VALUES (1, '2021-07-01', '2021-07-01', 'bench', '', 'bench', 'complete')"
    )
    pages = hashlib.sha256(b"pages").digest()
    case.execute("INSERT INTO content (id, sha256, size) VALUES (1, ?, 5)", (pages,))
    sent = [chance.randint(1, officers) for _ in range(ITEMS)]
    had = [chance.randint(1, officers) for _ in range(ITEMS)]
    _insert(
        case,
        "item",
        "id intake family name kind state content subject sender recipients date pages",
        (
            (n, 1, n, f"{n}.eml", "email", "ok", 1, f"Subject {n}", f"Officer {sent[n - 1]} <o{sent[n - 1]}@a.example>",
             f"Officer {had[n - 1]} <o{had[n - 1]}@a.example>", f"2016-0{1 + n % 9}-{1 + n % 28:02}T09:00:00Z", 1)
            for n in range(1, ITEMS + 1)
        ),
    )  # fmt: skip
    both = (("from", sent), ("to", had))
    participants.add(
        case,
        (
            (ItemId(n), [Person(role, f"Officer {who[n - 1]}", f"o{who[n - 1]}@a.example") for role, who in both])
            for n in range(1, ITEMS + 1)
        ),
    )
    _insert(case, "rendition", "id item content engine made", ((n, n, 1, "bench", "x") for n in range(1, ITEMS + 1)))


def _people(case: Case, chance: random.Random, officers: int) -> None:
    numbers = range(1, officers + 1)
    _insert(
        case,
        "officer",
        "id serial name rank unit",
        ((n, f"S{n:05}", f"Officer {n}", "Officer", "Patrol") for n in numbers),
    )
    _insert(
        case,
        "officer_name",
        "officer kind value origin",
        ((n, "address", f"o{n}@a.example", "roster") for n in numbers),
    )
    moved = [(n, chance.choice(STATIONS), "2010-01-01", "2016-05-31") for n in numbers]
    moved += [(n, chance.choice(STATIONS), "2016-06-01", "") for n in numbers]
    _insert(case, "assignment", 'officer station start "end"', iter(moved))


def _passages(case: Case, chance: random.Random, passages: int, officers: int) -> None:
    _insert(
        case,
        "passage",
        "id item rendition start_page start_offset end_page end_offset quote prefix suffix reviewer created",
        (
            (n, 1 + n % ITEMS, 1 + n % ITEMS, 1, n % 500, 1, n % 500 + 30, f"a passage of thirty letters {n}", "", "",
             "bench", "2021-07-01T00:00:00Z")
            for n in range(1, passages + 1)
        ),
    )  # fmt: skip
    _insert(
        case,
        "link",
        "passage officer role grade",
        ((n, chance.randint(1, officers), "beneficiary", "certain") for n in range(1, passages + 1)),
    )


def _days(chance: random.Random) -> tuple[str, str, str, str, str]:
    """A date as it was said, three in four of them of one day, and the days that it may mean."""
    day = f"20{chance.randint(14, 18)}-0{chance.randint(1, 9)}-{chance.randint(10, 28)}"
    said = chance.choice([day, day, day, day, day, day, f"around {day}", day[:7], f"before {day}", ""])
    made = read(said)
    return made.how.value, made.first, made.last, made.days.earliest, made.days.latest


def _benefits(case: Case, chance: random.Random, benefits: int, officers: int, passages: int) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        for n in range(1, benefits + 1):
            low = chance.choice([None, 4_900, 9_900, 19_900])
            high = low and low + chance.choice([0, 0, 5_000])
            code, uses = (f"CODE{n % 400}", n % 30) if n % 10 == 0 else ("", None)
            outcome = chance.choice(["accepted"] * 6 + ["offered", "returned", "declined", "passed on"])
            status = chance.choice(["alleged", "supported", "supported", "disputed", "disproved"])
            yield (
                n, chance.randint(1, officers), chance.choice(DONORS), chance.choice(["device", "money", "service"]),
                low, high, chance.choice([0, 0, 1_000]), chance.choice(["USD", "USD", "USD", "EUR"]), code, uses,
                25 if code else None, outcome, status, *_days(chance), n - 1 if n % 100 == 0 else None, "bench", "x",
            )  # fmt: skip

    _insert(
        case,
        "benefit",
        "id officer giver what value_low value_high paid currency code uses threshold outcome status "
        "date_how date_first date_last earliest latest merged_into reviewer created",
        rows(),
    )
    fields = ("entry", "value", "use")
    _insert(
        case,
        "benefit_proof",
        "benefit field passage",
        ((1 + n % benefits, fields[n % 3], 1 + (n * 7) % passages) for n in range(2 * benefits)),
    )


def _endorsements(case: Case, chance: random.Random, officers: int, passages: int, endorsements: int) -> None:
    audiences = ("colleagues", "residents", "neighbourhood watch", "public")
    _insert(
        case,
        "endorsement",
        "id officer audience product date_how date_first date_last earliest latest reviewer created",
        (
            (n, chance.randint(1, officers), chance.choice(audiences), "Bell", *_days(chance), "bench", "x")
            for n in range(1, endorsements + 1)
        ),
    )
    _insert(
        case,
        "endorsement_passage",
        "endorsement passage",
        ((n, 1 + (n * 13) % passages) for n in range(1, endorsements + 1)),
    )
    case.execute("INSERT INTO gift_limit (rule, amount, currency) VALUES ('Department', 10000, 'USD')")
