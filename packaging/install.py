"""Set up everything the project needs, then run a command in it.

::

    python3 packaging/install.py                  only set up
    python3 packaging/install.py pytest -n auto   set up if anything changed, then run

Makes ``.venv`` inside the project from the locked packages, each checked against its hash. On Debian and Ubuntu the
libraries of ``packaging/debian/packages.txt`` are installed when this runs as root; for an ordinary user they are
unpacked inside ``.venv``, which changes nothing outside the project. Needs Python 3.11 or later and nothing else.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "packaging" / "requirements.lock"
PACKAGES = ROOT / "packaging" / "debian" / "packages.txt"
STAMP = VENV / "installed"
FROM_SOURCE = ("red-black-tree-mod",)  # pure Python that is published as source only; extract-msg needs it
LIBRARIES = VENV / "system"  # Debian packages unpacked for an ordinary user
OLDEST = (3, 11)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{rules}
  <dir>/usr/share/fonts</dir>
  <dir>{folder}/usr/share/fonts</dir>
  <cachedir>{folder}/var/cache/fontconfig</cachedir>
</fontconfig>
"""


def main(command: list[str]) -> int:
    """Set up, then run the command; its exit code is ours."""
    if sys.version_info < OLDEST:
        stop(f"Python {sys.version.split()[0]} is too old: 3.11 or later is needed. Try: make PYTHON=python3.12 …")
    mark = fingerprint()
    if not STAMP.exists() or STAMP.read_text(encoding="utf-8") != mark:
        install_libraries()
        install_packages()
        STAMP.write_text(mark, encoding="utf-8")
    if not command:
        return 0
    environment = environment_of_commands()
    program = shutil.which(command[0], path=environment["PATH"])
    if program is None:
        stop(f"{command[0]}: there is no such program in {SCRIPTS} or on the PATH.")
    return subprocess.run([program, *command[1:]], env=environment, cwd=ROOT, check=False).returncode


def fingerprint() -> str:
    """What the set-up depends on, as one hash: a change in any of it sets up again."""
    parts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), PACKAGES.read_bytes()]
    parts += [Path(__file__).read_bytes(), str(ROOT).encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def environment_of_commands() -> dict[str, str]:
    """The environment with the project's programs first, and its unpacked libraries where there are any."""
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join([str(SCRIPTS), environment.get("PATH", os.defpath)])
    environment["VIRTUAL_ENV"] = str(VENV)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of a thousand processes compiles the program anew
    if LIBRARIES.exists():
        folders = [str(LIBRARIES / place / triplet()) for place in ("usr/lib", "lib")]
        folders += [environment["LD_LIBRARY_PATH"]] if environment.get("LD_LIBRARY_PATH") else []
        environment["LD_LIBRARY_PATH"] = os.pathsep.join(folders)
        environment["FONTCONFIG_FILE"] = str(LIBRARIES / "fonts.conf")
        environment["XKB_CONFIG_ROOT"] = str(LIBRARIES / "usr" / "share" / "X11" / "xkb")
    return environment


def install_packages() -> None:
    """Make the virtual environment and fill it with the locked packages and the project itself."""
    if not (PYTHON.exists() and version_of(PYTHON) == version_of(Path(sys.executable))):
        say("making .venv")
        keep = LIBRARIES.exists()
        run([sys.executable, "-m", "venv", *([] if keep else ["--clear"]), str(VENV)])
    say("installing the locked packages (some 400 MB the first time)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--no-deps"]
    ready, source = split_lock(LOCK.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, text, how in (
            ("ready.lock", ready, ["--only-binary", ":all:"]),
            ("source.lock", source, ["--no-binary", ":all:", "--no-build-isolation"]),  # setuptools is in by then
        ):
            part = Path(folder) / name
            part.write_text(text, encoding="utf-8")
            run([*install, "--require-hashes", *how, "-r", str(part)])
    run([*install, "--no-build-isolation", "--editable", str(ROOT)])
    run([*pip, "check"])


def split_lock(text: str) -> tuple[str, str]:
    """The locked packages that come ready to use, and those that are built here."""
    ready: list[str] = []
    source: list[str] = []
    for line in text.splitlines(keepends=True):
        if not line.startswith((" ", "#")):
            into = source if line.split("==")[0] in FROM_SOURCE else ready
        if not line.startswith("#"):
            into.append(line)
    return "".join(ready), "".join(source)


def install_libraries() -> None:
    """Install, or unpack, the system packages that are missing; elsewhere than on Debian, leave that to the reader."""
    if sys.platform != "linux" or shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        if sys.platform == "linux":
            say("this is not Debian or Ubuntu: Qt's libraries must be there already (packaging/debian/packages.txt)")
        return
    missing = missing_packages()
    no_venv = importlib.util.find_spec("ensurepip") is None
    if no_venv:
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *missing]
    if os.geteuid() == 0:
        say(f"installing {len(missing)} system packages")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "--quiet=2"], env=quiet)
        run(command, env=quiet)
        return
    advice = "sudo apt-get update && sudo " + " ".join(command)
    if no_venv:
        stop(f"Python's venv module is missing, and installing it needs an administrator:\n  {advice}")
    say(f"unpacking {len(missing)} missing system packages inside .venv; to install them for good instead:\n  {advice}")
    unpack(missing, advice)


