"""What of PySide6 stays: the modules that the program uses, the libraries these load, and what Chromium reads.

Two thirds of its 670 MB go. The list is of what is kept, so that what a later version brings is left out until it is
asked for; that it is enough is seen by running the program from the tree.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from release.elf import closure, is_binary
from release.steps import stop

MODULES = ("Core", "Gui", "Widgets", "Network", "PrintSupport", "Svg", "DBus", "WebChannel", "WebEngineCore")
"""The bindings; the first seven are the window's, the last two and Network print mail."""

FILES = ("__init__.py", "_config.py", "_git_pyside_version.py", "libpyside6.abi3.so.*", "libpyside6qml.abi3.so.*")

PLUGINS = (
    "platforms/libqxcb.so",
    "platforms/libqoffscreen.so",
    "platforms/libqwayland*.so",
    "wayland-decoration-client/*",
    "wayland-graphics-integration-client/*",
    "wayland-shell-integration/*",
    "xcbglintegrations/*",
    "platforminputcontexts/libcompose*.so",
    "platforminputcontexts/libibus*.so",
    "platformthemes/libqxdgdesktopportal.so",
    "iconengines/*",
    "imageformats/*",
    "printsupport/*",
    "tls/*",
)
LEFT_OUT = ("imageformats/libqpdf.so",)  # the window shows pixels that a worker drew, and no PDF by itself

CHROMIUM = (
    "libexec/QtWebEngineProcess",
    "resources/icudtl.dat",
    "resources/v8_context_snapshot.bin",
    "resources/qtwebengine_resources*.pak",
    "translations/qtwebengine_locales/en-US.pak",
    "translations/qtbase_en.qm",
)


def prune(packages: Path) -> None:
    """Take away what the program does not use of PySide6 and shiboken6, in a folder of installed packages."""
    pyside = packages / "PySide6"
    qt = pyside / "Qt"
    bindings = [pyside / f"Qt{module}.abi3.so" for module in MODULES]
    kept = set(bindings)
    for folder, patterns in ((pyside, FILES), (qt / "plugins", PLUGINS), (qt, CHROMIUM)):
        for pattern in patterns:
            found = list(folder.glob(pattern))
            if not found:
                stop(f"PySide6 has no {pattern} any more: look at packaging/release/qt.py.")
            kept.update(found)
    kept -= {qt / "plugins" / name for name in LEFT_OUT}
    libraries = {path.name: path for path in (qt / "lib").iterdir() if is_binary(path)}
    libraries |= {path.name: path for path in pyside.glob("lib*.so*")}
    kept |= closure((path for path in sorted(kept) if is_binary(path)), libraries)
    keep_only(pyside, kept)
    shiboken = packages / "shiboken6"
    keep_only(shiboken, {*shiboken.glob("*.so*"), *(p for p in shiboken.glob("*.py")), *shiboken.glob("lib/*.so*")})


def keep_only(folder: Path, kept: set[Path]) -> None:
    """Remove every file below a folder but these, and the folders that are empty then."""
    for path in folder.rglob("*"):
        if (path.is_file() or path.is_symlink()) and path not in kept:
            path.unlink()
    for path in sorted((each for each in folder.rglob("*") if each.is_dir()), reverse=True):
        if not any(path.iterdir()):
            shutil.rmtree(path)
