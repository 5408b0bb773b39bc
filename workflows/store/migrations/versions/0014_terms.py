"""0014_terms: tables, columns and indexes by the terms of docs/decisions/0020-terms.md.

Values stay: what stands in events carries a MAC, and listings give what they gave before. So do
the names of constraints, which SQLite can only change by making a table anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

#: Table → the columns that get another name.
COLUMNS = {
    "obligations": {
        "leg": "step",
        "holder": "assignee",
        "holder_post": "assignee_post",
        "verifier": "reviewer",
        "press_from": "remind_from",
        "leg_opened_at": "step_opened_at",
        "leg_due_on": "step_due_on",
        "leg_press_from": "step_remind_from",
        "extra": "facts",
    },
    "items": {"owes": "responsible", "verifier": "reviewer"},
    "events": {"leg": "step", "point": "trigger"},
    "messages": {"wave": "mailing"},
    "message_items": {"leg": "step"},
    "tallies": {"leg_due_on": "step_due_on"},
}
_URGENT = ("light", "step_due_on", "id")


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for old, new in columns.items():
            # Not Alembic's `alter_column`: on SQLite that makes the table anew, without its triggers.
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    op.rename_table("papers", "documents")
    op.drop_index("ix_obligations_holder", "obligations")
    op.create_index("ix_obligations_assignee", "obligations", ["programme", "assignee", *_URGENT])
    op.drop_index("ix_obligations_aside", "obligations")
    op.create_index(
        "ix_obligations_quarantined",
        "obligations",
        ["programme", "id"],
        sqlite_where=sa.text("error != ''"),
        postgresql_where=sa.text("error != ''"),
    )
    op.drop_index("ix_tallies_leg_due", "tallies")
    op.create_index("ix_tallies_step_due", "tallies", ["programme", "step_due_on"])
