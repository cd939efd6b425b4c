"""One's own profile, and pictures, as pages."""

from io import BytesIO

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from portal.accounts.models import Person
from portal.profiles.models import Portrait
from portal.profiles.rules import ListingDraft
from tests.made import committed
from tests.profiles.made import EVERYTHING, LISTED, Company, make_company
from tests.visit import MakeSite, Site, Visitor, lead


@pytest.fixture
def company(site: Site) -> Company:
    return make_company(site.store)


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 200)) -> BytesIO:
    """A photograph with what a camera writes beside it."""
    drawn, file = Image.new("RGB", size, "teal"), BytesIO()
    exif = drawn.getexif()
    exif[0x010E] = "a secret place"
    drawn.save(file, kind, exif=exif)
    file.seek(0)
    return file


def send(visitor: Visitor, **fields: object) -> TestResponse:
    return visitor.client.post(
        "/me/profile", data={"csrf_token": visitor.token(), **fields}, content_type="multipart/form-data"
    )


def test_every_bad_field_is_named_and_nothing_is_changed(site: Site, company: Company) -> None:
    ann = company.add("Ann", None, line="As before")
    visitor = site.signed_in(ann.known_id)

    answer = visitor.post(
        "/me/profile", line="x" * 161, orcid="1", links="http://example.org", topics="a" * 50
    )

    for name in ("line", "orcid", "links", "topics"):
        assert f'id="{name}-error"' in answer.text
    assert "As before" in visitor.get("/me/profile").text


def test_a_picture_is_drawn_anew_as_a_square_and_keeps_nothing_of_the_camera(
    site: Site, company: Company
) -> None:
    ann, ben = company.add("Ann", EVERYTHING), company.add("Ben")
    visitor = site.signed_in(ann.known_id)

    send(visitor, line="Me", picture=(picture(), "me.jpg"))

    told = site.signed_in(ben.known_id).get(f"/tides/directory/{ann.known_id}/picture/256.webp")
    assert told.content_type == "image/webp"
    drawn = Image.open(BytesIO(told.data))
    assert (drawn.size, drawn.format) == ((256, 256), "WEBP")
    assert b"secret" not in told.data
    assert not drawn.getexif()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.4 no picture", "This is not a PNG, JPEG or WebP file."),
        (b"\x89PNG\r\n\x1a\nbroken", "cannot be opened"),
        (b"", "empty"),
    ],
)
def test_what_is_no_picture_is_refused_beside_its_field(
    site: Site, company: Company, data: bytes, told: str
) -> None:
    visitor = site.signed_in(company.add("Ann").known_id)

    answer = send(visitor, picture=(BytesIO(data), "me.png"))

    assert told in answer.text
    assert 'id="picture-error"' in answer.text


def test_a_picture_is_shown_to_those_for_whom_it_is_meant_alone(site: Site, company: Company) -> None:
    ann, ben = company.add("Ann", LISTED), company.add("Ben")
    with committed(site.store) as work:
        work.add(Portrait(person_id=ann.known_id, etag="1", small=b"s", large=b"l"))
    path = f"/tides/directory/{ann.known_id}/picture/64.webp"

    assert site.signed_in(ben.known_id).get(path).status_code == 404
    assert site.signed_in(ann.known_id).get(path).data == b"s"
    assert site.signed_in(ann.known_id).get("/me/profile/picture/65.webp").status_code == 404


def test_a_picture_is_taken_away_again(site: Site, company: Company) -> None:
    ann = company.add("Ann", EVERYTHING)
    visitor = site.signed_in(ann.known_id)
    with committed(site.store) as work:
        work.add(Portrait(person_id=ann.known_id, etag="1", small=b"s", large=b"l"))

    visitor.post("/me/profile", no_picture="yes")

    assert visitor.get("/me/profile/picture/64.webp").status_code == 404


def test_a_hidden_person_is_told_so_and_may_change_it(site: Site, company: Company) -> None:
    ann, ben = company.add("Ann", None), company.add("Ben")
    visitor = site.signed_in(ann.known_id)
    assert "You are hidden. Others see you only in rooms." in lead(visitor.get("/tides/directory"))

    visitor.post("/tides/directory/me", is_listed="yes", topic="no topic of this workshop")

    assert "You are hidden" not in lead(visitor.get("/tides/directory"))
    assert "Ann" in lead(site.signed_in(ben.known_id).get("/tides/directory"))


def test_no_address_of_anybody_stands_in_the_pages_of_others(site: Site, company: Company) -> None:
    ann, ben = company.add("Ann"), company.add("Ben", EVERYTHING)
    visitor = site.signed_in(ann.known_id)
    with site.store.reading() as work:
        address = work.get(Person, ben.known_id).email

    for path in (
        "directory",
        f"directory/{ben.known_id}",
        f"messages/{ben.known_id}",
        "contacts",
        "messages",
    ):
        assert address not in visitor.get(f"/tides/{path}").text


def test_a_person_invisible_for_now_says_so_with_one_press(site: Site, company: Company) -> None:
    ann = company.add("Ann", EVERYTHING)
    visitor = site.signed_in(ann.known_id)

    visitor.post("/tides/directory/invisible", is_on="yes")

    assert "You are invisible" in lead(visitor.get("/tides/directory"))


def test_the_list_looks_up_a_page_of_many_in_a_few_questions(make_site: MakeSite) -> None:
    site = make_site()
    company = make_company(site.store)
    ann = company.add("Ann", EVERYTHING)
    for number in range(12):
        company.add(f"Person {number}", ListingDraft(is_listed=True))
    visitor = site.signed_in(ann.known_id)
    visitor.get("/tides/directory")

    with site.questions() as asked:
        assert visitor.get("/tides/directory").status_code == 200

    assert len(asked) <= 24
