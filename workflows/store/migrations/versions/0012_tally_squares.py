"""0012_tally_squares: the squares know what was in time and what was returned, as the statistics
do; and days of the numbers are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_BY = "programme, phase, item, unit, kind, state, light, on_time"
# As workflows/domain/tallies.py had it when this was written.
_COUNT = f"""
    INSERT INTO tally_lights ({_BY}, n, returned)
    SELECT {_BY}, sum(n), sum(returned)
    FROM tallies
    WHERE kind IN ('task', 'decision', 'rectification', 'matter', 'inspection', 'lookback')
    GROUP BY {_BY}
    HAVING sum(n) <> 0 OR sum(returned) <> 0
"""


def upgrade() -> None:
    for name in ("on_time", "returned"):
        column = sa.Column(name, sa.Integer(), server_default="0", nullable=False)
        op.add_column("tally_lights", column)
    op.create_index("ix_tallies_due", "tallies", ["programme", "due_on"], unique=False)
    op.create_index("ix_tallies_leg_due", "tallies", ["programme", "leg_due_on"], unique=False)
    op.execute("DELETE FROM tally_lights")
    op.execute(_COUNT)
