"""The test of devices, the relays, larger rooms, and where a camera may be asked for at all."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

import config
from portal.access import Actor
from portal.errors import Invalid
from tests.calls.made import Scene, make_scene
from tests.posters.made import make_scene as make_poster
from tests.visit import MakeSite, Site

LINK = "https://zoom.example/j/1"


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


def attendee(scene: Scene) -> Actor:
    return scene.people(1)[0]


def test_by_default_no_other_host_is_asked_for_anything(site: Site, scene: Scene) -> None:
    visitor = site.signed_in(attendee(scene).known_id)

    assert visitor.get("/tides/calls/ice").json == {"servers": []}
    assert "Join in" not in visitor.get(f"/tides/calls/{scene.thread_id}").text
    assert visitor.get(f"/tides/calls/{scene.thread_id}/elsewhere").status_code == 404


def test_a_relay_password_is_of_this_person_and_the_settings_need_both_parts(make_site: MakeSite) -> None:
    relay = {
        "turn_urls": ("turn:turn.example:3478",),
        "turn_secret": "north",
        "stun_urls": ("stun:turn.example:3478",),
    }
    site = make_site(**relay)
    one = attendee(make_scene(site.store))

    stun, turn = site.signed_in(one.known_id).get("/tides/calls/ice").json["servers"]  # type: ignore[index]

    assert stun == {"urls": ["stun:turn.example:3478"]}
    assert turn["urls"] == ["turn:turn.example:3478"]
    assert turn["username"].endswith(f":{one.known_id}")
    with pytest.raises(Invalid, match="PORTAL_TURN_SECRET"):
        config.testing(site.portal.settings.data_dir, turn_urls=("turn:turn.example:3478",))


@pytest.mark.parametrize(
    ("path", "devices"),
    [
        ("/tides/check", "(self)"),
        ("/tides/posters/1", "(self)"),
        ("/tides/posters", "()"),
        ("/tides/calls/1", "()"),
        ("/tides/lobby", "()"),
        ("/", "()"),
    ],
)
def test_camera_microphone_and_screen_may_be_asked_for_where_people_talk_and_nowhere_else(
    site: Site, path: str, devices: str
) -> None:
    poster = make_poster(site.store)

    answer = site.signed_in(poster.attendee.known_id).get(path)

    assert answer.status_code == 200
    policy = answer.headers["Permissions-Policy"]
    for device in ("camera", "microphone", "display-capture"):
        assert f"{device}={devices}" in policy
    assert "media-src 'self' blob:" in answer.headers["Content-Security-Policy"]


def test_a_host_names_a_meeting_that_everybody_at_the_place_may_join(site: Site, scene: Scene) -> None:
    host, one = site.signed_in(scene.presenter.known_id), site.signed_in(attendee(scene).known_id)
    path = f"/tides/calls/{scene.thread_id}"

    refused = host.post(path, link="http://zoom.example")
    saved = host.post(path, link=LINK)

    assert refused.status_code == 422
    assert "looks like https://" in refused.text
    assert saved.status_code == 303
    assert "Join in the meeting" in one.get(path).text
    assert "Your own meeting" not in one.get(path).text
    assert one.get(f"{path}/elsewhere").location == LINK
    assert site.signed_in(scene.stranger.known_id).get(f"{path}/elsewhere").status_code in {403, 404}


def test_a_livekit_room_is_entered_with_a_signed_token(make_site: MakeSite) -> None:
    secret = "a secret of thirty-two letters and more"
    site = make_site(
        call_provider="livekit",
        call_provider_url="wss://livekit.example",
        call_provider_key="portal",
        call_provider_secret=secret,
        call_provider_page="https://meet.example",
    )
    scene = make_scene(site.store)

    where = site.signed_in(scene.presenter.known_id).get(f"/tides/calls/{scene.thread_id}/elsewhere").location

    words = parse_qs(urlsplit(str(where)).query)
    claims = jwt.decode(words["token"][0], OctKey.import_key(secret)).claims
    assert str(where).startswith("https://meet.example/custom?")
    assert words["liveKitUrl"] == ["wss://livekit.example"]
    assert (claims["iss"], claims["sub"]) == ("portal", f"person-{scene.presenter.known_id}")
    assert claims["video"]["roomAdmin"] is True


def test_a_jitsi_room_needs_no_token(make_site: MakeSite) -> None:
    site = make_site(call_provider="jitsi", call_provider_url="https://jitsi.example/")
    scene = make_scene(site.store)
    visitor = site.signed_in(attendee(scene).known_id)

    assert "Join in Jitsi" in visitor.get(f"/tides/calls/{scene.thread_id}").text
    where = visitor.get(f"/tides/calls/{scene.thread_id}/elsewhere").location
    assert str(where).startswith(f"https://jitsi.example/portal-{scene.thread_id}-")


class BigBlueButton(BaseHTTPRequestHandler):
    """Notes what it was asked."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<response><returncode>SUCCESS</returncode></response>")

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@pytest.fixture
def bigbluebutton() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Asked", (BigBlueButton,), {"asked": asked}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/bigbluebutton", asked
    server.shutdown()
    server.server_close()


def test_a_bigbluebutton_meeting_is_made_before_somebody_joins_it(
    make_site: MakeSite, bigbluebutton: tuple[str, list[str]]
) -> None:
    url, asked = bigbluebutton
    site = make_site(call_provider="bigbluebutton", call_provider_url=url, call_provider_secret="north")
    scene = make_scene(site.store)
    visitor = site.signed_in(attendee(scene).known_id)

    where = visitor.get(f"/tides/calls/{scene.thread_id}/elsewhere").location

    assert str(where).startswith(f"{url}/api/join?")
    assert [path.partition("?")[0] for path in asked] == ["/bigbluebutton/api/create"]


def test_a_bigbluebutton_that_is_away_is_said_so(make_site: MakeSite) -> None:
    site = make_site(
        call_provider="bigbluebutton",
        call_provider_url="http://127.0.0.1:9/bigbluebutton",
        call_provider_secret="north",
    )
    scene = make_scene(site.store)
    visitor = site.signed_in(attendee(scene).known_id)

    answer = visitor.get(f"/tides/calls/{scene.thread_id}/elsewhere")

    assert answer.status_code == 503
    assert "BigBlueButton does not answer" in answer.text


def test_the_room_of_a_poster_has_a_call_and_says_how_without_scripts(site: Site) -> None:
    poster = make_poster(site.store)
    visitor = site.signed_in(poster.attendee.known_id)

    page = visitor.get("/tides/posters/1").text

    assert f'data-module="calls/call" data-thread="{poster.thread_id}"' in page
    assert f'href="/tides/calls/{poster.thread_id}"' in page
