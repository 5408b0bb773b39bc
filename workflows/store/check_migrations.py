"""`python -m workflows.store.check_migrations`: do the migrations make the tables we declare?

With `--write NAME` it writes the next migration from the difference instead.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from workflows.store import schema
from workflows.store.engine import connect
from workflows.store.tables import metadata


def differences(url: str) -> list[object]:
    """What the declared tables have and the migrated database at `url` has not."""
    schema.create(url)
    engine = connect(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, metadata))
    finally:
        engine.dispose()


def write(url: str, name: str) -> None:
    """Write the migration that brings the newest revision to the declared tables."""
    schema.create(url)
    engine = connect(url)
    with engine.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.revision(config, message=name, autogenerate=True, rev_id=name.split("_")[0])


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'check.sqlite'}"
        if "--write" in sys.argv:
            write(url, sys.argv[-1])
            return 0
        found = differences(url)
    for difference in found:
        print(difference)
    print("models = migrations" if not found else "write a migration for the above")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
