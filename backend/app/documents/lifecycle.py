"""Which act may follow which status. Pure: the only place that knows."""

from enum import StrEnum

from app.documents.errors import TransitionNotAllowed


class Status(StrEnum):
    PRESENTED = "presented"
    OBSERVED = "observed"
    CORRECTED = "corrected"
    NOT_PRESENTED = "not_presented"
    RECEIVED = "received"
    ROUTED = "routed"
    IN_PROCESS = "in_process"
    REQUIRED = "required"
    ANSWERED = "answered"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    FORWARDED = "forwarded"
    MERGED = "merged"
    VOIDED = "voided"


class Act(StrEnum):
    PRESENT = "present"
    RECEIVE = "receive"
    OBSERVE = "observe"
    CORRECT = "correct"
    LAPSE = "lapse"
    ROUTE = "route"
    ACCEPT = "accept"
    RETURN = "return"
    REQUIRE = "require"
    FULFIL = "fulfil"
    ANSWER = "answer"
    ARCHIVE = "archive"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    FORWARD = "forward"
    MERGE = "merge"
    VOID = "void"
    CLAIM = "claim"
    RELEASE = "release"


S, A = Status, Act

# Before the answer a citizen may withdraw; before any routing the desk may send a filing elsewhere or strike it out.
BEFORE_ANSWER = (S.PRESENTED, S.OBSERVED, S.CORRECTED, S.RECEIVED, S.ROUTED, S.IN_PROCESS, S.REQUIRED)
BEFORE_ROUTING = (S.PRESENTED, S.OBSERVED, S.CORRECTED, S.RECEIVED)

TRANSITIONS: dict[tuple[Status, Act], Status] = {
    (S.PRESENTED, A.RECEIVE): S.RECEIVED,
    (S.PRESENTED, A.OBSERVE): S.OBSERVED,
    (S.OBSERVED, A.CORRECT): S.CORRECTED,
    (S.OBSERVED, A.LAPSE): S.NOT_PRESENTED,
    # The desk observes once, in a single act: no OBSERVE from CORRECTED.
    (S.CORRECTED, A.RECEIVE): S.RECEIVED,
    (S.RECEIVED, A.ROUTE): S.ROUTED,
    (S.IN_PROCESS, A.ROUTE): S.ROUTED,
    (S.ROUTED, A.ACCEPT): S.IN_PROCESS,
    (S.ROUTED, A.RETURN): S.RECEIVED,
    (S.IN_PROCESS, A.RETURN): S.RECEIVED,
    (S.IN_PROCESS, A.REQUIRE): S.REQUIRED,
    (S.REQUIRED, A.FULFIL): S.IN_PROCESS,
    (S.IN_PROCESS, A.ANSWER): S.ANSWERED,
    (S.ANSWERED, A.ARCHIVE): S.ARCHIVED,
    (S.ARCHIVED, A.REOPEN): S.IN_PROCESS,
    **{(status, A.WITHDRAW): S.WITHDRAWN for status in BEFORE_ANSWER},
    **{(status, A.FORWARD): S.FORWARDED for status in BEFORE_ROUTING},
    **{(status, A.MERGE): S.MERGED for status in BEFORE_ROUTING},
    **{(status, A.VOID): S.VOIDED for status in BEFORE_ROUTING},
    # Taking a filing in hand changes nothing about it, and only makes sense while the desk has something to decide.
    **{(status, act): status for status in (S.PRESENTED, S.CORRECTED) for act in (A.CLAIM, A.RELEASE)},
}


def next_status(status: Status | str, act: Act) -> Status:
    """The status after `act`. Raises TransitionNotAllowed."""
    try:
        return TRANSITIONS[Status(status), act]
    except KeyError:
        raise TransitionNotAllowed(status=str(status), act=act.value) from None
