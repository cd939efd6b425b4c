"""Setting up: what make says where something is missing, what the wheel carries, and that it runs elsewhere."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import Tree
from tests.servers.portal import start_demo

CHECKOUT = Path(__file__).parents[1]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_carries_every_file_that_a_running_portal_reads(wheel: Path) -> None:
    left_out = {"static/package.json", "static/vendor/refresh.py"}
    needed = {
        path if path.startswith(("portal/", "config.py")) else f"portal/{path}"
        for path in tracked("portal", "static", "templates", "config.py")
        if path not in left_out
    }

    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert carried == needed


def test_the_wheel_carries_its_licence_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        [licence] = [name for name in opened.namelist() if name.endswith("licenses/LICENSE")]
        [commands] = [name for name in opened.namelist() if name.endswith("entry_points.txt")]

        assert opened.read(licence).startswith(b"MIT License")
        assert b"portal = portal.__main__:main" in opened.read(commands)


@pytest.mark.slow
def test_the_installed_wheel_runs_the_demo_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-r", CHECKOUT / "requirements.lock"], check=True)
    subprocess.run([*pip, "install", "--no-deps", wheel], check=True)
    subprocess.run([*pip, "check"], check=True)

    running = start_demo(tmp_path / "empty", (str(tmp_path / "venv" / "bin" / "portal"),))
    status, page = running.get("/")
    running.stop()

    assert status == 200
    assert "<html" in page
    assert sorted(running.links) == ["attendee", "organizer", "presenter"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_has_what_the_project_asks_for(lock: str) -> None:
    extras = ("postgres", "redis") if lock == "requirements.lock" else ("dev",)
    locked = locked_versions(CHECKOUT / lock)

    wanting = [
        text
        for text in asked_for(*extras)
        if (wish := Requirement(text)).name != PROJECT["name"]
        and not any(
            wish.specifier.contains(version) for version in locked.get(canonicalize_name(wish.name), [])
        )
    ]

    assert not wanting, f"{lock} lacks them; `make lock` writes it anew"


def test_both_locks_name_the_same_versions() -> None:
    running = locked_versions(CHECKOUT / "requirements.lock")
    testing = locked_versions(CHECKOUT / "requirements-dev.lock")

    assert {name: testing.get(name) for name in running} == running


@pytest.mark.parametrize(("top", "extras"), [("portal", ("postgres", "redis")), ("tests", ("dev",))])
def test_every_library_that_the_code_imports_is_asked_for(top: str, extras: tuple[str, ...]) -> None:
    asked = {canonicalize_name(Requirement(text).name) for text in asked_for("postgres", "redis", *extras)}
    providers = packages_distributions()

    borrowed = {
        name
        for name in imported(CHECKOUT / top)
        if not asked & {canonicalize_name(one) for one in providers.get(name, [name])}
    }

    assert not borrowed, "they come with other libraries, which may drop them"


OLD = """#!/bin/sh
case "$2" in
    *print*) echo 3.9 ;;
    *) exit 1 ;;
esac
"""

WITHOUT_VENV = """#!/bin/sh
case "$2" in
    *print*) echo 3.11 ;;
    *ensurepip*) exit 1 ;;
