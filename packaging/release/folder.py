"""The folder for any Linux: the tree, and those of Debian 12's libraries that a computer may lack.

Each library lies in a folder of its own, so that the launcher can add those alone that the computer has not: a
library of the computer's that meets an older one of ours beside it would not load.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from release.apt import PrivateApt, unpack
from release.deb import LIBRARIES, packages_of
from release.elf import Binary, binaries, read
from release.licences import copyright_of
from release.steps import BUILD, DIST, NAME, PACKAGING, environment, epoch, fresh, need, run, say, size, stop, version
from release.tree import RELEASE, settle

NEVER = re.compile(r"ld-linux|lib(c|m|dl|rt|pthread|resolv|util|mvec|gcc_s|stdc\+\+|crypt|nsl|anl|nss_\w+)\.so")
"""What belongs to the system's own heart: glibc, the compiler's libraries. Every Linux with glibc has them."""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def make(tree: Path) -> Path:
    """Make the folder of a tree and pack it; the path of the archive."""
    need("tar", "zstd")
    say("the folder")
    name = f"{NAME}-{version()}-linux-x86_64"
    root = fresh(BUILD / "folder") / name
    shutil.copytree(tree, root, symlinks=True, copy_function=os.link)
    add_libraries(root)
    (root / "README.txt").write_text(readme(), encoding="utf-8")
    (root / "reviewer").symlink_to("bin/reviewer")
    settle(root)
    DIST.mkdir(exist_ok=True)
    made = DIST / f"{name}.tar.zst"
    settings = ["--sort=name", f"--mtime=@{epoch()}", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"]
    run(
        ["tar", *settings, "--use-compress-program", "zstd -10 -T0", "-cf", made, name],
        cwd=root.parent,
        env=environment(),
    )
    say(f"{made}: {made.stat().st_size / 1e6:.0f} MB, unpacked {size(root) / 1e6:.0f} MB")
    return made


def add_libraries(root: Path) -> None:
    """Put the libraries of Debian 12 that the tree needs, and those that these need, into ``system``."""
    apt = PrivateApt(BUILD / "apt", RELEASE)
    table = packages_of(LIBRARIES.read_text(encoding="utf-8"))
    wanted = sorted({package.split(" | ")[-1] for package in table.values()} | {"xkb-data"})
    packages = apt.download(apt.closure(wanted))
    system = root / "system"
    own = binaries(root)
    with tempfile.TemporaryDirectory() as temporary:
        whole = unpack(packages, Path(temporary))
        names = {
            path.name: path for place in ("lib", "usr/lib") for path in (whole / place).glob("x86_64-linux-gnu/*.so*")
        }
        taken = libraries(own, {name: path.resolve() for name, path in names.items()})
        for name, path in sorted(taken.items()):
            (system / "lib" / name).mkdir(parents=True)
            shutil.copy(path, system / "lib" / name / name)
        shutil.copytree(whole / "usr" / "share" / "X11" / "xkb", system / "xkb", symlinks=False)
    (system / "libraries.txt").write_text("".join(f"{name} {name}\n" for name in sorted(taken)), encoding="utf-8")
    (system / "fonts.conf").write_text(FONTS, encoding="utf-8")
    shutil.copy(PACKAGING / "release" / "lacking.sh", system / "lacking.sh")
    (system / "licences").mkdir()
    for package in packages:
        copyright_of(package, system / "licences")


def libraries(own: list[Binary], there: dict[str, Path]) -> dict[str, Path]:
    """Which of the libraries that are there some binaries load, and what those load in turn, by name."""
    has = {binary.path.name for binary in own}
    taken: dict[str, Path] = {}
    waiting = list(own)
    while waiting:
        for name in sorted(waiting.pop().needed - has - taken.keys()):
            if NEVER.match(name):
                continue
            if name not in there:
                stop(f"Debian 12 has no {name} among the packages of {LIBRARIES.name}.")
            taken[name] = there[name]
            waiting.append(read(there[name]))
    return taken


def readme() -> str:
    """What the folder says of itself."""
    return (PACKAGING / "release" / "folder.txt").read_text(encoding="utf-8").replace("@VERSION@", version())
