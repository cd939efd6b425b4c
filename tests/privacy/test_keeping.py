"""What a workshop keeps no longer goes by itself, after its organizers were told, once, and with a trail."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import func, select

from portal.access import Role
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.doors.jobs import Desk
from portal.files.models import StoredFile
from portal.mail.actions import write
from portal.mail.models import Mail
from portal.notices.models import Notice
from portal.posters.models import Poster, PosterVisit
from portal.privacy.jobs import keep
from portal.privacy.models import RetentionStep
from portal.privacy.rules import DEFAULT_MONTHS, GONE, Kind, due_at, months_of
from portal.questions.models import Question, QuestionVote
from portal.registrations.models import Registration
from portal.store.base import Base
from portal.threads.models import Message
from portal.workshops.models import Workshop
from tests.access.world import build_world
from tests.made import committed
from tests.visit import Site, lead

UTC = ZoneInfo("UTC")
END = date(2026, 6, 1)
DUE = datetime(2026, 8, 2, tzinfo=UTC)
FORM = {"chat": "2", "questions": "2", "presence": "2", "files": "2", "registrations": "2"}


class Past:
    """The world of the role matrix, as a workshop that ended on 1 June and keeps everything for two months."""

    def __init__(self, site: Site) -> None:
        self.site = site
        with (
            time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False),
            committed(site.store) as work,
        ):
            world = build_world(work, site.portal.settings.data_dir)
            self.slug, self.workshop_id = world.slug, world.workshop_id
            work.get(Workshop, self.workshop_id).ends_on = END
            organizers = select(Registration).where(
                Registration.workshop_id == self.workshop_id,
            )
            self.organizer_id = next(
                one.person_id for one in work.session.scalars(organizers) if Role.ORGANIZER in one.roles
            )

    def choose(self, **months: str) -> str:
        with time_machine.travel(datetime(2026, 6, 2, tzinfo=UTC), tick=False):
            organizer = self.site.signed_in(self.organizer_id)
            return lead(organizer.post(f"/{self.slug}/privacy/keeping", **{**FORM, **months}))

    def look_at(self, at: datetime) -> None:
        with time_machine.travel(at, tick=False):
            keep(Desk(self.site.store, self.site.portal.settings, self.site.portal.after_commit))
            self.site.run_jobs()

    def count(self, model: type[Base]) -> int:
        with self.site.store.reading() as work:
            return work.session.scalar(select(func.count()).select_from(model)) or 0

    def warnings(self) -> list[Mail]:
        return [mail for mail in self.site.mails() if "will soon be erased" in mail.subject]


@pytest.fixture
def past(site: Site) -> Past:
    return Past(site)


@pytest.mark.parametrize(
    ("ends_on", "months", "due"),
    [
        (date(2026, 6, 1), 12, datetime(2027, 6, 2, tzinfo=UTC)),
        (date(2026, 8, 31), 6, datetime(2027, 3, 1, tzinfo=UTC)),
        (date(2027, 8, 31), 6, datetime(2028, 3, 1, tzinfo=UTC)),
        (date(2026, 12, 31), 1, datetime(2027, 2, 1, tzinfo=UTC)),
        (None, 12, None),
    ],
)
def test_it_goes_on_the_day_after_so_many_months(
    ends_on: date | None, months: int, due: datetime | None
) -> None:
    assert due_at(ends_on, months, UTC) == due


def test_nobody_has_to_choose() -> None:
    assert months_of({}, Kind.CHAT) == DEFAULT_MONTHS
    assert months_of({"chat": 3, "files": "many"}, Kind.CHAT) == 3
    assert months_of({"chat": 3, "files": "many"}, Kind.FILES) == DEFAULT_MONTHS


def test_organizers_are_told_once_fourteen_days_before_then_it_goes_once_and_is_written_down(
    past: Past,
) -> None:
    past.choose()
    past.look_at(DUE - timedelta(days=15))
    assert past.warnings() == []

    past.look_at(DUE - timedelta(days=13, hours=23))
    past.look_at(DUE - timedelta(days=10))

    assert len(past.warnings()) == 1
    assert "Chats, on 02 August 2026" in past.warnings()[0].text
    with past.site.store.reading() as work:
        found = select(Notice).where(Notice.kind == "keeping", Notice.person_id == past.organizer_id)
        assert len(work.session.scalars(found).all()) == 1
    messages, questions = past.count(Message), past.count(Question)
    assert past.count(PosterVisit) > 0

    past.look_at(DUE + timedelta(hours=1))
    past.look_at(DUE + timedelta(days=1))

    with past.site.store.reading() as work:
        assert {(one.text, one.author_name) for one in work.session.scalars(select(Message))} == {("", GONE)}
        assert {one.author_name for one in work.session.scalars(select(Question))} == {GONE}
        here = select(Registration).where(Registration.workshop_id == past.workshop_id)
        assert [one.person_id for one in work.session.scalars(here)] == [past.organizer_id]
        trail = select(AuditEntry.about).where(AuditEntry.action == "privacy.forget")
        assert len(work.session.scalars(trail).all()) == 5
        assert {one.file_id for one in work.session.scalars(select(Poster))} == {None}
    assert (past.count(Message), past.count(Question)) == (messages, questions)
    assert (past.count(PosterVisit), past.count(QuestionVote), past.count(StoredFile)) == (0, 0, 0)
    left = [path for path in (past.site.portal.settings.data_dir / "files").rglob("*") if path.is_file()]
    assert left == []
    assert len(past.warnings()) == 1


def test_who_chooses_a_short_time_late_is_told_first_and_who_chooses_longer_in_time_keeps_it(
    past: Past,
) -> None:
    past.choose(chat="1", files="0", presence="120", questions="120", registrations="120")
    late = DUE + timedelta(days=30)

    past.look_at(late)

    assert past.count(StoredFile) > 0
    with past.site.store.reading() as work:
        steps = work.session.scalars(select(RetentionStep)).all()
        assert [(one.kind, one.due_at, one.done_at) for one in steps] == [
            ("chat", late + timedelta(days=14), None)
        ]
    past.choose(chat="60", files="0", presence="120", questions="120", registrations="120")
    past.look_at(late + timedelta(days=15))
    with past.site.store.reading() as work:
        assert GONE not in work.session.scalars(select(Message.author_name)).all()


def test_wrong_numbers_of_months_are_named(past: Past) -> None:
    page = past.choose(chat="many", files="121")

    assert "Chats: give a number of months from 0 to 120." in page
    assert "Files: give a number of months from 0 to 120." in page


def test_a_mail_that_was_sent_is_kept_for_so_many_days(make_site: Callable[..., Site]) -> None:
    site = make_site(mail_days=30)
    with committed(site.store) as work:
        for days in (31, 29, None):
            mail = write(work, to=f"d{days}@example.org", subject="Hello", text="Hello")
            mail.sent_at = None if days is None else now() - timedelta(days=days)

    keep(Desk(site.store, site.portal.settings, site.portal.after_commit))

    assert {mail.recipient for mail in site.mails()} == {"d29@example.org", "dNone@example.org"}
