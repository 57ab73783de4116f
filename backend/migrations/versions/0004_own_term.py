"""own term

A filing keeps the term of its procedure as it was when the filing was put under it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("term_days", sa.Integer(), nullable=True))
    op.add_column("documents", sa.Column("term_starts_from", sa.String(length=20), nullable=True))
    op.execute(
        "UPDATE documents SET term_days = procedures.term_days, term_starts_from = procedures.term_starts_from "
        "FROM procedures WHERE procedures.id = documents.procedure_id"
    )


def downgrade() -> None:
    op.drop_column("documents", "term_starts_from")
    op.drop_column("documents", "term_days")