esac
"""

SHIM_WITHOUT_PYTHON = """#!/bin/sh
echo "pyenv: python3: command not found" >&2
exit 127
"""


@pytest.mark.parametrize(
    ("python", "said"),
    [
        (None, "there is no python3 here.\n"),
        (SHIM_WITHOUT_PYTHON, "there is no python3 here.\n"),
        (OLD, "The portal needs Python 3.11 or newer; here is only 3.9"),
        (WITHOUT_VENV, "sudo apt install python3-venv\n"),
    ],
    ids=["no Python", "only a shim", "an old Python", "no venv"],
)
@pytest.mark.parametrize("target", ["demo", "test"])
def test_make_names_what_is_missing_and_its_remedy(
    target: str, python: str | None, said: str, tmp_path: Path
) -> None:
    copied = copied_set_up(tmp_path)
    only_these = tools(tmp_path, "make", "bash", "sh", "env", "rm")
    if python:
        program(only_these / "python3", python)

    done = run("make", target, folder=copied, path=only_these)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Then run make again." in done.stderr
    assert not (copied / ".venv").exists()


def test_a_newer_python_is_taken_where_python3_is_too_old(tmp_path: Path) -> None:
    only_these = tools(tmp_path, "bash", "env")
    program(only_these / "python3", OLD)
    program(only_these / "python3.12", "#!/bin/sh\n")

    done = run(str(CHECKOUT / ".ci" / "find-python"), folder=tmp_path, path=only_these)

    assert done.stdout == f"{only_these / 'python3.12'}\n"


def test_servers_that_may_not_be_installed_are_named_and_no_failure(tmp_path: Path) -> None:
    only_these = tools(tmp_path, "bash", "env", "id", "ls")

    done = run(
        str(CHECKOUT / ".ci" / "get-servers"), "chromium", "redis-server", folder=tmp_path, path=only_these
    )

    assert done.returncode == 0
    assert done.stdout == "Not installed here, so some tests will be skipped: chromium redis-server\n"


@pytest.mark.parametrize("uid", [0, 1000], ids=["root", "sudo without a password"])
def test_servers_are_installed_where_that_is_allowed(uid: int, tmp_path: Path) -> None:
    only_these = tools(tmp_path, "bash", "env", "ls", "mktemp", "rm", "sleep", "true")
    program(only_these / "id", f"#!/bin/sh\necho {uid}\n")
    program(only_these / "sudo", '#!/bin/sh\nshift\nexec "$@"\n')
    program(only_these / "apt-get", f'#!/bin/sh\necho "$*" >> {tmp_path}/asked\n')

    done = run(str(CHECKOUT / ".ci" / "get-servers"), "redis-server", folder=tmp_path, path=only_these)

    assert (done.returncode, done.stdout) == (0, "Installing for the tests: redis-server …\n")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert [line.split()[4] for line in asked] == ["update", "install"]


def test_nothing_is_installed_where_all_is_here(tmp_path: Path) -> None:
    only_these = tools(tmp_path, "bash", "env")
    for name in ("chromium", "redis-server", "apt-get"):
        program(only_these / name, "#!/bin/sh\nexit 1\n")

    done = run(
        str(CHECKOUT / ".ci" / "get-servers"), "chromium", "redis-server", folder=tmp_path, path=only_these
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("script", ["run", "find-python", "get-servers"])
def test_a_script_of_the_build_can_be_run(script: str) -> None:
    path = CHECKOUT / ".ci" / script

    assert os.access(path, os.X_OK)
    subprocess.run(["bash", "-n", path], check=True)


def test_make_alone_lists_what_can_be_made() -> None:
    done = run("make", folder=CHECKOUT, path=Path(os.environ["PATH"]))

    assert done.returncode == 0
    assert {"make demo", "make test"} <= {" ".join(line.split()[:2]) for line in done.stdout.splitlines()}


def tracked(*places: str) -> list[str]:
    paths = Tree(CHECKOUT).every_file()
    names = [path.relative_to(CHECKOUT).as_posix() for path in paths]
    return [name for name in names if name.split("/")[0] in places]


def asked_for(*extras: str) -> list[str]:
    """What pyproject.toml requires, with these extras."""
    optional = [text for extra in extras for text in PROJECT["optional-dependencies"][extra]]
    return [*PROJECT["dependencies"], *optional]


def imported(folder: Path) -> set[str]:
    """The libraries that are imported there, neither Python's nor our own."""
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(str(node.module).split(".")[0])
    return names - set(sys.stdlib_module_names) - {"portal", "config", "tests"}


def locked_versions(lock: Path) -> dict[str, list[str]]:
    """Versions by name; a name has two where they depend on the Python in use."""
    versions: dict[str, list[str]] = {}
    for line in lock.read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            pinned = Requirement(line.removesuffix("\\").strip())
            [only] = pinned.specifier
            versions.setdefault(canonicalize_name(pinned.name), []).append(only.version)
    return versions


def copied_set_up(folder: Path) -> Path:
    """What make needs of the checkout, in a place without an environment."""
    copy = folder / "checkout"
    shutil.copytree(CHECKOUT / ".ci", copy / ".ci")
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(CHECKOUT / name, copy)
    return copy


def tools(folder: Path, *names: str) -> Path:
    """A folder for PATH that has just these programs."""
    place = folder / "bin"
    place.mkdir()
    for name in names:
        (place / name).symlink_to(shutil.which(name) or f"/usr/bin/{name}")
    return place


def program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def run(*command: str, folder: Path, path: Path) -> subprocess.CompletedProcess[str]:
    environ = {
        name: value for name, value in os.environ.items() if name not in {"PYTHON", "MAKEFLAGS", "MAKELEVEL"}
    }
    return subprocess.run(
        command,
        cwd=folder,
        env={**environ, "PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
