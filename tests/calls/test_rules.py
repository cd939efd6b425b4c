"""Who gets which seat, and what passwords and ways into other rooms look like."""

from urllib.parse import parse_qs, urlsplit

import pytest

from portal.calls.rules import (
    CAMERAS,
    LISTENERS,
    SPEAKERS,
    Granted,
    Provider,
    RoomElsewhere,
    Taken,
    Wish,
    bigbluebutton_addresses,
    clean_link,
    grant,
    jitsi_address,
    livekit_claims,
    room_name,
    room_of_seat,
    turn_words,
)
from portal.errors import Conflict, Invalid

TALK = Wish(1, audio=True)
LISTEN = Wish(1, is_listening=True)


def speakers(count: int, **words: bool) -> list[Taken]:
    return [Taken(**words) for _ in range(count)]


def test_who_wants_to_talk_talks_as_long_as_there_is_a_seat() -> None:
    granted = grant(speakers(SPEAKERS - 2), TALK, is_host=False)

    assert granted == Granted(is_listening=False, audio=True)


def test_the_last_seat_is_kept_for_a_host_and_free_for_all_once_one_sits() -> None:
    seven = speakers(SPEAKERS - 1)
    with_host = [Taken(is_host=True), *speakers(SPEAKERS - 2)]

    kept = grant(seven, TALK, is_host=False)

    assert kept.is_listening
    assert "kept for the host" in kept.why
    assert not grant(seven, TALK, is_host=True).is_listening
    assert not grant(with_host, TALK, is_host=False).is_listening


def test_a_full_room_lets_people_listen_and_says_so() -> None:
    full = [Taken(is_host=True), *speakers(SPEAKERS - 1)]

    granted = grant(full, Wish(1, audio=True, video=True), is_host=True)

    assert granted == Granted(is_listening=True, why=granted.why)
    assert granted.why.startswith("Listening only: the room is full.")


def test_beyond_the_last_place_to_listen_the_room_is_full() -> None:
    listeners = speakers(LISTENERS, is_listening=True)

    for wish in (LISTEN, TALK):
        with pytest.raises(Conflict, match="The room is full"):
            grant([*listeners, Taken(is_host=True), *speakers(SPEAKERS - 1)], wish, is_host=False)
    assert not grant(listeners, TALK, is_host=False).is_listening, "a seat is no place to listen"


def test_a_fifth_camera_and_a_second_screen_are_not_given() -> None:
    others = [*speakers(CAMERAS, video=True), Taken(screen=True)]

    granted = grant(others, Wish(1, audio=True, video=True, screen=True), is_host=False)

    assert (granted.audio, granted.video, granted.screen) == (True, False, False)
    assert "4 cameras are on" in granted.why
    assert "shares a screen already" in granted.why


def test_who_listens_has_neither_camera_nor_microphone() -> None:
    granted = grant([], Wish(1, audio=True, video=True, screen=True, is_listening=True), is_host=True)

    assert granted == Granted(is_listening=True)


def test_each_seat_has_a_room_of_its_own() -> None:
    assert room_of_seat(7, 12) == "call:7:12"


def test_a_relay_password_is_what_coturn_computes() -> None:
    # echo -n 1700000000:5 | openssl dgst -sha1 -hmac north -binary | base64
    assert turn_words("north", 5, 1_700_000_000) == ("1700000000:5", "i0CsDKJ/2Br8g3wndN+bfwd3zFg=")


THERE = RoomElsewhere("portal-7-abc", "Workshop", 5, "Ada Łoś", is_host=True)


def test_a_bigbluebutton_address_carries_a_checksum_over_its_query() -> None:
    provider = Provider("bigbluebutton", "https://bbb.example.org/bigbluebutton", secret="north")

    create, join = bigbluebutton_addresses(provider, THERE)

    words = parse_qs(urlsplit(join).query)
    assert create.startswith("https://bbb.example.org/bigbluebutton/api/create?meetingID=portal-7-abc&")
    assert (words["fullName"], words["role"]) == (["Ada Łoś"], ["MODERATOR"])
    assert len(words["checksum"][0]) == 64


def test_a_livekit_token_lets_one_person_into_one_room_for_an_hour() -> None:
    claims = livekit_claims(Provider("livekit", key="portal"), THERE, 1_700_000_000)

    assert (claims["iss"], claims["sub"], claims["name"]) == ("portal", "person-5", "Ada Łoś")
    assert (claims["video"]["room"], claims["video"]["roomAdmin"]) == ("portal-7-abc", True)
    assert claims["exp"] - 1_700_000_000 == 3600


def test_a_jitsi_room_has_a_name_that_nobody_can_guess() -> None:
    name = room_name("a secret", 7)

    assert name != room_name("another secret", 7)
    there = RoomElsewhere(name, "Workshop", 5, "Ada", is_host=False)
    assert jitsi_address(Provider("jitsi", "https://meet.example.org"), there).startswith(
        f"https://meet.example.org/{name}#userInfo.displayName="
    )


@pytest.mark.parametrize(
    "link", ["http://zoom.example/j/1", "javascript:alert(1)", "https://", "zoom", "https://a b"]
)
def test_a_meeting_elsewhere_is_an_https_address(link: str) -> None:
    with pytest.raises(Invalid):
        clean_link(link)


def test_a_meeting_elsewhere_may_be_none() -> None:
    assert clean_link("  ") == ""
    assert clean_link(" https://zoom.example/j/1?pwd=2 ") == "https://zoom.example/j/1?pwd=2"
