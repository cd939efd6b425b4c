"""What the page of roles says of the policy."""

from portal.access import POLICY, Permission
from portal.access.words import WHO, WORDS, who_may


def test_each_permission_and_each_predicate_has_plain_words() -> None:
    predicates = {name for rows in POLICY.values() for row in rows for name in row.__name__.split(" and ")}

    assert set(Permission) - set(WORDS) == set(), "permissions without words"
    assert predicates - set(WHO) == set(), "predicates without words"


def test_a_permission_reads_as_a_sentence() -> None:
    assert who_may(Permission.RUN_LATE) == ["organizers", "chairs, for a stage"]
    assert who_may(Permission.MODERATE) == [
        "moderators, never about themselves, not about organizers",
        "organizers, never about themselves",
    ]
