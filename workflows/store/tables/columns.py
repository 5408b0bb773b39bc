"""What the tables share: one metadata with names for every key, and short columns."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives numbers by itself only to INTEGER primary keys.
Number = BigInteger().with_variant(Integer, "sqlite")


def words(name: str, default: str = "") -> Column[str]:
    return Column(name, String, nullable=False, server_default=default)


def count(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))
