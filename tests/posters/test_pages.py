"""The hall, the papers, the room and the forms, as a browser without JavaScript sees them."""

import io
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from portal.clock import now
from portal.files.models import StoredFile
from portal.posters.events import FileChanged
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.realtime.presence import Presence, Seat
from portal.registrations.rules import State
from portal.stage.actions import add_stage
from portal.stage.rules import StageDraft
from portal.threads.actions import post
from portal.threads.events import MessagePosted
from portal.threads.rules import MessageDraft, room_of
from portal.workshops.models import Workshop
from tests.files.samples import pdf, picture
from tests.made import committed, make_actor, make_person
from tests.posters.made import Scene, hang_many, make_scene, stashed_pdf
from tests.visit import MakeSite, Site, Visitor, lead


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def organizer(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.organizer.known_id)


@pytest.fixture
def presenter(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.presenter.known_id)


def stand(site: Site, scene: Scene, *people: int) -> None:
    """Let people stand in front of the poster, as their sockets would."""
    presence: Presence = site.app.extensions["presence"]
    for person in people:
        presence.enter(
            room_of(scene.thread_id), f"socket {person}", Seat(person, f"Person {person}", "attendee")
        )


def titles(answer: TestResponse) -> list[str]:
    """The titles of the cards that are shown."""
    cards = re.findall(
        r'<li class="poster-card"(.*?)</li>\s*(?=<li class="poster-card"|</ul>)', answer.text, re.DOTALL
    )
    visible = [card for card in cards if not re.search(r"^[^>]*\shidden>", card, re.DOTALL)]
    return [unescape(found[1]) for card in visible if (found := re.search(r"<h3><a [^>]*>(.*?)</a>", card))]


def test_the_hall_shows_who_is_in_front_of_each_poster(site: Site, scene: Scene, attendee: Visitor) -> None:
    stand(site, scene, scene.attendee.known_id, scene.presenter.known_id)

    page = attendee.get("/tides/posters")

    assert titles(page) == ["Tides and time"]
    assert 'aria-label="2 people here"' in page.text
    assert "presenter here" in lead(page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=TIDES", ["Tides and time"]),
        ("?q=number+1", ["Poster number 1"]),
        ("?q=nothing+like+it", []),
        ("?tag=tag+2", ["Poster number 2"]),
        ("?here=yes", []),
        ("?sort=board&tag=ICE", ["Poster number 0", "Poster number 1", "Poster number 2", "Tides and time"]),
        ("?sort=title", ["Poster number 0", "Poster number 1", "Poster number 2", "Tides and time"]),
        ("?sort=nonsense&size=nonsense&q=tides", ["Tides and time"]),
    ],
)
def test_the_address_says_which_posters_are_shown(
    site: Site, scene: Scene, attendee: Visitor, query: str, found: list[str]
) -> None:
    with committed(site.store) as work:
        hang_many(work, scene.organizer, work.get(Workshop, scene.workshop_id), 3)

    assert titles(attendee.get(f"/tides/posters{query}")) == found


def test_a_chosen_size_is_remembered(attendee: Visitor) -> None:
    assert 'class="posters"' in attendee.get("/tides/posters").text

    attendee.get("/tides/posters?size=list")

    assert 'class="posters is-list"' in attendee.get("/tides/posters").text


def test_a_search_without_a_hit_leads_back_to_all_posters(attendee: Visitor) -> None:
    page = attendee.get("/tides/posters?q=nothing+like+it")

    assert "No poster fits" in lead(page)
    assert '<form class="toolbar" role="search" method="get" action="/tides/posters"' in page.text
    assert '<a class="button" href="/tides/posters" data-clear>' in page.text


def test_an_empty_hall_invites(site: Site, scene: Scene, organizer: Visitor) -> None:
    organizer.post(f"/tides/posters/{scene.poster_id}/take-down")

    assert "The boards are still empty" in lead(organizer.get("/tides/posters"))
    assert "Add the first poster" in lead(organizer.get("/tides/posters"))


