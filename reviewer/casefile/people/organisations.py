"""Organisations, their domains and their people, and how often the evidence has their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.engine.cipher import IntegrityError
from reviewer.casefile.evidence import items
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import OrganisationId, OrganisationPersonId
from reviewer.domain.nearest import did_you_mean
from reviewer.domain.people.organisation import AddressCount, Organisation, OrganisationKind, OrganisationPerson
from reviewer.errors import InputError, NotFoundError


def listed(case: Case) -> list[Organisation]:
    """All organisations by name."""
    return _load(case, "")


def get(case: Case, organisation: OrganisationId) -> Organisation:
    """One organisation; NotFoundError when there is none of that id."""
    found = _load(case, "WHERE id = ?", (organisation,))
    if not found:
        raise NotFoundError(f"there is no organisation {organisation}")
    return found[0]


def find(case: Case, name: str) -> Organisation:
    """The organisation of a name or a domain; NotFoundError when there is none."""
    for where in (
        "WHERE name = ?",
        "WHERE id IN (SELECT organisation FROM organisation_domain WHERE domain = ?)",
    ):
        found = _load(case, where, (name.strip(),))
        if found:
            return found[0]
    names = [str(known) for (known,) in case.tuples("SELECT name FROM organisation")]
    advice = did_you_mean(name, names, "See `reviewer organisation list CASE`.")
    raise NotFoundError(f"there is no organisation “{name}”", advice)


def named(case: Case, name: str) -> Organisation | None:
    """The organisation of just this name, if there is one."""
    return next(iter(_load(case, "WHERE name = ?", (name,))), None)


def of_domain(case: Case, domain: str) -> Organisation | None:
    """The organisation that has just this domain, if there is one."""
    where = "WHERE id IN (SELECT organisation FROM organisation_domain WHERE domain = ?)"
    return next(iter(_load(case, where, (domain,))), None)


def add(act: Act, name: str, kind: OrganisationKind, remark: str, domains: Iterable[str]) -> OrganisationId:
    """Add an organisation."""
    made = OrganisationId(act.insert("organisation", {"name": name, "kind": kind.value, "remark": remark}))
    add_domains(act, made, domains)
    return made


def change(act: Act, organisation: Organisation) -> None:
    """Make name, kind and remark be as given."""
    values = {"name": organisation.name, "kind": organisation.kind.value, "remark": organisation.remark}
    act.update("organisation", organisation.id, values)


def add_domains(act: Act, organisation: OrganisationId, domains: Iterable[str]) -> None:
    """Add domains that no organisation has."""
    for domain in domains:
        act.insert("organisation_domain", {"organisation": organisation, "domain": domain})


def remove_domain(act: Act, organisation: OrganisationId, domain: str) -> None:
    """Take a domain away; NotFoundError when the organisation has it not."""
    row_id = act.case.value(
        "SELECT id FROM organisation_domain WHERE organisation = ? AND domain = ?", (organisation, domain)
    )
    if row_id is None:
        raise NotFoundError(f"the organisation has no domain “{domain}”")
    act.delete("organisation_domain", row_id)


def remove(act: Act, organisation: Organisation) -> None:
    """Remove an organisation with its domains and people; InputError while something else names it."""
    benefits = int(act.case.value("SELECT count(*) FROM benefit WHERE giver_organisation = ?", (organisation.id,)))
    if benefits:
        entries = "1 benefit" if benefits == 1 else f"{benefits:,} benefits"
        raise InputError(f"{organisation.name} is the donor of {entries}", "Change those first, or rename it.")
    for person in organisation.people:
        act.delete("organisation_person", person.id)
    for domain in organisation.domains:
        remove_domain(act, organisation.id, domain)
    try:
        act.delete("organisation", organisation.id)
    except IntegrityError as error:
        raise InputError(
            f"{organisation.name} is named by other entries", "Change those first, or rename it."
        ) from error


def add_person(act: Act, organisation: OrganisationId, person: OrganisationPerson) -> OrganisationPersonId:
    """Add somebody to an organisation; the given id is not used."""
    return OrganisationPersonId(act.insert("organisation_person", {"organisation": organisation, **_values(person)}))


def change_person(act: Act, person: OrganisationPerson) -> None:
    """Make the kept person of this id be as given."""
    act.update("organisation_person", person.id, _values(person))


def remove_person(act: Act, person: OrganisationPersonId) -> None:
    """Remove somebody."""
    act.delete("organisation_person", person)


def addresses(case: Case, domains: Sequence[str], others: Sequence[str] = ()) -> list[AddressCount]:
    """The addresses of the evidence in some domains or below them, and those given, the most frequent first.

    A message is counted once, however often it is there and in how many of its headers the address stands.
    """
    if not domains and not others:
        return []
    tests = " OR ".join(["substr(address, -length(?)) = ?"] * (2 * len(domains)) + ["address = ?"] * len(others))
    values = [part for domain in domains for end in (f"@{domain}", f".{domain}") for part in (end, end)]
    rows = case.rows(
        f"""SELECT address, count(DISTINCT participant.item) AS items, min(participant.item) AS first,
                   (SELECT name FROM participant AS p WHERE p.address = participant.address AND name <> ''
                    GROUP BY name ORDER BY count(*) DESC, name LIMIT 1) AS name
            FROM participant LEFT JOIN message_fingerprint AS made ON made.item = participant.item
            WHERE made.original IS NULL AND address LIKE '%@%' AND ({tests})
            GROUP BY address ORDER BY items DESC, address""",
        [*values, *(other.lower() for other in others)],
    )
    start = items.prefix(case)
    return [
        AddressCount(row["address"], row["name"] or "", row["items"], control_number(start, row["first"]))
        for row in rows
    ]


def _values(person: OrganisationPerson) -> dict[str, str]:
    return {
        "name": person.name,
        "address": person.address,
        "position": person.position,
        "start": person.start,
        "end": person.end,
    }


def _load(case: Case, where: str, values: Sequence[object] = ()) -> list[Organisation]:
    chosen = f"SELECT id FROM organisation {where}"
    domains: dict[int, list[str]] = defaultdict(list)
    for row in case.rows(
        f"SELECT organisation, domain FROM organisation_domain WHERE organisation IN ({chosen}) ORDER BY id", values
    ):
        domains[row["organisation"]].append(row["domain"])
    people: dict[int, list[OrganisationPerson]] = defaultdict(list)
    for row in case.rows(
        f"SELECT * FROM organisation_person WHERE organisation IN ({chosen}) ORDER BY name, start, id", values
    ):
        people[row["organisation"]].append(
            OrganisationPerson(
                OrganisationPersonId(row["id"]),
                row["name"],
                row["address"],
                row["position"],
                row["start"],
                row["end"],
            )
        )
    return [
        Organisation(
            OrganisationId(row["id"]),
            row["name"],
            OrganisationKind(row["kind"]),
            row["remark"],
            tuple(domains[row["id"]]),
            tuple(people[row["id"]]),
        )
        for row in case.rows(f"SELECT * FROM organisation {where} ORDER BY name, id", values)
    ]
