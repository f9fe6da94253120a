"""deeds form a chain."""

import sqlalchemy as sa
from alembic import op

revision = "e5a90c3d7b12"
down_revision = "d7f20b6a4c31"
branch_labels = None
depends_on = None

SEAL_BYTES = 32


def upgrade():
    op.add_column("audit_event", sa.Column("seal", sa.LargeBinary(length=SEAL_BYTES)))
    chain = op.create_table(
        "audit_chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_seal", sa.LargeBinary(length=SEAL_BYTES), nullable=False),
        sa.Column("last_seal", sa.LargeBinary(length=SEAL_BYTES), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_chain")),
    )
    nothing_yet = bytes(SEAL_BYTES)
    op.bulk_insert(chain, [{"id": 1, "first_seal": nothing_yet, "last_seal": nothing_yet, "n": 0}])


def downgrade():
    op.drop_table("audit_chain")
    op.drop_column("audit_event", "seal")
