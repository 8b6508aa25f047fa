"""The handbook: the pictures in its chapters, taken from the demo, and its pages for a browser, made by Sphinx.

The chapters lie in ``reviewer/resources/handbook``, where Shift+F1 shows them. What a chapter names under ``pictures/``
is taken anew from the folder that ``make demo`` leaves, so that a picture shows the program as it is; so is what the
read-me shows.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import pymupdf
from PIL import Image

from release.steps import BUILD, PACKAGING, ROOT, environment, fresh, run, say, stop

CHAPTERS = ROOT / "reviewer" / "resources" / "handbook"
PICTURES = CHAPTERS / "pictures"
README = ROOT / "README.md"
SCREENSHOTS = ROOT / "docs" / "screenshots"
"""What the read-me shows."""

DEMO = ROOT / "demo"
ROOMS = "light-1366x768"
"""Of the pictures of rooms those are taken that fit a page and a small screen."""

PAPERS = {"report": "report/report.pdf"}
"""Pictures of first pages, by the file in the demo's folder."""

WIDTH_OF_PAPER = 700
COLORS = 256
_NAMED = re.compile(r"!\[[^]]+\]\(pictures/([a-z0-9-]+)\.png\)")
_IN_README = re.compile(r"!\[[^]]+\]\(docs/screenshots/([a-z0-9-]+)\.png\)")


def named() -> list[str]:
    """The pictures that the chapters show, by name, each once."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(CHAPTERS.glob("*.md")))
    return sorted(set(_NAMED.findall(text)))


def named_in_readme() -> list[str]:
    """The pictures that the read-me shows, by name, each once."""
    return sorted(set(_IN_README.findall(README.read_text(encoding="utf-8"))))


def take_pictures() -> Path:
    """Take all pictures anew from the demo's folder; where one is not there it stops, and those of before stay."""
    taken = {
        PICTURES: {name: few(_paper(DEMO / PAPERS[name]) if name in PAPERS else _room(name)) for name in named()},
        SCREENSHOTS: {name: few(_room(name)) for name in named_in_readme()},
    }
    for folder, pictures in taken.items():
        fresh(folder)
        for name, picture in pictures.items():
            picture.save(folder / f"{name}.png", optimize=True)
    return PICTURES


def make(target: Path) -> Path:
    """Make the pages in that folder, anew: the same each time, nothing of them loaded from elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        shutil.copytree(PACKAGING / "handbook", source, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(CHAPTERS, source, dirs_exist_ok=True)
        sphinx = [sys.executable, "-m", "sphinx", "--builder", "html", "--fail-on-warning", "--quiet"]
        run([*sphinx, "--doctree-dir", Path(folder) / "read", source, fresh(target)], env=environment())
    for spare in (".buildinfo", "objects.inv"):
        (target / spare).unlink(missing_ok=True)
    return target


def make_here() -> None:
    """The pages alone, to be looked at."""
    say(f"{make(BUILD / 'handbook')}/index.html")


def few(picture: Image.Image) -> Image.Image:
    """The picture in few colours; a small patch, such as the mark of a tag, keeps a colour of its own."""
    return picture.convert("RGB").quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def _room(name: str) -> Image.Image:
    found = sorted((DEMO / "screenshots").glob(f"[0-9]*-{name}-{ROOMS}.png"))
    if not found:
        stop(f"no picture “{name}” of a room in {DEMO}: run `make screenshots` first.")
    return Image.open(found[0])


def _paper(path: Path) -> Image.Image:
    if not path.is_file():
        stop(f"there is no {path}: run `make screenshots` first.")
    with pymupdf.open(path) as document:
        page = document[0]
        drawn = page.get_pixmap(matrix=pymupdf.Matrix(*[WIDTH_OF_PAPER / page.rect.width] * 2))
        return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
