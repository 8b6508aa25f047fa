"""What the fields of a query ask for, and the words that some of them take, in a few words each."""

from __future__ import annotations

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.people.officer import Role
from reviewer.domain.query import ALIASES

FIELDS = {
    "allegation": "what an allegation rests on, by its number",
    "after": "on that day or later",
    "amount": "an amount of money, or from one to another",
    "bcc": "who got a blind copy",
    "before": "earlier than that day",
    "between": "from one to the other, or back",
    "body": "words of the text",
    "by": "a reviewer who marked, tagged or noted something",
    "cc": "who got a copy",
    "custodian": "from whom it was taken in",
    "date": "of that day, month or year, or from one to another",
    "ext": "how the name of the file ends",
    "family": "the message of an item with all attachments",
    "from": "who wrote it",
    "has": "what there is on it",
    "hidden": "words that no page shows",
    "in": "what lies in a container or a folder",
    "is": "what is so of it",
    "kind": "what kind of item",
    "mark": "how it is marked",
    "name": "words of names of files",
    "near": "what is nearly the same as an item",
    "note": "words of reviewers' notes",
    "officer": "linked to an officer",
    "people": "words of names and addresses",
    "production": "what went in a production",
    "reason": "why it was not read in full, or is remarked on",
    "role": "linked to somebody in that role",
    "saved": "what a saved search finds, by its name",
    "size": "so many bytes, or from so many to so many",
    "subject": "words of the subject",
    "tag": "tagged so, or with such a passage",
    "thread": "the messages of an item's thread",
    "to": "who got it, copies too",
    **{other: f"as {name}:" for other, name in ALIASES.items()},
}
"""Each field, as one can be typed."""

OPERATORS = {
    "AND": "both; it needs brackets beside OR",
    "OR": "either of them",
    "NOT": "without what follows",
    "w/5": "both, at most five words apart",
    "w/10": "both, at most ten words apart",
    "pre/5": "in this order, at most five words apart",
    "pre/10": "in this order, at most ten words apart",
}
"""What stands between words, with what it asks for."""

_HAS = {
    "attachment": "something is attached",
    "note": "a reviewer noted something",
    "draft": "you began a note",
    "passage": "words are marked on it",
    "pages": "it is shown as pages",
    "hidden": "words that no page shows",
    "ocr": "some of its words are recognised text",
}
_IS = {
    "seen": "you had it open, or said that you have read it",
    "unseen": "you neither had it open nor said that you have read it",
    "reviewed": "you said that you have read it",
    "opened": "you had it open, and said no more",
    "ok": "read in full",
    "partial": "read in part",
    "failed": "not read",
    "relevant": "marked relevant",
    "irrelevant": "marked not relevant",
    "privileged": "claimed as privileged",
    "duplicate": "the same as another item",
    "conflicting": "marked otherwise than a duplicate",
    "suppressed": "left out of lists without duplicates",
    "tagged": "it, or words on it, bear a tag",
    "attached": "it came with something else",
    "locked": "a password is missing",
    "signed": "it bears a signature",
    "encrypted": "it was encrypted",
    "flagged": "something is odd about it",
    "derived": "made of what is in another item",
    "draft": _HAS["draft"],
    "hidden": _HAS["hidden"],
    "ocr": _HAS["ocr"],
}
VALUES: dict[str, dict[str, str]] = {
    "has": _HAS,
    "is": _IS,
    "mark": {
        "relevant": "",
        "not-relevant": "",
        "privileged": "",
        "none": "neither relevant, not relevant nor privileged",
    },
    "role": {each.value: "" if each.words == each.value else each.words for each in Role},
    "size": {
        "..10kb": "10,240 bytes at most",
        "10kb..1mb": "from one to the other",
        "1mb..": "a megabyte or more",
        "10mb..": "ten megabytes or more",
    },
    "amount": {
        "..100": "100 at most, of any currency",
        "50..100": "from 50 to 100",
        "1000..": "a thousand or more",
        "$500..": "500 dollars or more",
    },
    "kind": {each.value: "" for each in Kind}
    | {
        Kind.EMAIL.value: "a message",
        Kind.MBOX.value: "a mailbox",
        Kind.STORE.value: "an Outlook store",
        Kind.ARCHIVE.value: "zip, 7z, tar, rar and the like",
        Kind.DOCUMENT.value: "of a word processor",
        Kind.TEXT.value: "plain text",
        Kind.OTHER.value: "without a reader",
    },
}
"""By field the words that it takes whatever the case holds, with what each means where that is not plain."""