def test_the_hall_asks_the_store_as_often_for_two_hundred_posters_as_for_one(
    site: Site, scene: Scene, attendee: Visitor
) -> None:
    def statements() -> int:
        with site.questions() as asked:
            assert attendee.get("/tides/posters").status_code == 200
        return len(asked)

    counts = [statements()]
    for more in (0, 2, 197):
        with committed(site.store) as work:
            hang_many(work, scene.organizer, work.get(Workshop, scene.workshop_id), more)
        counts.append(statements())

    # How many had visited what is kept for all after the first.
    assert counts[0] <= 14
    assert counts[1] == counts[2] == counts[3]


def test_a_room_asks_the_store_little_with_a_file_and_a_talk_that_is_on(site: Site, tmp_path: Path) -> None:
    scene = make_scene(site.store, stashed=stashed_pdf(site.portal.settings.data_dir))
    with committed(site.store) as work:
        half_an_hour = timedelta(minutes=30)
        session = work.add(
            ProgrammeSession(
                workshop_id=scene.workshop_id,
                title="Spring tides",
                starts_at=now() - half_an_hour,
                ends_at=now() + half_an_hour,
            )
        )
        talk = Talk(workshop_id=scene.workshop_id, session_id=session.id, title="Moon", starts_at=now())
        work.add(talk)
        stage = StageDraft("Main stage", "main", (), frozenset({session.id}))
        add_stage(work, scene.organizer, stage)
    attendee = site.signed_in(scene.attendee.known_id)

    with site.questions() as statements:
        page = attendee.get(f"/tides/posters/{scene.poster_id}")

    assert "Main stage" in lead(page)
    assert "poster.pdf" in page.text
    assert len(statements) <= 21


def test_a_star_is_a_form_that_leads_back_or_for_a_script_an_answer(
    site: Site, scene: Scene, attendee: Visitor
) -> None:
    starred = attendee.post(
        "/tides/posters/stars", star=str(scene.poster_id), next="/tides/posters?size=list"
    )

    assert (starred.status_code, starred.headers["Location"]) == (303, "/tides/posters?size=list")
    assert titles(attendee.get("/tides/posters?starred=yes")) == ["Tides and time"]
    assert f'name="unstar" value="{scene.poster_id}"' in attendee.get("/tides/posters").text
    answer = attendee.client.post(
        "/tides/posters/stars",
        data={"csrf_token": attendee.token(), "unstar": str(scene.poster_id)},
        headers={"Accept": "application/json"},
    )
    assert answer.json == {"starred": []}
    assert attendee.post("/tides/posters/stars", star="nonsense").status_code == 422
    assert attendee.post("/tides/posters/stars", star="999").status_code == 404


def test_a_room_marks_a_poster_as_seen_without_scripts(site: Site, scene: Scene, attendee: Visitor) -> None:
    room = f"/tides/posters/{scene.poster_id}"
    assert "Mark as seen" in lead(attendee.get(room))

    answer = attendee.post(f"{room}/seen", next=room)

    assert (answer.status_code, answer.headers["Location"]) == (303, room)
    assert "Mark as seen" not in lead(attendee.get(room))
    assert titles(attendee.get("/tides/posters?new=yes")) == []
    assert "seen" in lead(attendee.get("/tides/posters?sort=title"))


def test_what_one_sees_on_the_way_stays_in_the_list_of_posters_not_seen_yet(
    site: Site, scene: Scene, attendee: Visitor
) -> None:
    with committed(site.store) as work:
        hang_many(work, scene.organizer, work.get(Workshop, scene.workshop_id), 2)
    attendee.post(f"/tides/posters/{scene.poster_id}/seen")

    room = attendee.get(f"/tides/posters/{scene.poster_id}?new=yes")

    assert "of 3" in lead(room)
    assert len(titles(attendee.get("/tides/posters?new=yes"))) == 2


def test_a_room_leads_to_similar_posters(site: Site, scene: Scene, attendee: Visitor) -> None:
    with committed(site.store) as work:
        hang_many(work, scene.organizer, work.get(Workshop, scene.workshop_id), 1)

    assert "Similar posters Poster number 0" not in lead(attendee.get("/tides/posters"))
    assert "Similar posters A0 Poster number 0" in lead(attendee.get(f"/tides/posters/{scene.poster_id}"))


