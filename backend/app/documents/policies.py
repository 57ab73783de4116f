"""Who may do which act to a document they see. Pure: state is lifecycle's, visibility is the queries'."""

from app.documents.lifecycle import Act
from app.users.models import Role
from app.users.principals import Caller, TrackingPass

DESK = frozenset({Act.CLAIM, Act.RELEASE, Act.RECEIVE, Act.OBSERVE, Act.ROUTE, Act.FORWARD, Act.VOID})
CITIZEN = frozenset({Act.CORRECT, Act.WITHDRAW})


def may(caller: Caller, act: Act) -> bool:
    """Whether this kind of caller may do `act` at all. The auditor acts on nothing, the admin sees nothing."""
    if isinstance(caller, TrackingPass) or caller.role is Role.CITIZEN:
        return act in CITIZEN
    return caller.role is Role.CLERK and act in DESK
