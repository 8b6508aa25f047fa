"""What the demo writes to disk: the same bytes each time, and the story's words in it."""

from __future__ import annotations

import csv
import email
import hashlib
import io
import mailbox
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path

import pypdf
import pytest

from reviewer.domain.pages.tag import PALETTE, check_color
from reviewer.domain.people.officer import Role
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError
from reviewer.usecases.demo import evidence, mime, papers, tables
from reviewer.usecases.demo.noise import FAULTS
from reviewer.usecases.demo.plan import Mail, PlannedPassage, Story
from reviewer.usecases.demo.story import tell
from tests.endurance import at_length


@pytest.fixture(scope="module")
def story() -> Story:
    return tell()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, story: Story) -> Path:
    made = tmp_path_factory.mktemp("demo") / "evidence"
    evidence.write(story, made)
    return made


class Stopped(Quiet):
    """Whoever watches has asked to stop."""

    cancelled = True


def test_nothing_is_written_once_it_is_stopped(story: Story, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        evidence.write(story, tmp_path / "evidence", Stopped())
    assert not (tmp_path / "evidence").exists()


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _messages(folder: Path) -> Iterator[Message]:
    for path in sorted((folder / "Mailboxes").rglob("*")):
        if path.suffix == ".mbox":
            with closing(mailbox.mbox(path, create=False)) as box:
                yield from box
        elif path.is_file():
            yield email.message_from_bytes(path.read_bytes())


def _flat(text: str) -> str:
    return " ".join(text.split())


def _texts(message: Message) -> str:
    texts = []
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and isinstance(payload, bytes):
            charset = part.get_content_charset("ascii")
            texts.append(payload.decode("cp1252" if charset.startswith("x-") else charset))
    return _flat("\n".join(texts))


def test_the_story_is_told_the_same_twice(story: Story) -> None:
    again = tell()
    assert again == story
    assert tables.roster(again.officers) == tables.roster(story.officers)


@at_length
def test_two_runs_write_the_same_bytes(tmp_path: Path, folder: Path) -> None:
    evidence.write(tell(), tmp_path / "again")
    assert _hashes(tmp_path / "again") == _hashes(folder)


def test_a_new_folder_holds_about_400_messages_in_eight_mailboxes_of_three_forms(story: Story, folder: Path) -> None:
    messages = list(_messages(folder))
    assert len(messages) == sum(len(story.mailbox(each.key)) for each in story.custodians)
    assert 380 <= len(messages) <= 440
    assert {each.form for each in story.custodians} == {"mbox", "folder", "eml"}
    assert {message["Message-ID"] for message in messages} == {mail.message_id for mail in story.mails}


def test_mailboxes_share_messages_some_to_the_byte(folder: Path) -> None:
    messages = list(_messages(folder))
    ids = Counter(message["Message-ID"] for message in messages)
    assert sum(1 for count in ids.values() if count > 1) >= 50
    whole = Counter(message.as_bytes() for message in messages)
    assert sum(1 for count in whole.values() if count > 1) >= 10


def test_messages_come_in_the_charsets_and_encodings_of_their_time(folder: Path) -> None:
    parts = [part for message in _messages(folder) for part in message.walk()]
    assert {part.get_content_charset() for part in parts} >= {
        "us-ascii",
        "utf-8",
        "iso-8859-1",
        "windows-1252",
        "x-pmpd-7",
    }
    assert {part.get("Content-Transfer-Encoding") for part in parts} >= {"7bit", "8bit", "quoted-printable", "base64"}
    assert any(part.get_content_type() == "message/rfc822" for part in parts)
    assert any(part.get("Content-ID") and part.get_content_type() == "image/png" for part in parts)


def test_lines_that_are_wrapped_stay_as_deeply_quoted() -> None:
    quoted = mime.wrapped(f"> > {'word ' * 30}\n> {'word ' * 30}\n{'word ' * 30}")
    marks = [line[: len(line) - len(line.lstrip("> "))] for line in quoted.splitlines()]
    assert marks == ["> > ", "> > ", "> > ", "> ", "> ", "> ", "", "", ""]


def test_each_fault_is_in_one_message(story: Story) -> None:
    assert sorted(mail.fault for mail in story.mails if mail.fault) == sorted(FAULTS)


def test_remote_addresses_lead_nowhere(folder: Path) -> None:
    hosts = set()
    for message in _messages(folder):
        hosts |= set(re.findall(r"https?://([\w.-]+)", _texts(message)))
    assert hosts
    assert all(host.endswith((".invalid", ".example")) for host in hosts)


def test_every_address_is_of_a_host_that_cannot_exist(story: Story) -> None:
    people = {person.address for mail in story.mails for person in mail.people}
    assert all(address.endswith(".example") for address in people | {officer.address for officer in story.officers})


def _carriers(story: Story) -> dict[str, Mail]:
    return {mail.message_id: mail for mail in story.mails}


def test_every_planned_quote_stands_in_its_source_just_once(story: Story, folder: Path) -> None:
    texts: dict[str, str] = {}
    for message in _messages(folder):
        plain = next(part for part in message.walk() if part.get_content_type() == "text/plain")
        texts.setdefault(message["Message-ID"], _texts(plain))
    files = papers.attachments(story)
    for paper in story.papers:
        reader = pypdf.PdfReader(io.BytesIO(files[paper.key][2]))
        texts[paper.key] = _flat("\n".join(page.extract_text() for page in reader.pages))
    for passage in story.passages:
        assert texts[passage.paper or passage.message_id].count(_flat(passage.quote)) == 1, passage.key


def test_every_attachment_with_a_passage_is_attached(story: Story) -> None:
    carriers = _carriers(story)
    for passage in story.passages:
        if passage.paper and passage.message_id:
            assert passage.paper in carriers[passage.message_id].attachments
        elif passage.paper:
            assert story.paper(passage.paper).place


def test_a_scan_holds_no_text(story: Story) -> None:
    scans = [paper for paper in story.papers if paper.scan]
    assert scans
    for paper in scans:
        reader = pypdf.PdfReader(io.BytesIO(papers.pdf(paper)))
        assert not "".join(page.extract_text() for page in reader.pages).strip()
        assert len(reader.pages[0].images) >= 1


def test_the_codebook_has_nine_keys_and_colours_of_their_own(story: Story) -> None:
    assert [tag.key for tag in story.codebook] == [str(number) for number in range(1, 10)]
    assert len({check_color(tag.color) for tag in story.codebook}) == 9
    assert {tag.color for tag in story.codebook} >= PALETTE.keys()
    assert {name for passage in story.passages for name in passage.tags} == {tag.name for tag in story.codebook}


# -- the figures of the inquiry, counted from the story ----------------------------------------------------------------


def _received(story: Story) -> set[str]:
    return {each.serial for each in story.benefits if each.outcome == "accepted"}


def test_at_least_100_officers_received_a_benefit_each_proved_by_a_passage_on_it(story: Story) -> None:
    passages: dict[str, PlannedPassage] = {passage.key: passage for passage in story.passages}
    for benefit in story.benefits:
        assert benefit.passages
        for key in benefit.passages:
            assert any(who.serial == benefit.serial for who in passages[key].officers), key
    linked = {who.serial for each in story.passages for who in each.officers if who.role is Role.BENEFICIARY}
    assert len(_received(story)) >= 100
    assert _received(story) <= linked


def test_more_than_15_officers_received_and_promoted(story: Story) -> None:
    promoted = {each.serial for each in story.endorsements}
    assert len(promoted & _received(story)) > 15
    assert promoted - _received(story)


def test_more_than_60_officers_of_one_station_accepted_offers_worth_10000_dollars(story: Story, folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((folder / "Personnel" / evidence.ROSTER).read_text(encoding="utf-8"))))
    values: Counter[str] = Counter()
    officers: dict[str, set[str]] = {}
    for benefit in story.benefits:
        if benefit.outcome != "accepted":
            continue
        station = next(
            row["station"]
            for row in rows
            if row["serial"] == benefit.serial
            and row["start"] <= benefit.date
            and (not row["end"] or benefit.date <= row["end"])
        )
        values[station] += benefit.low - benefit.paid
        officers.setdefault(station, set()).add(benefit.serial)
    assert len(officers["Harbor"]) > 60
    assert values["Harbor"] >= 10_000
    assert all(len(serials) <= 60 for station, serials in officers.items() if station != "Harbor")


