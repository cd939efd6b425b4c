"""The pages of slides."""

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.files.models import StoredFile
from portal.slides.actions import add_slides
from portal.slides.models import SlideDeck
from tests.files.samples import pdf
from tests.made import committed
from tests.posters.made import stashed_pdf
from tests.slides.made import Scene as Talk
from tests.slides.made import make_scene as make_talk
from tests.stage.made import Scene, make_scene
from tests.visit import Site, Visitor, lead


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def organizer(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.organizer.known_id)


def test_an_organizer_uploads_slides_for_a_talk_and_takes_them_away(
    site: Site, scene: Scene, organizer: Visitor, attendee: Visitor
) -> None:
    path = f"{scene.room}/slides"
    sent = organizer.client.post(
        path,
        data={
            "csrf_token": organizer.token(),
            "talk": str(scene.talk_id),
            "file": (io.BytesIO(pdf(2)), "moon.pdf"),
        },
    )

    assert (sent.status_code, sent.location) == (303, path)
    assert "moon.pdf" in lead(organizer.get(path))
    assert "Download moon.pdf" in lead(attendee.get(scene.room))
    with site.store.reading() as work:
        deck_id = work.session.scalars(select(SlideDeck.id)).one()
    assert organizer.post(f"/tides/slides/{deck_id}/delete").location == path
    assert "moon.pdf" not in attendee.get(scene.room).text


def test_slides_that_are_no_pdf_or_no_file_are_refused(scene: Scene, organizer: Visitor) -> None:
    path = f"{scene.room}/slides"

    assert "Choose a PDF first." in lead(organizer.post(path))
    for content in (b"just text", b""):
        sent = organizer.client.post(
            path, data={"csrf_token": organizer.token(), "file": (io.BytesIO(content), "moon.pdf")}
        )
        assert sent.status_code == 422


def test_an_attendee_uploads_no_slides(site: Site, scene: Scene, attendee: Visitor, tmp_path: Path) -> None:
    sent = attendee.client.post(
        f"{scene.room}/slides", data={"csrf_token": attendee.token(), "file": (io.BytesIO(pdf()), "moon.pdf")}
    )

    assert sent.status_code == 403
    assert not list(tmp_path.glob("files/**/*.webp"))


@pytest.mark.parametrize("taken", ["sessions/{0.session_id}", "talks/{0.talk_id}"])
def test_slides_go_with_the_session_or_talk_that_they_belong_to_and_no_others(
    site: Site, scene: Scene, organizer: Visitor, taken: str
) -> None:
    data_dir = site.portal.settings.data_dir
    with committed(site.store) as work:
        add_slides(work, scene.organizer, scene.session_id, scene.talk_id, stashed_pdf(data_dir, "Moon"))
        kept = add_slides(work, scene.organizer, scene.next_id, None, stashed_pdf(data_dir, "Sun")).file_id

    answer = organizer.post(f"/tides/schedule/{taken.format(scene)}/delete")
    site.run_jobs()

    assert answer.status_code == 303
    with site.store.reading() as work:
        left = list(work.session.scalars(select(StoredFile)))
    assert [row.id for row in left] == [kept]
    on_disk = [path.name for path in (data_dir / "files").rglob("*") if path.is_file()]
    assert len(on_disk) == 3 + 2  # its page in two widths
    assert left[0].sha256 in on_disk


BACKSTAGE = "/dunes/stage/main/backstage"


def test_the_speaker_turns_the_pages_backstage_too(site: Site, talk: Talk) -> None:
    # given
    speaker = site.signed_in(talk.speaker.known_id)
    assert "No slides yet" in lead(speaker.get(BACKSTAGE))
    deck_id = talk.upload(2)
    site.run_jobs()

    # when
    shown = speaker.post(f"/dunes/slides/{deck_id}/show", next=BACKSTAGE)
    turned = speaker.post(f"/dunes/slides/{deck_id}/turn", page="2", next=BACKSTAGE)

    # then
    assert [shown.location, turned.location] == [BACKSTAGE, BACKSTAGE]
    page = speaker.get(BACKSTAGE)
    assert "Everybody sees page 2 of 2" in lead(page)
    assert f'name="next" value="{BACKSTAGE}"' in page.text


