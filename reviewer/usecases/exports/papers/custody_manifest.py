"""The manifest of the evidence, by which anybody can check what was delivered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import intakes
from reviewer.domain.evidence.custody import manifest_line
from reviewer.domain.exports.leaving import Export, Terms
from reviewer.domain.exports.source_paths import labels
from reviewer.errors import NotFoundError
from reviewer.usecases.exports.gate import Gate, Preview, Writer, foresee, passing


def lines(gate: Gate, root: str = "") -> Iterator[str]:
    """Lines in the format of ``sha256sum``, for every file that was taken in.

    Names begin with the folder that was named to the intake, or, for one root, below it; so they can be checked
    wherever the medium is mounted. A file that stays, by its number alone, is a comment; of one that stays for the sake
    of a confidential source nothing is told. NotFoundError for a root that was never named to an intake.
    """
    roots = labels(path for record in intakes.records(gate.case) for path, _ in record.media)
    if root and root not in roots:
        raise NotFoundError(f"“{root}” was never taken in", "`reviewer intake list CASE` names what was.")
    for taken, path, sha256, item in intakes.manifest(gate.case):
        if root and taken != root:
            continue
        reason = gate.item(item)
        if reason is not None and reason.untold:
            continue
        if reason is not None:
            yield f"# {gate.control(item)} stays with the case: {reason.words}"
        elif root:
            yield manifest_line(sha256, gate.masked(path or PurePath(taken).name))
        else:
            yield manifest_line(sha256, gate.masked(f"{roots[taken]}/{path}" if path else roots[taken]))


def preview(case: Case, terms: Terms | None = None) -> Preview:
    """Which files of a manifest on these terms would be there by number alone; nothing is written."""
    return foresee(case, lambda gate: list(lines(gate)), terms)


def write(case: Case, out: Path, *, reviewer: str, terms: Terms | None = None, write: Writer | None = None) -> int:
    """Write the manifest to a file that must not exist yet; how many files it lists. InputError, StorageError."""
    with passing(case, reviewer=reviewer, terms=terms, write=write) as gate:
        found = list(lines(gate))
        data = "".join(f"{line}\n" for line in found).encode("utf-8", "surrogateescape")
        gate.write_file(out, data, Export.MANIFEST, facts={"files": len(found)})
    return sum(not line.startswith("#") for line in found)
