"""0013_at_work: what a unit is at, and what somebody holds in a programme, the most urgent first."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_AT_WORK = sa.text("state IN ('open', 'in_progress', 'ongoing')")
_URGENT = ["light", "leg_due_on", "id"]


def upgrade() -> None:
    op.create_index(
        "ix_obligations_at_work",
        "obligations",
        ["programme", "unit", *_URGENT],
        unique=False,
        sqlite_where=_AT_WORK,
        postgresql_where=_AT_WORK,
    )
    op.drop_index("ix_obligations_holder", table_name="obligations")
    op.create_index(
        "ix_obligations_holder", "obligations", ["programme", "holder", *_URGENT], unique=False
    )
