"""Outlook's stores give up every item of every folder, in the same order each time, and say what they cannot."""

from __future__ import annotations

import io
import random
import struct
from datetime import UTC, datetime

import pytest

from reviewer.domain.evidence.reading import Member
from reviewer.workers.outlook.cipher import PERMUTE, reveal
from reviewer.workers.outlook.store import Store, open_store
from reviewer.workers.refusal import Refusal
from tests.wording import words
from tests.workers.outlook.building import (
    BODY,
    CLASS,
    DATA,
    FILE_NAME,
    METHOD,
    PLACE,
    SENT,
    START,
    SUBJECT,
    Message,
    StoreBuilder,
    Value,
    someone,
)
from tests.workers.outlook.reading import attachments, inner, parsed, text

VERSIONS = (14, 23, 36)
HIDDEN_WORDS = "hidden: its folder keeps it beside its list, where Outlook shows nothing"
ROOT, TOP, INBOX, DATES = 0x122, 0x8022, 0x8042, 0x8062
LONG = "Fourteen uses, eleven more. " * 800  # more than a heap holds
BYTES = random.Random(7).randbytes(100_000)  # more than a block holds


def message(subject: str, **more: Value) -> Message:
    return Message({SUBJECT: subject, BODY: "Here.", **{int(key[1:]): value for key, value in more.items()}})


def builder(version: int = 23, *, cyclic: bool = False) -> StoreBuilder:
    """Top of the store, an in-box with two messages, a calendar with one appointment."""
    made = StoreBuilder(version, cyclic=cyclic)
    made.folder(ROOT, "Root", ROOT)
    made.folder(TOP, "Top", ROOT)
    made.folder(INBOX, "In/box", TOP, [0x200024, 0x200044])
    made.folder(DATES, "Calendar", TOP, [0x200064])
    deep = Message(
        {SUBJECT: "inner", BODY: "in"}, attachments=[({FILE_NAME: "deep.bin", METHOD: 1, DATA: b"deep"}, None)]
    )
    parts: list[tuple[dict[int, Value], Message | None]] = [
        ({FILE_NAME: "a.bin", METHOD: 1, DATA: BYTES}, None),
        ({FILE_NAME: "m.msg", METHOD: 5}, deep),
    ]
    people = [someone("Bo Reef", "bo@agency.example"), someone("Cy", "cy@agency.example", 2)]
    sent = datetime(2016, 5, 3, 16, 15, tzinfo=UTC)
    made.message(0x200024, INBOX, Message({SUBJECT: "Cameras", BODY: LONG, SENT: sent}, people, parts))
    made.message(0x200044, INBOX, message("Re: Cameras"))
    values: dict[int, Value] = {CLASS: "IPM.Appointment", SUBJECT: "Ride along", START: sent, PLACE: "Station 4"}
    made.message(0x200064, DATES, Message(values))
    return made


def opened(data: bytes) -> tuple[Store, list[tuple[Member, bytes]]]:
    store = open_store(io.BytesIO(data))
    return store, list(store.members())


@pytest.mark.parametrize("version", VERSIONS)
def test_every_item_comes_out_of_its_folder(version: int) -> None:
    store, members = opened(builder(version).build())
    assert [(member.folder, member.name, member.flags) for member, _ in members] == [
        ("Top/In-box", "Cameras.eml", ()),
        ("Top/In-box", "Re- Cameras.eml", ()),
        ("Top/Calendar", "Ride along.eml", ()),
    ]
    assert all(member.derived and not member.missing and not member.reason for member, _ in members)
    assert store.declared == 3
    assert store.remarks == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_message_is_whole_with_what_is_attached(version: int) -> None:
    _, members = opened(builder(version).build())
    mail = parsed(members[0][1])
    assert (mail["to"], mail["cc"]) == ("Bo Reef <bo@agency.example>", "Cy <cy@agency.example>")
    assert mail["date"] == "Tue, 03 May 2016 16:15:00 -0000"
    assert text(mail) == LONG
    (within,) = inner(mail)
    assert within["subject"] == "inner"
    assert attachments(mail) == [("a.bin", BYTES), ("deep.bin", b"deep")]
    assert attachments(within) == [("deep.bin", b"deep")]


def test_appointment_is_a_page_to_read() -> None:
    _, members = opened(builder().build())
    assert {"Start: 2016-05-03 16:15 UTC", "Place: Station 4"} <= set(text(parsed(members[2][1])).splitlines())


