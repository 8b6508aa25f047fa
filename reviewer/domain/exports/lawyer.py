"""The lawyers of a case: by their names, addresses and domains messages are found that may be privileged."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from reviewer.domain.evidence.reading import Person
from reviewer.domain.people.organisation import belongs

LawyerId = NewType("LawyerId", int)
_WORD = re.compile(r"\w+")


class LawyerSign(StrEnum):
    """By what somebody in a message is taken for a lawyer, the surest first."""

    ADDRESS = "address"
    DOMAIN = "domain"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Lawyer:
    """A lawyer, or a firm with its ``domain``. ``at`` is UTC."""

    id: LawyerId
    name: str
    address: str
    domain: str
    reviewer: str
    at: str

    def sign(self, person: Person) -> LawyerSign | None:
        """By what somebody in a message is this lawyer, or of this firm; None for anybody else.

        A name fits when all its words are there, in any order; one word alone fits only as the whole name.
        """
        if self.address and self.address.casefold() == person.address.casefold():
            return LawyerSign.ADDRESS
        if self.domain and belongs(person.address, self.domain):
            return LawyerSign.DOMAIN
        own, shown = _words(self.name), _words(person.name)
        fits = own <= shown if len(own) > 1 else bool(own) and own == shown
        return LawyerSign.NAME if fits else None


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))
