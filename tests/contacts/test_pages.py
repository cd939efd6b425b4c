"""One's contacts as a page and as files."""

import pytest

from tests.contacts.test_actions import address_of, give
from tests.profiles.made import Company, make_company
from tests.visit import MakeSite, Site, lead


@pytest.fixture
def company(site: Site) -> Company:
    return make_company(site.store)


def test_a_card_is_kept_as_a_file_by_the_two_who_agreed_and_by_nobody_else(
    site: Site, company: Company
) -> None:
    ann, ben, cleo = company.add("Ann"), company.add("Ben"), company.add("Cleo")
    give(company, ann, ben, address_of(company, ann))
    path = f"/tides/contacts/{ann.known_id}.vcf"
    assert site.signed_in(ben.known_id).get(path).status_code == 404

    give(company, ben, ann)

    kept = site.signed_in(ben.known_id).get(path)
    assert kept.content_type == "text/vcard; charset=utf-8"
    assert f"EMAIL:{address_of(company, ann)}\r\n" in kept.text
    assert kept.text == site.signed_in(ben.known_id).get("/tides/contacts.vcf").text
    assert site.signed_in(cleo.known_id).get(path).status_code == 404
    assert site.signed_in(cleo.known_id).get("/tides/contacts.vcf").text == ""


def test_a_note_that_is_too_long_is_shown_again_beside_its_refusal(site: Site, company: Company) -> None:
    ann, ben = company.add("Ann"), company.add("Ben")
    visitor = site.signed_in(ann.known_id)

    answer = visitor.post(f"/tides/directory/{ben.known_id}/hello", note="x" * 201)

    assert "At most 200 characters" in lead(answer)


def test_hello_answered_and_blocked_by_forms_alone(site: Site, company: Company) -> None:
    ann, ben = company.add("Ann"), company.add("Ben")
    of_ann, of_ben = site.signed_in(ann.known_id), site.signed_in(ben.known_id)

    of_ann.post(f"/tides/directory/{ben.known_id}/hello", note="about P31")
    assert "Ann says hello" in lead(of_ben.get("/tides/contacts"))
    of_ben.post("/tides/hellos/1", answer="accepted")
    assert "They answered your hello" in lead(of_ann.get(f"/tides/directory/{ben.known_id}"))
    of_ann.post(f"/tides/directory/{ben.known_id}/block")

    assert of_ben.get(f"/tides/directory/{ann.known_id}").status_code == 404
    assert "Unblock Ben" in lead(of_ann.get("/tides/contacts"))
    of_ann.post(f"/tides/directory/{ben.known_id}/unblock")
    assert of_ben.get(f"/tides/directory/{ann.known_id}").status_code == 200


def test_who_presses_too_often_is_told_to_wait(make_site: MakeSite) -> None:
    site = make_site(limit_meet="2/minute", limit_write_to="1/hour")
    company = make_company(site.store)
    ann, others = company.add("Ann"), [company.add(name) for name in ("Ben", "Cleo", "Dan")]
    visitor = site.signed_in(ann.known_id)

    greeted = [visitor.post(f"/tides/directory/{one.known_id}/hello").status_code for one in others]
    written = [visitor.post(f"/tides/messages/{one.known_id}", text="hello").status_code for one in others]

    assert greeted == [303, 303, 429]
    assert written == [303, 429, 429]


def test_ones_own_code_holds_ones_own_card_with_no_address_but_ones_own(site: Site, company: Company) -> None:
    ann, ben = company.add("Ann"), company.add("Ben")
    visitor = site.signed_in(ann.known_id)

    for typed, shown in (("", False), (address_of(company, ben), False), (address_of(company, ann), True)):
        told = visitor.get(f"/tides/contacts/card?email={typed}")
        assert (f"<dd>{typed}</dd>" in told.text) is shown
    code = visitor.get(f"/tides/contacts/card.svg?email={address_of(company, ann)}")
    plain = visitor.get("/tides/contacts/card.svg")

    assert code.content_type.startswith("image/svg+xml")
    assert code.data != plain.data


def test_who_blocked_somebody_may_still_read_what_was_written_and_the_other_finds_nothing(
    site: Site, company: Company
) -> None:
    ann, ben = company.add("Ann"), company.add("Ben")
    of_ann, of_ben = site.signed_in(ann.known_id), site.signed_in(ben.known_id)
    of_ben.post(f"/tides/messages/{ann.known_id}", text="something unkind")

    of_ann.post(f"/tides/directory/{ben.known_id}/block")

    assert "Read what was written" in lead(of_ann.get("/tides/contacts"))
    kept = lead(of_ann.get(f"/tides/messages/{ben.known_id}"))
    assert "something unkind" in kept
    assert "You have blocked this person" in kept
    assert "Unblock Ben" in kept
    assert of_ben.get(f"/tides/messages/{ann.known_id}").status_code == 404
    assert of_ann.post(f"/tides/messages/{ben.known_id}", text="and you").status_code == 404
