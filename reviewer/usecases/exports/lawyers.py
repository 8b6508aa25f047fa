"""Keep the list of lawyers of a case, and look by it for messages that may be privileged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, privilege, privilege_calls
from reviewer.casefile.exports import lawyers
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Person
from reviewer.domain.exports.lawyer import Lawyer, LawyerSign
from reviewer.domain.ids import ItemId
from reviewer.domain.people.organisation import domain_of
from reviewer.domain.plain_line import plain_line
from reviewer.errors import InputError

_LONGEST = 200
"""Characters of a name or an address."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A lawyer of the list, and in how many messages a header names them."""

    lawyer: Lawyer
    messages: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody in a header of a message, and which lawyer of the list that is by what."""

    person: Person
    lawyer: Lawyer
    sign: LawyerSign


@dataclass(frozen=True, slots=True)
class Suggested:
    """A message with a lawyer and without a call of privilege.

    ``withheld`` says that it stays all the same, as a copy or as part of a message that was called privileged.
    """

    item: Item
    seen: tuple[Seen, ...]
    withheld: bool


def add(case: Case, name: str, *, address: str = "", domain: str = "", reviewer: str) -> Listed:
    """Put a lawyer on the list, or with ``domain`` a firm; InputError for what is no name, address or domain."""
    said = plain_line(name)
    if not any(map(str.isalnum, said)):
        raise InputError("a lawyer needs a name", "Give the name of the lawyer or of the firm.")
    mail = address.strip()
    if mail and (mail.count("@") != 1 or not domain_of(mail.partition("@")[2]) or " " in mail or mail[0] == "@"):
        raise InputError(f"“{address}” is no address", "Write it like stone@law.example; a whole domain: --domain.")
    host = domain_of(domain)
    if domain.strip() and not host:
        raise InputError(f"“{domain}” is no domain", "Write it like law.example.")
    if too_long := [text for text in (said, mail) if len(text) > _LONGEST]:
        raise InputError(f"“{too_long[0][:40]}…” is too long", f"{_LONGEST} characters are the most.")
    wanted = (said.casefold(), mail.casefold(), host)
    for each in lawyers.listed(case):
        if (each.name.casefold(), each.address.casefold(), each.domain) == wanted:
            raise InputError(f"{said} is on the list already, with the number {each.id}")
    with case.act(reviewer, "lawyer add", said) as act:
        number = lawyers.add(act, said, mail, host, reviewer)
    return next(each for each in listed(case) if each.lawyer.id == number)


def remove(case: Case, number: int, *, reviewer: str) -> Lawyer:
    """Take a lawyer off the list; NotFoundError when there is none of that number. Calls of privilege stay."""
    gone = lawyers.get(case, number)
    with case.act(reviewer, "lawyer remove", gone.name) as act:
        lawyers.remove(act, gone.id)
    return gone


def listed(case: Case) -> list[Listed]:
    """All lawyers, in order of their numbers."""
    known = lawyers.listed(case)
    messages: defaultdict[int, set[ItemId]] = defaultdict(set)
    for item, seen in _seen(case, known).items():
        for each in seen:
            messages[each.lawyer.id].add(item)
    return [Listed(each, len(messages[each.id])) for each in known]


def suggest(case: Case) -> list[Suggested]:
    """The messages that a lawyer sent or got and on which there is no call of privilege, in order of their numbers.

    Only names and addresses of their headers are looked at. InputError while nobody is on the list.
    """
    known = lawyers.listed(case)
    if not known:
        raise InputError(
            "nobody is on the list of lawyers", "Put them there first: `reviewer privilege lawyer add CASE NAME`."
        )
    called = {each.item for each in privilege_calls.listed(case)}
    found = {item: seen for item, seen in _seen(case, known).items() if item not in called}
    privileged = privilege.privileged(case)
    stay = privileged.copies | privileged.family
    return [Suggested(each, found[each.id], each.id in stay) for each in items.iterate(case, sorted(found))]


def is_lawyer(known: Sequence[Lawyer], person: Person) -> bool:
    """Whether somebody in a message is on the list."""
    return any(each.sign(person) for each in known)


def _seen(case: Case, known: Sequence[Lawyer]) -> Mapping[ItemId, tuple[Seen, ...]]:
    """Who of the list is in which message: all whom an address, a domain or a name fits."""
    fitting: dict[int, list[tuple[Lawyer, LawyerSign]]] = {}
    for number, (name, address) in lawyers.people(case).items():
        person = Person("", name, address)
        signs = [(each, sign) for each in known if (sign := each.sign(person))]
        if signs:
            fitting[number] = signs
    found: defaultdict[ItemId, list[Seen]] = defaultdict(list)
    for item, number, person in lawyers.messages_with(case, fitting):
        found[item] += [Seen(person, each, sign) for each, sign in fitting[number]]
    return {item: tuple(seen) for item, seen in found.items()}
