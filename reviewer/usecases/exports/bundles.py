"""Bundles: a production as a folder or an archive that opens without our program, and by which it can be checked."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.record import record
from reviewer.casefile.engine.undisturbed import seldom_disturbed
from reviewer.casefile.exports import productions as stored_productions
from reviewer.casefile.people import signing_keys
from reviewer.casefile.people.signing_keys import Signer
from reviewer.domain import clock
from reviewer.domain.exports.leaving import Export, Held, Way
from reviewer.domain.exports.production import Part, Problem, Production
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import ExportError, InputError, WordsStayError
from reviewer.export import verify_bundle
from reviewer.export.bag import MANIFEST, Bag
from reviewer.export.bundle_papers import verify_text
from reviewer.export.load_files import read_dat, read_opt
from reviewer.export.timestamps import Stamped
from reviewer.export.timestamps import request as timestamp_request
from reviewer.isolation.workers import Workers
from reviewer.usecases.exports import (
    bundle_documents,
    production_scope,
    productions,
)
from reviewer.usecases.exports.bundle_documents import Document, Making
from reviewer.usecases.exports.bundle_files import (
    certificate,
    edrm_load_file,
    other_files,
    timestamps,
)
from reviewer.usecases.exports.bundle_files.interchange import Marks
from reviewer.usecases.exports.bundle_files.other_files import Beside
from reviewer.usecases.exports.gate import EncryptedZip, ExportFolder, Gate, Writer, passing
from reviewer.usecases.exports.mock_run import problems as mock_problems
from reviewer.usecases.exports.mock_run import words as mock_words
from reviewer.usecases.exports.redaction.redacting import Redactor

PURPOSE = "bundle"
"""What a signature under a bundle is for; one for another purpose is none for this."""

_STOPPED = "nothing was written"
_SAME_WORDS = "{:,} pages that go whole have all words that the case has of them"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at in the finished bundle, and what was found."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class BundleExport:
    """What was written, and how it was checked. ``passphrase`` opens the archive; empty for a folder.

    ``fingerprint`` is that of the key that signed it, empty where none did.
    """

    place: Path
    production: Production
    files: int
    size: int
    items: int
    pages: int
    withheld: int
    redacted_pages: int
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
    held: tuple[Held, ...]
    fingerprint: str = ""
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a bundle is wanted: as an archive, without the report, or without all that reviewers made.

    They made highlights, report, ledger and account. ``paper`` is that of all that is set anew, ``language`` that of
    what the program writes for it.
    """

    zipped: bool = False
    evidence_only: bool = False
    report: bool = True
    paper: Paper = Paper.LETTER
    language: Language = Language.ENGLISH


@seldom_disturbed()
def export(
    case: Case,
    workers: Workers,
    out: Path,
    number: int,
    wish: Wish | None = None,
    *,
    signing_passphrase: str | None = None,
    reviewer: str,
    write: Writer | None = None,
    progress: Progress | None = None,
) -> BundleExport:
    """Write production ``number`` to a new folder, or as ``out`` with ``.zip`` to a new archive; all of it or nothing.

    It is signed with the reviewer's key where its passphrase is given. ExportError when a mock run finds what must not
    leave, or when the finished bundle does not hold what it should.
    """
    wanted, watched = wish or Wish(), progress or Quiet()
    production = stored_productions.live(case, number)
    signer = None if signing_passphrase is None else signing_keys.unlocked(case, reviewer, signing_passphrase)
    secret = EncryptedZip.new_passphrase() if wanted.zipped else ""
    with (
        passing(case, reviewer=reviewer, terms=production_scope.terms_of(production), write=write) as gate,
        _place(out, secret) as place,
        Redactor(gate, workers) as redactor,
    ):
        parts = stored_productions.parts(gate.case, production.id)
        problems = _checked(gate, production, parts, wanted)
        making = Making(gate, workers, Bag(place), production, parts, redactor, *_how(wanted))
        documents, marks = _documents(making, place, watched)
        begins = partial(_stage, watched, len(documents))
        beside = other_files.write(making, documents, marks, begins, report=wanted.report)
        fingerprint = _close(making, documents, signer, watched)
        checks = _check(making, place, documents, beside, watched)
        _finish(making, place, problems, fingerprint, watched)
    return BundleExport(
        place=place.place,
        production=production,
        files=len(making.bag.payload),
        size=making.bag.size,
        items=len(documents),
        pages=production.last - production.first + 1,
        withheld=sum(map(bundle_documents.is_withheld, parts)),
        redacted_pages=sum(each.redacted for each in documents),
        checks=tuple(checks),
        problems=tuple(problems),
        held=gate.stays,
        fingerprint=fingerprint,
        passphrase=secret,
    )


