"""The day replayed: seen by the team and its testers, mailed to nobody, wiped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from portal.access import Actor, Role
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.errors import Conflict, Invalid, NotFound
from portal.events import Eviction
from portal.files.models import StoredFile
from portal.knocks.actions.mailing import mail_presenters
from portal.knocks.models import Knock
from portal.mail.actions import write, write_all
from portal.mail.models import Mail
from portal.mail.rules import Letter
from portal.posters.models import Poster, PosterPresenter
from portal.programme.models import ProgrammeSession, Talk
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of, read_actor
from portal.rehearsals import actions
from portal.rehearsals.queries import rehearsals_of
from portal.rehearsals.rules import Plan
from portal.slides.models import SlideDeck
from portal.store.work import Store, Work
from portal.tables import METADATA
from portal.workshops.models import Workshop
from portal.workshops.queries import workshops_to_see
from tests.access.world import World, build_world
from tests.clones.test_pages import rows
from tests.made import committed, make_person, make_workshop, register
from tests.visit import Site, lead


@dataclass(frozen=True)
class Scene:
    """The world of the role matrix, its organizer and its presenter."""

    world: World
    organizer: Actor
    presenter_email: str
    presenter_id: int


def scene_in(work: Work, folder: Path) -> Scene:
    world = build_world(work, folder)
    rows = work.session.scalars(
        select(Registration).where(Registration.workshop_id == world.workshop_id)
    ).all()
    by_name = {one.person.name: one.person for one in rows}
    presenter = by_name["The presenter"]
    organizer = actor_of(work, by_name["The organizer"], world.workshop_id)
    return Scene(world, organizer, presenter.email, presenter.id)


def plan_at(work: Work, scene: Scene, testers: Sequence[str] = (), days: int = 3) -> Plan:
    found = select(ProgrammeSession).where(ProgrammeSession.workshop_id == scene.world.workshop_id)
    session = work.session.scalars(found).first()
    assert session is not None
    assert session.starts_at is not None
    return Plan(session.starts_at + timedelta(minutes=5), days, tuple(testers))


def test_the_chosen_moment_is_now_for_the_team_and_the_testers(store: Store, tmp_path: Path) -> None:
    with committed(store) as work:
        scene = scene_in(work, tmp_path)
        plan = plan_at(work, scene, [scene.presenter_email])

        made_id = actions.start(work, scene.organizer, plan).id

    with store.reading() as work:
        made = work.get(Workshop, made_id)
        assert (made.is_rehearsal, made.is_published, made.registration) == (True, False, "closed")
        [session] = work.session.scalars(
            select(ProgrammeSession).where(ProgrammeSession.workshop_id == made_id)
        ).all()
        assert session.starts_at is not None
        assert abs(now() - session.starts_at - timedelta(minutes=5)) < timedelta(minutes=2)
        assert [one.title for one in session.talks] == ["A talk"]
        here = {one.person_id: one for one in rows(work, Registration, made_id)}
        roles = {role for one in here.values() for role in one.roles}
        assert scene.presenter_id in here
        assert roles == {Role.ORGANIZER, Role.MODERATOR, Role.CHAIR, Role.PRESENTER, Role.VOLUNTEER}
        posters = rows(work, Poster, made_id)
        assert len(posters) == len(rows(work, Poster, scene.world.workshop_id))
        presenters = set(
            work.session.scalars(
                select(PosterPresenter.person_id).where(
                    PosterPresenter.poster_id.in_([one.id for one in posters])
                )
            )
        )
        assert presenters == {scene.presenter_id}
        files = {one.id for one in rows(work, StoredFile, made_id)}
        assert {one.file_id for one in posters if one.file_id} <= files
        [deck] = rows(work, SlideDeck, made_id)
        assert deck.talk_id in {one.id for one in rows(work, Talk, made_id)}


def test_wiping_leaves_no_row_behind(store: Store, tmp_path: Path) -> None:
    with committed(store) as work:
        scene = scene_in(work, tmp_path)
        before = _counts(work)
        made_id = actions.start(work, scene.organizer, plan_at(work, scene)).id

    with committed(store) as work:
        actions.wipe(work, scene.organizer, made_id)
        assert Eviction(person_id=scene.organizer.person_id, workshop_id=made_id) in work.announced

    with store.reading() as work:
        after = _counts(work)
        grown = {name for name, count in after.items() if count != before[name]}
        assert grown <= {"jobs", "audit_entries", "evictions"}
        kept = work.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert kept[-2:] == ["rehearsals.start", "rehearsals.wipe"]


def _counts(work: Work) -> dict[str, int]:
    return {
        table.name: work.session.scalar(select(func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def test_it_is_wiped_by_itself_when_its_days_are_over(site: Site, tmp_path: Path) -> None:
    with committed(site.store) as work:
        scene = scene_in(work, tmp_path)
        made_id = actions.start(work, scene.organizer, plan_at(work, scene, days=2)).id

    with time_machine.travel(now() + timedelta(days=1)):
        site.run_jobs()
        with site.store.reading() as work:
            assert work.session.get(Workshop, made_id) is not None
    with time_machine.travel(now() + timedelta(days=2, seconds=1)):
        site.run_jobs()

    with site.store.reading() as work:
        assert work.session.get(Workshop, made_id) is None


def test_nothing_of_a_rehearsal_is_mailed(sqlite_store: Store, tmp_path: Path) -> None:
    with committed(sqlite_store) as work:
        scene = scene_in(work, tmp_path)
        made = actions.start(work, scene.organizer, plan_at(work, scene, [scene.presenter_email]))
        leaves = select(func.count(Mail.id)).where(Mail.held == "")
        before = work.session.scalar(leaves)
        poster_id = work.session.scalars(
            select(PosterPresenter.poster_id)
            .join(Poster, Poster.id == PosterPresenter.poster_id)
            .where(Poster.workshop_id == made.id)
        ).first()
        knock = select(Knock).where(Knock.workshop_id == scene.world.workshop_id)
        waiting = work.session.scalars(knock).first()
        assert waiting is not None
        waiting.workshop_id, waiting.poster_id, waiting.reached = made.id, poster_id or 0, "mail"
        work.session.flush()

        mail_presenters(work, poster_id or 0, base_url="http://w", pause=timedelta(minutes=1))
        write_all(work, [Letter("a@example.org", "Hello", "x", workshop_id=made.id)])
        work.workshop_id = made.id  # as the door of a page in it says
        assert write(work, to="a@example.org", subject="Hello", text="x").held == "rehearsal"

        assert work.session.scalar(leaves) == before
        work.workshop_id = scene.world.workshop_id
        assert write(work, to="a@example.org", subject="Hello", text="x").held == ""


def test_others_do_not_see_it_and_those_who_rehearse_are_told_on_every_page(
    site: Site, tmp_path: Path
) -> None:
    with committed(site.store) as work:
        scene = scene_in(work, tmp_path)
        slug = actions.start(work, scene.organizer, plan_at(work, scene)).slug
        attendee = scene.presenter_id
    organizer, other = site.signed_in(scene.organizer.known_id), site.signed_in(attendee)

    pages = [organizer.get(f"/{slug}/{part}") for part in ("", "schedule", "posters", "edit")]

    assert all("Nobody else sees this" in lead(page) for page in pages)
    assert [site.visitor().get(f"/{slug}/").status_code, other.get(f"/{slug}/").status_code] == [404, 404]
    assert "Rehearsal:" not in other.get("/").text
    with site.store.reading() as work:
        seen = workshops_to_see(work, lambda workshop: read_actor(work, other.cookie(), workshop.id))
        assert all(not one.is_rehearsal for one in seen)


def test_a_rehearsal_is_never_published(site: Site, tmp_path: Path) -> None:
    with committed(site.store) as work:
        scene = scene_in(work, tmp_path)
        made = actions.start(work, scene.organizer, plan_at(work, scene))
        slug, made_id = made.slug, made.id

    site.signed_in(scene.organizer.known_id).post(
        f"/{slug}/edit",
        title="Open",
        slug=slug,
        time_zone="UTC",
        registration="open",
        accent="teal",
        is_published="yes",
    )

    with site.store.reading() as work:
        after = work.get(Workshop, made_id)
        assert (after.title, after.is_published, after.registration) == ("Open", False, "closed")


def test_who_is_not_registered_is_named_and_too_many_rehearsals_are_refused(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with committed(sqlite_store) as work:
        scene = scene_in(work, tmp_path)

        with pytest.raises(Invalid, match=r"nobody@example\.org"):
            actions.start(work, scene.organizer, plan_at(work, scene, ["nobody@example.org"]))
        for _ in range(2):
            actions.start(work, scene.organizer, plan_at(work, scene))

        # The world has one already.
        with pytest.raises(Conflict, match="3 rehearsals"):
            actions.start(work, scene.organizer, plan_at(work, scene))


def test_a_rehearsal_is_wiped_from_its_workshop_or_itself_and_from_no_other(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        here, elsewhere = make_workshop(work), make_workshop(work, "lakes")
        me, other = make_person(work), make_person(work)
        register(work, here, me, Role.ORGANIZER)
        register(work, elsewhere, other, Role.ORGANIZER)
        actor = actor_of(work, me, here.id)
        made = actions.start(work, actor, Plan(now(), 3))
        another = actions.start(work, actor, Plan(now(), 3))

        with pytest.raises(NotFound):
            actions.wipe(work, actor_of(work, other, elsewhere.id), made.id)
        actions.wipe(work, actor_of(work, me, made.id), made.id)
        actions.wipe(work, actor, another.id)

        assert rehearsals_of(work, here) == []


def test_the_page_begins_one_at_the_beginning_of_the_day_and_wipes_it(site: Site) -> None:
    with committed(site.store) as work:
        workshop, person = make_workshop(work, time_zone="Europe/Berlin"), make_person(work)
        register(work, workshop, person, Role.ORGANIZER)
        person_id = person.id
    visitor = site.signed_in(person_id)

    bad = visitor.post("/tides/rehearsals", moment="", days="99", testers="nonsense")
    begun = visitor.post("/tides/rehearsals", moment="2026-06-01T09:00", days="3")
    listed = visitor.get("/tides/rehearsals")
    with site.store.reading() as work:
        made_id = work.session.scalars(select(Workshop.id).where(Workshop.is_rehearsal)).one()
    wiped = visitor.post(f"/tides/rehearsals/{made_id}/wipe")

    assert bad.status_code == 422
    for name in ("moment", "days", "testers"):
        assert f'id="{name}-error"' in bad.text
    assert begun.headers["Location"] == "/tides-rehearsal/"
    assert "/tides-rehearsal/" in lead(listed)
    assert wiped.headers["Location"] == "/tides/rehearsals"
    assert visitor.get("/tides-rehearsal/").status_code == 404
