"""The package as the tools of Debian and of the desktops judge it: each is silent, but for what is explained.

What may stay is in ``packaging/debian``: ``lintian-overrides`` and ``appstream-overrides.txt``, each with its reason.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from release.deb import built
from release.steps import NAME, PACKAGING, environment, need, run, say, stop

_UNPACK = 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" ./usr/share/applications ./usr/share/metainfo'


def make() -> None:
    """Judge the package that was built last, and stop at the first tool that has something to say."""
    need("bash", "dpkg-deb", "tar", "lintian")
    package = built()
    if not package.exists():
        stop(f"there is no {package}: make it first, by build.py deb.")
    with tempfile.TemporaryDirectory() as folder:
        run(["bash", "-o", "pipefail", "-c", _UNPACK, "unpack", package, folder], env=environment())
        share = Path(folder) / "usr" / "share"
        launcher(share / "applications" / f"{NAME}.desktop")
        component(share / "metainfo" / f"{NAME}.metainfo.xml")
    say("lintian, which takes minutes")
    silent("lintian", ["--tag-display-limit", "0", "--fail-on", "error,warning", package])
    say(f"{package.name}: nothing to say of it but what is explained")


def launcher(entry: Path) -> None:
    """Stop unless desktop-file-validate finds nothing in a launcher."""
    need("desktop-file-validate")
    silent("desktop-file-validate", [entry])


def component(metainfo: Path) -> None:
    """Stop unless appstreamcli finds nothing but what is explained in what software centres read."""
    need("appstreamcli")
    text = (PACKAGING / "debian" / "appstream-overrides.txt").read_text(encoding="utf-8")
    stays = ",".join(f"{line}=info" for line in text.splitlines() if line and not line.startswith("#"))
    run(["appstreamcli", "validate", "--no-net", f"--override={stays}", metainfo], env=environment())


def silent(program: str, words: list[str | Path]) -> None:
    """Run a tool that says nothing where all is well, and stop with what it says."""
    if said := run([program, *words], env=environment()).strip():
        stop(f"{program} says:\n{said}")
