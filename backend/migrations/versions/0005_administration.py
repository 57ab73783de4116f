"""administration

What the administrator changes from the screen: settings with a version, logos kept once by their hash (a receipt names
the one it was issued with), requirements that are retired and never deleted, closures that can be taken back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "logos",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("svg", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_logos")),
    )
    op.add_column("institution", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("institution", sa.Column("logo_sha256", sa.String(length=64), nullable=True))
    op.create_foreign_key(op.f("fk_institution_logo_sha256_logos"), "institution", "logos", ["logo_sha256"], ["sha256"])
    hashed = "encode(sha256(convert_to(logo_svg, 'UTF8')), 'hex')"
    op.execute(f"INSERT INTO logos SELECT {hashed}, logo_svg FROM institution WHERE logo_svg IS NOT NULL")
    op.execute(f"UPDATE institution SET logo_sha256 = {hashed} WHERE logo_svg IS NOT NULL")
    op.drop_column("institution", "logo_svg")

    op.add_column("requirements", sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False))

    op.add_column("closures", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("uq_closures_date"), "closures", type_="unique")
    op.create_index("uq_closures_date", "closures", ["date"], unique=True, postgresql_where=sa.text("removed_at IS NULL"))


def downgrade() -> None:
    op.execute("DELETE FROM closures WHERE removed_at IS NOT NULL")
    op.drop_index("uq_closures_date", table_name="closures", postgresql_where=sa.text("removed_at IS NULL"))
    op.create_unique_constraint(op.f("uq_closures_date"), "closures", ["date"])
    op.drop_column("closures", "removed_at")

    # Of an earlier system every requirement is asked for: those that nobody refers to may go.
    op.execute(
        "DELETE FROM requirements r WHERE NOT active "
        "AND NOT EXISTS (SELECT FROM attachments WHERE requirement_id = r.id) "
        "AND NOT EXISTS (SELECT FROM observation_items WHERE requirement_id = r.id)"
    )
    op.drop_column("requirements", "active")

    op.add_column("institution", sa.Column("logo_svg", sa.Text(), nullable=True))
    op.execute("UPDATE institution SET logo_svg = (SELECT svg FROM logos WHERE sha256 = logo_sha256)")
    op.drop_constraint(op.f("fk_institution_logo_sha256_logos"), "institution", type_="foreignkey")
    op.drop_column("institution", "logo_sha256")
    op.drop_column("institution", "version")
    op.drop_table("logos")
