"""Other people's files are exactly those that the lock names, and they load nothing from elsewhere."""

import hashlib
import json
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
OURS = {"lock.json", "THIRD_PARTY.md", "refresh.py"}

FROM = re.compile(r"""\b(?:import|export)\b[^;"'`()]*?\bfrom\s*["']([^"']+)["']""")
# Not `"import", …` (a word in a list) nor `import("${url}")` (code that a string holds).
EFFECT = re.compile(r"""(?<!["'])\bimport\s*\(?\s*["']([^"'$]+)["']""")


def entries() -> list[dict[str, object]]:
    loaded: list[dict[str, object]] = json.loads((VENDOR / "lock.json").read_text())
    return loaded


def locked_files() -> dict[str, str]:
    return {
        file["path"]: file["sha256"]
        for entry in entries()
        for file in entry["files"]  # type: ignore[attr-defined]
    }


def modules() -> list[Path]:
    return sorted(path for path in VENDOR.rglob("*") if path.suffix in {".js", ".mjs"} and path.is_file())


def imports_of(source: str) -> list[str]:
    return FROM.findall(source) + EFFECT.findall(source)


def test_every_file_has_the_hash_that_the_lock_names() -> None:
    found = {path: hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() for path in locked_files()}

    assert found == locked_files()


def test_no_file_lies_here_that_the_lock_does_not_name() -> None:
    present = {
        str(path.relative_to(VENDOR))
        for path in VENDOR.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert present - OURS == set(locked_files())


def test_every_package_comes_with_its_licence_and_stands_in_the_notice() -> None:
    notice = (VENDOR / "THIRD_PARTY.md").read_text()

    for entry in entries():
        files = {file["path"] for file in entry["files"]}  # type: ignore[attr-defined]
        assert any(path.endswith("/LICENSE") for path in files), entry["name"]
        assert f"| {entry['name']} | {entry['version']} | {entry['licence']} |" in notice


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(VENDOR)))
def test_a_module_imports_only_files_that_lie_beside_it(path: Path) -> None:
    for target in imports_of(path.read_text()):
        assert target.startswith(("./", "../")), target
        assert (path.parent / target).resolve().is_file(), target


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(VENDOR)))
def test_a_module_names_no_source_map(path: Path) -> None:
    assert "sourceMappingURL" not in path.read_text()


def test_a_bare_import_would_be_noticed() -> None:
    source = (
        'import{h as r}from"preact";export{h}from "./a.mjs";import "x";import("https://example.org/y.js")'
    )

    assert imports_of(source) == ["preact", "./a.mjs", "x", "https://example.org/y.js"]


def test_each_font_is_small_enough_for_a_phone() -> None:
    too_large = {
        path.name: path.stat().st_size for path in VENDOR.rglob("*.woff2") if path.stat().st_size > 60_000
    }

    assert too_large == {}