def missing_packages() -> list[str]:
    """The first name of each line of the list of which no name is installed."""
    shown = run(["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\n"])
    installed = {line.split(" ", 1)[1] for line in shown.splitlines() if line.startswith("installed ")}
    missing = []
    for line in PACKAGES.read_text(encoding="utf-8").splitlines():
        names = [name.strip() for name in line.split("#")[0].split("|") if name.strip()]
        if names and not installed.intersection(names):
            missing.append(next((name for name in names if is_known(name)), names[0]))
    return missing


def is_known(package: str) -> bool:
    """Whether this release has a package of that name."""
    return subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0


def unpack(packages: list[str], advice: str) -> None:
    """Download the packages and what they depend on, and unpack them inside the virtual environment."""
    plan = subprocess.run(
        ["apt-get", "install", "--simulate", "--no-install-recommends", *packages],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if plan.returncode:
        stop(f"These system packages are needed, and this user cannot fetch them ({plan.stderr.strip()}):\n  {advice}")
    steps = [line.split() for line in plan.stdout.splitlines() if line.startswith("Inst ")]
    names = [step[1] for step in steps if not step[2].startswith("[")]  # in brackets: an update of what is there
    LIBRARIES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        run(["apt-get", "download", "--quiet=2", *names], cwd=Path(folder))
        for package in sorted(Path(folder).glob("*.deb")):
            run(["dpkg-deb", "--extract", str(package), str(LIBRARIES)])
    (LIBRARIES / "fonts.conf").write_text(FONTS.format(folder=LIBRARIES, rules=rules_of_fonts()), encoding="utf-8")


def rules_of_fonts() -> str:
    """Fontconfig's rules that are in force on Debian; of all that it has, one rules out every folder."""
    chosen = sorted(link.name for link in (LIBRARIES / "etc" / "fonts" / "conf.d").glob("*.conf"))
    places = (LIBRARIES / "usr" / "share" / "fontconfig" / "conf.avail" / name for name in chosen)
    return "\n".join(f'  <include ignore_missing="yes">{place}</include>' for place in places)


def triplet() -> str:
    """The folder of this machine's libraries below ``usr/lib``."""
    return str(sysconfig.get_config_var("MULTIARCH") or "")


def version_of(python: Path) -> str:
    """The full version of a Python."""
    return run([str(python), "-c", "import sys; print(sys.version)"])


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    """Run a step and return what it printed; stop, showing that, when it fails."""
    done = subprocess.run(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        stop(f"This step failed (exit code {done.returncode}):\n  {' '.join(command)}\n{done.stdout}")
    return done.stdout


def say(text: str) -> None:
    """Tell what is going on."""
    print(f"set-up: {text}", flush=True)


def stop(text: str) -> NoReturn:
    """End with a message."""
    raise SystemExit(f"set-up: {text}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
