"""Who may open a WebSocket: counted from the upgrade to the end, and given back whatever happens between."""

import pytest

from portal.errors import TooMany
from portal.realtime.visits import Caps, Visit, Visits, group_of

CAPS = Caps(sockets=6, per_address=4, half_open=4, block_seconds=30)
ADA = 1


def come(visits: Visits, address: str = "192.0.2.1", token: str | None = None) -> Visit:
    return visits.begin(address, lambda: token)


def come_in(visits: Visits, address: str = "192.0.2.1", person: int = ADA) -> Visit:
    visit = come(visits, address)
    visit.connected(person)
    return visit


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_subscriber_is_one_address(address: str, group: str) -> None:
    assert group_of(address) == group


def test_a_network_has_its_cap_and_gives_places_back() -> None:
    visits = Visits(CAPS)
    inside = [come_in(visits) for _ in range(4)]

    with pytest.raises(TooMany, match="network"):
        come(visits)
    come_in(visits, "192.0.2.2")
    visits.end(inside.pop())

    come_in(visits)


def test_addresses_that_are_not_known_share_no_cap() -> None:
    visits = Visits(CAPS)

    inside = [come_in(visits, "") for _ in range(6)]

    assert len(inside) == 6


def test_a_full_process_takes_nobody_from_anywhere() -> None:
    visits = Visits(CAPS)
    for number in range(6):
        come_in(visits, f"192.0.2.{number}")

    with pytest.raises(TooMany, match="full"):
        come(visits, "192.0.2.100")

    assert visits.turned_away == {"too-many": 1}


def test_one_address_has_half_of_the_places_before_the_connect() -> None:
    visits = Visits(CAPS)
    waiting = [come(visits), come(visits)]

    with pytest.raises(TooMany, match="connecting"):
        come(visits)
    come(visits, "192.0.2.2")
    waiting[0].connected(ADA)

    come(visits)


def test_who_leaves_the_namespace_is_on_the_way_in_again() -> None:
    visits = Visits(CAPS)
    first, second = come_in(visits), come_in(visits)

    for visit in (first, second):
        visit.disconnected()
        visit.disconnected()

    with pytest.raises(TooMany, match="connecting"):
        come(visits)


def test_an_end_without_a_connect_leaves_nothing() -> None:
    visits = Visits(CAPS)

    for _ in range(20):
        visits.end(come(visits))
        visits.end(come_in(visits))

    assert (visits._count, visits._by_address, visits._half_open_by_address) == (0, {}, {})


def test_a_flooding_person_is_kept_out_with_their_sign_in_and_not_their_network() -> None:
    visits = Visits(CAPS)
    flooding = come(visits, token="a sign-in")
    flooding.connected(ADA)

    flooding.flood()

    with pytest.raises(TooMany) as refused:
        come(visits, "192.0.2.9", "a sign-in")
    assert 29 < refused.value.retry_after <= 30
    with pytest.raises(TooMany):
        come(visits, "192.0.2.9", "another sign-in").check(ADA)
    come(visits, token="somebody else").check(ADA + 1)


def test_a_flood_of_nobody_keeps_out_the_address_but_not_who_is_signed_in_there() -> None:
    visits = Visits(CAPS)

    come(visits).flood()

    with pytest.raises(TooMany):
        come(visits)
    come(visits, "192.0.2.2")
    come(visits, token="somebody")


def test_a_block_ends_by_itself() -> None:
    visits = Visits(Caps(sockets=6, per_address=4, half_open=4, block_seconds=0))

    come(visits).flood()

    come(visits)
