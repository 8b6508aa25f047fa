"""What is inside a tree, as a bill of materials (CycloneDX 1.6, JSON), in an order that is the same each time.

Packages tell themselves what they are. Of what lies inside a wheel, the parts in Rust stand in a bill that the wheel
brings. All else no metadata names: the table here does, and the libraries are asked for their versions where they can
say them. A library beside a wheel's modules that the table does not have stops the build.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from release.licences import licence_of
from release.steps import NAME, environment, epoch, run, stop, version

INSIDE = (  # inside which package, what, licence, how its version is told
    ("PySide6_Addons", "Qt WebEngine", "LGPL-3.0-only", "PySide6.QtCore.__version__"),
    ("PySide6_Addons", "Chromium", "BSD-3-Clause AND LGPL-2.1-or-later", "chromium()"),
    ("PySide6_Essentials", "Qt", "LGPL-3.0-only", "PySide6.QtCore.__version__"),
    ("PySide6_Essentials", "ICU", "Unicode-3.0", "icu()"),
    ("cryptography", "OpenSSL", "Apache-2.0", "openssl()"),
    ("google_re2", "RE2", "BSD-3-Clause", "''"),
    ("google_re2", "Abseil", "Apache-2.0", "''"),
    ("backports_zstd", "Zstandard", "BSD-3-Clause", "backports.zstd.zstd_version"),
    ("brotli", "Brotli", "MIT", "brotli.__version__"),
    ("pyroaring", "CRoaring", "Apache-2.0 OR MIT", "pyroaring.__croaring_version__.lstrip('v')"),
    ("selectolax", "Lexbor", "Apache-2.0", "''"),
    ("numpy", "OpenBLAS", "BSD-3-Clause", "''"),
    ("numpy", "libgfortran", "GPL-3.0-or-later WITH GCC-exception-3.1", "''"),
    ("numpy", "libquadmath", "LGPL-2.1-or-later", "''"),
    ("scipy", "OpenBLAS", "BSD-3-Clause", "''"),
    ("scipy", "libgfortran", "GPL-3.0-or-later WITH GCC-exception-3.1", "''"),
    ("scipy", "libquadmath", "LGPL-2.1-or-later", "''"),
    ("scikit_learn", "libsvm", "BSD-3-Clause", "''"),
    ("scikit_learn", "liblinear", "BSD-3-Clause", "''"),
    ("scikit_learn", "libgomp", "GPL-3.0-or-later WITH GCC-exception-3.1", "''"),
    ("lxml", "libxml2", "MIT", "dotted(lxml.etree.LIBXML_VERSION)"),
    ("lxml", "libxslt", "MIT", "dotted(lxml.etree.LIBXSLT_VERSION)"),
    ("pillow", "libjpeg-turbo", "BSD-3-Clause AND IJG", "feature('libjpeg_turbo')"),
    ("pillow", "FreeType", "FTL OR GPL-2.0-or-later", "feature('freetype2')"),
    ("pillow", "libwebp", "BSD-3-Clause", "feature('webp')"),
    ("pillow", "OpenJPEG", "BSD-2-Clause", "feature('jpg_2000')"),
    ("pillow", "LibTIFF", "libtiff", "feature('libtiff')"),
    ("pillow", "HarfBuzz", "MIT", "feature('harfbuzz')"),
    ("pillow", "Raqm", "MIT", "feature('raqm')"),
    ("pillow", "libavif", "BSD-2-Clause", "feature('avif')"),
    ("pillow", "Little CMS", "MIT", "feature('littlecms2')"),
    ("pillow", "zlib-ng", "Zlib", "feature('zlib_ng')"),
    ("pillow", "libpng", "libpng-2.0", "''"),
    ("pillow", "liblzma", "0BSD", "''"),
    ("pillow", "Brotli", "MIT", "''"),
    ("pillow", "Zstandard", "BSD-3-Clause", "''"),
    ("pillow", "libxcb", "X11", "''"),
    ("pillow", "libXau", "MIT", "''"),
    ("pillow_heif", "libheif", "LGPL-3.0-or-later", "pillow_heif.libheif_version()"),
    ("pillow_heif", "libde265", "LGPL-3.0-or-later", "''"),
    ("pillow_heif", "x265", "GPL-2.0-or-later", "''"),
    ("pymupdf", "MuPDF", "AGPL-3.0-or-later", "pymupdf.mupdf_version"),
    ("pymupdf", "Tesseract", "Apache-2.0", "''"),
    ("pymupdf", "Leptonica", "BSD-2-Clause", "''"),
    ("pypdfium2", "PDFium", "BSD-3-Clause", "str(pypdfium2.PDFIUM_INFO)"),
    ("sqlcipher3", "SQLCipher", "BSD-3-Clause", "sqlcipher('cipher_version', 0)"),
    ("sqlcipher3", "OpenSSL", "Apache-2.0", "sqlcipher('cipher_provider_version', 1)"),
    ("typst", "Typst", "Apache-2.0", "typst.__version__"),
    ("zstandard", "Zstandard", "BSD-3-Clause", "dotted(zstandard.ZSTD_VERSION)"),
)

BESIDE = {
    "libXau": "libXau",
    "libavif": "libavif",
    "libbrotlicommon": "Brotli",
    "libbrotlidec": "Brotli",
    "libde265": "libde265",
    "libfreetype": "FreeType",
    "libgfortran": "libgfortran",
    "libgomp": "libgomp",
    "libharfbuzz": "HarfBuzz",
    "libheif": "libheif",
    "libjpeg": "libjpeg-turbo",
    "liblcms2": "Little CMS",
    "liblzma": "liblzma",
    "libopenjp2": "OpenJPEG",
    "libpng16": "libpng",
    "libquadmath": "libquadmath",
    "libscipy_openblas": "OpenBLAS",
    "libscipy_openblas64_": "OpenBLAS",
    "libsharpyuv": "libwebp",
    "libtiff": "LibTIFF",
    "libwebp": "libwebp",
    "libwebpdemux": "libwebp",
    "libwebpmux": "libwebp",
    "libx265": "x265",
    "libxcb": "libxcb",
    "libzstd": "Zstandard",
}
"""Which part of ``INSIDE`` a library is that a wheel brings in its folder ``….libs``, by its name before the hash."""

_ASK = """
import importlib, json, sys
import PySide6.QtCore, PySide6.QtWebEngineCore, lxml.etree, PIL.features, pillow_heif, pymupdf, pypdfium2
import backports.zstd, brotli, pyroaring, sqlcipher3, typst, zstandard
from cryptography.hazmat.backends.openssl.backend import backend
from pathlib import Path