def _how(wish: Wish) -> tuple[bool, Paper, Language]:
    return not wish.evidence_only, wish.paper, wish.language


def _place(out: Path, secret: str) -> AbstractContextManager[ExportFolder | EncryptedZip]:
    if not secret:
        return ExportFolder(out)
    named = out if out.suffix.lower() == ".zip" else out.with_name(f"{out.name}.zip")
    return EncryptedZip(named, secret, "bundle")


def _checked(gate: Gate, production: Production, parts: Sequence[Part], wish: Wish) -> list[Problem]:
    """What a mock run finds; ExportError when some of it must not leave, or what is written about the bundle.

    StorageError when the trail could not tell of it.
    """
    gate.check_writable()
    now = mock_problems.as_now(gate, production, parts)
    delivered = production.delivery is not None
    found = list(mock_problems.found(gate, production.receiver, parts, now, delivered=delivered))
    stopping = [each for each in found if each.wrong.stops]
    if stopping:
        more = f"; and {len(stopping) - 1} more" if len(stopping) > 1 else ""
        raise ExportError(
            f"production {production.id} cannot leave as it is: {stopping[0].words}{more}",
            f"Nothing was written. `reviewer production mock CASE {production.id}` has all of it.",
        )
    _check_words(gate, production, wish)
    return found


def _check_words(gate: Gate, production: Production, wish: Wish) -> None:
    """ExportError when what is written about the bundle holds what is redacted or stays, before any page is made."""
    for each in mock_words.of_production(gate, production.said, f"production {production.id}"):
        raise ExportError(each.words, "Nothing was written. Drop this production if it was not delivered.")
    if wish.evidence_only:
        return
    try:
        mock_words.check_reviewers(gate)
    except WordsStayError as error:  # here no terms let those words go
        raise ExportError(
            str(error),
            "Nothing was written. Say it there in words of your own, make a tag internal, or write the bundle without "
            "what reviewers made (--evidence-only).",
        ) from error


def _documents(
    making: Making, place: ExportFolder | EncryptedZip, watched: Progress
) -> tuple[list[Document], Marks | None]:
    """Make them all, with which the disk begins then, while the rest is made; and what was marked, where that goes."""
    numbered = [part for part in making.parts if part.numbered]
    made: list[Document] = []
    begun: deque[Callable[[], bundle_documents.Made]] = deque()
    with (
        ThreadPoolExecutor(1, thread_name_prefix="packing") as packer,
        ThreadPoolExecutor(making.workers.jobs, thread_name_prefix="bundle") as pool,
    ):
        marks = Marks(making, packer) if making.marked else None

        def finish() -> None:
            document, texts = begun.popleft()()
            made.append(document)
            if marks is not None:  # now, while workers have the next ones
                marks.add(document, texts)

        for done, part in enumerate(numbered):
            stop_if_cancelled(watched, _STOPPED)
            watched.step(done, len(numbered), making.number(part.first))
            begun.append(bundle_documents.begin(making, part, pool))
            if len(begun) > 2 * making.workers.jobs:  # what is done waits here, and no worker does
                finish()
        while begun:
            finish()
    place.begin_durable()
    return made, marks


def _stage(watched: Progress, documents: int, what: str) -> None:
    """All documents are made, and so much of the rest is about to be; CancelledError once that is wanted."""
    watched.step(documents, documents, what)
    stop_if_cancelled(watched, _STOPPED)


def _step(watched: Progress, what: str, done: int, total: int, name: str = "") -> None:
    """So many files are done with in a part of the work that goes file by file; CancelledError as above."""
    watched.step(done, total, f"{what} · {name}" if name else what)
    stop_if_cancelled(watched, _STOPPED)