def test_faces_in_the_hall_are_those_of_people_who_chose_to_be_seen(
    site: Site, scene: Scene, attendee: Visitor, organizer: Visitor
) -> None:
    stand(site, scene, scene.attendee.known_id)
    name = f"Person {scene.attendee.known_id}"
    assert "1 here" in lead(organizer.get("/tides/posters"))
    assert f'aria-label="{name}"' not in organizer.get("/tides/posters").text

    saved = attendee.post("/account", name="Ada", affiliation="", is_shown="yes")

    assert saved.status_code == 303
    assert f'aria-label="{name}"' in organizer.get("/tides/posters").text


@pytest.mark.parametrize("path", ["/tides/posters", "/tides/posters/1", "/tides/posters/999"])
def test_the_rooms_are_for_people_who_are_let_in(site: Site, scene: Scene, path: str) -> None:
    with committed(site.store) as work:
        workshop = work.get(Workshop, scene.workshop_id)
        asking = make_actor(work, workshop, state=State.REQUESTED).known_id

    assert site.visitor().get(path).headers["Location"].startswith("/sign-in?next=")
    assert [site.signed_in(one).get(path).status_code for one in (asking, scene.stranger.known_id)] == [
        403,
        403,
    ]


def test_a_poster_of_another_workshop_is_not_found(site: Site, scene: Scene) -> None:
    stranger = site.signed_in(scene.stranger.known_id)

    answers = [stranger.get(f"/tides-next/posters/{number}") for number in (scene.poster_id, 999)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_room_has_the_poster_its_people_and_its_chat(
    site: Site, scene: Scene, organizer: Visitor, tmp_path: Path
) -> None:
    organizer.post(
        f"/tides/posters/{scene.poster_id}/edit", **form(abstract="So **bold**.", file=upload(pdf(2)))
    )
    with committed(site.store) as work:
        post(work, scene.attendee, MessageDraft(scene.thread_id, "c-1", "Which data?"))
    stand(site, scene, scene.presenter.known_id)

    page = organizer.get(f"/tides/posters/{scene.poster_id}")

    words = lead(page)
    assert "Which data?" in words
    assert "here now" in words
    assert "1 of 2" in words
    assert "Here now 1 Person" in re.sub(r"P\d+ ", "", words)
    assert "<strong>bold</strong>" in page.text
    assert f'data-thread="{scene.thread_id}"' in page.text
    assert re.search(r'<img class="viewer-page is-fit" src="/tides/files/\d+/preview/1600.webp"', page.text)


def test_a_poster_without_a_file_has_a_room_all_the_same(
    scene: Scene, attendee: Visitor, presenter: Visitor
) -> None:
    path = f"/tides/posters/{scene.poster_id}"

    assert "The poster is not here yet" in lead(attendee.get(path))
    assert "Send the file" not in lead(attendee.get(path))
    assert "Send the file" in lead(presenter.get(path))


def test_a_message_by_the_plain_form_is_heard_and_leads_back(
    site: Site, scene: Scene, attendee: Visitor
) -> None:
    page = attendee.get(f"/tides/posters/{scene.poster_id}")
    found = re.search(r'<form class="composer" method="post" action="([^"]+)"', page.text)
    assert found

    answer = attendee.post(unescape(found[1]), text="Hello there")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/tides/posters/{scene.poster_id}#talk")
    assert [type(fact) for fact in site.heard] == [MessagePosted]
    assert "Hello there" in lead(attendee.get(f"/tides/posters/{scene.poster_id}"))


def test_older_messages_are_a_page_away(site: Site, scene: Scene, attendee: Visitor) -> None:
    with committed(site.store) as work:
        for number in range(210):
            post(work, scene.attendee, MessageDraft(scene.thread_id, f"c-{number}", f"words {number}."))

    newest = attendee.get(f"/tides/posters/{scene.poster_id}")
    earlier = attendee.get(f"/tides/posters/{scene.poster_id}?before=11")

    assert f'href="/tides/posters/{scene.poster_id}?before=11"' in newest.text
    assert "words 9." not in lead(newest)
    assert "words 9." in lead(earlier)
    assert "Show earlier messages" not in lead(earlier)


def test_a_number_before_every_message_is_the_same_as_none(
    site: Site, scene: Scene, attendee: Visitor
) -> None:
    with committed(site.store) as work:
        for number in range(201):
            post(work, scene.attendee, MessageDraft(scene.thread_id, f"c-{number}", f"words {number}."))

    page = attendee.get(f"/tides/posters/{scene.poster_id}?before=0")

    assert "words 200." in lead(page)
    assert "words 0." not in lead(page)


def test_one_walks_along_the_list_that_one_came_from(site: Site, scene: Scene, attendee: Visitor) -> None:
    with committed(site.store) as work:
        hang_many(work, scene.organizer, work.get(Workshop, scene.workshop_id), 3)

    page = attendee.get(f"/tides/posters/{scene.poster_id + 1}?sort=board&q=number")

    assert "1 of 3" in lead(page)
    around = re.findall(
        r'href="/tides/posters/(\d+)\?q=number&amp;sort=board" aria-label="([^"]+)"', page.text
    )
    assert around == [(str(scene.poster_id + 2), "Next poster")]


def test_papers_are_public_and_lead_into_the_room_only_those_who_may_enter(
    site: Site, scene: Scene, attendee: Visitor, presenter: Visitor
) -> None:
    pages = {
        who: lead(one.get("/tides/papers"))
        for who, one in (("anyone", site.visitor()), ("attendee", attendee))
    }

    assert all("Tides and time" in page for page in pages.values())
    assert "Visit the poster" not in pages["anyone"]
    assert "Visit the poster" in pages["attendee"]
    assert "Edit Tides and time" not in pages["attendee"]
    assert "Edit Tides and time" in lead(presenter.get("/tides/papers"))


def form(**fields: object) -> dict[str, object]:
    return {"title": "Tides and time", "authors": "", "tags": "", "links": "", **fields}


def upload(data: bytes, name: str = "poster.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def send(visitor: Visitor, path: str, data: bytes) -> TestResponse:
    """Send a file of any size; the body is made in memory, since the test client forgets its temporary files."""
    fields = {"csrf_token": visitor.token(), **form(file=FileStorage(io.BytesIO(data), "poster.pdf"))}
    boundary, body = encode_multipart(fields)
    return visitor.client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_an_organizer_hangs_up_a_poster_with_its_file(site: Site, scene: Scene, organizer: Visitor) -> None:
    answer = organizer.post(
        "/tides/posters/new",
        **form(
            title="A second one",
            authors="Ada Lin (Lab)\nBen Ho",
            tags="ice, sea",
            links="Code https://x.org",
            board="P2",
            position="7",
            presenters=str(scene.attendee.person_id),
            file=upload(picture("JPEG", 2000, 900), "photo.jpeg"),
        ),
    )

    assert answer.status_code == 303
    with site.store.reading() as work:
        poster = work.session.scalars(select(Poster).order_by(Poster.id.desc())).first()
        assert poster is not None
        assert answer.headers["Location"] == f"/tides/posters/{poster.id}"
        assert (poster.title, poster.board, poster.position) == ("A second one", "P2", 7)
        assert (poster.author_names, poster.tags) == (["Ada Lin", "Ben Ho"], ["ice", "sea"])
        assert poster.presenter_ids == {scene.attendee.person_id}
        assert poster.file is not None
        assert (poster.file.name, poster.file.uploader_id) == ("photo.jpg", scene.organizer.person_id)


def test_a_presenter_sends_another_file_and_the_room_hears_of_it(
    site: Site, scene: Scene, presenter: Visitor
) -> None:
    path = f"/tides/posters/{scene.poster_id}"
    presenter.post(f"{path}/edit", **form(file=upload(pdf(text="first"))))
    site.heard.clear()

    answer = presenter.post(f"{path}/edit", **form(file=upload(pdf(2, text="second"))))

    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert site.heard == [FileChanged(poster=scene.poster_id, thread=scene.thread_id)]
    with site.store.reading() as work:
        assert [row.page_count for row in work.session.scalars(select(StoredFile))] == [2]
    site.run_jobs()
    assert len([path for path in (site.portal.settings.data_dir / "files").rglob("*") if path.is_file()]) == 3


def test_a_presenter_is_not_asked_where_the_poster_hangs(scene: Scene, presenter: Visitor) -> None:
    path = f"/tides/posters/{scene.poster_id}/edit"

    assert 'name="board"' not in presenter.get(path).text
    assert presenter.post(path, **form(board="P9", position="1")).status_code == 403


def test_a_bad_form_comes_back_with_what_was_typed_and_what_to_mend(
    site: Site, scene: Scene, organizer: Visitor
) -> None:
    sent = form(
        title="", authors="(nobody)", links="javascript:alert(1)", tags="x" * 50, summary="kept words"
    )

    answer = organizer.post(f"/tides/posters/{scene.poster_id}/edit", **sent)

    words = lead(answer)
    assert answer.status_code == 422
    assert "The title is missing." in words
    assert "Author 1: write Name (Affiliation)." in words
    assert "Link 1: write a word and an address" in words
    assert 'value="kept words"' in answer.text
    with site.store.reading() as work:
        assert work.get(Poster, scene.poster_id).title == "Tides and time"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no pdf at all", "This is not a PDF, PNG, JPEG or WebP file."),
        (b"", "This file is empty."),
        (pdf()[:200], "cannot be opened"),
        (pdf(password="x"), "protected"),
        (b"%PDF-" + b"0" * 1_100_000, "larger than 1 MB"),
    ],
)
def test_a_bad_file_is_told_at_its_field_and_the_old_one_stays(
    make_site: MakeSite, data: bytes, told: str
) -> None:
    site = make_site(upload_limit_mb=1)
    scene = make_scene(site.store, stashed=stashed_pdf(site.portal.settings.data_dir))
    organizer = site.signed_in(scene.organizer.known_id)

    answer = send(organizer, f"/tides/posters/{scene.poster_id}/edit", data)

    assert answer.status_code == 422
    assert told in lead(answer)
    assert 'id="file-error"' in answer.text
    with site.store.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(StoredFile)) == 1
        assert work.get(Poster, scene.poster_id).file_id is not None
    assert site.heard == []


