"""watching

What the trail's walks found, an index for the mails nobody could deliver, the extensions the guide names, and
`slow_queries`: the slowest statements, readable whether or not pg_stat_statements can be had.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# pg_stat_statements may be created by a superuser only, and is missing where contrib is: neither may stop an upgrade.
EXTENSIONS = """
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['uuid-ossp', 'pg_stat_statements'] LOOP
        BEGIN
            EXECUTE format('CREATE EXTENSION IF NOT EXISTS %I', wanted);
        EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
            RAISE NOTICE 'extension % is not available here', wanted;
        END;
    END LOOP;
END
$$
"""

# A function, for the extension may come or go later, and without its library in shared_preload_libraries it only fails.
SLOW = """
CREATE FUNCTION slowest_statements()
RETURNS TABLE (calls bigint, mean_ms numeric, max_ms numeric, total_s numeric, rows bigint, query text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF to_regclass('pg_stat_statements') IS NULL THEN
        RAISE NOTICE 'Falta pg_stat_statements: como superusuario, CREATE EXTENSION pg_stat_statements;';
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT calls, round(mean_exec_time::numeric, 1), round(max_exec_time::numeric, 1),
                round((total_exec_time / 1000)::numeric, 1), rows, regexp_replace(query, ''\\s+'', '' '', ''g'')
         FROM pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
         ORDER BY mean_exec_time DESC LIMIT 50';
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    RAISE NOTICE 'Agregue pg_stat_statements a shared_preload_libraries y reinicie PostgreSQL.';
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "audit_verifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("first_bad", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_verifications")),
    )
    op.create_index(op.f("ix_audit_verifications_at"), "audit_verifications", ["at"])
    op.create_index("ix_mails_failed", "mails", ["created_at"], postgresql_where=sa.text("state = 'failed'"))
    op.execute(EXTENSIONS)
    op.execute(SLOW)
    op.execute("CREATE VIEW slow_queries AS SELECT * FROM slowest_statements()")


def downgrade() -> None:
    op.execute("DROP VIEW slow_queries")
    op.execute("DROP FUNCTION slowest_statements()")
    # The extensions stay: others may use them, and they were not ours to begin with.
    op.drop_index("ix_mails_failed", table_name="mails")
    op.drop_index(op.f("ix_audit_verifications_at"), table_name="audit_verifications")
    op.drop_table("audit_verifications")
