"""The pages of a workshop, as a browser without scripts sees them."""

from datetime import UTC, date, datetime, timedelta

from portal.access import Actor, Role
from portal.clock import now
from portal.programme.models import ProgrammeSession
from portal.workshops.actions import set_dates, set_members, set_news, set_topics
from portal.workshops.models import ImportantDate, Member, News, Topic, Workshop
from portal.workshops.queries import lines_of
from portal.workshops.rules import DateDraft, MemberDraft, NewsDraft
from tests.made import committed, make_actor, make_workshop
from tests.visit import Site, lead

OPERATOR = Actor(name="Operator", is_operator=True)


def _made(site: Site, slug: str = "tides", **values: object) -> int:
    with committed(site.store) as work:
        return make_workshop(work, slug, **values).id


def _person(site: Site, workshop_id: int, *roles: Role) -> int:
    with committed(site.store) as work:
        return make_actor(work, work.get(Workshop, workshop_id), *roles).known_id


def test_an_empty_portal_says_what_will_be_here(site: Site) -> None:
    answer = site.visitor().get("/")

    assert answer.status_code == 200
    assert "No workshops yet" in lead(answer)


def test_the_list_names_what_is_on_and_what_is_over(site: Site) -> None:
    on = _made(site, "tides", starts_on=now().date())
    _made(site, "lakes", starts_on=date(2020, 1, 1))
    with committed(site.store) as work:
        start = now() - timedelta(minutes=5)
        work.add(
            ProgrammeSession(
                workshop_id=on, title="Ebb and flow", starts_at=start, ends_at=now() + timedelta(hours=1)
            )
        )

    words = lead(site.visitor().get("/"))

    assert "On today Live Ebb and flow Workshop on tides" in words
    assert "Over Workshop on lakes" in words


def test_an_unpublished_workshop_is_listed_for_its_own_people_only(site: Site) -> None:
    person = _person(site, _made(site, is_published=False), Role.ORGANIZER)

    assert "Workshop on tides" not in lead(site.visitor().get("/"))
    assert "Not published Workshop on tides" in lead(site.signed_in(person).get("/"))
    assert site.visitor().get("/tides/").status_code == 404


def test_every_public_page_is_there_before_anything_is_filled_in(site: Site) -> None:
    _made(site)
    visitor = site.visitor()

    found = {path: lead(visitor.get(f"/tides/{path}")) for path in ("", "topics", "dates", "news", "people")}

    assert "still writing" in found[""]
    assert "No topics yet" in found["topics"]
    assert "No dates yet" in found["dates"]
    assert "No news yet" in found["news"]
    assert "Nobody is named yet" in found["people"]


def test_the_pages_show_what_the_organizers_wrote(site: Site) -> None:
    made = _made(
        site,
        about="Come *all*.",
        subtitle="Water that comes back",
        time_zone="America/Chicago",
        starts_on=date(2023, 12, 16),
    )
    with committed(site.store) as work:
        workshop = work.get(Workshop, made)
        set_topics(work, OPERATOR, workshop, ["Spring tides"])
        set_dates(
            work,
            OPERATOR,
            workshop,
            [DateDraft("Papers", at=datetime(2023, 9, 30, 5, tzinfo=UTC), text="29 Sep, late")],
        )
        set_news(work, OPERATOR, workshop, [NewsDraft(date(2023, 8, 1), "The **call** is out.")])
        set_members(work, OPERATOR, workshop, [MemberDraft("speaker", "Demo Speaker", "Institute")])
    visitor = site.visitor()

    about, dates = visitor.get("/tides/"), lead(visitor.get("/tides/dates"))

    assert "<em>all</em>" in about.text
    assert "16 December 2023" in lead(about)
    assert "30 Sep 2023 00:00 UTC−5 Papers (past) 29 Sep, late" in dates
    assert "<strong>call</strong>" in visitor.get("/tides/news").text
    assert "Speakers DS Demo Speaker Institute" in lead(visitor.get("/tides/people"))
    assert "Spring tides" in lead(visitor.get("/tides/topics"))


def test_dates_are_shown_in_the_zone_that_the_visitor_chose(site: Site) -> None:
    made = _made(site, time_zone="America/Chicago")
    with committed(site.store) as work:
        set_dates(
            work,
            OPERATOR,
            work.get(Workshop, made),
            [DateDraft("Papers", at=datetime(2023, 9, 30, 5, tzinfo=UTC))],
        )
    visitor = site.visitor()

    answer = visitor.post("/preferences", zone="mine", tz="Europe/Vienna", next="/tides/dates")

    assert (answer.status_code, answer.location) == (303, "/tides/dates")
    assert "30 Sep 2023 07:00 UTC+2 Papers" in lead(visitor.get("/tides/dates"))


def test_colours_are_kept_and_given_up_again(site: Site) -> None:
    visitor = site.visitor()

    visitor.post("/preferences", theme="dark")
    assert 'data-theme="dark"' in visitor.get("/").text

    visitor.post("/preferences", theme="system")
    assert "data-theme" not in visitor.get("/").text


def test_preferences_lead_nowhere_else(site: Site) -> None:
    answer = site.visitor().post("/preferences", theme="dark", next="https://example.org/")

    assert answer.location == "/"


def test_an_unknown_zone_of_a_visitor_is_refused_with_its_name(site: Site) -> None:
    answer = site.visitor().post("/preferences", zone="mine", tz="Mars/Olympus")

    assert answer.status_code == 422
    assert "Mars/Olympus" in lead(answer)


