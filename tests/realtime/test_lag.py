"""The loop's lateness is noticed while it happens, and forgotten soon after."""

import threading
import time

from portal.realtime.lag import OVERLOADED_SECONDS, RECENT, Lag


def test_the_worst_of_the_last_second_counts() -> None:
    lag = Lag()
    lag.note(OVERLOADED_SECONDS + 0.05)
    lag.note(0.001)
    assert lag.is_overloaded

    for _ in range(RECENT):
        lag.note(0.001)

    assert not lag.is_overloaded
    assert lag.seconds == 0.001


def test_a_loop_in_good_order_is_not_late() -> None:
    lag = Lag()
    loop = threading.Thread(target=lag.run_for_ever)
    loop.start()
    time.sleep(0.3)
    lag.close()
    loop.join(2)

    assert not loop.is_alive()
    assert 0 <= lag.seconds < OVERLOADED_SECONDS
