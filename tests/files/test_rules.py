"""What a file is, is said by its bytes; what it is called, is made harmless."""

from pathlib import Path

import pytest

from portal.errors import Invalid, NotFound
from portal.files.rules import JPEG, PDF, PNG, WEBP, Kind, check_name, kind_of, path_of


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n...", PDF),
        (b"\x89PNG\r\n\x1a\n....", PNG),
        (b"\xff\xd8\xff\xe0....", JPEG),
        (b"RIFF\x00\x00\x00\x00WEBP", WEBP),
    ],
)
def test_the_first_bytes_say_what_a_file_is(head: bytes, kind: Kind) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"hello",
        b" %PDF-1.7",
        b"GIF89a",
        b"<svg xmlns=",
        b"<html>",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"PK\x03\x04",
    ],
)
def test_everything_else_is_refused_at_the_field_of_the_file(head: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        kind_of(head)

    assert list(refused.value.fields) == ["file"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("poster.pdf", "poster.pdf"),
        ("Poster Final v2.PDF", "Poster Final v2.pdf"),
        ("poster.png", "poster.pdf"),
        ("my.thesis", "my.thesis.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\poster.pdf", "poster.pdf"),
        ("..", "file.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie b.pdf"),
        ("evil\u202efdp.exe", "evil fdp.exe.pdf"),
        ('"quoted"<b>.pdf', "quoted b.pdf"),
        ("Poster – Łódź 海.pdf", "Poster – Łódź 海.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_harm(sent: str, kept: str) -> None:
    assert check_name(sent, PDF) == kept


def test_bytes_lie_under_their_digest_and_previews_beside_them(tmp_path: Path) -> None:
    digest = "ab" + "0" * 62

    assert path_of(tmp_path, digest) == tmp_path / "files" / "ab" / digest
    assert path_of(tmp_path, digest, 480) == tmp_path / "files" / "ab" / f"{digest}.480.webp"


@pytest.mark.parametrize("width", [0, 1, 481, 100_000])
def test_a_preview_of_another_width_does_not_exist(tmp_path: Path, width: int) -> None:
    with pytest.raises(NotFound):
        path_of(tmp_path, "ab" + "0" * 62, width)
