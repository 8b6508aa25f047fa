"""Keep the organisations of a case (vendor, agency, newspaper) and the people who speak for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.casefile.engine.case import Case
from reviewer.casefile.people import organisations
from reviewer.domain.ids import OrganisationPersonId
from reviewer.domain.people.organisation import (
    AddressCount,
    Organisation,
    OrganisationKind,
    OrganisationPerson,
    belongs,
    domain_of,
)
from reviewer.domain.people.roster import day
from reviewer.errors import InputError, NotFoundError

# Handed on as the case file answers it.
listed = organisations.listed


@dataclass(frozen=True, slots=True)
class Shown:
    """An organisation with its addresses in the evidence; ``unknown`` of them belong to none of its people."""

    organisation: Organisation
    addresses: tuple[AddressCount, ...]

    @property
    def unknown(self) -> tuple[AddressCount, ...]:
        """The addresses of its domains that belong to nobody whom it lists."""
        known = {person.address.lower() for person in self.organisation.people}
        return tuple(each for each in self.addresses if each.address not in known)


def show(case: Case, name: str) -> Shown:
    """The organisation of a name or domain, with its addresses in the evidence, the most frequent first."""
    found = organisations.find(case, name)
    own = [
        person.address
        for person in found.people
        if person.address and not any(belongs(person.address, domain) for domain in found.domains)
    ]
    return Shown(found, tuple(organisations.addresses(case, found.domains, own)))


def add(
    case: Case, name: str, kind: str, *, domains: Sequence[str] = (), remark: str = "", reviewer: str
) -> Organisation:
    """Add an organisation. InputError for a name or domain that another has, and for what is no kind or domain."""
    name = _name(case, name)
    wanted = _domains(case, domains)
    with case.act(reviewer, "organisation add", name) as act:
        made = organisations.add(act, name, _kind(kind), remark.strip(), wanted)
    return organisations.get(case, made)


def change(
    case: Case,
    who: str,
    *,
    name: str | None = None,
    kind: str | None = None,
    remark: str | None = None,
    add_domains: Sequence[str] = (),
    drop_domains: Sequence[str] = (),
    reviewer: str,
) -> Organisation:
    """Change what is given of an organisation."""
    found = organisations.find(case, who)
    new = replace(
        found,
        name=found.name if name is None or name.strip() == found.name else _name(case, name, found),
        kind=found.kind if kind is None else _kind(kind),
        remark=found.remark if remark is None else remark.strip(),
    )
    wanted = _domains(case, add_domains)
    with case.act(reviewer, "organisation change", found.name) as act:
        organisations.change(act, new)
        for domain in drop_domains:
            organisations.remove_domain(act, found.id, domain_of(domain))
        organisations.add_domains(act, found.id, wanted)
    return organisations.get(case, found.id)


def remove(case: Case, who: str, *, reviewer: str) -> Organisation:
    """Remove an organisation with its domains and people; returns what it was."""
    found = organisations.find(case, who)
    with case.act(reviewer, "organisation remove", found.name) as act:
        organisations.remove(act, found)
    return found


def add_person(case: Case, who: str, person: OrganisationPerson, *, reviewer: str) -> Organisation:
    """Add somebody to an organisation; the person's id is not used."""
    found = organisations.find(case, who)
    checked = _person(person)
    with case.act(reviewer, "organisation person", found.name) as act:
        organisations.add_person(act, found.id, checked)
    return organisations.get(case, found.id)


def change_person(case: Case, who: str, person: OrganisationPerson, *, reviewer: str) -> Organisation:
    """Make somebody at an organisation be as given. NotFoundError when there is nobody of that id."""
    found = organisations.find(case, who)
    person_of(found, person.id)
    checked = _person(person)
    with case.act(reviewer, "organisation person", found.name) as act:
        organisations.change_person(act, checked)
    return organisations.get(case, found.id)


def remove_person(case: Case, who: str, person: OrganisationPersonId, *, reviewer: str) -> Organisation:
    """Remove somebody from an organisation. NotFoundError when there is nobody of that id."""
    found = organisations.find(case, who)
    person_of(found, person)
    with case.act(reviewer, "organisation person", found.name) as act:
        organisations.remove_person(act, person)
    return organisations.get(case, found.id)


def person_of(organisation: Organisation, person: OrganisationPersonId) -> OrganisationPerson:
    """Somebody at an organisation, by id; NotFoundError when there is nobody."""
    for each in organisation.people:
        if each.id == person:
            return each
    raise NotFoundError(f"{organisation.name} has no person {person}", "See `reviewer organisation show CASE NAME`.")


def _name(case: Case, name: str, besides: Organisation | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise InputError("an organisation needs a name")
    kept = organisations.named(case, name)
    if kept is not None and (besides is None or kept.id != besides.id):
        raise InputError(f"there is an organisation {kept.name} already")
    return name


def _kind(kind: str) -> OrganisationKind:
    try:
        return OrganisationKind(kind)
    except ValueError:
        kinds = ", ".join(OrganisationKind)
        raise InputError(f"“{kind}” is no kind of organisation", f"There are {kinds}.") from None


def _domains(case: Case, domains: Sequence[str]) -> list[str]:
    wanted = []
    for text in domains:
        domain = domain_of(text)
        if not domain:
            raise InputError(f"“{text}” is no domain", "Name what stands behind the @: vendor.example.")
        kept = organisations.of_domain(case, domain)
        if kept is not None:
            raise InputError(f"{domain} is a domain of {kept.name} already")
        wanted.append(domain)
    return list(dict.fromkeys(wanted))


def _person(person: OrganisationPerson) -> OrganisationPerson:
    name, address = " ".join(person.name.split()), person.address.strip().lower()
    if not name:
        raise InputError("a person needs a name")
    if address and ("@" not in address or any(char.isspace() for char in address)):
        raise InputError(f"“{person.address}” is no address")
    start, end = day(person.start.strip()), day(person.end.strip())
    if start and end and start > end:
        raise InputError(f"the position ends ({end}) before it starts ({start})")
    return OrganisationPerson(person.id, name, address, person.position.strip(), start, end)
