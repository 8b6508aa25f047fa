"""What builds the packages: what it takes from apt, from the lock and from binaries, and what it stops at."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest
import sign
import sqlcipher3
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from release import deb, desktop, elf, folder, judged, licences, locked, man, qt, sbom, steps, twice, wheelhouse
from release.apt import Mirror, codename, mirrors, sources
from release.tree import settle

from reviewer.cli.main import cli
from reviewer.usecases import package_signature

LINUX = locked.markers("3.11", "linux", "x86_64")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="packages for Linux are built on Linux alone")
HERE = locked.markers(f"3.{sys.version_info.minor}", sys.platform, platform.machine())


def test_mirrors_are_those_of_the_machine_for_its_own_release_each_once() -> None:
    stanzas = (
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: trixie trixie-updates\nComponents: main\n\n"
        "Types: deb deb-src\nURIs: http://safe.example/security\nSuites: trixie-security\nComponents: main contrib\n\n"
        "Types: deb\nURIs: http://off.example/debian\nSuites: trixie\nComponents: main\nEnabled: no\n\n"
        "Types: deb\nURIs: http://tool.example/apt\nSuites: stable\nComponents: main\n"
    )
    line = "deb [signed-by=/k.gpg] http://mirror.example/debian trixie main\n# deb http://no.example trixie main\n"
    assert mirrors([stanzas, line], "trixie") == [
        Mirror("http://mirror.example/debian", ""),
        Mirror("http://mirror.example/debian", "-updates"),
        Mirror("http://safe.example/security", "-security"),
    ]


def test_another_release_is_asked_for_at_the_same_mirrors_and_checked_by_debians_keys() -> None:
    text = sources([Mirror("http://mirror.example/debian", "-updates")], "bookworm")
    assert "URIs: http://mirror.example/debian\nSuites: bookworm-updates\n" in text
    assert "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg" in text


def test_a_release_is_known_by_its_name() -> None:
    assert codename('NAME="Debian GNU/Linux"\nVERSION_CODENAME=trixie\n') == "trixie"
    assert (
        mirrors(["Types: deb\nURIs: http://m.example\nSuites: x\nComponents: main\n"], codename("NAME=Other\n")) == []
    )


def test_the_lock_is_read_entry_by_entry() -> None:
    text = "# head\na-b==1.0 \\\n    --hash=sha256:aa\n"
    text += "c==2 ; sys_platform == 'win32' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    first, second = locked.packages(text)
    assert (first.name, first.version, first.marker) == ("a-b", "1.0", "")
    assert second.text.count("--hash") == 2
    assert not second.wanted(LINUX)
    assert second.wanted(locked.markers("3.11", "win32", "AMD64"))


def test_what_the_program_needs_is_what_its_packages_ask_for() -> None:
    """Walked through the metadata of what is installed here; the names the file has beyond that are other systems'."""
    project = tomllib.loads((steps.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    reached: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in reached or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        reached.add(name)
        waiting += [Requirement(line) for line in importlib.metadata.requires(wanted.name) or []]
    assert {each.name for each in locked.runtime(HERE)} == reached - locked.LEFT_OUT


@ON_LINUX
@pytest.mark.skipif(
    shutil.which("objdump") is None, reason="binutils is not here, which only who builds packages needs"
)
def test_a_binary_tells_what_it_loads() -> None:
    read = elf.read(Path(shutil.which("true") or "").resolve())
    assert "libc.so.6" in read.needed
    assert read.glibc >= (2, 2)


def test_a_library_that_no_package_is_known_for_stops_the_build() -> None:
    table = deb.packages_of("# said\nliba.so.1   liba1t64 | liba1\nlibb.so.2  liba1t64 | liba1\n")
    assert deb.named({"liba.so.1", "libb.so.2"}, table) == ["liba1t64 | liba1"]
    with pytest.raises(SystemExit, match=r"libz\.so\.9"):
        deb.named({"libz.so.9"}, table)


def test_the_folder_never_brings_the_heart_of_the_system() -> None:
    for name in ("libc.so.6", "ld-linux-x86-64.so.2", "libstdc++.so.6", "libgcc_s.so.1", "libnss_files.so.2"):
        assert folder.NEVER.match(name), name
    for name in ("libxcb.so.1", "libcups.so.2", "libnss3.so", "libcrypto.so.3"):
        assert not folder.NEVER.match(name), name


def test_what_wants_a_newer_glibc_than_is_stated_stops_the_build() -> None:
    old = elf.Binary(Path("old.so"), frozenset(), (2, 4))
    new = elf.Binary(Path("new.so"), frozenset(), (2, 36))
    assert elf.newest_glibc([old, new]) == (2, 36)
    folder.no_newer([old, new], (2, 36))
    with pytest.raises(SystemExit, match=r"2\.35, which is stated: new\.so 2\.36\."):
        folder.no_newer([old, new], (2, 35))


def test_the_glibc_that_is_stated_is_the_one_that_is_checked() -> None:
    stated = ".".join(map(str, folder.GLIBC))
    assert f"glibc {stated} or later" in folder.readme()
    page = (steps.ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert f"any Linux on x86-64 with glibc {stated} or later" in page


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not here")
def test_the_bill_names_who_lends_which_library(tmp_path: Path) -> None:
    """Two packages are made; a library comes from one of them, whose licence lies in the documents of the other."""
    packages = []
    for name in ("liba1", "libb-common"):
        (tmp_path / name / "DEBIAN").mkdir(parents=True)
        (tmp_path / name / "DEBIAN" / "control").write_text(
            f"Package: {name}\nVersion: 1:2-3\nArchitecture: all\nMaintainer: A <a@b.example>\nDescription: a\n",
            encoding="utf-8",
        )
        (tmp_path / name / "usr" / "share" / "doc").mkdir(parents=True)
        packages.append(tmp_path / f"{name}_2-3_all.deb")
    (tmp_path / "liba1" / "usr" / "share" / "doc" / "liba1").symlink_to("libb-common")
    (tmp_path / "liba1" / "usr" / "lib").mkdir()
    (tmp_path / "liba1" / "usr" / "lib" / "liba.so.1.0").touch()
    (tmp_path / "libb-common" / "usr" / "share" / "doc" / "libb-common").mkdir()
    for package in packages:
        root = tmp_path / package.name.split("_")[0]
        subprocess.run(["dpkg-deb", "-Znone", "--build", root, package], check=True, capture_output=True)
    assert folder.lending(packages, {"liba.so.1": "usr/lib/liba.so.1.0"}) == {packages[0]: ["liba.so.1"]}
    with pytest.raises(SystemExit, match=r"libc\.so\.1"):
        folder.lending(packages, {"libc.so.1": "usr/lib/libc.so.1.0"})
    assert licences.text_of(packages[0], packages) == packages[1]
    assert licences.text_of(packages[1], packages) == packages[1]
    (tmp_path / "from-debian.txt").write_text("liba1 1:2-3 ab12 libb-common liba.so.1\n", encoding="utf-8")
    (part,) = sbom.lent(tmp_path)
    assert (part["name"], part["version"], part["description"]) == ("liba1", "1:2-3", "lends liba.so.1")
    assert part["purl"] == "pkg:deb/debian/liba1@1%3A2-3?distro=bookworm"
    assert part["licenses"] == [{"license": {"name": "see system/licences/libb-common.txt"}}]
    assert list(sbom.lent(tmp_path / "nowhere")) == []


@ON_LINUX
def test_two_trees_are_compared_by_content_mode_time_and_links(tmp_path: Path) -> None:
    for tree in ("one", "other"):
        (tmp_path / tree / "bin").mkdir(parents=True)
        (tmp_path / tree / "bin" / "run").write_bytes(b"run")
        (tmp_path / tree / "link").symlink_to("bin/run")
        settle(tmp_path / tree)
    assert twice.differing(tmp_path / "one", tmp_path / "other") == []
    (tmp_path / "other" / "bin" / "run").write_bytes(b"ran")
    settle(tmp_path / "other")
    assert twice.differing(tmp_path / "one", tmp_path / "other") == ["bin/run"]
    (tmp_path / "other" / "bin" / "run").write_bytes(b"run")
    settle(tmp_path / "other")
    (tmp_path / "other" / "bin" / "run").chmod(0o644)
    (tmp_path / "other" / "more").touch()
    (tmp_path / "other" / "link").unlink()
    (tmp_path / "other" / "link").symlink_to("bin")
    os.utime(tmp_path / "other" / "bin", (1, 1))
    assert twice.differing(tmp_path / "one", tmp_path / "other") == ["bin", "bin/run", "link", "more"]


def test_what_is_not_kept_goes_and_takes_empty_folders_along(tmp_path: Path) -> None:
    for name in ("qml/a/b.qml", "lib/x.so", "lib/y.so"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    qt.keep_only(tmp_path, {tmp_path / "lib" / "x.so"})
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == ["lib", "lib/x.so"]


@ON_LINUX
def test_modes_and_times_do_not_depend_on_who_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    (tmp_path / "bin").mkdir(0o700)
    (tmp_path / "bin" / "run").touch(0o700)
    (tmp_path / "read.so").touch(0o700)
    settle(tmp_path)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"bin": 0o755, "run": 0o755, "read.so": 0o644}
    assert {path.stat().st_mtime for path in [tmp_path, *tmp_path.rglob("*")]} == {1500000000}


@pytest.fixture(scope="module")
def manual() -> dict[str, str]:
    return dict(man.pages(cli, "reviewer"))


def test_there_is_a_manual_page_for_each_noun_that_names_each_verb(manual: dict[str, str]) -> None:
    context = click.Context(cli)
    nouns = {word: cli.get_command(context, word) for word in cli.list_commands(context)}
    assert manual.keys() == {"reviewer", *(f"reviewer-{word}" for word in nouns)}
    for word, noun in nouns.items():
        found = noun.commands.items() if isinstance(noun, click.Group) else ()
        verbs = [verb for verb, command in found if not command.hidden]
        assert [
            verb for verb in verbs if f"reviewer {word} {verb}" not in manual[f"reviewer-{word}"].replace("\\-", "-")
        ] == []


def test_the_manual_says_every_option(manual: dict[str, str]) -> None:
    said = manual["reviewer-case"].replace("\\-", "-")
    assert "--passphrase-file" in said
    assert re.search(r"^\.SH OPTIONS|^\.TP$", said, flags=re.MULTILINE)


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not here")
def test_groff_has_nothing_to_warn_of(manual: dict[str, str]) -> None:
    """Each page, with all warnings of groff on; a slip in the markup is one."""
    command = ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z"]
    for name, page in manual.items():
        done = subprocess.run(command, input=page, capture_output=True, text=True, check=False)
        assert (name, done.returncode, done.stderr) == (name, 0, "")
    slip = subprocess.run(command, input=manual["reviewer"] + ".NOSUCH\n", capture_output=True, text=True, check=False)
    assert "NOSUCH" in slip.stderr


def test_icons_are_drawn_at_their_size(tmp_path: Path) -> None:
    for name in desktop.ICONS.values():
        desktop.icon(steps.PACKAGING / "debian" / f"{name}.svg", 48, tmp_path / f"{name}.png")
        header = (tmp_path / f"{name}.png").read_bytes()[:24]
        assert header[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")) == (48, 48)


def test_a_part_has_its_licence_as_an_expression_or_in_words() -> None:
    assert sbom.component("a", "1", "MIT AND Zlib")["licenses"] == [{"expression": "MIT AND Zlib"}]
    assert sbom.component("a", "1", "Apache Software License")["licenses"] == [
        {"license": {"name": "Apache Software License"}}
    ]
    assert sbom.component("Qt", "6", "MIT", inside="PySide6")["bom-ref"] == "PySide6/Qt@6"


def test_each_package_of_the_program_says_its_licence() -> None:
    folders = [path for path in map(Path, sys.path) if path.name == "site-packages"]
    infos = {canonicalize_name(info.name.split("-")[0]): info for each in folders for info in each.glob("*.dist-info")}
    assert [
        each.name for each in locked.runtime(HERE) if not licences.licence_of(infos[canonicalize_name(each.name)])
    ] == []


def test_each_package_of_the_program_brings_the_text_of_its_licence_or_the_tree_has_it() -> None:
    """Qt's wheels alone bring none: the tree has the text of the LGPL."""
    folders = [path for path in map(Path, sys.path) if path.name == "site-packages"]
    infos = {canonicalize_name(info.name.split("-")[0]): info for each in folders for info in each.glob("*.dist-info")}
    without = set()
    for each in locked.runtime(HERE):
        info = infos[canonicalize_name(each.name)]
        files = [path.relative_to(info).as_posix() for path in info.rglob("*") if path.is_file()]
        if not any(re.search(r"LICEN[CS]E|COPYING", name, flags=re.IGNORECASE) for name in files):
            without.add(each.name)
            assert any(f"{text}-only" in licences.licence_of(info).split() for text in ("LGPL-3.0",)), each.name
    assert without <= {"pyside6", "pyside6-addons", "pyside6-essentials", "shiboken6"}
    assert "LGPL-3" in licences.TEXTS


@ON_LINUX
def test_the_bill_has_a_part_for_each_library_that_a_wheel_brings_beside_its_modules(tmp_path: Path) -> None:
    (packages,) = (
        path for path in map(Path, sys.path) if path.name == "site-packages" and (path / "pillow.libs").exists()
    )
    assert sbom.unnamed(packages) == []
    for name in ("pillow.libs/libjpeg-12ab.so.62", "pillow.libs/libgomp-12ab.so.1", "other.libs/libother-12ab.so.1.2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert sbom.unnamed(tmp_path) == ["other.libs/libother-12ab.so.1.2", "pillow.libs/libgomp-12ab.so.1"]


def test_the_bill_takes_over_what_wheels_say_is_linked_into_them(tmp_path: Path) -> None:
    """One of a registry, one of its makers' folder, one that only builds, the wheel itself, another kind of bill."""
    info = tmp_path / "some_package-1.0.dist-info"
    (info / "sboms").mkdir(parents=True)
    (info / "METADATA").write_text("Name: some-package\nLicense-Expression: Apache-2.0\n", encoding="utf-8")
    parts = [
        {"name": "adler2", "version": "2.0", "scope": "required", "purl": "pkg:cargo/adler2@2.0",
         "licenses": [{"expression": "0BSD OR MIT"}]},
        {"name": "own", "version": "0.1", "scope": "required", "purl": "pkg:cargo/own@0.1?download_url=file://own"},
        {"name": "cc", "version": "1.2", "scope": "excluded", "purl": "pkg:cargo/cc@1.2"},
        {"name": "some_package", "version": "1.0", "purl": "pkg:pypi/some_package@1.0"},
    ]  # fmt: skip
    (info / "sboms" / "a.cyclonedx.json").write_text(json.dumps({"components": parts}), encoding="utf-8")
    (info / "sboms" / "b.spdx.json").write_text(json.dumps({"packages": [{"name": "x"}]}), encoding="utf-8")
    found = [(part["bom-ref"], part["purl"], part["licenses"]) for part in sbom.brought(tmp_path)]
    assert found == [
        ("some_package/adler2@2.0", "pkg:cargo/adler2@2.0", [{"expression": "0BSD OR MIT"}]),
        ("some_package/own@0.1", "pkg:cargo/own@0.1", [{"expression": "Apache-2.0"}]),
    ]


@ON_LINUX
@pytest.mark.endurance
def test_the_parts_inside_wheels_are_asked_for_their_versions() -> None:
    versions = {
        part["bom-ref"].partition("@")[0]: part.get("version", "") for part in sbom.inside(Path(sys.executable))
    }
    assert len(versions) == len(sbom.INSIDE)
    with_key = sqlcipher3.connect(":memory:")
    with_key.execute("PRAGMA key = 'k'")
    assert versions["sqlcipher3/OpenSSL"] in with_key.execute("PRAGMA cipher_provider_version").fetchone()[0]
    assert versions["PySide6_Addons/Chromium"].count(".") == 3


@ON_LINUX
def test_the_launcher_finds_its_interpreter_from_anywhere_and_hides_other_pythons_settings(tmp_path: Path) -> None:
    """A stand-in for the interpreter prints what it was started with."""
    home = tmp_path / "a folder" / "bin"
    home.mkdir(parents=True)
    shutil.copy(steps.PACKAGING / "release" / "reviewer.sh", home / "reviewer")
    (home / "python3.11").write_text('#!/bin/sh\necho "$@"\nenv\n', encoding="utf-8")
    (home / "python3.11").chmod(0o755)
    (home / "reviewer").chmod(0o755)
    (tmp_path / "link").symlink_to(home / "reviewer")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": "/other", "PYTHONHOME": "/other", "KEPT": "yes"}
    shown = subprocess.run(
        [tmp_path / "link", "case", "a b"], env=environment, cwd="/", capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert shown[0] == "-P -m reviewer case a b"
    assert "KEPT=yes" in shown
    assert [line for line in shown if line.startswith(("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH"))] == []


def test_the_bill_of_the_folder_leaves_that_of_the_tree_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of the folder are hard links of those of the tree, which is compared with the next tree."""
    (tmp_path / "tree" / "licences").mkdir(parents=True)
    bill = tmp_path / "tree" / "licences" / "sbom.cdx.json"
    bill.write_text("of the tree", encoding="utf-8")
    shutil.copytree(tmp_path / "tree", tmp_path / "folder", copy_function=os.link)
    monkeypatch.setattr(sbom, "write", lambda _, into: into.write_text("of the folder", encoding="utf-8"))
    folder.own_bill(tmp_path / "folder")
    assert bill.read_text(encoding="utf-8") == "of the tree"
    assert (tmp_path / "folder" / "licences" / bill.name).read_text(encoding="utf-8") == "of the folder"


@ON_LINUX
def test_the_folder_lends_only_libraries_that_the_computer_lacks(tmp_path: Path) -> None:
    """The C library is on every computer that has a shell; the other one is on none."""
    home, system = tmp_path / "bin", tmp_path / "system"
    home.mkdir()
    system.mkdir()
    shutil.copy(steps.PACKAGING / "release" / "reviewer.sh", home / "reviewer")
    shutil.copy(steps.PACKAGING / "release" / "lacking.sh", system / "lacking.sh")
    (system / "libraries.txt").write_text("libc.so.6 libc.so.6\nlibnowhere.so.7 libnowhere.so.7\n", encoding="utf-8")
    (home / "python3.11").write_text("#!/bin/sh\nenv\n", encoding="utf-8")
    for name in ("python3.11", "reviewer"):
        (home / name).chmod(0o755)
    shown = subprocess.run(
        [home / "reviewer"], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True
    ).stdout
    (path,) = re.findall(r"^LD_LIBRARY_PATH=(.*)$", shown, flags=re.MULTILINE)
    assert [Path(each).name for each in path.split(":")] == ["libnowhere.so.7"]


def test_files_of_the_desktop_are_well_formed_and_name_one_type_and_one_entry() -> None:
    folder = steps.PACKAGING / "debian"
    trees = {path.name: ET.parse(path).getroot() for path in folder.glob("*.xml")}  # noqa: S314 - our own
    kind = trees["evidence-reviewer.mime.xml"].find("{*}mime-type")
    assert kind is not None
    assert [each.get("pattern") for each in kind.findall("{*}glob")] == ["*.evcase"]
    entry = ConfigParser(interpolation=None, delimiters="=")
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(folder / "evidence-reviewer.desktop", encoding="utf-8")
    desktop_entry = entry["Desktop Entry"]
    assert desktop_entry["MimeType"].rstrip(";") == kind.get("type") == "application/x-evcase"
    icon = kind.find("{*}icon")
    assert icon is not None
    assert icon.get("name") == desktop.ICONS["mimetypes"]
    component = trees["evidence-reviewer.metainfo.xml"]
    assert component.tag == "component"
    assert component.findtext("launchable") == "evidence-reviewer.desktop"
    assert component.findtext("project_license")
    assert desktop_entry["Exec"].split() == ["reviewer", "%f"]
    assert (folder / f"{desktop_entry['Icon']}.svg").exists()


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstreamcli is not here")
def test_software_centres_are_told_nothing_wrong_but_what_is_explained(tmp_path: Path) -> None:
    told = tmp_path / "evidence-reviewer.metainfo.xml"
    desktop.metainfo(told)
    judged.component(told)
    licence = "<metadata_license>CC0-1.0</metadata_license>"
    told.write_text(told.read_text(encoding="utf-8").replace(licence, ""), encoding="utf-8")
    with pytest.raises(SystemExit, match="metadata-license-missing"):
        judged.component(told)


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-validate is not here")
def test_the_launcher_is_one_by_the_desktops_own_rules(tmp_path: Path) -> None:
    entry = steps.PACKAGING / "debian" / "evidence-reviewer.desktop"
    judged.launcher(entry)
    wrong = tmp_path / entry.name
    wrong.write_text(entry.read_text(encoding="utf-8").replace("Terminal=false", "Terminal=no"), encoding="utf-8")
    with pytest.raises(SystemExit, match="Terminal"):
        judged.launcher(wrong)


@pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not here")
def test_a_package_is_signed_only_with_the_key_that_the_program_knows(tmp_path: Path) -> None:
    package = tmp_path / "package.bin"
    package.write_bytes(b"a package")
    for name in ("ours", "other"):
        subprocess.run(
            ["minisign", "-G", "-W", "-p", tmp_path / f"{name}.pub", "-s", tmp_path / f"{name}.key"],
            check=True, capture_output=True,
        )  # fmt: skip
    key = package_signature.read_key((tmp_path / "ours.pub").read_text(encoding="utf-8"))
    beside = sign.sign(tmp_path / "ours.key", package, key)
    assert package.name in package_signature.check_package(package, key).comment
    with pytest.raises(SystemExit, match="with another key"):
        sign.sign(tmp_path / "other.key", package, key)
    assert not beside.exists()


def test_a_wheelhouse_wants_each_package_once_for_each_python() -> None:
    for system in wheelhouse.SYSTEMS:
        for python in wheelhouse.PYTHONS:
            packages = locked.runtime(locked.markers(python, system.sys_platform, system.machine))
            names = [each.name for each in packages]
            assert len(names) == len(set(names))
            assert {"numpy", "pyside6", "cryptography"} <= set(names)
            assert ("pywin32-ctypes" in names) == (system.sys_platform == "win32")
            assert not {"jeepney", "secretstorage"} & set(names)


def test_an_entry_of_another_system_is_handed_to_pip_without_its_condition() -> None:
    entry = "c==2 ; sys_platform == 'win32' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    assert wheelhouse.without_marker(entry) == "c==2 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    plain = "a-b==1.0 \\\n    --hash=sha256:aa\n"
    assert wheelhouse.without_marker(plain) == plain


def test_only_a_package_without_a_wheel_counts_as_missing() -> None:
    """Any other fault of pip stops, so that no network that fails is taken for a package that is not there."""
    said = "ERROR: Could not find a version\nERROR: No matching distribution found for Argon2_cffi_bindings==26.2.0\n"
    assert wheelhouse.lacking(said) == "argon2-cffi-bindings"
    assert wheelhouse.lacking("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n") == ""


def test_the_table_names_what_is_missing() -> None:
    found = [
        wheelhouse.Found("3.11", "win_amd64", 3, ()),
        wheelhouse.Found("3.12", "win_amd64", 3, ()),
        wheelhouse.Found("3.11", "macosx_x86_64", 3, ("a 1", "b 2")),
    ]
    assert wheelhouse.table(found).splitlines() == [
        "| Python | win_amd64 | macosx_x86_64 |",
        "| --- | --- | --- |",
        "| 3.11 | all 3 | 1 of 3, not: a 1, b 2 |",
        "| 3.12 | all 3 |  |",
    ]
