"""The table of states, held against the drawing of the product page."""

import pytest

from app.documents.errors import TransitionNotAllowed
from app.documents.lifecycle import TRANSITIONS, Act, Status, next_status

# One line a status: where each act that may follow it leads.
DRAWN = {
    "presented": "claim>presented release>presented receive>received observe>observed",
    "observed": "correct>corrected lapse>not_presented",
    "corrected": "claim>corrected release>corrected receive>received",
    "received": "route>routed",
    "routed": "accept>in_process return>received",
    "in_process": "route>routed return>received require>required answer>answered",
    "required": "fulfil>in_process",
    "answered": "archive>archived",
    "archived": "reopen>in_process",
    "not_presented": "",
    "withdrawn": "",
    "forwarded": "",
    "merged": "",
    "voided": "",
}
ENDS = {
    "withdraw": ("withdrawn", "presented observed corrected received routed in_process required"),
    "forward": ("forwarded", "presented observed corrected received"),
    "merge": ("merged", "presented observed corrected received"),
    "void": ("voided", "presented observed corrected received"),
}


def drawn(status: Status, act: Act) -> str | None:
    inner = dict(each.split(">") for each in DRAWN[status].split())
    end, before = ENDS.get(act, ("", ""))
    return end if status in before.split() else inner.get(act)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("act", Act)
def test_every_act_after_every_status(status: Status, act: Act) -> None:
    expected = drawn(status, act)

    if expected is None:
        with pytest.raises(TransitionNotAllowed) as refusal:
            next_status(status, act)
        assert (refusal.value.status, refusal.value.code) == (409, "transition_not_allowed")
    else:
        assert next_status(status, act) == expected


def test_the_desk_never_observes_twice() -> None:
    reachable, following = set(), {Status.OBSERVED}
    while following:
        reachable |= following
        following = {to for (status, _), to in TRANSITIONS.items() if status in following} - reachable

    assert Status.PRESENTED not in reachable
    assert Status.RECEIVED in reachable
    assert [status for status, act in TRANSITIONS if act is Act.OBSERVE] == [Status.PRESENTED]


def test_no_act_presents_what_is_already_there() -> None:
    assert Act.PRESENT not in {act for _, act in TRANSITIONS}
