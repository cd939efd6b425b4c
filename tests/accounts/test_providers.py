"""Signing in by a provider, against a real one: discovery, a code, a signed token, and what is believed of it."""

import itertools
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from portal.accounts.models import Identity, Person, SecondFactor
from portal.accounts.queries import person_with
from portal.clock import now
from portal.errors import Invalid, Refusal
from portal.settings import read_environment, settings_from
from tests.made import committed, make_person
from tests.servers.oidc import Oidc
from tests.servers.process import free_port
from tests.visit import MakeSite, Site, Visitor, lead

EMAIL = "attendee@example.org"
subjects = (f"0000-0002-{number:04}" for number in itertools.count(1))


def told_of(oidc: Oidc, **more: object) -> Mapping[str, object]:
    settings = {"issuer": oidc.issuer, "client_id": "portal", "client_secret": "a secret", **more}
    return {"orcid": settings}


@pytest.fixture
def site(make_site: MakeSite, oidc_provider: Oidc) -> Site:
    """A portal that knows one provider, which tells no addresses, as ORCID does."""
    return make_site(oidc=told_of(oidc_provider, scope="openid"))


def come_by(visitor: Visitor, oidc: Oidc, subject: str, start: str = "/sign-in/with/orcid") -> str:
    """Go to the provider and back; where the portal leads to."""
    back = oidc.agree(visitor.get(start).headers["Location"], subject)
    return visitor.get(back).headers["Location"]


def prove(site: Site, visitor: Visitor, email: str = EMAIL) -> str:
    """Say which address is one's own; the link that was mailed to it."""
    assert visitor.post("/sign-in/address", email=email, name="Demo attendee").status_code == 303
    return site.run_jobs().link()


def test_the_browser_is_sent_with_a_state_a_nonce_and_a_challenge(site: Site) -> None:
    address = site.visitor().get("/sign-in/with/orcid").headers["Location"]

    words = parse_qs(urlsplit(address).query)
    assert {"state", "nonce", "code_challenge"} <= set(words)
    assert (words["code_challenge_method"], words["response_type"]) == (["S256"], ["code"])
    assert words["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/with/orcid/return"]


def test_who_is_new_proves_an_address_by_mail_and_comes_by_the_provider_alone_after_that(
    site: Site, oidc_provider: Oidc
) -> None:
    subject, visitor = next(subjects), site.visitor()
    assert come_by(visitor, oidc_provider, subject) == "/sign-in/address"
    assert visitor.cookie() is None
    link = prove(site, visitor)
    asked = visitor.get(link)

    visitor.post(link)
    again = site.visitor()
    come_by(again, oidc_provider, subject)

    assert f"Connect ORCID ({subject}) with {EMAIL}?" in lead(asked)
    for one in (visitor, again):
        assert "ORCID" in lead(one.get("/account"))
    with site.store.reading() as work:
        person = person_with(work, EMAIL)
        assert person is not None
        assert person.name == "Demo attendee"
        assert work.session.scalars(select(Identity.person_id)).all() == [person.id]


def test_the_link_connects_nothing_in_another_browser(site: Site, oidc_provider: Oidc) -> None:
    with committed(site.store) as work:
        make_person(work, email=EMAIL)
    attacker, victim = site.visitor(), site.visitor()
    come_by(attacker, oidc_provider, next(subjects))
    link = prove(site, attacker)

    answers = [victim.get(link).status_code, victim.post(link).status_code]

    assert answers == [404, 404]
    with site.store.reading() as work:
        assert work.session.scalars(select(Identity)).all() == []


def test_asking_which_address_is_yours_tells_nothing_of_who_has_one(site: Site, oidc_provider: Oidc) -> None:
    with committed(site.store) as work:
        make_person(work, email=EMAIL)
    visitor = site.visitor()
    come_by(visitor, oidc_provider, next(subjects))

    answers = [
        visitor.post("/sign-in/address", email=email, name="X") for email in (EMAIL, "nobody@example.org")
    ]

    assert len({(one.status_code, one.headers["Location"], one.text) for one in answers}) == 1


def test_an_address_that_the_provider_tells_is_believed_only_where_the_operator_trusts_it(
    make_site: MakeSite, oidc_provider: Oidc
) -> None:
    wary = make_site(oidc=told_of(oidc_provider))
    trusting = make_site(oidc=told_of(oidc_provider, trust_email=True))
    verified, other = next(subjects), next(subjects)
    oidc_provider.tell(verified, email=EMAIL, email_verified=True, name="Demo attendee")
    oidc_provider.tell(other, email="victim@example.org", email_verified=False)

    led = [
        come_by(wary.visitor(), oidc_provider, verified),
        come_by(trusting.visitor(), oidc_provider, other),
        come_by(trusting.visitor(), oidc_provider, verified),
    ]

    assert led == ["/sign-in/address", "/sign-in/address", "/"]
    with trusting.store.reading() as work:
        person = person_with(work, EMAIL)
        assert person is not None
        assert person.name == "Demo attendee"


def test_who_is_signed_in_connects_a_provider_by_a_button_and_takes_it_off_again(
    site: Site, oidc_provider: Oidc
) -> None:
    with committed(site.store) as work:
        person_id = make_person(work, email=EMAIL).id
    subject, visitor = next(subjects), site.signed_in(person_id)
    assert "Connect ORCID" in visitor.get("/account").text
    assert come_by(visitor, oidc_provider, subject, "/account/connect/orcid") == "/account/connect"
    with site.store.reading() as work:
        assert work.session.scalars(select(Identity)).all() == []

    visitor.post("/account/connect")

    with site.store.reading() as work:
        identity = work.session.scalars(select(Identity)).one()
    assert (identity.person_id, identity.subject) == (person_id, subject)
    assert site.run_jobs().mails()[0].subject == "A way to sign in was connected"
    assert visitor.post(f"/account/identities/{identity.id}/disconnect").status_code == 303
    assert come_by(site.visitor(), oidc_provider, subject) == "/sign-in/address"


