"""Several addresses of one person, and two accounts that become one."""

from pathlib import Path

import pytest
from sqlalchemy import Table, func, select

from portal.access import Actor, Role
from portal.accounts.actions import addresses, merging
from portal.accounts.models import Address, AddressClaim, Person
from portal.accounts.queries import person_with
from portal.audit.models import AuditEntry
from portal.errors import Conflict, Invalid, NotFound
from portal.registrations.actions.merging import merge_people as merge_registrations
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of, registration_of
from portal.registrations.rules import State
from portal.store.work import Store, Work
from portal.threads.actions import open_thread, post
from portal.threads.actions.merging import merge_people as merge_threads
from portal.threads.models import Message
from portal.threads.rules import MessageDraft
from tests.access.world import build_world
from tests.made import committed, make_person, make_workshop, register
from tests.visit import Site, Visitor, lead

FIRST, SECOND = "first@example.org", "second@example.org"


@pytest.fixture
def person_id(site: Site) -> int:
    """Somebody with one address."""
    with committed(site.store) as work:
        return make_person(work, "Demo attendee", FIRST).id


def add(site: Site, visitor: Visitor, email: str = SECOND) -> str:
    """Ask for another address; the path of the link that was mailed to it."""
    assert visitor.post("/account/addresses", email=email).status_code == 303
    return site.run_jobs().link()


def test_an_address_counts_once_the_link_that_was_mailed_to_it_is_opened(site: Site, person_id: int) -> None:
    visitor = site.signed_in(person_id)
    link = add(site, visitor)
    with site.store.reading() as work:
        assert person_with(work, SECOND) is None

    asked, done = visitor.get(link), visitor.post(link)

    assert f"Is {SECOND} yours?" in lead(asked)
    assert done.status_code == 303
    with site.store.reading() as work:
        owner = person_with(work, SECOND)
        assert owner is not None
        assert (owner.id, owner.email) == (person_id, FIRST)
    assert [mail.recipient for mail in site.mails()][:1] == [FIRST]
    site.visitor().post("/sign-in", email=SECOND)
    assert site.run_jobs().mails()[0].recipient == SECOND
    assert visitor.post(link).status_code == 404


def test_an_address_of_somebody_else_gets_the_same_answer_and_its_owner_an_explanation(
    site: Site, person_id: int
) -> None:
    with committed(site.store) as work:
        make_person(work, "Somebody else", SECOND)
    visitor = site.signed_in(person_id)

    known = visitor.post("/account/addresses", email=SECOND)
    unknown = visitor.post("/account/addresses", email="nobody@example.org")

    assert (known.status_code, known.headers["Location"]) == (303, unknown.headers["Location"])
    told = {mail.recipient: mail for mail in site.run_jobs().mails()}
    assert told[SECOND].subject == "This address has an account already"
    assert "you can forget this mail" in told[SECOND].text
    assert "Demo attendee" not in told[SECOND].text
    assert told["nobody@example.org"].subject == "Confirm your address"


def test_a_link_adds_the_address_to_no_account_but_the_one_that_asked(site: Site, person_id: int) -> None:
    link = add(site, site.signed_in(person_id))
    with committed(site.store) as work:
        other_id = make_person(work).id
    other = site.signed_in(other_id)

    answers = [other.get(link).status_code, other.post(link).status_code]

    assert answers == [404, 404]
    assert site.visitor().get(link).headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "typed",
    ["Second@EXAMPLE.org", " second@example.org ", "ｓｅｃｏｎｄ@example.org", "sec\u200bond@example.org"],
)
def test_one_mailbox_is_one_address_however_it_is_typed(site: Site, person_id: int, typed: str) -> None:
    visitor = site.signed_in(person_id)

    visitor.post(add(site, visitor, typed))

    with site.store.reading() as work:
        owner = person_with(work, SECOND)
        assert owner is not None
        assert owner.id == person_id


def test_what_follows_a_plus_is_another_mailbox(site: Site, person_id: int) -> None:
    visitor = site.signed_in(person_id)

    visitor.post(add(site, visitor, "first+list@example.org"))

    with site.store.reading() as work:
        assert [one.email for one in work.get(Person, person_id).addresses] == [
            FIRST,
            "first+list@example.org",
        ]


def test_mail_goes_to_the_primary_address_and_the_last_one_stays(site: Site, person_id: int) -> None:
    visitor = site.signed_in(person_id)
    visitor.post(add(site, visitor))
    with site.store.reading() as work:
        ids = {one.email: one.id for one in work.session.scalars(select(Address))}

    visitor.post(f"/account/addresses/{ids[SECOND]}/primary")

    with site.store.reading() as work:
        assert work.get(Person, person_id).email == SECOND
    assert "go to second@example.org" in " ".join(site.mails()[0].text.replace("goes", "go").split())
    assert visitor.post(f"/account/addresses/{ids[FIRST]}/remove").status_code == 303
    last = visitor.post(f"/account/addresses/{ids[SECOND]}/remove")
    assert last.status_code == 409
    assert "needs an address" in lead(last)


