"""Workshops, made and changed, on both kinds of store."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.access import VISITOR, Actor, Role
from portal.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from portal.store.work import Store
from portal.workshops import actions
from portal.workshops.models import ImportantDate, Member, News, Topic, Workshop
from portal.workshops.queries import (
    dates_of,
    lines_of,
    members_by_part,
    page_to_see,
    workshop_to_edit,
    workshops_to_see,
)
from portal.workshops.rules import DateDraft, MemberDraft, NewsDraft, PageLink, WorkshopDraft
from tests.made import committed, make_actor, make_workshop

OPERATOR = Actor(name="Operator", is_operator=True)
DRAFT = WorkshopDraft(
    "tides", "Workshop on tides", "America/Chicago", links=(PageLink("https://example.org", "Call"),)
)


def test_a_new_workshop_keeps_what_its_draft_says(store: Store) -> None:
    with committed(store) as work:
        made = actions.create(work, OPERATOR, replace(DRAFT, registered_pages=("papers",))).id

    with store.reading() as work:
        workshop = work.get(Workshop, made)
        assert (workshop.slug, workshop.time_zone, workshop.registered_pages) == (
            "tides",
            "America/Chicago",
            ["papers"],
        )
        assert workshop.links == [{"url": "https://example.org", "label": "Call"}]


def test_an_address_belongs_to_one_workshop(store: Store) -> None:
    with committed(store) as work:
        other = make_workshop(work, "lakes")
        actions.create(work, OPERATOR, DRAFT)

        with pytest.raises(Conflict, match="/tides/ already"):
            actions.create(work, OPERATOR, DRAFT)
        with pytest.raises(Conflict, match="/tides/ already"):
            actions.change(work, OPERATOR, other, DRAFT)

        assert other.slug == "lakes"


def test_only_who_organizes_a_workshop_or_the_site_makes_one(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work, "lakes")
        attendee = make_actor(work, workshop)
        organizer = make_actor(work, workshop, Role.ORGANIZER)

        with pytest.raises(NotSignedIn):
            actions.create(work, VISITOR, DRAFT)
        with pytest.raises(NotAllowed):
            actions.create(work, attendee, DRAFT)
        assert actions.create(work, organizer, DRAFT).slug == "tides"


def test_an_organizer_changes_their_own_workshop_only(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        mine, foreign = make_workshop(work, "mine"), make_workshop(work, "foreign")
        organizer = make_actor(work, mine, Role.ORGANIZER)

        actions.change(work, organizer, mine, replace(DRAFT, title="New words"))
        with pytest.raises(NotAllowed):
            actions.change(work, organizer, foreign, DRAFT)

        assert (mine.title, mine.slug, foreign.slug) == ("New words", "tides", "foreign")
        assert workshop_to_edit(work, organizer) is mine


def test_lists_are_taken_whole_and_in_order(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        actor = make_actor(work, workshop, Role.ORGANIZER)
        for topics in (["old"], ["second thoughts", "first thoughts"]):
            actions.set_topics(work, actor, workshop, topics)
        actions.set_news(
            work, actor, workshop, [NewsDraft(None, "undated"), NewsDraft(date(2023, 1, 2), "dated")]
        )
        actions.set_members(
            work, actor, workshop, [MemberDraft("speaker", "B"), MemberDraft("organizer", "A")]
        )

        assert [topic.text for topic in lines_of(work, workshop.id, Topic)] == [
            "second thoughts",
            "first thoughts",
        ]
        assert [one.text for one in lines_of(work, workshop.id, News)] == ["dated", "undated"]
        assert [one.name for one in lines_of(work, workshop.id, Member)] == ["B", "A"]
        by_part = [
            (heading, [one.name for one in found]) for heading, found in members_by_part(work, workshop.id)
        ]
        assert by_part == [("Organizers", ["A"]), ("Speakers", ["B"])]


def test_dates_are_in_the_order_of_time_whether_days_or_moments(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work, time_zone="America/Chicago")
        actor = make_actor(work, workshop, Role.ORGANIZER)
        drafts = [
            DateDraft("open"),
            DateDraft("the day", on=date(2023, 12, 16)),
            DateDraft("morning", at=datetime(2023, 12, 16, 14, tzinfo=UTC)),
        ]

        actions.set_dates(work, actor, workshop, drafts)

        assert [one.title for one in dates_of(work, workshop)] == ["morning", "the day", "open"]
        assert lines_of(work, workshop.id, ImportantDate)[2].at == datetime(2023, 12, 16, 14, tzinfo=UTC)


def test_an_attendee_changes_no_list(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work)
        attendee = make_actor(work, workshop)

        with pytest.raises(NotAllowed):
            actions.set_topics(work, attendee, workshop, ["mine"])
        with pytest.raises(NotAllowed):
            actions.set_dates(work, attendee, workshop, [])
        with pytest.raises(NotAllowed):
            actions.set_news(work, attendee, workshop, [])
        with pytest.raises(NotAllowed):
            actions.set_members(work, attendee, workshop, [])

        assert lines_of(work, workshop.id, Topic) == []


def test_a_page_for_registered_people_says_who_may_see_it(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work, registered_pages=["people"])
        newcomer = replace(
            make_actor(work, make_workshop(work, "lakes")), workshop_id=workshop.id, is_accepted=False
        )
        visitor = Actor(workshop_id=workshop.id)

        assert page_to_see(work, visitor, "topics") is workshop
        assert page_to_see(work, make_actor(work, workshop), "people") is workshop
        with pytest.raises(NotSignedIn):
            page_to_see(work, visitor, "people")
        with pytest.raises(NotAllowed, match="registered for Workshop on tides"):
            page_to_see(work, newcomer, "people")


def test_a_workshop_that_is_not_published_is_nowhere_for_strangers(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work, is_published=False)
        attendee = make_actor(work, workshop)

        assert workshops_to_see(work, lambda _: VISITOR) == []
        assert workshops_to_see(work, lambda _: attendee) == [workshop]
        with pytest.raises(NotFound):
            page_to_see(work, Actor(workshop_id=workshop.id), "about")