def test_one_code_has_14_uses_and_eleven_more_earn_a_device(story: Story) -> None:
    code = next(each for each in story.benefits if each.uses == 14)
    assert code.threshold - code.uses == 11
    assert code.reward


def test_ten_years_of_complaints_have_seven_gratuity_conflicts_one_about_the_vendor(story: Story, folder: Path) -> None:
    text = (folder / "Personnel" / evidence.COMPLAINTS).read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    conflicts = [row for row in rows if row["clause"] == "3.14"]
    assert len(conflicts) == 7
    assert [row["vendor"] for row in conflicts].count(story.vendor) == 1
    assert len(rows) > 50
    assert all("2011-06-01" <= row["received"] <= "2021-05-31" for row in rows)
    assert {row["serial"] for row in rows} <= {officer.serial for officer in story.officers}


def test_the_vendor_names_2019_as_the_end(story: Story) -> None:
    assert any("in 2019" in each.quote for each in story.passages)


def test_the_roster_lists_about_120_officers_of_several_stations(story: Story) -> None:
    assert 115 <= len(story.officers) <= 130
    assert len({officer.serial for officer in story.officers}) == len(story.officers)
    assert len({officer.address for officer in story.officers}) == len(story.officers)
    assert len({held.station for officer in story.officers for held in officer.assignments}) >= 4
    assert any(len(officer.assignments) > 1 for officer in story.officers)