def test_nobody_touches_an_address_of_somebody_else(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        me, other = make_person(work), make_person(work)

        for change in (addresses.make_primary, addresses.remove):
            with pytest.raises(NotFound):
                change(work, Actor(person_id=me.id), other.addresses[0].id)


def test_ones_own_address_is_not_added_again(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        me = make_person(work, email=FIRST)

        with pytest.raises(Invalid, match="yours already"):
            addresses.ask_to_add(work, Actor(person_id=me.id), FIRST)


def before(work: Work, kept_id: int, gone_id: int) -> None:
    merge_registrations(work, kept_id, gone_id)
    merge_threads(work, kept_id, gone_id)


def proven(work: Work, actor: Actor, other: Person) -> int:
    """The actor has opened the link that was mailed to the other account's address."""
    addresses.send_claim(work, actor.known_id, other.email, base_url="http://w", minutes=30)
    claim = work.session.scalars(select(AddressClaim).order_by(AddressClaim.id.desc())).first()
    assert claim is not None
    claim.proven_at = claim.created_at
    return claim.id


def test_merging_gives_one_account_what_both_had(store: Store) -> None:
    with committed(store) as work:
        workshop, elsewhere = make_workshop(work), make_workshop(work, "lakes")
        kept, gone = make_person(work, "Kept", FIRST), make_person(work, "Gone", SECOND)
        register(work, workshop, kept, Role.PRESENTER)
        register(work, workshop, gone, Role.ORGANIZER)
        register(work, elsewhere, gone)
        thread_id = open_thread(work, workshop.id, "poster").id
        for one in (kept, gone):
            post(work, actor_of(work, one, workshop.id), MessageDraft(thread_id, "same", f"by {one.name}"))
        actor, kept_id, gone_id = actor_of(work, kept), kept.id, gone.id
        here_id, elsewhere_id = workshop.id, elsewhere.id

        merging.merge(work, actor, proven(work, actor, gone), "", before)

    with store.reading() as work:
        owner = person_with(work, SECOND)
        assert owner is not None
        assert (owner.id, owner.name, owner.email) == (kept_id, "Kept", FIRST)
        here = registration_of(work, here_id, kept_id)
        assert here is not None
        assert (here.state, set(here.roles)) == (State.ACCEPTED, {Role.PRESENTER, Role.ORGANIZER})
        assert registration_of(work, elsewhere_id, kept_id) is not None
        said = work.session.scalars(select(Message).order_by(Message.seq)).all()
        assert [(one.author_id, one.text) for one in said] == [(kept_id, "by Kept"), (kept_id, "by Gone")]
        assert work.session.get(Person, gone_id) is None
        entry = work.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.person_id) == ("accounts.merge", kept_id)


def test_merging_leaves_nothing_behind_in_any_table(store: Store, tmp_path: Path) -> None:
    with committed(store) as work:
        world = build_world(work, tmp_path)
        people = {one.name: one for one in work.session.scalars(select(Person))}
        kept, gone = people["The presenter"], people["The attendee"]
        actor, kept_id, gone_id = actor_of(work, kept), kept.id, gone.id
        counts = {table.name: _rows_about(work, table, gone_id) for table in merging.references()}
        assert sum(bool(count) for count in counts.values()) > 12

        merging.merge(work, actor, proven(work, actor, gone), "", before)

    with store.reading() as work:
        left = {table.name: _rows_about(work, table, gone_id) for table in merging.references()}
        assert {name: count for name, count in left.items() if count} == {}
        assert work.session.get(Person, gone_id) is None
        here = registration_of(work, world.workshop_id, kept_id)
        assert here is not None
        assert set(here.roles) == {Role.ATTENDEE, Role.PRESENTER}


def _rows_about(work: Work, table: Table, person_id: int) -> int:
    columns = merging.references()[table]
    return sum(
        work.session.scalar(select(func.count()).select_from(table).where(column == person_id)) or 0
        for column in columns
    )


def test_a_better_registration_wins_and_a_declined_one_gives_no_roles(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work)
        kept, gone = make_person(work), make_person(work)
        register(work, workshop, kept, Role.CHAIR, state=State.DECLINED)
        register(work, workshop, gone, Role.ATTENDEE)

        merge_registrations(work, kept.id, gone.id)

        rows = work.session.scalars(select(Registration)).all()
        assert [(one.person_id, one.state, one.role_names) for one in rows] == [
            (kept.id, State.ACCEPTED, ["attendee"])
        ]


def test_the_page_of_merging_says_what_it_does_and_does_it(site: Site, person_id: int) -> None:
    with committed(site.store) as work:
        other = make_person(work, "Same person", SECOND)
        workshop, other_id = make_workshop(work), other.id
        register(work, workshop, work.get(Person, person_id))
        register(work, workshop, other, Role.ORGANIZER)
    visitor, before = site.signed_in(person_id), site.signed_in(other_id)

    to_merge = visitor.post(add(site, visitor)).headers["Location"]
    offered, page = visitor.get("/account"), visitor.get(to_merge)
    done = visitor.post(to_merge)

    assert "Merge the two accounts" in offered.text
    assert "Same person (second@example.org)" in lead(page)
    assert done.status_code == 303
    assert "Merge the two accounts" not in visitor.get("/account").text
    assert before.get("/account").status_code == 303
    assert {mail.recipient for mail in site.mails()[:2]} == {FIRST, SECOND}
    assert visitor.post(to_merge).status_code == 404
    assert visitor.get("/tides/registrations").status_code == 200


def test_nothing_is_merged_before_the_address_is_proven(site: Site, person_id: int) -> None:
    with committed(site.store) as work:
        make_person(work, "Same person", SECOND)
    visitor = site.signed_in(person_id)
    add(site, visitor)
    with site.store.reading() as work:
        claim_id = work.session.scalars(select(AddressClaim.id)).one()

    assert visitor.get(f"/account/merge/{claim_id}").status_code == 404
    assert visitor.post(f"/account/merge/{claim_id}").status_code == 404


def test_an_account_has_at_most_ten_addresses(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        me = make_person(work)
        for number in range(9):
            addresses.add(work, me, f"more{number}@example.org")

        with pytest.raises(Conflict, match="at most 10"):
            addresses.ask_to_add(work, Actor(person_id=me.id), "eleven@example.org")
