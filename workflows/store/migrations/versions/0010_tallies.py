"""0010_tallies: the kept numbers tell apart what the pages of numbers do, and are counted anew."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_TEXTS = (
    "programme", "phase", "item", "unit", "kind", "state", "light", "due_on", "leg_due_on",
    "waits_for",
)  # fmt: skip
# As workflows/domain/tallies.py had it when this was written.
_DONE = "state IN ('accepted', 'struck_off', 'held', 'contested')"
_ENDED = "state IN ('accepted', 'struck_off', 'held', 'contested', 'waived', 'withdrawn')"
_KINDS = (
    "('task', 'decision', 'rectification', 'matter', 'inspection', 'lookback', 'slip', 'bulletin',"
    " 'phase')"
)
_COUNT = f"""
    INSERT INTO tallies ({", ".join(_TEXTS)}, on_time, n, returned)
    SELECT programme, phase, item, unit, kind, state, light, due_on, leg_due_on, waits_for,
           on_time, count(*), sum(returns)
    FROM (
        SELECT programme, phase, unit, kind, state, light, waits_for, returns,
               CASE WHEN kind IN ('task', 'phase') THEN item ELSE '' END AS item,
               CASE WHEN {_ENDED} OR due_on IS NULL THEN ''
                    ELSE CAST(due_on AS VARCHAR(10)) END AS due_on,
               CASE WHEN {_ENDED} OR leg_due_on IS NULL THEN ''
                    ELSE CAST(leg_due_on AS VARCHAR(10)) END AS leg_due_on,
               CASE WHEN {_DONE} AND (due_on IS NULL OR coalesce(done_on, reported_on) <= due_on)
                    THEN 1 ELSE 0 END AS on_time
        FROM obligations
        WHERE kind IN {_KINDS}
    ) AS rows_
    GROUP BY programme, phase, item, unit, kind, state, light, due_on, leg_due_on, waits_for,
             on_time
"""


def upgrade() -> None:
    op.drop_table("tallies")
    op.create_table(
        "tallies",
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("on_time", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), server_default="0", nullable=False),
        sa.Column("returned", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint(*_TEXTS, "on_time", name=op.f("pk_tallies")),
    )
    op.execute(_COUNT)