def test_one_identity_belongs_to_one_account(site: Site, oidc_provider: Oidc) -> None:
    with committed(site.store) as work:
        first, second = make_person(work).id, make_person(work).id
    subject = next(subjects)
    answers = []
    for person_id in (first, second):
        visitor = site.signed_in(person_id)
        come_by(visitor, oidc_provider, subject, "/account/connect/orcid")
        answers.append(visitor.post("/account/connect"))

    assert [one.status_code for one in answers] == [303, 409]
    assert "connected to another account" in lead(answers[1])


def test_a_second_factor_is_asked_for_after_a_provider_too(site: Site, oidc_provider: Oidc) -> None:
    subject = next(subjects)
    with committed(site.store) as work:
        person = make_person(work)
        work.add(SecondFactor(person_id=person.id, secret="A" * 32, created_at=now(), confirmed_at=now()))
        work.add(
            Identity(person_id=person.id, issuer=oidc_provider.issuer, subject=subject, created_at=now())
        )
    visitor = site.visitor()

    led = come_by(visitor, oidc_provider, subject, "/sign-in/with/orcid?next=/me")

    assert led == "/sign-in/code?next=/me"
    assert visitor.cookie() is None


def test_an_answer_that_this_browser_did_not_ask_for_is_not_taken(site: Site, oidc_provider: Oidc) -> None:
    asking, other = site.visitor(), site.visitor()
    back = oidc_provider.agree(asking.get("/sign-in/with/orcid").headers["Location"], next(subjects))
    other.get("/sign-in/with/orcid")

    strange = other.get("/sign-in/with/orcid/return?code=x&state=é").status_code
    other.get("/sign-in/with/orcid")
    answers = [strange, other.get(back).status_code, site.visitor().get(back).status_code]
    right = asking.get(back)
    again = asking.get(back)

    assert answers == [404, 404, 404]
    assert (right.status_code, again.status_code) == (303, 404)


def test_who_says_no_at_the_provider_is_told_what_else_there_is(site: Site, oidc_provider: Oidc) -> None:
    visitor = site.visitor()
    back = oidc_provider.refuse(visitor.get("/sign-in/with/orcid").headers["Location"])

    answer = visitor.get(back)

    assert answer.status_code == 404
    assert "choose another way" in lead(answer)


def test_a_token_for_another_nonce_is_refused(site: Site, oidc_provider: Oidc, make_site: MakeSite) -> None:
    providers = site.portal.providers
    back = "http://127.0.0.1:8000/sign-in/with/orcid/return"
    begun = providers.begin("orcid", back)
    code = parse_qs(urlsplit(oidc_provider.agree(begun.address, next(subjects))).query)["code"][0]

    with pytest.raises(Refusal, match="could not be used"):
        providers.finish("orcid", {**begun.words(), "nonce": "another"}, code, back)


def test_a_provider_that_is_away_is_said_plainly(make_site: MakeSite) -> None:
    nobody = {"issuer": f"http://127.0.0.1:{free_port()}", "client_id": "portal", "label": "My institution"}
    site = make_site(oidc={"mine": nobody})

    answer = site.visitor().get("/sign-in/with/mine")

    assert answer.status_code == 503
    assert "My institution does not answer just now" in lead(answer)
    assert "Sign in with My institution" in site.visitor().get("/sign-in").text


def test_a_page_of_another_site_does_not_begin_it(site: Site) -> None:
    answer = site.visitor().get("/sign-in/with/orcid", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 404


def test_a_provider_is_set_up_by_the_environment() -> None:
    environ = {
        "PORTAL_DATA_DIR": "x",
        "PORTAL_SECRET_KEY": "s" * 40,
        "PORTAL_OIDC_ORCID_ISSUER": "https://orcid.org",
        "PORTAL_OIDC_ORCID_CLIENT_ID": "APP-1",
        "PORTAL_OIDC_ORCID_CLIENT_SECRET": "hush",
        "PORTAL_OIDC_HOME_ISSUER": "https://login.example.org",
        "PORTAL_OIDC_HOME_CLIENT_ID": "portal",
        "PORTAL_OIDC_HOME_TRUST_EMAIL": "yes",
    }

    told = settings_from(read_environment(environ)).oidc

    assert (told["orcid"].scopes, told["orcid"].trust_email) == ("openid", False)
    assert (told["home"].scopes, told["home"].trust_email) == ("openid email profile", True)
    assert "hush" not in repr(told)
    with pytest.raises(Invalid, match="https://login"):
        settings_from(read_environment({**environ, "PORTAL_OIDC_HOME_ISSUER": "http://login.example.org"}))
    with pytest.raises(Invalid, match="not a setting"):
        read_environment({"PORTAL_OIDC_HOME_ISUER": "https://login.example.org"})


def test_a_new_person_has_the_name_that_they_typed(site: Site, oidc_provider: Oidc) -> None:
    visitor = site.visitor()
    come_by(visitor, oidc_provider, next(subjects))

    visitor.post(prove(site, visitor, "new@example.org"))

    with site.store.reading() as work:
        assert [one.name for one in work.session.scalars(select(Person))] == ["Demo attendee"]
