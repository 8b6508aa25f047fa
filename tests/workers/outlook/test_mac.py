"""An archive of Outlook for Mac becomes its messages, each with where its attachments lie."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import ReadOne
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.workers.reading import identify, read
from tests.evidence import folder
from tests.workers.archive.building import Part, part, raw_zip
from tests.workers.archive.reading import contents
from tests.workers.office.documents import zipped

ATTACHED = "Local/com.microsoft.__Attachments/flyer.txt"


def people(element: str, *pairs: tuple[str, str]) -> str:
    rows = "".join(
        f"<emailAddress OPFContactEmailAddressAddress={quoteattr(address)}"
        f' OPFContactEmailAddressName={quoteattr(shown)} OPFContactEmailAddressType="0"/>'
        for shown, address in pairs
    )
    return f"<OPFMessageCopy{element}>{rows}</OPFMessageCopy{element}>"


def message(subject: str, body: str, *, html: str = "", attachment: str = "") -> str:
    attached = (
        f'<OPFMessageCopyAttachmentList><messageAttachment OPFAttachmentName="flyer.txt"'
        f' OPFAttachmentContentType="text/plain" OPFAttachmentURL={quoteattr(attachment)}/>'
        "</OPFMessageCopyAttachmentList>"
    )
    return (
        '<email xml:space="preserve">'
        + (attached if attachment else "")
        + f"<OPFMessageCopyBody>{escape(body)}</OPFMessageCopyBody>"
        + (f"<OPFMessageCopyHTMLBody>{escape(html)}</OPFMessageCopyHTMLBody>" if html else "")
        + people("FromAddresses", ("Jörg Bell", "jorg@vendor.example"))
        + people("ToAddresses", ("Ann Cole", "ann@agency.example"), ("", "bo@agency.example"))
        + people("CCAddresses", ("Cy", "cy@agency.example"))
        + "<OPFMessageCopyMessageID>1@vendor.example</OPFMessageCopyMessageID>"
        + "<OPFMessageCopySentTime>2016-05-03T09:15:00</OPFMessageCopySentTime>"
        + f"<OPFMessageCopySubject>{escape(subject)}</OPFMessageCopySubject></email>"
    )


def xml(*messages: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<emails elementCount="1">{"".join(messages)}</emails>'.encode()


def test_a_message_has_its_people_time_and_words() -> None:
    data = xml(message("Größere <Offer>", "Three free cameras\nfor you", html="<p>Three <b>free</b> cameras</p>"))
    assert identify("message_00000.xml", data) is Kind.EMAIL
    reading, blobs = read(ReadOne("message_00000.xml"), data)
    assert (reading.kind, reading.state, blobs) == (Kind.EMAIL, State.OK, [])
    assert reading.mail is not None
    assert (reading.mail.subject, reading.mail.date) == ("Größere <Offer>", "2016-05-03T09:15:00Z")
    assert reading.mail.message_id == "<1@vendor.example>"
    assert [(each.role, each.name, each.address) for each in reading.mail.people] == [
        ("from", "Jörg Bell", "jorg@vendor.example"),
        ("to", "Ann Cole", "ann@agency.example"),
        ("to", "", "bo@agency.example"),
        ("cc", "Cy", "cy@agency.example"),
    ]
    assert reading.mail.body.split()[:5] == ["Three", "free", "cameras", "for", "you"]
    assert reading.metadata["format"] == "Outlook for Mac message"


def test_a_second_message_in_the_same_file_lies_below_the_first() -> None:
    reading, blobs = read(ReadOne("x"), xml(message("One", "first"), message("Two", "second")))
    assert reading.mail is not None
    assert reading.mail.subject == "One"
    inner, _ = read(ReadOne("x"), blobs[0])
    assert inner.mail is not None
    assert (inner.mail.subject, inner.mail.body.strip()) == ("Two", "second")


def test_an_archive_gives_its_messages_with_their_attachments(case: Case, workers: Workers, tmp_path: Path) -> None:
    parts = {
        "Local/com.microsoft.__Attachments/loose.txt": b"two ropes",
        ATTACHED: b"three lanterns",
        "Local/com.microsoft.__Messages/Inbox/message_00000.xml": xml(message("Offer", "see it", attachment=ATTACHED)),
        "Local/com.microsoft.__Messages/Sent/message_00001.xml": xml(message("Again", "see it", attachment=ATTACHED)),
        "Local/com.microsoft.__Messages/Sent/message_00002.xml": xml(
            message("Lost", "gone", attachment="Local/no.txt")
        ),
    }
    account = intake.add(case, workers, [folder(tmp_path / "d", {"mac.olm": zipped(parts)})], reviewer="Ada")
    found = {item.title: item for item in items.many(case, search.ids(case, ""))}
    assert found["mac.olm"].metadata["format"] == "Outlook for Mac archive (.olm)"
    offer, again, lost = found["Offer"], found["Again"], found["Lost"]
    assert [(each.kind, each.folder, each.derived) for each in (offer, again)] == [
        (Kind.EMAIL, "Local/Inbox", True),
        (Kind.EMAIL, "Local/Sent", True),
    ]
    lanterns = items.many(case, search.ids(case, "lanterns"))
    assert sorted((item.title, item.parent) for item in lanterns) == [("flyer.txt", offer.id), ("flyer.txt", again.id)]
    assert [item.parent for item in items.many(case, search.ids(case, "ropes"))] == [found["mac.olm"].id]
    assert offer.state is State.OK
    elsewhere = Reason("outlook.attachment_elsewhere", path="Local/no.txt")
    assert elsewhere.because_of("outlook.attachment", name="flyer.txt") in lost.reasons
    assert not account.gaps


def test_an_attachment_that_is_locked_comes_out_by_itself_and_says_so() -> None:
    path = "Local/com.microsoft.__Messages/Inbox/message_00000.xml"
    data = raw_zip(
        [
            part(path, xml(message("Offer", "see it", attachment=ATTACHED))),
            Part(ATTACHED.encode(), b"twelve bytes and some", size=9, flags=1),
        ]
    )
    found = contents(data)
    assert [(each.name, each.missing) for each in found.members] == [("message_00000.eml", False), ("flyer.txt", True)]
    assert found.archive.declared == 2
