"""Organisations (a vendor, an agency, a newspaper) and the people who speak for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.ids import OrganisationId, OrganisationPersonId

_DOMAIN = re.compile(r"(?!-)[^\s@<>(),;:\"\[\]\\/.]+(\.[^\s@<>(),;:\"\[\]\\/.]+)+")


class OrganisationKind(StrEnum):
    """What sort of organisation it is."""

    VENDOR = "vendor"
    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OrganisationPerson:
    """Somebody at an organisation, in a position from one ISO day to another, both included; empty is open."""

    id: OrganisationPersonId
    name: str
    address: str = ""
    position: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; ``domains`` are what stands behind the @ of its addresses."""

    id: OrganisationId
    name: str
    kind: OrganisationKind
    remark: str = ""
    domains: tuple[str, ...] = ()
    people: tuple[OrganisationPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressCount:
    """An address of the evidence, the name it goes by most often, in how many items, and the first of them."""

    address: str
    name: str
    items: int
    first: str


def domain_of(text: str) -> str:
    """A domain as it is kept: lower case, without an @ or a full stop before or after it; empty when it is none."""
    plain = text.strip().lower().removeprefix("@").strip(".")
    return plain if _DOMAIN.fullmatch(plain) and len(plain) <= 253 else ""


def belongs(address: str, domain: str) -> bool:
    """Whether an address is of a domain, or of one below it."""
    host = address.lower().rpartition("@")[2]
    return "@" in address and (host == domain or host.endswith(f".{domain}"))
