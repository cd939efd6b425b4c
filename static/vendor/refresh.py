"""Fetch the browser libraries, fonts and icons from npm and write them here, with a lock, licences and a notice.

Run by `make vendor`. Needs npm, and fonttools with brotli for the one font that has to be cut down. Nothing here runs
when the portal is served: what this writes is committed.
"""

import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).parent

ICONS = (
    "arrow-down arrow-left arrow-right arrow-up bell calendar-days calendar-plus chart-column check chevron-down "
    "chevron-left chevron-right circle-check circle-help circle-user clipboard-list clock cloud-off coffee compass copy "
    "download ellipsis external-link eye eye-off file-text flag grid-2x2 hand headphones house image images info key link "
    "list log-in log-out mail maximize megaphone menu message-circle mic mic-off minus monitor moon newspaper pause "
    "pencil play plus presentation printer radio refresh-cw rows-3 search send settings shield shuffle sliders-horizontal "
    "star sun tags trash-2 triangle-alert tv upload user-plus users vote volume-2 volume-x x zoom-in zoom-out"
).split()

# Names of people need more letters than English: Latin Extended-A and -B, and what Vietnamese adds.
WIDE_LATIN = "U+0100-024F,U+0259,U+1E00-1EFF"


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files we take, what we call them, and which bare imports become paths.

    `exports`: what a file that is no module yet gives away.
    """

    name: str
    version: str
    licence: str
    folder: str
    files: dict[str, str]
    licence_file: str = "LICENSE"
    imports: dict[str, str] = field(default_factory=dict)
    subset: dict[str, str] = field(default_factory=dict)
    exports: dict[str, str] = field(default_factory=dict)


PACKAGES = (
    Package("socket.io-client", "4.8.4", "MIT", "socket.io-client", {"dist/socket.io.esm.min.js": "socket.io.mjs"}),
    Package(
        "preact",
        "11.2.0",
        "MIT",
        "preact",
        {"dist/preact.mjs": "preact.mjs", "hooks/dist/hooks.mjs": "hooks.mjs"},
        imports={"preact": "./preact.mjs"},
    ),
    Package(
        "htm",
        "3.1.1",
        "Apache-2.0",
        "htm",
        {"dist/htm.mjs": "htm.mjs", "preact/index.mjs": "preact.mjs"},
        imports={"preact": "../preact/preact.mjs", "htm": "./htm.mjs"},
    ),
    Package(
        "hls.js",
        "1.7.4",
        "Apache-2.0",
        "hls.js",
        {
            "dist/hls.light.min.mjs": "hls.light.mjs",
            "dist/hls.min.mjs": "hls.mjs",
            "dist/hls.worker.js": "hls.worker.js",
        },
    ),
    # 5.6 is the newest line that npm gives to Node 20.
    Package(
        "pdfjs-dist",
        "5.6.205",
        "Apache-2.0",
        "pdfjs-dist",
        {"legacy/build/pdf.min.mjs": "pdf.mjs", "legacy/build/pdf.worker.min.mjs": "pdf.worker.mjs"},
    ),
    # Formulas become MathML, which browsers draw with their own fonts: neither its style sheet nor its fonts are needed.
    Package("katex", "0.19.1", "MIT", "katex", {"dist/katex.min.js": "katex.js"}),
    # Only its script for a global name is small; a line at the end makes a module of it.
    Package(
        "uplot",
        "1.6.32",
        "MIT",
        "uplot",
        {"dist/uPlot.iife.min.js": "uplot.mjs", "dist/uPlot.min.css": "uplot.css"},
        exports={"uplot.mjs": "uPlot"},
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        "inter",
        {
            "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
            "files/inter-vietnamese-wght-normal.woff2": "inter-vietnamese.woff2",
        },
        subset={"inter-latin-ext.woff2": WIDE_LATIN},
    ),
    Package(
        "@fontsource-variable/source-serif-4",
        "5.3.1",
        "OFL-1.1",
        "source-serif-4",
        {
            "files/source-serif-4-latin-wght-normal.woff2": "source-serif-latin.woff2",
            "files/source-serif-4-latin-wght-italic.woff2": "source-serif-latin-italic.woff2",
            "files/source-serif-4-latin-ext-wght-normal.woff2": "source-serif-latin-ext.woff2",
            "files/source-serif-4-vietnamese-wght-normal.woff2": "source-serif-vietnamese.woff2",
        },
    ),
    Package("lucide-static", "1.62.0", "ISC AND MIT", "lucide", {}),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        entries = [refresh(package, Path(scratch)) for package in PACKAGES]
    write(HERE / "lock.json", (json.dumps(entries, indent=2) + "\n").encode())
    write(HERE / "THIRD_PARTY.md", notice(entries).encode())


def refresh(package: Package, scratch: Path) -> dict[str, object]:
    archive, integrity = fetch(package, scratch)
    folder = HERE / package.folder
    written = {folder / "LICENSE": archive[package.licence_file]}
    for source, target in package.files.items():
        written[folder / target] = prepared(package, target, archive[source])
    if package.folder == "lucide":
        written[folder / "icons.svg"] = sprite(archive)
    for path, content in written.items():
        write(path, content)
    files = [{"path": str(path.relative_to(HERE)), "sha256": sha256(content)} for path, content in written.items()]
    print(f"{package.name} {package.version}: {len(files)} files")
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "integrity": integrity,
        "files": sorted(files, key=lambda file: file["path"]),
    }


def fetch(package: Package, scratch: Path) -> tuple[dict[str, bytes], str]:
    """The package's files by path, and the hash of the whole archive that the registry vouches for."""
    command = ["npm", "pack", "--silent", "--json", f"{package.name}@{package.version}"]
    answer = subprocess.run(command, cwd=scratch, check=True, capture_output=True, text=True).stdout
    packed = json.loads(answer)
    first = packed[0] if isinstance(packed, list) else next(iter(packed.values()))
    archive = {}
    with tarfile.open(scratch / Path(first["filename"]).name) as tar:
        for member in tar.getmembers():
            content = tar.extractfile(member) if member.isfile() else None
            if content:
                archive[member.name.partition("/")[2]] = content.read()
    return archive, first["integrity"]


