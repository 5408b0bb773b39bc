"""The SQLAlchemy side: tables, named queries, guarded writes, migrations."""
