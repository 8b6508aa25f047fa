"""The organisations of the story: the agency, and the vendor with those who write from its addresses."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import OrganisationPersonId
from reviewer.domain.people.organisation import OrganisationKind, OrganisationPerson
from reviewer.usecases.demo import material
from reviewer.usecases.demo.plan import Story
from reviewer.usecases.people import organisations

AGENCY_DOMAIN = "pmpd.example"


def enter(case: Case, story: Story, *, reviewer: str) -> None:
    """Enter both. Those whose addresses bear the vendor's own name are its desks, and nobody in particular."""
    organisations.add(case, story.agency, OrganisationKind.AGENCY.value, domains=[AGENCY_DOMAIN], reviewer=reviewer)
    domain = f"{story.vendor.replace(' ', '').lower()}.example"
    organisations.add(case, story.vendor, OrganisationKind.VENDOR.value, domains=[domain], reviewer=reviewer)
    for each in material.table("cast.toml")["person"]:
        if each["address"].endswith(f"@{domain}") and not each["name"].startswith(story.vendor):
            person = OrganisationPerson(OrganisationPersonId(0), each["name"], each["address"])
            organisations.add_person(case, story.vendor, person, reviewer=reviewer)
