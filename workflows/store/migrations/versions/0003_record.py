"""0003_record: MACs, the chain of seals, and triggers that keep both from being changed.

A later migration that makes one of the two tables anew (SQLite's batch mode) loses its triggers
and must make them again with `keep`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_FUNCTION = """
CREATE FUNCTION duban_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_seals")),
    )
    # Events that are there already keep an empty MAC; the sealer takes them in as they stand.
    op.add_column("events", sa.Column("mac", sa.String(), server_default="", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
    for table in ("events", "seals"):
        keep(table)


def keep(table: str) -> None:
    """Triggers that refuse to change or delete a row of `table`."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION duban_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION duban_append_only()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only_{act} BEFORE {act.upper()} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
