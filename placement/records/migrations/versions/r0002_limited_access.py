"""A case may be of limited access, and it ends on a day; looking up by kind and case is quick."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the flag, false for every case there is, the day, and the indexes."""
    op.add_column(
        "cases",
        sa.Column("limited_access", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("cases", sa.Column("ended_on", sa.String(10), nullable=True))
    for name in ("versions", "vault_versions"):
        op.create_index(f"ix_{name}_kind_case", name, ["kind", "case_id"])
    op.create_index("ix_audit_case", "audit", ["case_id"])


def downgrade() -> None:
    """Refuse: a flag that keeps people out is not to be lost by going back."""
    raise NotImplementedError("Restore a backup made before the upgrade instead.")
