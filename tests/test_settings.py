"""Settings are checked once, and each refusal names the setting and the remedy."""

from pathlib import Path

import pytest

import config
from portal.errors import Invalid
from portal.settings import read_environment, read_file

SECRET = "x" * 40


def test_a_missing_secret_is_refused() -> None:
    with pytest.raises(Invalid, match="PORTAL_SECRET_KEY"):
        config.production({})


def test_a_short_secret_is_refused_with_its_remedy() -> None:
    with pytest.raises(Invalid, match="portal init"):
        config.production({"PORTAL_SECRET_KEY": "short"})


REDIS = {"PORTAL_REDIS_URL": "redis://127.0.0.1:6379/0"}
POSTGRESQL = {"PORTAL_DATABASE_URL": "postgresql://portal@127.0.0.1/portal"}


@pytest.mark.parametrize(
    ("given", "missing", "is_named_too"),
    [
        (POSTGRESQL, "PORTAL_REDIS_URL=redis://", False),
        (REDIS, "PORTAL_DATABASE_URL=postgresql://", False),
        ({**REDIS, "PORTAL_DATABASE_URL": "sqlite:///portal.sqlite3"}, "PORTAL_DATABASE_URL=", False),
        ({}, "PORTAL_REDIS_URL=redis://", True),
    ],
)
def test_several_workers_without_redis_or_on_sqlite_are_refused_with_the_remedy(
    given: dict[str, str], missing: str, is_named_too: bool
) -> None:
    with pytest.raises(Invalid, match=missing) as refused:
        config.production({"PORTAL_SECRET_KEY": SECRET, "PORTAL_WORKERS": "2", **given})

    assert refused.value.fields.keys() == {"workers"}
    assert refused.value.message.count("=") == (2 if is_named_too else 1)


def test_several_workers_serve_with_redis_and_postgresql() -> None:
    environ = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_WORKERS": "3", **REDIS, **POSTGRESQL}

    assert config.production(environ).workers == 3


def test_a_misspelt_setting_is_not_silently_ignored() -> None:
    with pytest.raises(Invalid, match="PORTAL_SMPT_URL"):
        read_environment({"PORTAL_SMPT_URL": "smtp://localhost"})


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n", encoding="utf-8")

    settings = config.production({"PORTAL_SECRET_KEY_FILE": str(tmp_path / "secret")})

    assert settings.secret_key.get_secret_value() == SECRET


def test_lists_are_written_with_commas() -> None:
    environ = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_STREAM_HOSTS": "https://a.example, https://b.example"}

    assert config.production(environ).stream_hosts == ("https://a.example", "https://b.example")


@pytest.mark.parametrize("host", ["a.example", "javascript:alert(1)", "https://a.example/path", "'none'"])
def test_a_stream_host_is_an_origin(host: str) -> None:
    with pytest.raises(Invalid, match="PORTAL_STREAM_HOSTS"):
        config.production({"PORTAL_SECRET_KEY": SECRET, "PORTAL_STREAM_HOSTS": host})


def test_a_broken_line_of_the_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "portal.env").write_text("# a comment\n\nPORTAL_PORT\n", encoding="utf-8")

    with pytest.raises(Invalid, match="line 3"):
        read_file(tmp_path / "portal.env")


def test_the_secret_is_not_shown_by_accident() -> None:
    assert SECRET not in repr(config.production({"PORTAL_SECRET_KEY": SECRET}))
