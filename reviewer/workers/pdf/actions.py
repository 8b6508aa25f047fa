"""What a PDF would do if it were let: scripts, programs, files and addresses, listed and never followed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pymupdf import mupdf

from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.objects import MOST_OBJECTS, dictionaries, key, name_at, text_at

_TELLING = re.compile(
    r"/S ?/(?:JavaScript|URI|Launch|GoTo[RE3]|SubmitForm|ImportData|Rendition|Movie|Sound)|/JS\b|/RichMedia|/3D\b"
)
_LONGEST = 2_000  # characters of one fact
_MOST_LISTED = 200
_SCRIPT = "JavaScript"
_LISTED = {
    "URI": "links to the web",
    "Launch": "starts programs",
    "GoToR": "links to other files",
    "GoToE": "links to attached files",
    "SubmitForm": "sends its form to",
    "ImportData": "loads form data from",
}
_MEDIA = {"Rendition": "film or sound", "Movie": "film or sound", "Sound": "film or sound", "GoTo3DView": "3D"}


@dataclass(slots=True)
class Actions:
    """What was found, by what it would do."""

    held: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, target: str) -> None:
        """Note one target; the same once only."""
        targets = self.held.setdefault(what, [])
        target = " ".join(target.split())
        if target and target not in targets and len(targets) < _MOST_LISTED:
            targets.append(target[:_LONGEST])

    def metadata(self) -> dict[str, str]:
        """One fact for each kind of action, the targets in it."""
        return {what: ("; ".join(targets) or "yes")[:_LONGEST] for what, targets in sorted(self.held.items())}


def actions_of(document: Any) -> Actions:
    """All actions of a document, also of those objects that nothing refers to."""
    found = Actions()
    pdf = mupdf.pdf_document_from_fz_document(document)
    for number in range(1, min(mupdf.pdf_xref_len(pdf), MOST_OBJECTS)):
        try:
            if _TELLING.search(document.xref_object(number, compressed=True)):
                for held in dictionaries(mupdf.pdf_load_object(pdf, number)):
                    _note(held, found)
        except MUPDF_ERRORS:
            continue  # a damaged object that nothing can refer to
    return found


def _note(held: Any, found: Actions) -> None:
    act = name_at(held, "S")
    if act == _SCRIPT or (not act and key(held, "JS").m_internal):
        found.add(_SCRIPT, text_at(held, "JS"))
    elif act in _LISTED:
        found.add(_LISTED[act], _target(held))
    elif act in _MEDIA:
        found.add(_MEDIA[act], "")
    if name_at(held, "Subtype") in ("RichMedia", "3D"):
        found.add("film, sound or 3D", "")


def _target(held: Any) -> str:
    """Where an action leads: an address, or a file with what is passed on to it."""
    address = text_at(held, "URI")
    if address:
        return address
    for names in (("F",), ("F", "UF"), ("F", "F"), ("Win", "F"), ("Unix", "F"), ("Mac", "F")):
        file = text_at(held, *names)
        if file:
            return " ".join(filter(None, (file, text_at(held, "Win", "P"))))
    return ""
