"""The tree that runs: Debian 12's Python 3.11, the locked packages, the program, language data for OCR.

::

    bin/reviewer                     starts the program
    bin/python3.11                   finds its library by its own place
    lib/python3.11                   the standard library
    lib/python3/dist-packages        the packages, and the program
    share/tessdata                   what OCR reads English, French and Spanish by
    share/handbook                   the handbook, for a browser
    licences                         whose each part is

It runs from any folder, with nothing set. Built twice from the same packages it is the same, byte for byte:
``packaging/release/twice.py`` builds and compares.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from release import handbook, qt, sbom
from release.apt import PrivateApt, field, unpack
from release.elf import binaries
from release.licences import collect
from release.locked import Locked, markers, runtime
from release.steps import BUILD, PACKAGING, ROOT, digest, environment, epoch, fresh, need, run, say, stop

RELEASE = "bookworm"
PYTHON = "python3.11"
INTERPRETER = ("libpython3.11-minimal", "python3.11-minimal", "libpython3.11-stdlib", "python3.11")
LANGUAGES = ("tesseract-ocr-eng", "tesseract-ocr-fra", "tesseract-ocr-spa")
PROGRAMS = ("bin", "libexec")
"""Folders whose files are started; libraries and modules are read."""

MARKERS = markers("3.11", "linux", "x86_64")

_PARTS_OF_PYTHON = (  # consoles, sound, old databases and the interpreter's own tests: none is used here
    "lib-dynload/_curses*.so",
    "lib-dynload/readline.*.so",
    "lib-dynload/nis.*.so",
    "lib-dynload/ossaudiodev.*.so",
    "lib-dynload/_dbm.*.so",
    "lib-dynload/_crypt.*.so",
    "lib-dynload/_test*.so",
    "lib-dynload/_ctypes_test.*.so",
    "lib-dynload/_xx*.so",
    "lib-dynload/xx*.so",
    "test",
    "curses",
    "sitecustomize.py",
    "EXTERNALLY-MANAGED",
)
_PARTS_OF_PACKAGES: tuple[str, ...] = (
    "bin",
    "Cryptodome/SelfTest",
    "olefile/olefile2.py",
    "*.dist-info/RECORD",
    "*.dist-info/direct_url.json",
)
_PARTS_OF_PACKAGES += ("*.dist-info/INSTALLER", "*.dist-info/REQUESTED")


def make(root: Path) -> Path:
    """Make the tree in that folder, anew."""
    need("strip", "objdump", "git")
    fresh(root)
    apt = PrivateApt(BUILD / "apt", RELEASE)
    say("the interpreter")
    packages = apt.download(INTERPRETER)
    _interpreter(packages, root)
    say("the packages")
    target = root / "lib" / "python3" / "dist-packages"
    install(runtime(MARKERS), root / "bin" / PYTHON, target)
    _program(root / "bin" / PYTHON, target)
    qt.prune(target)
    for pattern in _PARTS_OF_PACKAGES:
        _remove(list(target.glob(pattern)), f"packages/{pattern}")
    data = apt.download(LANGUAGES)
    _language_data(data, root)
    handbook.make(root / "share" / "handbook")
    collect(root, packages, data)
    listed = [(field(each, "Package"), field(each, "Version"), digest(each)) for each in (*packages, *data)]
    text = "".join(f"{name} {number} {sha256}\n" for name, number, sha256 in listed)
    (root / "licences" / "from-debian.txt").write_text(text, encoding="utf-8")
    finish(root)
    sbom.write(root, root / "licences" / "sbom.cdx.json")
    settle(root)
    return root


def finish(root: Path) -> None:
    """Strip, compile, and set the modes and times of all files, so that the same tree comes out each time."""
    say("stripping and compiling")
    for binary in binaries(root):
        if binary.path.stat().st_nlink == 1 and not binary.path.is_symlink():
            run(["strip", "--strip-unneeded", "--preserve-dates", binary.path])
    # One process, in order: what a compiled module looks like depends on what the same process compiled before it.
    command: list[str | Path] = [root / "bin" / PYTHON, "-P", "-s", "-m", "compileall", "-q", "-f", "-j", "1"]
    settings = {**environment(), "PYTHONHASHSEED": "0"}
    run([*command, "--invalidation-mode", "unchecked-hash", "-s", root, root / "lib"], env=settings)
    settle(root)


def settle(root: Path) -> None:
    """Modes that do not depend on the umask, and one time for all."""
    moment = epoch()
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name in PROGRAMS else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def _interpreter(packages: list[Path], root: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = unpack(packages, Path(folder))
        library = whole / "usr" / "lib" / PYTHON
        _remove([found for part in _PARTS_OF_PYTHON for found in library.glob(part)], "interpreter")
        shutil.copytree(library, root / "lib" / PYTHON)  # links become files
        (root / "bin").mkdir()
        shutil.copy(whole / "usr" / "bin" / PYTHON, root / "bin" / PYTHON)
    site = root / "lib" / PYTHON / "site.py"
    text = site.read_text(encoding="utf-8")
    if text.count("\nENABLE_USER_SITE = None\n") != 1:
        stop("the interpreter's site.py is not as expected: packages of the person who runs it would be seen.")
    site.write_text(text.replace("\nENABLE_USER_SITE = None\n", "\nENABLE_USER_SITE = False\n"), encoding="utf-8")
    shutil.copy(PACKAGING / "release" / "reviewer.sh", root / "bin" / "reviewer")
    (root / "bin" / "reviewer").chmod(0o755)


def install(packages: list[Locked], python: Path, target: Path) -> None:
    """Install locked packages, each checked against its hash, for the interpreter that will run them."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.lock"
        wanted.write_text("".join(each.text for each in packages), encoding="utf-8")
        _pip(python, "--require-hashes", "--only-binary", ":all:", "--target", target, "--requirement", wanted)


def _program(python: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        copy_sources(source)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
        run([*pip, "--no-build-isolation", "--no-index", "--wheel-dir", folder, source], env=environment())
        (wheel,) = Path(folder).glob("*.whl")
        _pip(python, "--no-index", "--target", target, wheel)


def copy_sources(into: Path) -> None:
    """What a wheel is made of, as git has it: no leftovers of earlier builds."""
    for name in run(["git", "ls-files", "-z", "reviewer", "pyproject.toml", "README.md", "LICENSE"]).split("\0"):
        if name and (ROOT / name).exists():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, into / name)


def _pip(python: Path, *words: str | Path) -> None:
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--python",
        python,
        "install",
        "--quiet",
    ]
    run([*pip, "--no-deps", "--no-compile", "--no-warn-script-location", *words], env=environment())


def _language_data(packages: list[Path], root: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = unpack(packages, Path(folder))
        (root / "share" / "tessdata").mkdir(parents=True)
        for path in sorted(whole.rglob("*.traineddata")):
            shutil.copy(path, root / "share" / "tessdata" / path.name)


def _remove(found: list[Path], what: str) -> None:
    if not found:
        stop(f"there is nothing to leave out any more at {what}: look at packaging/release/tree.py.")
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