@pytest.mark.parametrize("version", VERSIONS)
def test_message_that_was_deleted_and_is_still_there_is_recovered(version: int) -> None:
    made = builder(version)
    made.message(0x200084, INBOX, message("Destroy this"))
    made.forget(0x200084)
    store, members = opened(made.build())
    assert [(m.folder, m.name, words(m.flags)) for m, _ in members[3:]] == [
        ("Top/In-box", "Destroy this.eml", ["recovered", "deleted"])
    ]
    assert parsed(members[3][1])["subject"] == "Destroy this"
    assert store.declared == 3


def test_an_item_with_the_number_of_another_is_not_lost() -> None:
    """Neither in one folder nor in another, nor beside its list; a part of an item is not, either."""
    made = builder()
    for number, again, parent in (
        (0x200084, 0x200024, INBOX),
        (0x2000A4, 0x200064, INBOX),
        (0x2000E8, 0x2000C8, INBOX),
    ):
        made.message(number, parent, message(f"Again {again:x}"))
        if number & 0x1F == 8:
            made.message(again, parent, message("Beside"))
        made.number_again(number, again)
    store, members = opened(made.build())
    assert sum("another item of the store has the same number" in words(member.flags) for member, _ in members) == 3
    subjects = [parsed(data)["subject"] for _, data in members]
    assert sorted(subjects) == sorted(
        ["Cameras", "Re: Cameras", "Ride along", "Beside", "Again 200024", "Again 200064", "Again 2000c8"]
    )
    assert store.declared == 3


def test_an_attachment_with_the_number_of_another_is_not_lost() -> None:
    made = StoreBuilder()
    made.folder(ROOT, "Root", ROOT)
    made.folder(INBOX, "In", ROOT, [0x200024])
    first, second = ({FILE_NAME: name, METHOD: 1, DATA: name.encode()} for name in ("one.bin", "two.bin"))
    made.message(0x200024, INBOX, Message({SUBJECT: "Two"}, attachments=[(first, None), (second, None)]))
    for block, raw in made._blocks.items():
        made._blocks[block] = raw.replace(struct.pack("<Q", 0x8045), struct.pack("<Q", 0x8025)) if block & 2 else raw
    store, ((_, data),) = opened(made.build())
    assert attachments(parsed(data)) == [("one.bin", b"one.bin"), ("two.bin", b"two.bin")]
    assert words(store.remarks) == ["two parts of an object have the same number (0x8025); both are read"]


def test_a_message_that_is_attached_to_itself_is_unpacked_once_and_says_so() -> None:
    made = StoreBuilder()
    made.folder(ROOT, "Root", ROOT)
    made.folder(INBOX, "In", ROOT, [0x200024])
    parts: list[tuple[dict[int, Value], Message | None]] = [
        ({FILE_NAME: f"{n}.msg", METHOD: 5}, message("x")) for n in range(2)
    ]
    made.message(0x200024, INBOX, Message({SUBJECT: "Mirror", BODY: "Here."}, attachments=parts))
    made.attach_to_itself(0x200024)
    _, ((member, data),) = opened(made.build())
    assert data.count(b"Subject: Mirror") == 1
    said = "the attached message is one that it is attached to; it is not unpacked again"
    assert [said in each for each in words(member.reasons)] == [True, True]


def test_message_that_no_folder_lists_is_flagged() -> None:
    made = builder()
    made.message(0x200084, INBOX, message("Unlisted"))
    made.message(0x2000A4, 0x9002, message("Adrift"))
    _, members = opened(made.build())
    flags = {member.name: words(member.flags) for member, _ in members}
    assert flags["Unlisted.eml"] == ["recovered"]
    assert flags["Adrift.eml"] == ["recovered", "in no folder"]


@pytest.mark.parametrize("version", VERSIONS)
def test_message_that_a_folder_hides_beside_its_list_comes_out_and_settings_are_counted(version: int) -> None:
    made = builder(version)
    made.message(0x200088, INBOX, message("Envelope"))
    for number, kind in ((0x2000A8, "IPM.Microsoft.FolderDesign.NamedView"), (0x2000C8, "IPM.Rule.Version2.Message")):
        made.message(number, INBOX, Message({CLASS: kind, SUBJECT: "Settings"}))
    store, members = opened(made.build())
    hidden = [(member.name, member.folder) for member, _ in members if words(member.flags) == [HIDDEN_WORDS]]
    assert hidden == [("Envelope.eml", "Top/In-box")]
    assert (len(members), store.declared) == (4, 3)
    assert ", 2 hidden items with views, rules and other settings" in store.format