def test_a_registered_page_leads_a_visitor_to_sign_in_and_a_stranger_to_register(site: Site) -> None:
    made = _made(site, registered_pages=["people"])
    stranger = site.signed_in(_person(site, _made(site, "lakes")))

    assert site.visitor().get("/tides/people").location == "/sign-in?next=/tides/people"
    refused = stranger.get("/tides/people")
    assert refused.status_code == 403
    assert "Register" in lead(refused)
    assert site.signed_in(_person(site, made)).get("/tides/people").status_code == 200


def test_a_page_that_is_not_for_a_visitor_is_not_in_the_navigation(site: Site) -> None:
    made = _made(site, registered_pages=["people"])

    assert 'href="/tides/people"' not in site.visitor().get("/tides/").text
    assert 'href="/tides/people"' in site.signed_in(_person(site, made)).get("/tides/").text


def test_an_organizer_changes_every_field(site: Site) -> None:
    made = _made(site)
    organizer = site.signed_in(_person(site, made, Role.ORGANIZER))

    answer = organizer.post(
        "/tides/edit", title="Tides and  currents", slug="currents", time_zone="Europe/Vienna", starts_on="2025-06-02",
        ends_on="2025-06-03", accent="plum", registration="open", registered_pages=["people", "papers"],
        links="https://example.org/call The call", about="Hello", is_published="yes",
    )  # fmt: skip

    assert answer.location == "/currents/"
    with site.store.reading() as work:
        workshop = work.get(Workshop, made)
        assert (workshop.title, workshop.accent, workshop.registration) == (
            "Tides and currents",
            "plum",
            "open",
        )
        assert (workshop.starts_on, workshop.ends_on) == (date(2025, 6, 2), date(2025, 6, 3))
        assert workshop.registered_pages == ["people", "papers"]
        assert workshop.links == [{"url": "https://example.org/call", "label": "The call"}]


def test_a_form_with_mistakes_comes_back_with_every_word_and_every_reason(site: Site) -> None:
    organizer = site.signed_in(_person(site, _made(site), Role.ORGANIZER))

    answer = organizer.post(
        "/tides/edit", title="", slug="Bad Slug", subtitle="Typed with care", time_zone="Chicago", accent="teal",
        registration="open", starts_on="2025-06-03", ends_on="2025-06-02", links="javascript:alert(1)",
        registered_pages="papers",
    )  # fmt: skip

    words = lead(answer)
    assert answer.status_code == 422
    assert "The title is missing." in words
    assert "Did you mean America/Chicago" in words
    assert "The last day is before the first day." in words
    assert "is not a web address" in words
    assert 'value="Typed with care"' in answer.text
    assert 'value="papers" checked' in answer.text
    assert 'name="is_published" value="yes"><' in answer.text


def test_an_attendee_changes_nothing(site: Site) -> None:
    attendee = site.signed_in(_person(site, _made(site)))

    assert attendee.get("/tides/edit").status_code == 403
    assert attendee.post("/tides/edit", title="Mine").status_code in {403, 422}
    assert attendee.post("/tides/edit/lists", topics="Mine").status_code == 403
    assert "Edit this workshop" not in attendee.get("/tides/").text


def test_lists_are_edited_with_rows_to_add_and_boxes_to_remove(site: Site) -> None:
    made = _made(site, time_zone="America/Chicago")
    with committed(site.store) as work:
        set_news(work, OPERATOR, work.get(Workshop, made), [NewsDraft(None, "Old news")])
    organizer = site.signed_in(_person(site, made, Role.ORGANIZER))
    assert 'name="news-2-text"' in organizer.get("/tides/edit/lists").text

    answer = organizer.post(
        "/tides/edit/lists",
        **{
            "topics": "Spring tides\r\n\r\n Neap  tides ",
            "date-0-title": "Papers", "date-0-on": "2025-06-02", "date-0-time": "23:59",
            "date-1-title": "", "date-1-on": "",
            "news-0-text": "Old news", "news-0-remove": "yes",
            "news-1-text": "New **news**", "news-1-on": "2025-01-01",
            "member-0-name": "Demo Speaker", "member-0-part": "Speaker",
        },
    )  # fmt: skip

    assert answer.location == "/tides/edit/lists"
    with site.store.reading() as work:
        assert [topic.text for topic in lines_of(work, made, Topic)] == ["Spring tides", "Neap tides"]
        (papers,) = lines_of(work, made, ImportantDate)
        assert (papers.title, papers.on, papers.at) == (
            "Papers",
            None,
            datetime(2025, 6, 3, 4, 59, tzinfo=UTC),
        )
        assert [one.text for one in lines_of(work, made, News)] == ["New **news**"]
        assert [(one.part, one.name) for one in lines_of(work, made, Member)] == [("speaker", "Demo Speaker")]


def test_a_row_that_is_not_whole_is_asked_about_and_nothing_is_stored(site: Site) -> None:
    made = _made(site)
    organizer = site.signed_in(_person(site, made, Role.ORGANIZER))

    answer = organizer.post(
        "/tides/edit/lists",
        **{
            "topics": "Kept",
            "date-0-on": "2025-06-02",
            "member-0-affiliation": "Institute",
            "date-1-title": "x",
            "date-1-time": "25:00",
        },
    )

    words = lead(answer)
    assert answer.status_code == 422
    assert "This date needs a title." in words
    assert "This person needs a name." in words
    assert "not a time of day" in words
    with site.store.reading() as work:
        assert lines_of(work, made, Topic) == []
