"""What the demo's story adds up to, counted by the figures and, apart from them, by hand."""

from __future__ import annotations

from reviewer.domain.dates import read
from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.domain.ledger.benefit import What
from reviewer.domain.ledger.figures import figures
from reviewer.domain.ledger.pairing import Dated
from reviewer.domain.ledger.totals import Summand
from reviewer.domain.people.officer import Officer
from reviewer.usecases.demo.story import tell


def test_the_demo_comes_to_what_the_inquiry_found() -> None:
    story = tell()
    officers = [
        Officer(OfficerId(number), each.serial, each.name, assignments=each.assignments)
        for number, each in enumerate(story.officers, 1)
    ]
    ids = {officer.serial: officer.id for officer in officers}
    lines = []
    for number, told in enumerate(story.benefits, 1):
        days = read(told.date[:10]).days
        what = What.CODE if told.what == "discount" else What(told.what)
        lines.append(
            Summand(
                BenefitId(number), ids[told.serial], "Lantern Bell", what, told.outcome, "supported", "USD",
                1, told.low * 100, told.high * 100, told.paid * 100, days.earliest, days.latest,
            )
        )  # fmt: skip
    endorsed = [
        Dated(number, ids[told.serial], read(told.date).days) for number, told in enumerate(story.endorsements, 1)
    ]
    found = figures(officers, lines, endorsed, [])
    accepted = [told for told in story.benefits if told.outcome == "accepted"]
    receivers = {told.serial for told in accepted}
    assert found.with_benefit.count == len(receivers) >= 100
    assert found.with_device.count == len({told.serial for told in accepted if told.what == "device"})
    promoters = receivers & {told.serial for told in story.endorsements}
    assert found.with_benefit_and_endorsement.count == len(promoters) > 15
    harbor = found.stations[0]
    there = [
        told
        for told in accepted
        for officer in story.officers
        for held in officer.assignments
        if officer.serial == told.serial
        and held.station == "Harbor"
        and held.start <= told.date[:10] <= (held.end or "9999")
    ]
    assert (harbor.name, harbor.received.count) == ("Harbor", len({told.serial for told in there}))
    assert harbor.received.count > 60
    assert harbor.sums["USD"].low == sum(max(0, told.low - told.paid) * 100 for told in there) >= 1_000_000
