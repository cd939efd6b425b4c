"""Which addresses a stage takes, and what becomes of them."""

import pytest

from portal.errors import Invalid
from portal.stage.rules import SourceKind, address_of, check_host, guess_kind, outside_page

ID = "dQw4w9WgXcQ"
KEY = "0f5e2a4c-8b1d-4c3e-9a7f-0123456789ab"


@pytest.mark.parametrize(
    "pasted",
    [
        f"https://www.youtube.com/watch?v={ID}",
        f"https://m.youtube.com/watch?list=PL1&v={ID}&t=3s",
        f"https://youtu.be/{ID}?si=share",
        f"https://youtube.com/live/{ID}",
        f"https://www.youtube.com/embed/{ID}?autoplay=1",
        f"https://www.youtube-nocookie.com/embed/{ID}",
        f"  https://youtu.be/{ID}  ",
    ],
)
def test_every_way_to_write_a_youtube_video_becomes_the_player_without_cookies(pasted: str) -> None:
    assert address_of(SourceKind.YOUTUBE, pasted) == f"https://www.youtube-nocookie.com/embed/{ID}"
    assert guess_kind(pasted) == SourceKind.YOUTUBE


@pytest.mark.parametrize(
    ("pasted", "player"),
    [
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871"),
        ("https://vimeo.com/76979871/8272103f6e", "https://player.vimeo.com/video/76979871?h=8272103f6e"),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
        ),
    ],
)
def test_a_vimeo_video_keeps_the_key_of_a_hidden_one(pasted: str, player: str) -> None:
    assert address_of(SourceKind.VIMEO, pasted) == player


def test_a_shared_recording_of_slideslive_keeps_only_what_its_player_needs() -> None:
    made = f"https://recorder-v3.slideslive.com/?share=85662&s={KEY}"

    assert (
        address_of(SourceKind.SLIDESLIVE, f"https://recorder-v3.slideslive.com/?share=85662&s={KEY}&x=1")
        == made
    )
    assert (
        address_of(SourceKind.SLIDESLIVE, f"https://recorder-v3.slideslive.com/#/share?share=85662&s={KEY}")
        == made
    )


@pytest.mark.parametrize(
    ("kind", "pasted"),
    [
        (SourceKind.YOUTUBE, "https://evil.example/watch?v=" + ID),
        (SourceKind.YOUTUBE, f"https://youtube.com.evil.example/watch?v={ID}"),
        (SourceKind.YOUTUBE, f"https://evil.example/?https://www.youtube.com/watch?v={ID}"),
        (SourceKind.YOUTUBE, f"https://www.youtube.com@evil.example/watch?v={ID}"),
        (SourceKind.YOUTUBE, f"javascript:alert(1)//www.youtube.com/watch?v={ID}"),
        (SourceKind.YOUTUBE, "https://www.youtube.com/playlist?list=PL1"),
        (SourceKind.YOUTUBE, f"https://youtu.be/{ID}extra"),
        (SourceKind.VIMEO, "https://vimeo.com/user/about"),
        (SourceKind.VIMEO, "https://notvimeo.com/76979871"),
        (SourceKind.SLIDESLIVE, "https://slideslive.com/38912345"),
        (SourceKind.SLIDESLIVE, "https://recorder-v3.slideslive.com/?share=1&s=<script>"),
        (SourceKind.HLS, "https://stream.example/live.mp4"),
        (SourceKind.HLS, "//stream.example/live.m3u8"),
        (SourceKind.HLS, "live.m3u8"),
        (SourceKind.HLS, "data:application/vnd.apple.mpegurl,live.m3u8"),
        (SourceKind.MEETING, "javascript:alert(1)"),
        (SourceKind.MEETING, "JaVaScRiPt:alert(1)"),
        (SourceKind.MEETING, "zoommtg://zoom.us/join?confno=1"),
        (SourceKind.PAGE, "data:text/html,<script>"),
        (SourceKind.PAGE, "https://name:secret@example.org/"),
        (SourceKind.PAGE, "https://example.org/two words"),
        (SourceKind.PAGE, "https:\\\\example.org"),
        (SourceKind.PAGE, "https://[::1"),
        (SourceKind.PAGE, "https://example.org:port/"),
        (SourceKind.PAGE, "https://"),
        (SourceKind.PAGE, "   "),
        (SourceKind.PAGE, "https://example.org/" + "x" * 1000),
    ],
)
def test_an_address_that_is_not_of_its_kind_is_refused(kind: SourceKind, pasted: str) -> None:
    with pytest.raises(Invalid) as refusal:
        address_of(kind, pasted)

    assert list(refusal.value.fields) == ["url"]


@pytest.mark.parametrize(
    ("pasted", "kind"),
    [
        ("https://stream.example/room/live.m3u8", SourceKind.HLS),
        ("https://us02web.zoom.us/j/123", SourceKind.MEETING),
        ("https://meet.jit.si/Tides", SourceKind.MEETING),
        ("https://bbb.example.org/b/abc-def", SourceKind.MEETING),
        ("https://notzoom.us.example.org/j/1", SourceKind.PAGE),
        ("https://neurips.cc/virtual/2023/workshop/66493", SourceKind.PAGE),
    ],
)
def test_the_kind_of_a_pasted_address_is_guessed(pasted: str, kind: SourceKind) -> None:
    assert guess_kind(pasted) == kind


def test_a_stream_plays_from_here_and_from_hosts_that_the_operator_allowed() -> None:
    allowed = ("https://cdn.example.org/",)

    check_host("/tides/stream/main/live.m3u8", "https://portal.example", allowed)
    check_host("https://portal.example/live.m3u8", "https://portal.example", allowed)
    check_host("https://CDN.example.org/live.m3u8", "https://portal.example", allowed)


def test_a_stream_from_another_host_is_refused_with_the_setting_that_would_allow_it() -> None:
    with pytest.raises(Invalid) as refusal:
        check_host(
            "https://cdn.example.org:8443/live.m3u8", "https://portal.example", ("https://cdn.example.org",)
        )

    assert refusal.value.message.endswith(
        "its operator adds https://cdn.example.org:8443 to the setting PORTAL_STREAM_HOSTS."
    )


def test_an_embedded_video_can_be_watched_on_its_own_site() -> None:
    assert (
        outside_page(SourceKind.YOUTUBE, f"https://www.youtube-nocookie.com/embed/{ID}")
        == f"https://www.youtube.com/watch?v={ID}"
    )
    assert (
        outside_page(SourceKind.VIMEO, "https://player.vimeo.com/video/769?h=8272103f6e")
        == "https://vimeo.com/769/8272103f6e"
    )
