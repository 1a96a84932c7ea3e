"""
The first tables, and the triggers that let three of them only be added to.

A revision stands for itself: it names every column in full and imports nothing of the record, so
that it does the same whatever the record becomes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = ("versions", "vault_versions", "audit")


def upgrade() -> None:
    """Make the tables of an empty database."""
    op.create_table(
        "about",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("reference_index", sa.LargeBinary, nullable=True, unique=True),
        sa.Column("opened_at", sa.String(27), nullable=False),
        sa.Column("erased_at", sa.String(27), nullable=True),
    )
    op.create_table(
        "data_keys",
        sa.Column("subject", sa.String(32), primary_key=True),
        sa.Column("compartment", sa.String(6), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=True),
        sa.Column("key_id", sa.String(40), nullable=True),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("destroyed_at", sa.String(27), nullable=True),
    )
    for name in ("versions", "vault_versions"):
        _versions(name)
    op.create_table(
        "audit",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(100), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=True),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=True),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("compartment", sa.String(6), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(40), nullable=False),
    )
    for name in _APPEND_ONLY:
        _only_added_to(name)


def downgrade() -> None:
    """Refuse: there is nothing before the first tables."""
    raise NotImplementedError("There is no record before the first tables.")


def _versions(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("controller", sa.Text, nullable=False),
        sa.Column("regime", sa.Text, nullable=False),
        sa.Column("plain", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(40), nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
    )


def _only_added_to(name: str) -> None:
    said = f"placement: append-only ({name})"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{said}'; END$$"
    )
    op.execute(
        f"CREATE TRIGGER {name}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_refuse()"
    )