@pytest.fixture
def talk(site: Site) -> Talk:
    return make_talk(site.store, site.portal.settings.data_dir, "dunes")


def test_slides_are_drawn_shown_turned_and_read_without_scripts(site: Site, talk: Talk) -> None:
    speaker, attendee = site.signed_in(talk.speaker.known_id), site.signed_in(talk.attendee.known_id)
    uploads = f"/dunes/sessions/{talk.session_id}/slides"
    control, stage = f"{uploads}/control", f"/dunes/sessions/{talk.session_id}"
    sent = {"csrf_token": speaker.token(), "talk": str(talk.around.talk_id)}
    speaker.client.post(uploads, data={**sent, "file": (io.BytesIO(pdf(6, text="Moon")), "moon.pdf")})
    assert "being prepared, 0 of 6" in lead(speaker.get(uploads))
    site.run_jobs()
    assert "6 pages, ready" in lead(speaker.get(control))
    deck = talk.seen()["decks"][0]

    assert speaker.post(f"/dunes/slides/{deck['id']}/show").location == control
    assert speaker.post(f"/dunes/slides/{deck['id']}/turn", page="5", next=control).location == control
    speaker.post(f"/dunes/slides/{deck['id']}/note", page="5", text="Look at the <left>")

    shown = attendee.get(stage)
    assert (
        f'src="/dunes/files/{deck["file"]}/pages/5/1600.webp" alt="Page 5 of 6: Moon, page 5"' in shown.text
    )
    assert "Look at the <left>" in lead(shown)
    assert "The talk so far: 2 pages" in lead(shown)
    assert "Turn the pages" not in lead(shown)
    picture = attendee.get(f"/dunes/files/{deck['file']}/pages/5/320.webp")
    assert (picture.status_code, picture.mimetype) == (200, "image/webp")
    picture.close()
    assert "You are on page 4, the talk is on page 5." in lead(attendee.get(f"/dunes/slides/{deck['id']}/4"))
    speaker.post(f"/dunes/sessions/{talk.session_id}/slides/stop")
    assert "pages/5/1600.webp" not in attendee.get(stage).text


def test_a_new_file_takes_the_place_of_slides_and_the_old_one_goes(site: Site, talk: Talk) -> None:
    deck_id = talk.upload(pages=3)
    talk.show(deck_id)
    speaker = site.signed_in(talk.speaker.known_id)
    path = f"/dunes/sessions/{talk.session_id}/slides"
    sent = {"csrf_token": speaker.token(), "deck": str(deck_id), "file": (io.BytesIO(pdf(2)), "newer.pdf")}

    assert speaker.client.post(path, data=sent).location == path
    site.run_jobs()

    assert "newer.pdf" in lead(speaker.get(path))
    (deck,) = talk.seen()["decks"]
    assert (deck["id"], deck["drawn"], talk.seen()["shown"]) == (deck_id, 2, deck_id)
    with site.store.reading() as work:
        assert [one.name for one in work.session.scalars(select(StoredFile))] == ["newer.pdf"]
    folder = site.portal.settings.data_dir / "files"
    assert len([one for one in folder.rglob("*.webp") if one.is_file()]) == 2 + 2 * 2


def test_a_pdf_that_breaks_while_it_is_drawn_says_so_to_who_sent_it_and_is_drawn_again_on_request(
    site: Site, talk: Talk
) -> None:
    deck_id = talk.upload()
    (stored,) = (one for one in (site.portal.settings.data_dir / "files").glob("??/*") if not one.suffix)
    whole = stored.read_bytes()
    stored.write_bytes(b"%PDF-1.7 and nothing else")

    site.run_jobs()

    organizer = site.signed_in(talk.organizer.known_id)
    page = organizer.get(f"/dunes/sessions/{talk.session_id}/slides/control")
    assert "cannot be shown: This file says that it is a PDF but cannot be opened" in lead(page)
    assert organizer.post(f"/dunes/slides/{deck_id}/show").status_code == 409

    stored.write_bytes(whole)
    uploads = f"/dunes/sessions/{talk.session_id}/slides"
    assert "Draw the pages again" in lead(organizer.get(uploads))
    assert organizer.post(f"/dunes/slides/{deck_id}/draw").location == uploads
    site.run_jobs()
    assert "3 pages, ready" in lead(organizer.get(uploads))