def dotted(numbers): return ".".join(map(str, numbers))
def feature(name): return PIL.features.version(name) or ""
def chromium(): return PySide6.QtWebEngineCore.qWebEngineChromiumVersion()
def openssl(): return backend.openssl_version_text().split()[1]
def icu(): return next(Path(PySide6.__file__).parent.glob("Qt/lib/libicuuc.so.*")).name.rpartition(".")[2]
def sqlcipher(what, word):
    database = sqlcipher3.connect(":memory:")
    database.execute("PRAGMA key = 'asked'")  # without one, it does not say what enciphers
    return database.execute(f"PRAGMA {what}").fetchone()[0].split()[word]

print(json.dumps([str(eval(each)) for each in json.loads(sys.argv[1])]))
"""


def write(tree: Path, into: Path) -> None:
    """Write the bill of a tree."""
    packages = tree / "lib" / "python3" / "dist-packages"
    if unknown := unnamed(packages):
        stop(f"the bill of materials has no part for {', '.join(unknown)}: add it to packaging/release/sbom.py.")
    within = [*inside(tree / "bin" / "python3.11"), *brought(packages)]
    found = [*_packages(tree), *within, *_debian(tree), *_data(tree), *lent(tree / "system")]
    parts = sorted(found, key=lambda part: part["bom-ref"])
    moment = dt.datetime.fromtimestamp(epoch(), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    whole = {"type": "application", "bom-ref": NAME, "name": NAME, "version": version()}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(parts, sort_keys=True))}",
        "version": 1,
        "metadata": {"timestamp": moment, "component": {**whole, "licenses": [{"expression": "AGPL-3.0-or-later"}]}},
        "components": parts,
    }
    into.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def component(name: str, number: str, licence: str, **more: Any) -> dict[str, Any]:
    """A part; its licence as an expression (SPDX) or, where the part says it in words, by those."""
    reference = "/".join(filter(None, [more.pop("inside", ""), f"{name}@{number}" if number else name]))
    part: dict[str, Any] = {"type": "library", "bom-ref": reference, "name": name}
    if number:
        part["version"] = number
    if licence:
        plain = " " not in licence.replace(" AND ", "").replace(" OR ", "").replace(" WITH ", "")
        part["licenses"] = [{"expression": licence} if plain else {"license": {"name": licence}}]
    return {**part, **more}


def _packages(tree: Path) -> Iterator[dict[str, Any]]:
    for info in sorted((tree / "lib" / "python3" / "dist-packages").glob("*.dist-info")):
        fields = HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8", errors="replace"))
        name, number = str(fields["Name"]), str(fields["Version"])
        if name.lower().replace("_", "-") != NAME:
            purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{number}"
            yield component(name, number, licence_of(info), purl=purl)


def inside(python: Path) -> Iterator[dict[str, Any]]:
    """The parts that the table knows inside wheels, each asked for its version by the interpreter that has them."""
    asked = json.dumps([how for *_, how in INSIDE])
    command: list[str | Path] = [python, "-P", "-c", _ASK, asked]
    versions = json.loads(run(command, env={**environment(), "QT_QPA_PLATFORM": "offscreen"}))
    for (package, name, licence, _), number in zip(INSIDE, versions, strict=True):
        said = {"description": f"inside the wheel of {package}"}
        yield component(name, number, licence, inside=package, **said)


def unnamed(packages: Path) -> list[str]:
    """The libraries beside the modules of wheels, by their paths, that no part of the bill stands for."""
    parts = {(package, name) for package, name, *_ in INSIDE}
    return [
        path.relative_to(packages).as_posix()
        for path in sorted(packages.glob("*.libs/*.so*"))
        if (path.parent.name.removesuffix(".libs"), BESIDE.get(path.name.partition("-")[0].split(".")[0])) not in parts
    ]


def brought(packages: Path) -> Iterator[dict[str, Any]]:
    """The parts in Rust that wheels say are linked into them, by the bills that they bring (PEP 770)."""
    for bill in sorted(packages.glob("*.dist-info/sboms/*.json")):
        package = bill.parent.parent.name.split("-")[0]
        for part in json.loads(bill.read_text(encoding="utf-8")).get("components", []):
            purl = part.get("purl", "").split("?download_url=file:")[0]  # such is a folder of its makers' machine
            if purl.startswith("pkg:cargo/") and part.get("scope") == "required":
                licence = " AND ".join(each["expression"] for each in part.get("licenses", []) if "expression" in each)
                said = {"purl": purl, "description": f"inside the wheel of {package}, as it says itself"}
                stated = licence or licence_of(bill.parent.parent)  # a part of the package itself has none of its own
                yield component(part["name"], part["version"], stated, inside=package, **said)


def _debian(tree: Path) -> Iterator[dict[str, Any]]:
    listed = (tree / "licences" / "from-debian.txt").read_text(encoding="utf-8").splitlines()
    for name, number, file in (line.split() for line in listed):
        purl = f"pkg:deb/debian/{name}@{number.replace(':', '%3A')}?distro=bookworm"
        licence = "Apache-2.0" if name.startswith("tesseract") else ""
        if name.startswith(("python", "libpython")):
            licence = "PSF-2.0"
        hashes = [{"alg": "SHA-256", "content": file}]
        yield component(name, number, licence, purl=purl, hashes=hashes)


def lent(system: Path) -> Iterator[dict[str, Any]]:
    """The Debian packages whose libraries a folder lends, by its ``from-debian.txt``; none for a tree without one."""
    listed = system / "from-debian.txt"
    for line in listed.read_text(encoding="utf-8").splitlines() if listed.exists() else ():
        name, number, file, text, *libraries = line.split()
        purl = f"pkg:deb/debian/{name}@{number.replace(':', '%3A')}?distro=bookworm"
        said = {"description": f"lends {', '.join(libraries) or 'the layouts of keyboards'}"}
        hashes = [{"alg": "SHA-256", "content": file}]
        licence = {"licenses": [{"license": {"name": f"see system/licences/{text}.txt"}}]}
        yield component(name, number, "", inside="system", purl=purl, hashes=hashes, **said) | licence


def _data(tree: Path) -> Iterator[dict[str, Any]]:
    fonts = tree / "lib" / "python3" / "dist-packages" / "reviewer" / "resources" / "fonts"
    for path in sorted(fonts.glob("*.ttf")):
        licence = "OFL-1.1" if path.name.startswith("Liberation") else "Bitstream-Vera"
        digest = [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]
        yield component(path.name, "", licence, hashes=digest) | {"type": "file"}
