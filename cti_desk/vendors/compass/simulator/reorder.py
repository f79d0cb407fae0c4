"""Turns round what the documents do not promise: the order of different things in one step."""

from __future__ import annotations

from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.simulator.changes import Step


def can_turn(step: Step) -> bool:
    return len({_subject(one) for one in step}) > 1


def turned(step: Step) -> Step:
    """The last thing first; what is about one and the same thing stays in its order."""
    subjects = list(dict.fromkeys(_subject(one) for one in step))
    return tuple(one for subject in reversed(subjects) for one in step if _subject(one) == subject)


def _subject(one: n.Notification) -> tuple[str, str]:
    """What a notification is about: a call itself, or a queue's share of it, a user, a member."""
    match one:
        case n.CallStart(call=call) | n.CallUpdate(call=call):
            return "call", call.id
        case n.CallEnd(call_id=call_id) | n.CallQueueExit(call_id=call_id):
            return "call", call_id
        case n.QueueCallEnter(queue_id=queue, call_id=call_id):
            return f"queue {queue}", call_id
        case n.QueueCallLeave(queue_id=queue, call_id=call_id):
            return f"queue {queue}", call_id
        case n.MemberEnter(member=member) | n.MemberUpdate(member=member):
            return f"member {member.queue_id}", member.user_id
        case n.MemberLeave(member=member):
            return f"member {member.queue_id}", member.user_id
        case _:
            return "user or queue", getattr(one, "user_id", getattr(one, "queue_id", ""))
