"""0011_tally_lights: the lights are kept without their days as well."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TEXTS = ("programme", "phase", "item", "unit", "kind", "state", "light")
# As workflows/domain/tallies.py had it when this was written.
_COUNT = f"""
    INSERT INTO tally_lights ({", ".join(_TEXTS)}, n)
    SELECT {", ".join(_TEXTS)}, sum(n)
    FROM tallies
    WHERE kind IN ('task', 'decision', 'rectification', 'matter', 'inspection', 'lookback')
    GROUP BY {", ".join(_TEXTS)}
    HAVING sum(n) <> 0
"""


def upgrade() -> None:
    op.create_table(
        "tally_lights",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("n", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_lights")),
    )
    op.create_index(op.f("ix_tally_lights_programme"), "tally_lights", ["programme"], unique=False)
    op.execute(_COUNT)