def test_a_file_that_is_far_too_large_is_stopped_at_the_door(make_site: MakeSite) -> None:
    site = make_site(upload_limit_mb=1)
    scene = make_scene(site.store)
    organizer = site.signed_in(scene.organizer.known_id)

    answer = send(organizer, f"/tides/posters/{scene.poster_id}/edit", b"%PDF-" + b"0" * 3_000_000)

    assert answer.status_code == 413
    assert "up to 1 MB" in lead(answer)


def test_uploads_are_counted(make_site: MakeSite) -> None:
    site = make_site(limit_upload="1/hour")
    scene = make_scene(site.store)
    presenter = site.signed_in(scene.presenter.known_id)
    path = f"/tides/posters/{scene.poster_id}/edit"

    answers = [presenter.post(path, **form(file=upload(picture()))).status_code for _ in range(2)]

    assert answers == [303, 429]
    assert presenter.post(path, **form()).status_code == 303


def test_nobody_sends_a_file_who_may_not_edit(site: Site, scene: Scene, attendee: Visitor) -> None:
    for path in (f"/tides/posters/{scene.poster_id}/edit", "/tides/posters/new"):
        assert attendee.get(path).status_code == 403
        assert attendee.post(path, **form(file=upload(pdf()))).status_code == 403

    assert not (site.portal.settings.data_dir / "files").exists()


