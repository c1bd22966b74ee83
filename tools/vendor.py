"""Fetch the files of others that the pages and their tests use, by `npm pack`, and write down what
they are: `python tools/vendor.py`. The files are committed; nothing is fetched at run time.

Of the design system only the components in use are taken, put into the layers that its own bundle
puts them into.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/avrop/site/static/vendor"
TESTS = ROOT / "tests/browser/vendor"

LAYERS = "@layer ds.theme, ds.base, ds.components, avrop;\n"
COMPONENTS = (
    "alert",
    "badge",
    "breadcrumbs",
    "button",
    "card",
    "details",
    "field",
    "heading",
    "input",
    "label",
    "link",
    "list",
    "paragraph",
    "skip-link",
    "table",
    "tag",
)
Read = Callable[[str], bytes]


def design_system(read: Read) -> bytes:
    """Theme, base and the components in use, in their layers."""
    theme = read("dist/theme/designsystemet.css").decode()
    base = read("dist/src/base.css").decode()
    components = "\n".join(read(f"dist/src/{name}.css").decode() for name in COMPONENTS)
    return (
        f"{LAYERS}{theme}\n@layer ds.base{{{base}}}\n@layer ds.components{{{components}}}\n"
    ).encode()


def only(path: str) -> Callable[[Read], bytes]:
    """A file as it is in the package."""
    return lambda read: read(path)


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the npm registry, its licence, and what is made of its files: path → maker."""

    name: str
    version: str
    licence: str
    folder: Path
    files: Mapping[str, Callable[[Read], bytes]]


PACKAGES = (
    Package(
        "@digdir/designsystemet-css",
        "1.22.0",
        "MIT",
        STATIC,
        {"designsystemet.css": design_system},
    ),
    Package(
        "@fontsource-variable/source-sans-3",
        "5.3.0",
        "OFL-1.1",
        STATIC,
        {
            "source-sans-3.woff2": only("files/source-sans-3-latin-wght-normal.woff2"),
            "source-sans-3.licence.txt": only("LICENSE"),
        },
    ),
    Package(
        "zxing-wasm",
        "3.1.4",
        "MIT",
        STATIC,
        {
            "zxing-reader.js": only("dist/iife/reader/index.js"),
            "zxing_reader.wasm": only("dist/reader/zxing_reader.wasm"),
            "zxing.licence.txt": only("LICENSE"),
        },
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        TESTS,
        {"axe.min.js": only("axe.min.js")},
    ),
)


def main() -> None:
    """Fetch every package and write the files and the manifests."""
    for folder in (STATIC, TESTS):
        folder.mkdir(parents=True, exist_ok=True)
        entries = [entry(package) for package in PACKAGES if package.folder == folder]
        text = json.dumps(entries, indent=2) + "\n"
        (folder / "manifest.json").write_text(text, encoding="utf-8")


def entry(package: Package) -> dict[str, object]:
    """Fetch one package; what the manifest says of it."""
    sums = {}
    with tempfile.TemporaryDirectory() as folder:
        archive = packed(package, Path(folder))
        for name, make in package.files.items():
            content = make(lambda path: member(archive, path))
            (package.folder / name).write_bytes(content)
            sums[name] = hashlib.sha256(content).hexdigest()
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "files": sums,
    }


def packed(package: Package, folder: Path) -> Path:
    """The package's archive."""
    which = f"{package.name}@{package.version}"
    subprocess.run(["npm", "pack", which], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607
    return next(folder.glob("*.tgz"))


def member(archive: Path, path: str) -> bytes:
    """A file of the archive."""
    with tarfile.open(archive) as files:
        found = files.extractfile(f"package/{path}")
        if found is None:
            raise FileNotFoundError(path)
        return found.read()


if __name__ == "__main__":
    main()
