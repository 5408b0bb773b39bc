"""0012_tallies_added: the kept numbers are rows that are only added and summed up later; the
squares know what was in time and what was returned; days are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TEXTS = (
    "programme", "phase", "item", "unit", "kind", "state", "light", "due_on", "leg_due_on",
    "waits_for",
)  # fmt: skip
_CELL = ", ".join((*_TEXTS, "on_time", "n", "returned"))
_SQUARE = "programme, phase, item, unit, kind, state, light, on_time"
# As workflows/domain/tallies.py had it when this was written.
_COUNT = f"""
    INSERT INTO tally_lights ({_SQUARE}, n, returned)
    SELECT {_SQUARE}, sum(n), sum(returned)
    FROM tallies
    WHERE kind IN ('task', 'decision', 'rectification', 'matter', 'inspection', 'lookback')
    GROUP BY {_SQUARE}
    HAVING sum(n) <> 0 OR sum(returned) <> 0
"""


def upgrade() -> None:
    op.execute(
        f"CREATE TEMPORARY TABLE kept AS SELECT {_CELL} FROM tallies WHERE n <> 0 OR returned <> 0"
    )
    op.drop_table("tallies")
    op.create_table(
        "tallies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        *(
            sa.Column(name, sa.Integer(), server_default="0", nullable=False)
            for name in ("on_time", "n", "returned")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
    )
    op.execute(f"INSERT INTO tallies ({_CELL}) SELECT {_CELL} FROM kept")
    op.execute("DROP TABLE kept")
    op.create_index("ix_tallies_due", "tallies", ["programme", "due_on"], unique=False)
    op.create_index("ix_tallies_leg_due", "tallies", ["programme", "leg_due_on"], unique=False)
    for name in ("on_time", "returned"):
        column = sa.Column(name, sa.Integer(), server_default="0", nullable=False)
        op.add_column("tally_lights", column)
    op.execute("DELETE FROM tally_lights")
    op.execute(_COUNT)