def prepared(package: Package, target: str, content: bytes) -> bytes:
    if target in package.subset:
        return cut(content, package.subset[target])
    if not target.endswith((".js", ".mjs")):
        return content
    text = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", content.decode())
    for bare, path in package.imports.items():
        text = re.sub(rf"""\bfrom\s*(["']){re.escape(bare)}\1""", f'from"{path}"', text)
    if target in package.exports:
        text = f"{text.rstrip()}\nexport default {package.exports[target]};\n"
    return text.encode()


def cut(font: bytes, unicodes: str) -> bytes:
    """The same font with fewer letters."""
    options = subset.Options(layout_features=["*"], flavor="woff2")
    loaded = subset.load_font(io.BytesIO(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes))
    cutter.subset(loaded)
    out = io.BytesIO()
    subset.save_font(loaded, out, options)
    return out.getvalue()


def sprite(archive: dict[str, bytes]) -> bytes:
    """One file with the icons that we use, each a symbol of its own name."""
    symbols = []
    for name in ICONS:
        inner = re.search(r"<svg[^>]*>(.*)</svg>", archive[f"icons/{name}.svg"].decode(), re.DOTALL)
        if not inner:
            raise ValueError(f"The icon {name} is not an SVG.")
        shapes = re.sub(r"\s*\n\s*", "", inner[1])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'.encode()


def notice(entries: list[dict[str, object]]) -> str:
    rows = "\n".join(f"| {entry['name']} | {entry['version']} | {entry['licence']} |" for entry in entries)
    return (
        "# Other people's work in this folder\n\n"
        "Each folder holds its licence text. Versions and hashes stand in `lock.json`; `make vendor` writes all of it.\n\n"
        f"| package | version | licence |\n|---|---|---|\n{rows}\n\n"
        "Changes made here: source map comments are removed, bare imports are paths, `inter-latin-ext.woff2` holds fewer\n"
        "letters than the original, `uplot/uplot.mjs` exports what it defines, and `lucide/icons.svg` is a selection of\n"
        "the icons.\n"
    )


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
