"""Make what people install, into ``dist/``.

::

    python packaging/build.py tree      the tree alone, in build/tree
    python packaging/build.py deb       the package for Debian and Ubuntu
    python packaging/build.py folder    the folder for any Linux
    python packaging/build.py wheelhouse    wheels for Windows and macOS
    python packaging/build.py handbook  the handbook's pages for a browser, in build/handbook
    python packaging/build.py pictures  the pictures of handbook and read-me, taken anew from demo/
    python packaging/build.py judged    the package judged by lintian, desktop-file-validate and appstreamcli
    python packaging/build.py twice     package and folder, each built twice, and compared
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from release import deb, folder, handbook, judged, tree, twice, wheelhouse
from release.steps import BUILD, say, size, stop


def main(words: list[str]) -> None:
    """Make one thing, by its name."""
    makers: dict[str, Callable[[], object]] = {
        "tree": make_tree,
        "deb": make_deb,
        "folder": make_folder,
        "wheelhouse": wheelhouse.make,
        "handbook": handbook.make_here,
        "pictures": handbook.take_pictures,
        "judged": judged.make,
        "twice": twice.make,
    }
    if len(words) != 1 or words[0] not in makers:
        stop(f"name one of: {', '.join(makers)}")
    makers[words[0]]()


def make_tree() -> None:
    """The tree, without a package around it."""
    root = tree.make(BUILD / "tree")
    say(f"{root}: {size(root) / 1e6:.0f} MB")


def make_deb() -> None:
    """The tree and its package for Debian and Ubuntu."""
    make_tree()
    deb.make(BUILD / "tree")


def make_folder() -> None:
    """The tree and the folder for any Linux."""
    make_tree()
    folder.make(BUILD / "tree")


if __name__ == "__main__":
    main(sys.argv[1:])
