"""A file is for the people of its workshop, and is nobody's page."""

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.access import Role
from portal.files.actions import keep
from portal.registrations.rules import State
from tests.made import committed, make_actor, make_person, make_workshop
from tests.posters.made import stashed_pdf
from tests.visit import Site, Visitor, lead


class Shelf:
    """A workshop with one file."""

    def __init__(self, site: Site, data_dir: Path) -> None:
        self.site = site
        self.stashed = stashed_pdf(data_dir)
        with committed(site.store) as work:
            workshop = make_workshop(work)
            organizer = make_actor(work, workshop, Role.ORGANIZER)
            self.organizer_id = organizer.known_id
            self.asking_id = make_actor(work, workshop, state=State.REQUESTED).known_id
            self.stranger_id = make_actor(work, make_workshop(work, "lakes"), Role.ORGANIZER).known_id
            self.operator_id = make_person(work, is_operator=True).id
            self.file_id = keep(work, organizer, self.stashed, workshop.id).id
        self.path = f"/tides/files/{self.file_id}/poster.pdf"

    def get(self, visitor: Visitor, path: str = "", **words: Any) -> TestResponse:
        """A file's answer, read to its end and closed, as a server does."""
        answer = visitor.get(path or self.path, **words)
        answer.get_data()
        answer.close()
        return answer

    def visitor(self, person_id: int) -> Visitor:
        return self.site.signed_in(person_id)


@pytest.fixture
def shelf(site: Site, tmp_path: Path) -> Shelf:
    return Shelf(site, tmp_path)


def test_a_file_comes_whole_with_headers_that_make_it_harmless(shelf: Shelf) -> None:
    answer = shelf.get(shelf.visitor(shelf.organizer_id))

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data == shelf.stashed.path.read_bytes()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert answer.headers["Content-Disposition"] == "inline; filename=poster.pdf"
    assert "private" in answer.headers["Cache-Control"]
    assert "public" not in answer.headers["Cache-Control"]
    assert answer.headers["ETag"] == f'"{shelf.stashed.sha256}"'


def test_a_file_that_the_browser_has_is_not_sent_again(shelf: Shelf) -> None:
    answer = shelf.get(
        shelf.visitor(shelf.organizer_id), headers={"If-None-Match": f'"{shelf.stashed.sha256}"'}
    )

    assert (answer.status_code, answer.data) == (304, b"")


def test_a_part_of_a_file_is_sent_alone(shelf: Shelf) -> None:
    answer = shelf.get(shelf.visitor(shelf.organizer_id), headers={"Range": "bytes=0-4"})

    assert (answer.status_code, answer.data) == (206, b"%PDF-")


@pytest.mark.parametrize("width", [480, 1600])
def test_the_previews_are_pictures(shelf: Shelf, width: int) -> None:
    answer = shelf.get(
        shelf.visitor(shelf.organizer_id), f"/tides/files/{shelf.file_id}/preview/{width}.webp"
    )

    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.data[8:12] == b"WEBP"


@pytest.mark.parametrize("path", ["preview/481.webp", "preview/0.webp", "preview/999999999999.webp"])
def test_a_preview_of_another_width_is_not_made(shelf: Shelf, path: str) -> None:
    assert (
        shelf.get(shelf.visitor(shelf.organizer_id), f"/tides/files/{shelf.file_id}/{path}").status_code
        == 404
    )


def test_an_operator_sees_files_and_a_visitor_is_asked_to_sign_in(shelf: Shelf) -> None:
    assert shelf.get(shelf.visitor(shelf.operator_id)).status_code == 200

    answer = shelf.site.visitor().get(shelf.path)
    assert (answer.status_code, answer.headers["Location"][:9]) == (303, "/sign-in?")


def test_who_is_not_let_in_does_not_learn_which_files_there_are(shelf: Shelf) -> None:
    for person_id in (shelf.asking_id, shelf.stranger_id):
        visitor = shelf.visitor(person_id)
        answers = [visitor.get(path) for path in (shelf.path, "/tides/files/99999/poster.pdf")]

        assert [answer.status_code for answer in answers] == [403, 403]


def test_a_file_of_another_workshop_does_not_exist(shelf: Shelf) -> None:
    visitor = shelf.visitor(shelf.stranger_id)

    answers = [visitor.get(f"/lakes/files/{file_id}/poster.pdf") for file_id in (shelf.file_id, 99999)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert lead(answers[0]) == lead(answers[1])


def test_a_file_whose_bytes_are_lost_is_not_found(shelf: Shelf) -> None:
    shelf.stashed.path.unlink()

    assert shelf.get(shelf.visitor(shelf.organizer_id)).status_code == 404