def _kept(parts: Sequence[Part]) -> list[Part]:
    """The items whose own bytes are to be in no file: withheld, redacted, or staying for what the gate says of them."""
    scope = mock_problems.OUT_OF_SCOPE
    return [
        part
        for part in parts
        if bundle_documents.is_withheld(part)
        or part.way is Way.REDACTED
        or (part.way is Way.STAYS and part.reason not in scope)
    ]


# ── the end of it ───────────────────────────────────────────────────────────────────────────────────────────────────


def _close(making: Making, documents: Sequence[Document], signer: Signer | None, watched: Progress) -> str:
    """Write what bags begin with, how to check it, the manifests, and the signature; the key's fingerprint, if any."""
    _stage(watched, len(documents), "signature and manifests")
    gate, bag, production = making.gate, making.bag, making.production
    fingerprint = "" if signer is None else signer.key.fingerprint
    bag.add_tag("VERIFY.txt", verify_text(other_files.cover_of(making), fingerprint, making.say))
    bag.add_tag("verify_bundle.py", Path(verify_bundle.__file__).read_bytes())
    bag.add_tag(certificate.FILE, certificate.make(making, documents, fingerprint))
    number, digest = audit.head(gate.case)
    kept = record(gate.case)
    info = {
        "External-Identifier": making.say("paper.range", first=production.bates_first, last=production.bates_last),
        "External-Description": making.about,
        "Internal-Sender-Identifier": kept.uuid,
        "Bagging-Date": clock.now()[:10],
        "Bag-Software-Agent": other_files.PROGRAM,
        "Documents": str(len(documents)),
        "Audit-Trail-Head": f"{number} {digest.hex()}",
        "Timestamp-Request": verify_bundle.REQUEST,
        **({"Signed-With": fingerprint} if fingerprint else {}),
    }
    tagmanifest = bag.close(info)
    bag.place.write(verify_bundle.REQUEST, timestamp_request(bag.tagmanifest))
    if signer is None:
        return ""
    statement = {
        "version": 1,
        "case": kept.uuid,
        "production": production.id,
        "first": production.bates_first,
        "last": production.bates_last,
        "receiver": production.receiver,
        "tagmanifest": tagmanifest,
        "trail": [number, digest.hex()],
        "reviewer": signer.key.reviewer,
        "key": fingerprint,
        "at": clock.now(),
    }
    said = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    signature = signer.sign(PURPOSE, said)
    bag.place.write(verify_bundle.SIGNED, signature.message)
    bag.place.write(verify_bundle.SIGNATURE, signature.signature)
    bag.place.write(verify_bundle.KEY, signing_keys.pem(signature.public))
    return fingerprint


def _check(
    making: Making,
    place: ExportFolder | EncryptedZip,
    documents: Sequence[Document],
    beside: Beside,
    watched: Progress,
) -> list[Check]:
    """Read the finished bundle again; ExportError for the first thing that is not as it should be.

    The disk begins meanwhile with what was written last.
    """
    place.begin_durable()
    bag, production, step = making.bag, making.production, partial(_step, watched, "checks")
    stay = [making.known[part.item] for part in _kept(making.parts)]
    kept = [each.sha256 for each in stay if each.size]  # nothing is what the words of an empty page are too
    problems = verify_bundle.verify(place.staged if isinstance(place, ExportFolder) else place, step)
    changed = _changed(bag, place, problems, step)
    _stage(watched, len(documents), "checks · load files")
    rows, images = read_dat(place.read(f"data/{other_files.DAT}")), read_opt(place.read(f"data/{other_files.OPT}"))
    fitted, _ = other_files.fitted(documents)
    numbers = [production.numbering.written(each) for each in range(production.first, production.last + 1)]
    links = [row[name] for row in rows for name in ("PDFLINK", "TEXTLINK", "NATIVELINK") if row[name]]
    dead = [name for name in [*links, *(each.file for each in images)] if f"data/{name}" not in bag.payload]
    held = set(kept) & set(bag.payload.values())
    quotes = sum(each.quotes for each in documents)
    lacking = [number for each in documents for number in each.lacking]
    compared = sum(each.compared for each in documents)
    words = f"words that the case has are not on {', '.join(lacking)}" if lacking else _SAME_WORDS.format(compared)
    found = [
        Check("files", not changed, f"{len(bag.payload) + len(bag.tags):,} files read again and hashed"),
        Check("load file", rows == fitted, f"{len(rows):,} documents read back, field by field"),
        Check("load file in XML", edrm_load_file.is_whole(making, documents), "read back, field by field"),
        Check("pages", [each.number for each in images] == numbers, f"{len(images):,} numbers, without a gap"),
        Check("links", not dead, f"{len(links) + len(images):,} links of load files lead to a file"),
        Check("quotes", True, f"{quotes:,} highlighted quotes are verbatim in the exhibits"),  # or it had stopped
        Check("withheld", not held, f"the originals of {len(kept):,} items that stay or go redacted are in no file"),
    ]
    if beside.interchange is not None:
        found.append(Check("annotations", beside.interchange.is_whole(bag), beside.interchange.detail))
    found.append(Check("verifier", not problems, "verify_bundle.py finds nothing wrong"))
    for each in found:
        if not each.ok:
            raise ExportError(
                f"the finished bundle did not pass a check: {each.name} ({each.detail})", "Nothing was kept of it."
            )
    found.append(Check("words", not lacking, words))  # they were read otherwise: a bundle goes, and it is said where
    report = beside.report  # without one a bundle goes all the same
    return found if report is None else [*found, Check("report", bool(report.papers), report.detail)]


