"""Every table, imported once: for Alembic, and so that relations resolve wherever one package is used alone."""

from app.attachments import models as attachments
from app.audit import models as audit
from app.catalogue import models as catalogue
from app.clock import models as clock
from app.database import Base
from app.documents import models as documents
from app.institution import models as institution
from app.keeping import models as keeping
from app.notifications import models as notifications
from app.receipts import models as receipts
from app.users import models as users

__all__ = [
    "Base",
    "attachments",
    "audit",
    "catalogue",
    "clock",
    "documents",
    "institution",
    "keeping",
    "notifications",
    "receipts",
    "users",
]
