"""A certificate for the custodian to sign, after FRE 902(13) and 902(14): what was hashed, how, by which program.

It lies beside the contents, since it names the hash of their manifest. Who signs it, and what that person knows, is
left blank.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer import __version__
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.exports.leaving import Way
from reviewer.export.bag import MANIFEST
from reviewer.export.texts import Texts
from reviewer.export.typeset import around, set_values
from reviewer.usecases.exports import agency
from reviewer.usecases.exports.bundle_documents import Document, Making, is_withheld

FILE = "certificate.pdf"
_HEADS = ("what", "as_is", "certify", "who", "to_fill", "by_hand")
_BLANKS = ("matter", "name", "position", "training", "date", "place", "signature")
_SAYS = ("custodian", "originals", "documents", "pages", "manifest", "accurate", "perjury")
"""What is certified, as far as the program can know it; the rest is for whoever signs."""


def make(making: Making, documents: Sequence[Document], fingerprint: str) -> bytes:
    """The certificate as PDF bytes, all of the contents being written; ExportError when it holds what is redacted."""
    gate, production, say = making.gate, making.production, making.say
    made, program, payload = clock.now(), f"Evidence Reviewer {__version__}", len(making.bag.payload)
    numbers = {"first": production.bates_first, "last": production.bates_last, "count": len(documents)}
    facts = [
        (say("certificate.production"), gate.masked(making.about)),
        (say("certificate.numbers"), say("certificate.numbers_said", **numbers)),
        (say("certificate.program"), program),
        (say("certificate.made"), say.second(made)),
        (say("certificate.sha256", file=MANIFEST), making.bag.manifest_sha256),
        (say("certificate.files"), say("certificate.files_said", count=payload, bytes=making.bag.size)),
        *([(say("certificate.key"), fingerprint)] if fingerprint else []),
    ]
    title = gate.masked(production.title)
    values = {
        "title": title,
        "named": say("certificate.named", title=title),
        "heading": say("certificate.title"),
        "note": say("certificate.note"),
        "heads": {name: say(f"certificate.{name}") for name in _HEADS},
        "made": made,
        "program": program,
        "facts": facts,
        "says": _says(documents, say, marked=making.marked),
        "blanks": [say(f"certificate.{name}") for name in _BLANKS],
        **around(agency.shown(gate), making.paper, say),
    }
    pdf = set_values("certificate.typ", values, resource("report"), resource("fonts"), made)
    making.redactor.attack(FILE, pdf, gate.sought())
    return pdf


def _says(documents: Sequence[Document], say: Texts, *, marked: bool) -> list[str]:
    whole = sum(each.part.way is Way.GOES for each in documents)
    redacted = sum(each.part.way is Way.REDACTED for each in documents)
    withheld = sum(map(is_withheld, (each.part for each in documents)))
    others = len(documents) - whole - redacted - withheld  # what holds others, and what could not be had
    filled = {
        "documents": len(documents),
        "whole": whole,
        "redacted": redacted,
        "withheld": withheld,
        "others": say("certificate.others", others=others) if others else "",
        "highlights": say("certificate.highlights") if marked else "",
        "manifest": MANIFEST,
    }
    return [say(f"certificate.{name}", **filled) for name in _SAYS]