def test_the_file_is_removed_and_the_poster_stays(site: Site, scene: Scene, presenter: Visitor) -> None:
    path = f"/tides/posters/{scene.poster_id}"
    presenter.post(f"{path}/edit", **form(file=upload(pdf())))

    answer = presenter.post(f"{path}/file/remove")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}/edit")
    assert presenter.post(f"{path}/file/remove").status_code == 409
    assert "The poster is not here yet" in lead(presenter.get(path))


def test_taking_a_poster_down_asks_first_and_is_for_organizers(
    site: Site, scene: Scene, presenter: Visitor, organizer: Visitor
) -> None:
    path = f"/tides/posters/{scene.poster_id}/take-down"

    assert presenter.get(path).status_code == 403
    assert presenter.post(path).status_code == 403
    assert "Take this poster down?" in lead(organizer.get(path))
    assert organizer.post(path).status_code == 303
    assert organizer.get(f"/tides/posters/{scene.poster_id}").status_code == 404


def test_an_operator_who_is_no_guest_edits_and_comes_back_to_the_papers(site: Site, scene: Scene) -> None:
    with committed(site.store) as work:
        operator_id = make_person(work, is_operator=True).id

    answer = site.signed_in(operator_id).post(
        f"/tides/posters/{scene.poster_id}/edit", **form(title="Mended")
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, "/tides/papers")