def test_message_that_is_listed_and_gone_is_in_the_account() -> None:
    made = builder()
    made.folder(DATES, "Calendar", TOP, [0x200064, 0x200084])
    store, members = opened(made.build())
    lost = [member for member, _ in members if member.missing]
    assert [(member.folder, member.reason) for member in lost] == [
        ("Top/Calendar", "the folder lists it, and its data are gone")
    ]
    assert store.declared == 4


def test_damaged_message_costs_itself_and_nothing_else() -> None:
    data = bytearray(builder().build())
    at = data.find("Re: Cameras".encode("utf-16-le"))
    start = data.rfind(b"\xec\xbc", 0, at)
    data[start : start + 2] = b"\0\0"  # the mark of a heap
    store, members = opened(bytes(data))
    assert [member.missing for member, _ in members] == [False, True, False]
    assert members[1][0].reason == "an object's heap is damaged"
    assert any("checksum" in remark for remark in words(store.remarks))


def test_store_that_is_cut_off_says_so_and_gives_what_is_there() -> None:
    made = builder()
    for number in range(40):  # enough for an index of more than one page
        made.message(0x201004 + 0x20 * number, INBOX, message(f"Number {number}"))
    data = made.build()
    store, members = opened(data[:-512])  # the root of the index is the last page
    assert any("the file is cut off" in remark for remark in words(store.remarks))
    assert {m.name for m, _ in members if not m.missing} >= {f"Number {number}.eml" for number in range(40)}


def test_permuted_bytes_are_put_in_order() -> None:
    # The first values of the table in [MS-PST], section 5.1; the real stores of the corpora are all permuted.
    assert reveal(bytes((65, 54, 19, 98)), PERMUTE, 0) == bytes((0, 1, 2, 3))
    assert sorted(reveal(bytes(range(256)), PERMUTE, 0)) == list(range(256))


@pytest.mark.parametrize("version", [14, 23])
def test_store_whose_data_are_hidden_is_read(version: int) -> None:
    data = builder(version, cyclic=True).build()
    assert "Re: Cameras".encode("utf-16-le") not in data
    _, members = opened(data)
    assert [member.name for member, _ in members] == ["Cameras.eml", "Re- Cameras.eml", "Ride along.eml"]
    assert attachments(parsed(members[0][1]))[0] == ("a.bin", BYTES)


def test_message_with_more_parts_than_are_read_says_so() -> None:
    made = StoreBuilder()
    made.folder(ROOT, "Root", ROOT)
    made.folder(INBOX, "In-box", ROOT, [0x200024])
    leaves = [made.subnodes({n << 5 | 0x1F: (0, 0) for n in range(at, at + 2_000)}) for at in range(1, 110_001, 2_000)]
    entries = b"".join(struct.pack("<QQ", (at * 2_000 + 1) << 5, leaf) for at, leaf in enumerate(leaves))
    parts = made.block(struct.pack("<BBH4x", 2, 1, len(leaves)) + entries, internal=True)
    made.node(0x200024, made.object({CLASS: "IPM.Note", SUBJECT: "Cameras"}), INBOX, parts)
    store, ((member, _),) = opened(made.build())
    assert "the message has more than 100,000 parts; the rest is not read" in member.reason
    assert any("more than 100,000 parts" in remark for remark in words(store.remarks))


def test_same_store_gives_the_same_members() -> None:
    data = builder().build()
    assert opened(data)[1] == opened(data)[1]


@pytest.mark.parametrize("data", [b"", b"!BDN", b"!BDN" + bytes(600), b"PK\x03\x04" + bytes(600)])
def test_what_is_no_store_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        open_store(io.BytesIO(data))


@pytest.mark.parametrize(("version", "cyclic"), [*((version, False) for version in VERSIONS), (14, True), (23, True)])
def test_store_is_one_that_libpff_reads(version: int, *, cyclic: bool) -> None:
    pypff = pytest.importorskip("pypff")
    file = pypff.file()
    file.open_file_object(io.BytesIO(builder(version, cyclic=cyclic).build()))
    top = file.root_folder.get_sub_folder(0)
    box, dates = (top.get_sub_folder(place) for place in range(2))
    assert (box.name, dates.name) == ("In/box", "Calendar")
    assert [one.subject for one in box.sub_messages] == ["Cameras", "Re: Cameras"]
    attachment = box.get_sub_message(0).get_attachment(0)
    assert attachment.read_buffer(attachment.size) == BYTES
