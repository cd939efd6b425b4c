"""Messages as browsers and pages get them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from portal.store.work import Work
from portal.threads.events import Entry, ListedEntry, ReactionSeen
from portal.threads.models import Message, Reaction
from portal.threads.rules import REACTIONS


def wire(message: Message) -> Entry:
    """An entry, with the fields that every event of the log has; of a hidden message nobody hears a word."""
    return {
        "thread": message.thread_id,
        "seq": message.seq,
        "client_id": message.client_id,
        "kind": message.kind,
        "author": {"id": message.author_id, "name": message.author_name, "role": message.author_role},
        "text": "" if message.hidden_at else message.text,
        "posted_at": message.posted_at.isoformat(),
        "mentions": []
        if message.hidden_at
        else [{"id": one["id"], "name": one["name"]} for one in message.mentions or ()],
    }


def listed(message: Message, reactions: Sequence[ReactionSeen] = ()) -> ListedEntry:
    """An entry in a list."""
    return {
        **wire(message),
        "target": message.target,
        "edited": message.edited_at is not None,
        "deleted": message.deleted_at is not None,
        "hidden": message.hidden_at is not None,
        "reactions": list(reactions),
    }


def listing(work: Work, thread_id: int, messages: Sequence[Message]) -> list[ListedEntry]:
    """Messages with the reactions that they have now."""
    reactions = reactions_to(work, thread_id, [message.seq for message in messages])
    return [listed(message, reactions.get(message.seq, ())) for message in messages]


def reactions_to(work: Work, thread_id: int, seqs: Sequence[int]) -> dict[int, list[ReactionSeen]]:
    """Who reacted to these messages, with the signs in their order."""
    if not seqs:
        return {}
    found = select(Reaction.seq, Reaction.name, Reaction.person_id).where(
        Reaction.thread_id == thread_id, Reaction.seq >= min(seqs), Reaction.seq <= max(seqs)
    )
    people: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in work.session.execute(found.order_by(Reaction.person_id)):
        people[row.seq, row.name].append(row.person_id)
    return {
        seq: [{"name": name, "people": people[seq, name]} for name in REACTIONS if (seq, name) in people]
        for seq in {seq for seq, _ in people}
    }
