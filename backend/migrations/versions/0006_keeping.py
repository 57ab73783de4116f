"""keeping

The copies, drills and checks of the storage that were made, for the administrator's screen.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keeping_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("progress", sa.Float(), nullable=True),
        sa.Column("ok", sa.Boolean(), nullable=True),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "report", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('backup', 'drill', 'storage_check')", name=op.f("ck_keeping_runs_kind")),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_keeping_runs_state")),
        sa.CheckConstraint("(state = 'done') = (ok IS NOT NULL)", name=op.f("ck_keeping_runs_ok")),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name=op.f("ck_keeping_runs_finished")
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["users.id"], name=op.f("fk_keeping_runs_requested_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeping_runs")),
    )
    op.create_index(
        "uq_keeping_runs_under_way",
        "keeping_runs",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_keeping_runs_under_way",
        table_name="keeping_runs",
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    )
    op.drop_table("keeping_runs")
