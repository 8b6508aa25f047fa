"""What an act did, in a sentence that the window shows: from its name, its subject and the rows that it wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = tuple[str, int, Mapping[str, Any] | None, Mapping[str, Any] | None]
"""A table, the number of a row of it, and that row before and after."""

_Pair = tuple[Mapping[str, Any], Mapping[str, Any]]
"""A row before and after; empty where there was none."""

SENTENCES: Mapping[str, str] = {
    "item tag": "Tag set on {items}: {subject}",
    "item untag": "Tag taken off {items}: {subject}",
    "item link": "{items} linked to {subject}",
    "item unlink": "{subject} taken off {items}",
    "item note": "Note{leaves} added on {items}: {subject}",
    "queue add": "Queue “{subject}” made",
    "queue change": "Items added to queue “{subject}”",
    "queue sample": "Sample “{subject}” drawn",
    "queue archive": "Queue “{subject}” put away",
    "queue restore": "Queue “{subject}” brought back",
    "saved add": "Search “{subject}” saved",
    "saved change": "What search “{subject}” finds was looked at",
    "saved query": "Search “{subject}” stands for another one",
    "saved rename": "Saved search renamed: “{subject}”",
    "saved remove": "Saved search “{subject}” removed",
    "reading change": "What counts as read was changed",
    "item read": "{subject} marked as read",
    "item unread": "{subject} marked as not read",
    "passage add": "Passage {passage} marked in {subject}",
    "passage remove": "Passage {passage} removed from {subject}",
    "passage tag": "Tag set: {subject}",
    "passage untag": "Tag taken off: {subject}",
    "passage link": "{officer} linked to a passage of {subject}",
    "passage unlink": "{officer} taken off a passage of {subject}",
    "tag add": "Tag “{subject}” added",
    "tag change": "Tag “{subject}” changed",
    "note add": "Note{leaves} added on {subject}",
    "note change": "Note changed on {subject}",
    "note remove": "Note removed from {subject}",
    "note rule": "New notes are {subject}, unless something else is said of one",
    "thread attach": "{subject} attached to a thread by hand",
    "thread detach": "{subject} detached from its thread by hand",
    "officer add": "Officer {subject} added",
    "officer change": "Officer {subject} changed",
    "officer import": "Roster imported: {subject}",
    "officer assign": "Assignment of officer {subject} changed",
    "officer unidentified": "Unidentified officer {subject} added",
    "officer resolve": "Officer identified: {subject}",
    "officer merge": "Officers merged: {subject}",
    "officer split": "Officers split: {subject}",
    "alias accept": "Name or address accepted for officer {subject}",
    "alias refuse": "Name or address refused for officer {subject}",
    "organisation add": "Organisation “{subject}” added",
    "organisation change": "Organisation “{subject}” changed",
    "organisation remove": "Organisation “{subject}” removed",
    "organisation person": "People of “{subject}” changed",
    "benefit add": "Benefit B-{benefit} entered: {subject}",
    "benefit change": "Benefit B-{benefit} changed: {subject}",
    "benefit remove": "Benefit B-{benefit} removed: {subject}",
    "benefit merge": "Benefits merged: {subject}",
    "benefit split": "Benefits split: {subject}",
    "benefit distinct": "Kept as two benefits: {subject}",
    "proof remove": "Proof taken off a benefit: {subject}",
    "endorsement add": "Endorsement E-{endorsement} entered: officer {subject}",
    "endorsement change": "Endorsement E-{endorsement} changed: officer {subject}",
    "endorsement remove": "Endorsement E-{endorsement} removed: officer {subject}",
    "limit add": "Limit added: {subject}",
    "limit change": "Limit changed: {subject}",
    "limit remove": "Limit removed: {subject}",
    "clause add": "Clause {subject} added",
    "clause change": "Clause {subject} changed",
    "clause remove": "Clause {subject} removed",
    "clause import": "Clauses imported: {subject}",
    "allegation add": "Allegation {allegation} entered: {subject}",
    "allegation change": "Allegation {subject} changed",
    "allegation remove": "Allegation {subject} removed",
    "ground add": "Put to allegation {subject}: {grounds}",
    "ground remove": "Taken out of allegation {subject}: {grounds}",
    "finding draft": "Finding drafted on allegation {subject}",
    "finding propose": "Finding proposed on allegation {subject}",
    "finding review": "Finding signed on allegation {subject}",
    "finding finalise": "Finding made final on allegation {subject}",
    "finding reopen": "Finding reopened on allegation {subject}",
    "finding label": "The agency's name of an outcome kept: {subject}",
    "complaint import": "Complaints imported: {subject}",
    "interview add": "Interview {interview} planned: {subject}",
    "interview change": "Interview {subject} changed",
    "interview remove": "Interview {subject} removed",
    "interview start": "Interview {subject} begun",
    "interview end": "Interview {subject} ended",
    "interview close": "Interview {subject} closed",
    "interview break": "Break begun in interview {subject}",
    "interview resume": "Break ended in interview {subject}",
    "interview participant": "Participants changed: interview {subject}",
    "interview notices": "List of notices changed",
    "interview tick": "Notice ticked: interview {subject}",
    "interview untick": "Notice no longer ticked: interview {subject}",
    "interview note": "Note taken in interview {subject}",
    "interview answer": "Answer kept: interview {subject}",
    "interview show": "Showing of an exhibit kept: interview {subject}",
    "interview exhibit": "Exhibits changed: interview {subject}",
    "interview link": "Link of an answer changed: interview {subject}",
    "interview topic": "Topic added: interview {subject}",
    "interview question": "Question added: interview {subject}",
    "interview move": "Moved: interview {subject}",
    "interview outline": "Questions added: interview {subject}",
    "interview transcript": "Transcript changed: interview {subject}",
    "interview recording": "Recording changed: interview {subject}",
    "outline change": "Words or exhibits changed: interview {subject}",
    "outline remove": "Taken out of the outline: interview {subject}",
    "privilege mark": "Privilege said of {subject}",
    "privilege remove": "Privilege taken off {subject}",
    "agency change": "The agency's name, address or logo changed: {subject}",
    "lawyer add": "Lawyer put on the list: {subject}",
    "lawyer remove": "Lawyer taken off the list: {subject}",
    "confidential-source add": "Confidential source {confidential_source} marked",
    "confidential-source change": "What gives confidential source {subject} away was changed",
    "confidential-source remove": "Confidential source {subject} is marked as none any more",
    "production add": "Production {production} made: {subject}",
    "production drop": "Production {subject} dropped",
    "redaction add": "{redactions} proposed: {subject}",
    "redaction remove": "{redactions} removed: {subject}",
    "redaction approve": "{redactions} approved: {subject}",
    "redaction decline": "{redactions} declined: {subject}",
    "redaction reason": "Reason of redactions changed: {subject}",
    "allegation confirm": "Confirmed what was looked for: allegation {subject}",
    "allegation dismiss": "Hits dismissed: allegation {subject}",
    "allegation affirm": "Searches confirmed together: {subject}",
}
"""The acts that can be undone, and what each did."""

LASTING: Mapping[str, str] = {
    "case create": "Case made: {subject}",
    "case upgrade": "Case brought up to {subject}",
    "case recovery-sheet": "Recovery sheet made",
    "case recovery-kept": "Recovery sheet said to be on paper",
    "case accept older": "An older copy of the case accepted",
    "case accept lost": "Gone on without what the log had lost; the log is kept in {subject}",
    "passphrase change": "Passphrase changed",
    "password add": "Passwords kept for what is locked",
    "password remove": "A password that opened nothing was not kept",
    "sandbox waive": "Reading without a sandbox allowed",
    "intake start": "Intake begun: {subject}",
    "intake batch": "Evidence taken in: {subject}",
    "intake finish": "Intake finished",
    "intake stop": "Intake stopped",
    "intake retry": "What could not be read was tried again",
    "analysis make": "Threads, duplicates and participants analysed",
    "pages make": "Pages made of {subject}",
    "ocr run": "Scanned pages recognised (OCR): {subject}",
    "signing-key add": "Signing key made for {subject}",
    "signing-key passphrase": "Passphrase of a signing key changed: {subject}",
    "signing-key revoke": "Signing key revoked: {subject}",
    "interview record": "Record of interview {subject} taken in",
    "interview binder": "Binder of interview {subject} written",
    "report export": "Report written",
    "account export": "Account of the evidence written",
    "manifest export": "Custody manifest written",
    "table export": "Table written: {subject}",
    "picture export": "Picture written: {subject}",
    "item export": "Original written: {subject}",
    "item pages": "Pages of {subject} written",
    "item print": "{subject} printed",
    "privilege log": "Privilege log written",
    "bundle export": "Bundle written: {subject}",
    "production deliver": "Production {subject} handed over",
    "production recall": "Return of {subject} asked for",
}
"""The acts that nothing takes back, and what each did."""


def sentence(
    act: str, subject: str, rows: Sequence[Row] = (), *, officers: Sequence[str] = (), items: int | None = None
) -> str:
    """What an act did; an act without a sentence of its own is told by its name. ``officers`` are those it linked.

    ``items`` is how many it was about, where not all rows are given.
    """
    if act == "item mark":
        return _marked(subject, rows)
    if act == "item code":
        return _coded(subject, rows, items)
    said = SENTENCES.get(act) or LASTING.get(act)
    if said is None:
        return f"{act[:1].upper()}{act[1:]}: {subject}" if subject else f"{act[:1].upper()}{act[1:]}"
    numbers = {table: number for table, number, _, _ in reversed(rows)}
    if act == "passage add":  # words that are a passage already are marked by what is said of it
        numbers = _passage(rows) | numbers
    named = ", ".join(officers)
    if act == "passage link":
        subject, _, serial = subject.partition(" ")
        named = f"{named} ({serial})" if named and serial else named
    filled = _Numbers(numbers, subject=_entry(subject, rows), officer=named or "Officer")
    filled["items"] = _count(len(_items(rows)) if items is None else items)
    filled["redactions"] = _redactions(rows)
    filled["grounds"] = _grounds(rows)
    leaves = any(table == "note" and (after or before or {}).get("for_report") for table, _, before, after in rows)
    filled["leaves"] = " for the report" if leaves else ""
    said = said.format_map(filled).removesuffix(": ")
    if act != "passage add":
        return said
    return ", ".join(
        (said, *([f"{named} linked"] if named else []), *(["with a note for the report"] if leaves else []))
    )


def _entry(subject: str, rows: Sequence[Row]) -> str:
    """The kind and the officer of a benefit told apart: the number of an officer is not that of a code."""
    kinds = (str(row["what"]) for table, _, *pair in rows if table == "benefit" for row in pair if row is not None)
    said = next((kind for kind in kinds if subject.startswith(f"{kind} ")), "")
    return f"{said}, officer {subject[len(said) + 1 :]}" if said else subject


def _passage(rows: Sequence[Row]) -> dict[str, int]:
    """The passage that rows are on."""
    on = [row["passage"] for _, _, *pair in rows for row in pair if row is not None and row.get("passage")]
    return {"passage": on[0]} if on else {}


class _Numbers(dict[str, object]):
    """What a sentence is filled with; ``?`` where the act wrote no row of that table."""

    def __init__(self, numbers: Mapping[str, int], *, subject: str, officer: str) -> None:
        super().__init__(numbers, subject=subject, officer=officer)

    def __missing__(self, _name: str) -> str:
        return "?"


def _marked(subject: str, rows: Sequence[Row]) -> str:
    marks = [(before or {}, after or {}) for table, _, before, after in rows if table == "item_mark"]
    calls = [(before or {}, after or {}) for table, _, before, after in rows if table == "privilege_call"]
    items = _items(rows)
    copies = f", with {len(items) - 1} duplicate{'s' if len(items) > 2 else ''}" if len(items) > 1 else ""
    return f"{subject} {_said(marks, calls)}{copies}"


def _coded(subject: str, rows: Sequence[Row], items: int | None) -> str:
    """What was said of many items: of each it was the same, whatever each was before."""
    marks = [(before or {}, after or {}) for table, _, before, after in rows if table == "item_mark"]
    calls = [(before or {}, after or {}) for table, _, before, after in rows if table == "privilege_call"]
    return f"{_count(len(_items(rows)) if items is None else items)} {_said(marks, calls)}: {subject}"


def _count(items: int) -> str:
    return f"{items:,} item{'' if items == 1 else 's'}"


def _redactions(rows: Sequence[Row]) -> str:
    number = sum(table == "redaction" for table, _, _, _ in rows)
    return f"{number:,} redactions" if number > 1 else "Redaction"


def _grounds(rows: Sequence[Row]) -> str:
    """What was put to an element, or taken out: “passage 24 for it, an explanation”."""
    return ", ".join(filter(None, (_ground(table, before or {}, after or {}) for table, _, before, after in rows)))


def _ground(table: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    row = after or before
    if table == "allegation_ground":
        named = {"benefit": "benefit B-", "endorsement": "endorsement E-"}.get(row["kind"], f"{row['kind']} ")
        return f"{named}{row['target']} {row['side']} it"
    if table == "allegation_confirmation":
        return f"what was looked for {row['side']} it"
    if table == "allegation_explanation":
        return "an explanation" if after else "no explanation any more"
    return ""


def _items(rows: Sequence[Row]) -> set[object]:
    return {row["item"] for _, _, *pair in rows for row in pair if row is not None and "item" in row}


def _said(marks: Sequence[_Pair], calls: Sequence[_Pair]) -> str:
    said = []
    if marks:
        was, now = marks[0]
        if was.get("relevance", "") != now.get("relevance", ""):
            gone = f"no longer marked {was.get('relevance')}"
            said.append(f"marked {now['relevance']}" if now.get("relevance") else gone)
        if bool(was.get("privileged")) != bool(now.get("privileged")):  # as marks were before they were calls
            said.append("marked privileged" if now.get("privileged") else "no longer privileged")
    if calls:
        said.append("marked privileged" if calls[0][1] else "no longer privileged")
    return " and ".join(said) or "marked"
