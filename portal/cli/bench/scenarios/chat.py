"""A room that talks: everybody listens, and in turn they speak."""

from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, memory_bytes, steady
from portal.cli.bench.result import Result
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import Conversation, connect, enter

QUIET_SECONDS = 1.5
"""After everybody has come, so that who-is-here has been told to all before anything is counted."""

WARM_SECONDS = 1.0


def chat(target: Target, *, clients: int, rate: float, seconds: float) -> Result:
    """So many messages a second together; raises Unavailable when the portal does not play along."""
    with steady():
        return _chat(target, clients, rate, seconds)


def _chat(target: Target, clients: int, rate: float, seconds: float) -> Result:
    crowd, meter, before = Crowd(), Meter(target.server), memory_bytes(target.server)
    opened = connect(crowd, target.address, target.cast.browsers[:clients])
    where = enter(crowd, opened, target.cast)
    crowd.until(lambda: False, QUIET_SECONDS)
    warm = Conversation(crowd, where, Meter(None))
    warm.hold(rate=rate, seconds=WARM_SECONDS)
    warm.wait()
    for client in opened:
        client.messages.clear()
    talk = Conversation(crowd, where, meter, first=len(warm.sent_at))
    meter.start()
    talk.hold(rate=rate, seconds=seconds)
    talk.wait()
    meter.stop()
    result = Result("chat", clients, len(target.cast.threads), settings=target.settings)
    talk.report(result)
    result.weigh(meter)
    result.remember(target.server, before)
    for client in opened:
        crowd.remove(client)
    return result
