"""What a desktop is told of the program: launcher, icons, the type of case files, manuals, completion.

Everything is laid out below ``usr`` as Debian has it.
"""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from release import man
from release.steps import NAME, PACKAGING, environment, epoch, run, stop, version
from reviewer.cli.main import COMPLETE, cli

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICONS = {"apps": NAME, "mimetypes": "application-x-evcase"}
COMPLETIONS = {
    "bash": "bash-completion/completions/reviewer",
    "zsh": "zsh/vendor-completions/_reviewer",
    "fish": "fish/vendor_completions.d/reviewer.fish",
}
_FILES = PACKAGING / "debian"


def lay_out(usr: Path, reviewer: Path) -> None:
    """Write all of it below ``usr``; ``reviewer`` is the program, which tells shells how to complete."""
    share = usr / "share"
    _copy(_FILES / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _copy(_FILES / f"{NAME}.mime.xml", share / "mime" / "packages" / f"{NAME}.xml")
    metainfo(share / "metainfo" / f"{NAME}.metainfo.xml")
    for context, name in ICONS.items():
        drawn = _FILES / f"{name}.svg"
        _copy(drawn, share / "icons" / "hicolor" / "scalable" / context / drawn.name)
        for size in SIZES:
            icon(drawn, size, share / "icons" / "hicolor" / f"{size}x{size}" / context / f"{name}.png")
    for name, text in man.pages(cli, "reviewer"):
        _packed(text, share / "man" / "man1" / f"{name}.1.gz")
    for shell, place in COMPLETIONS.items():
        asked = run([reviewer], env={**environment(), COMPLETE: f"{shell}_source"})
        (share / place).parent.mkdir(parents=True, exist_ok=True)
        (share / place).write_text(asked, encoding="utf-8")


def icon(drawn: Path, size: int, into: Path) -> None:
    """Draw an icon at one size, in pixels, without a display."""
    renderer = QSvgRenderer(QByteArray(drawn.read_bytes()))
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    into.parent.mkdir(parents=True, exist_ok=True)
    if not renderer.isValid() or not image.save(str(into)):
        stop(f"{drawn} cannot be drawn")


def metainfo(into: Path) -> None:
    """Write what software centres read, of this version and its day."""
    day = dt.datetime.fromtimestamp(epoch(), dt.UTC).date().isoformat()
    text = (_FILES / f"{NAME}.metainfo.xml").read_text(encoding="utf-8")
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(text.replace("@VERSION@", version()).replace("@DATE@", day), encoding="utf-8")


def _copy(source: Path, into: Path) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, into)


def _packed(text: str, into: Path) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
