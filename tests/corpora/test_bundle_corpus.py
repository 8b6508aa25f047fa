"""Real mails, PDFs, Office files and archives leave in a bundle that programs which are not ours find whole."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile.engine.credential import derive, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.domain.exports.leaving import Way
from reviewer.export import verify_bundle
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import bundles, productions
from reviewer.usecases.exports.bundles import Wish
from reviewer.usecases.exports.productions import ProductionPlan

pytestmark = [pytest.mark.corpora, pytest.mark.endurance]

FOLDERS = ("email/rubymail", "email/mimekit", "pdf/pdfbox", "pdf/tika", "office/tika_microsoft", "archives/tika")
EACH, MOST_BYTES = 8, 150_000
DAMAGED = "pdf/pdfjs_unreadable/Pages-tree-refs.pdf"
"""Its tree of pages goes round in a circle, so that no number can be put below them."""


def chosen(corpora: Path, disk: Path) -> Path:
    """Some files of each folder, spread over it, and one that is damaged."""
    files = [corpora / DAMAGED]
    for folder in FOLDERS:
        small = [each for each in sorted((corpora / folder).rglob("*")) if _is_small(each)]
        files += small[:: max(1, len(small) // EACH)][:EACH]
    for file in files:
        place = disk / file.relative_to(corpora)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)
    return disk


def _is_small(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= MOST_BYTES


def test_a_bundle_of_real_files_is_written_and_is_whole(corpora: Path, workers: Workers, tmp_path: Path) -> None:
    disk = chosen(corpora, tmp_path / "disk")
    out = tmp_path / "bundle"
    with create_case(
        tmp_path / "a.evcase", derive("four quiet wet bolts", new_salt()), title="A", reviewer="Ada"
    ) as case:
        intake.add(case, workers, [disk], reviewer="Ada")
        plan = ProductionPlan("All", "City Attorney", "", "PMPD")
        number = productions.create(case, workers, plan, reviewer="Ada").id
        members = list(productions.members(case, number))
        done = bundles.export(case, workers, out, number, Wish(report=False), reviewer="Ada")
    assert [each for each in done.checks if not each.ok] == []
    assert done.items == sum(each.part.numbered for each in members) > len(FOLDERS) * EACH / 2
    damaged = next(each.part for each in members if each.title == Path(DAMAGED).name)
    assert (damaged.way, damaged.native, damaged.reason) == (Way.GOES, True, "damaged-pages")
    assert verify_bundle.verify(out) == []
    natives = [each for each in (out / "data" / "natives").rglob("*") if each.is_file()]
    assert len(natives) == sum(each.part.native for each in members) > 1
    came = hashlib.sha256((corpora / DAMAGED).read_bytes()).hexdigest()
    assert came in {hashlib.sha256(each.read_bytes()).hexdigest() for each in natives}, "it goes as it came"
    pages = [each for part in ("exhibits", "images") for each in (out / "data" / part).rglob("*.pdf")]
    for each in pages:
        with pymupdf.open(each) as document:
            assert document.page_count >= 1
    if shutil.which("qpdf") is not None:
        for each in pages[:: max(1, len(pages) // 60)]:
            told = subprocess.run(["qpdf", "--check", str(each)], capture_output=True, text=True, check=False)
            assert told.returncode == 0, (each.name, told.stdout, told.stderr)
