"""Backstage, changed: the chair gives signals and calls hands; everybody raises and lowers their own."""

from portal.access import Actor, Permission, require, title_of
from portal.audit.actions import record
from portal.backstage.events import HandChanged, Signalled
from portal.backstage.models import Hand
from portal.backstage.queries import (
    backstage_for,
    hand_wire,
    on_stage,
    own_hand,
    signal_wire,
    told_of,
    waiting_on,
)
from portal.backstage.rules import UP, HandState, Press, Signal, Turn, check_raise, check_turn
from portal.clock import now
from portal.errors import Conflict
from portal.stage.models import Backstage
from portal.store.work import Work


def give_signal(work: Work, actor: Actor, press: Press) -> None:
    """Show a signal for what is on now, in place of the one before, or take it back; the same again changes nothing.

    Raises Conflict when nothing is on.
    """
    row = _locked(work, actor, Permission.LEAD_BACKSTAGE, press.stage_id)
    on = on_stage(work, row, now())
    if on is None and press.signal != Signal.NONE:
        raise Conflict("Nothing is on this stage any more, so there is nobody to signal to.")
    shown = "" if press.signal == Signal.NONE else press.signal.value
    address = on.address if on and shown else ""
    if (row.signal, row.signal_for) == (shown, address):
        return
    row.signal, row.signal_for, row.signalled_at = shown, address, now()
    row.head += 1
    work.session.flush()
    work.announce(Signalled(stage=row.stage_id, head=row.head, signal=signal_wire(row)))


def raise_hand(work: Work, actor: Actor, stage_id: int) -> Hand:
    """Ask to speak; a hand that is up already stays where it is in the queue."""
    row = _locked(work, actor, Permission.RAISE_HAND, stage_id)
    require(actor, Permission.SPEAK_UP, row)
    hand = own_hand(work, actor, stage_id)
    if hand is not None and hand.state in UP:
        return hand
    check_raise(has_meeting=bool(row.meeting_url), waiting=waiting_on(work, stage_id))
    if hand is None:
        hand = Hand(workshop_id=row.workshop_id, stage_id=stage_id, person_id=actor.known_id, version=0)
        work.session.add(hand)
    hand.person_name, hand.person_role = actor.name, title_of(actor.roles)
    hand.raised_at = now()
    _turn(work, row, hand, HandState.RAISED)
    return hand


def lower_hand(work: Work, actor: Actor, stage_id: int) -> None:
    """Take one's own hand down, also after one was called; twice is the same as once."""
    row = _locked(work, actor, Permission.RAISE_HAND, stage_id)
    hand = own_hand(work, actor, stage_id)
    if hand is not None and hand.state in UP:
        _turn(work, row, hand, HandState.LOWERED)


def set_hand(work: Work, actor: Actor, turn: Turn) -> int:
    """Call a hand, lower it or let it wait again; returns its stage. What it is already changes nothing."""
    hand = work.get_in(actor.workshop_id, Hand, turn.hand_id)
    row = _locked(work, actor, Permission.LEAD_BACKSTAGE, hand.stage_id)
    work.lock(hand)
    check_turn(hand.state, turn.state)
    if hand.state != turn.state:
        _turn(work, row, hand, turn.state)
    record(work, actor, "backstage.set_hand", person=(hand.person_id, hand.person_name), state=turn.state)
    return hand.stage_id


def _locked(work: Work, actor: Actor, permission: Permission, stage_id: int) -> Backstage:
    """Held until the end of the transaction: whoever changes a hand or the signal waits here."""
    row = backstage_for(work, actor, permission, stage_id)
    work.lock(row)
    return row


def _turn(work: Work, row: Backstage, hand: Hand, state: HandState) -> None:
    """Give the change its number and tell it: those backstage, and the person."""
    hand.state = state
    hand.version += 1
    row.head += 1
    work.session.flush()
    seen = hand_wire(hand) if state in UP else None
    work.announce(HandChanged(stage=row.stage_id, head=row.head, id=hand.id, hand=seen))
    work.announce(told_of(row, hand, hand.person_id))