def _changed(
    bag: Bag,
    place: ExportFolder | EncryptedZip,
    problems: Sequence[tuple[str, str]],
    step: Callable[[int, int, str], None],
) -> Sequence[str]:
    """The files that are not what was written.

    The verifier has read each already, and found it as the manifests say that lead to the last of them.
    """
    if not problems:
        name = verify_bundle.TAGMANIFEST
        return [] if place.read(name) == bag.tagmanifest else [name]
    return bag.changed(step)


def _finish(
    making: Making,
    place: ExportFolder | EncryptedZip,
    problems: Sequence[Problem],
    fingerprint: str,
    watched: Progress,
) -> None:
    """Put the bundle into its place, and tell the trail of it: numbers, hashes, the mock run, and who signed."""
    place.make_durable(partial(_step, watched, "writing to the disk"))
    stop_if_cancelled(watched, _STOPPED)  # the last moment: from now on it has left
    gate, bag, production = making.gate, making.bag, making.production
    mock: dict[str, Any] = {way.value: number for way, number in productions.count(making.parts).items()}
    mock["problems"] = [["" if each.item is None else gate.control(each.item), each.wrong.value] for each in problems]
    facts = {
        "production": production.id,
        "numbers": [production.bates_first, production.bates_last],
        "files": len(bag.payload),
        "manifest": bag.tags[MANIFEST],
        "tagmanifest": bag.closed,
        "mock": mock,
        "signed": fingerprint,
    }
    gate.finish(place, Export.BUNDLE, facts, subject=str(production.id))


# ── later ───────────────────────────────────────────────────────────────────────────────────────────────────────────


_MARKS = ("bagit.txt", verify_bundle.MANIFEST, verify_bundle.TAGMANIFEST)
"""Where none of these lies, there is no bundle."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What is wrong with a bundle, by file, the fingerprint of the key that signed it, and its time stamp, if any."""

    problems: tuple[tuple[str, str], ...]
    fingerprint: str
    stamped: Stamped | None = None


def verify(folder: Path, root: Path | None = None, progress: Progress | None = None) -> Verified:
    """Check a bundle, wherever it came from, by the file that lies in each of them. Nothing is written.

    ``root`` is a file with the root certificate of the authority that stamped it. InputError when it has none, and for
    a folder that is no bundle.
    """
    if not any((folder / name).is_file() for name in _MARKS):
        raise InputError(f"{folder} is no bundle", "Name the folder that VERIFY.txt lies in; unpack an archive first.")
    known, watched = timestamps.roots(root), progress or Quiet()

    def step(done: int, total: int, name: str) -> None:
        stop_if_cancelled(watched, "the check is not finished, and says nothing of the bundle")
        watched.step(done, total, verify_bundle.shown(name))

    problems = [(verify_bundle.shown(name), problem) for name, problem in verify_bundle.verify(folder, step)]
    try:
        stamped = timestamps.stamped(folder, known)
    except InputError as error:
        problems.append((verify_bundle.ANSWER, f"does not hold: {error}"))
        stamped = None
    return Verified(tuple(problems), verify_bundle.signer(folder), stamped)
