from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import OrganisationPersonId
from reviewer.domain.people.organisation import AddressCount, OrganisationKind, OrganisationPerson, belongs, domain_of
from reviewer.errors import InputError, NotFoundError
from reviewer.isolation.workers import Workers
from reviewer.usecases import undo
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake
from reviewer.usecases.people import organisations
from tests.evidence import folder, mail

NEW = OrganisationPersonId(0)


@pytest.fixture
def vendor(case: Case) -> Case:
    organisations.add(case, "Lantern", "vendor", domains=["@Lantern.example"], reviewer="Ada")
    return case


def test_addresses_of_a_domain_are_counted_and_copies_once(vendor: Case, workers: Workers, tmp_path: Path) -> None:
    offer = mail("Offer", sender="Dana Vale <dana@lantern.example>")
    files = {
        "a.eml": offer,
        "b.eml": offer.replace(b"\n", b"\r\n"),
        "c.eml": mail("More", sender="Dana <dana@lantern.example>", to="Lee <lee@mail.lantern.example>"),
        "d.eml": mail("Again", sender="Dana Vale <dana@lantern.example>", to="Ute <ute@home.example>"),
        "e.eml": mail("Other", sender="Eve <eve@notlantern.example>"),
    }
    intake.add(vendor, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    analysis.arrange(vendor, reviewer="Ada")
    person = OrganisationPerson(NEW, "Dana Vale", "Dana@lantern.example", "Liaison", "2015-01-01")
    organisations.add_person(vendor, "lantern", person, reviewer="Ada")
    organisations.add_person(vendor, "lantern", OrganisationPerson(NEW, "Ute Hale", "ute@home.example"), reviewer="Ada")
    shown = organisations.show(vendor, "lantern.example")
    assert shown.addresses == (
        AddressCount("dana@lantern.example", "Dana Vale", 3, "TST1-000001"),
        AddressCount("lee@mail.lantern.example", "Lee", 1, "TST1-000003"),
        AddressCount("ute@home.example", "Ute", 1, "TST1-000004"),
    )
    assert [each.address for each in shown.unknown] == ["lee@mail.lantern.example"]


def test_people_are_added_changed_removed_and_brought_back(vendor: Case) -> None:
    made = organisations.add_person(vendor, "Lantern", OrganisationPerson(NEW, "Dana Vale"), reviewer="Ada")
    (dana,) = made.people
    changed = OrganisationPerson(dana.id, "Dana Vale", "dana@lantern.example", "Director", "2016-01-01", "2018-06-30")
    assert organisations.change_person(vendor, "Lantern", changed, reviewer="Ada").people == (changed,)
    assert organisations.remove_person(vendor, "Lantern", dana.id, reviewer="Ada").people == ()
    undo.undo(vendor, reviewer="Ada")
    assert organisations.show(vendor, "Lantern").organisation.people == (changed,)
    with pytest.raises(NotFoundError, match="has no person 99"):
        organisations.remove_person(vendor, "Lantern", OrganisationPersonId(99), reviewer="Ada")


def test_an_organisation_is_changed_and_removed_and_the_trail_tells_it(vendor: Case) -> None:
    changed = organisations.change(
        vendor,
        "Lantern",
        name="Lantern Inc.",
        add_domains=["lamp.example"],
        drop_domains=["lantern.example"],
        reviewer="Ada",
    )
    assert (changed.name, changed.kind, changed.domains) == ("Lantern Inc.", OrganisationKind.VENDOR, ("lamp.example",))
    organisations.add_person(vendor, "lamp.example", OrganisationPerson(NEW, "Dana Vale"), reviewer="Ada")
    before = organisations.listed(vendor)
    organisations.remove(vendor, "Lantern Inc.", reviewer="Ada")
    assert organisations.listed(vendor) == []
    undo.undo(vendor, reviewer="Ada")
    assert organisations.listed(vendor) == before
    said = [(entry.act, entry.subject) for entry in audit.entries(vendor)][-5:]
    assert said == [
        ("organisation add", "Lantern"),
        ("organisation change", "Lantern"),
        ("organisation person", "Lantern Inc."),
        ("organisation remove", "Lantern Inc."),
        ("undo", "Lantern Inc."),
    ]


def test_what_cannot_be_is_refused_and_nothing_is_written(vendor: Case) -> None:
    before = len(list(audit.entries(vendor)))
    with pytest.raises(InputError, match="Lantern already"):
        organisations.add(vendor, "LANTERN", "vendor", reviewer="Ada")
    with pytest.raises(InputError, match="a domain of Lantern already"):
        organisations.add(vendor, "Lamp", "vendor", domains=["lamp.example", "lantern.example"], reviewer="Ada")
    with pytest.raises(InputError, match="no domain"):
        organisations.add(vendor, "Lamp", "vendor", domains=["two words"], reviewer="Ada")
    with pytest.raises(InputError, match="no kind"):
        organisations.add(vendor, "Lamp", "club", reviewer="Ada")
    person = OrganisationPerson(NEW, "Dana", start="2016-02-01", end="2016-01-01")
    with pytest.raises(InputError, match="ends"):
        organisations.add_person(vendor, "Lantern", person, reviewer="Ada")
    with pytest.raises(InputError, match="no address"):
        organisations.add_person(vendor, "Lantern", OrganisationPerson(NEW, "Dana", "dana"), reviewer="Ada")
    with pytest.raises(NotFoundError, match="no domain"):
        organisations.change(vendor, "Lantern", name="Other", drop_domains=["lamp.example"], reviewer="Ada")
    with pytest.raises(NotFoundError, match="no organisation"):
        organisations.show(vendor, "Nobody")
    assert organisations.show(vendor, "Lantern").organisation.name == "Lantern"
    assert len(list(audit.entries(vendor))) == before


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("@Vendor.Example", "vendor.example"),
        ("vendor", ""),
        ("a@vendor.example", ""),
        ("mail.vendor.example.", "mail.vendor.example"),
    ],
)
def test_a_domain_is_what_stands_behind_the_at(text: str, domain: str) -> None:
    assert domain_of(text) == domain


def test_an_address_belongs_to_its_domain_and_those_above() -> None:
    assert belongs("a@mail.vendor.example", "vendor.example")
    assert not belongs("a@notvendor.example", "vendor.example")
    assert not belongs("vendor.example", "vendor.example")
