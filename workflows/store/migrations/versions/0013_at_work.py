"""0013_at_work: what a unit is at, the most urgent first, without what is reported and waits."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_AT_WORK = sa.text("state IN ('open', 'in_progress')")


def upgrade() -> None:
    op.create_index(
        "ix_obligations_at_work",
        "obligations",
        ["programme", "unit", "light", "leg_due_on", "id"],
        unique=False,
        sqlite_where=_AT_WORK,
        postgresql_where=_AT_WORK,
    )
