"""Limits count per action and key, and say when to come back."""

import pytest

from portal.errors import TooMany
from portal.realtime.limits import Limits


def test_the_limit_is_for_one_key_and_says_when_to_come_back() -> None:
    limits = Limits()
    for _ in range(3):
        limits.hit("3/10second", "post", "1")

    with pytest.raises(TooMany) as refused:
        limits.hit("3/10second", "post", "1")

    assert 0 < refused.value.retry_after <= 10
    limits.hit("3/10second", "post", "2")
