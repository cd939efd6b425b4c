"""Who is away is mailed after a while, and who has a page open is not."""

from datetime import timedelta

from sqlalchemy import update

from portal.clock import now
from portal.conversations.jobs import Postman
from portal.doors.jobs import Desk
from portal.notices.models import Notice
from portal.notices.rules import room_of
from portal.realtime.presence import Presence, Seat
from tests.conversations.made import Two, make_two
from tests.made import committed
from tests.visit import MakeSite, Site


def look(site: Site, presence: Presence) -> int:
    """How many mails there are after the postman has looked once."""
    Postman(Desk(site.store, site.portal.settings, site.portal.after_commit), presence).turn()
    return len(site.mails())


def written(site: Site, *, minutes_ago: int) -> Two:
    two = make_two(site.store)
    two.write(two.ann, two.ben)
    with committed(site.store) as work:
        work.session.execute(update(Notice).values(created_at=now() - timedelta(minutes=minutes_ago)))
    return two


def test_who_is_away_for_long_enough_is_mailed_once(make_site: MakeSite) -> None:
    site = make_site(message_mail_minutes=10)
    written(site, minutes_ago=11)

    assert [look(site, Presence()), look(site, Presence())] == [1, 1]


def test_who_was_just_written_to_is_not_mailed_yet(make_site: MakeSite) -> None:
    site = make_site(message_mail_minutes=10)
    written(site, minutes_ago=9)

    assert look(site, Presence()) == 0


def test_who_has_a_page_open_is_not_mailed(make_site: MakeSite) -> None:
    site = make_site(message_mail_minutes=10)
    two, presence = written(site, minutes_ago=11), Presence()
    presence.enter(
        room_of(two.company.workshop_id, two.ben.known_id), "page", Seat(two.ben.known_id, "Ben", "")
    )

    assert look(site, presence) == 0


def test_a_portal_may_send_no_such_mails(make_site: MakeSite) -> None:
    site = make_site(message_mail_minutes=0)
    written(site, minutes_ago=99)

    assert look(site, Presence()) == 0
