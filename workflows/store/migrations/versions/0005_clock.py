"""0005_clock: how far back the clock was seen, until the office has been told."""

import sqlalchemy as sa
from alembic import op

from workflows.store import types

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("programmes", sa.Column("clock_back_to", types.Instant(), nullable=True))
