"""links can ask for a code."""

import sqlalchemy as sa
from alembic import op

revision = "c41f0d6a2e97"
down_revision = "c83f1b5a7e24"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "link", sa.Column("mode", sa.String(length=10), nullable=False, server_default="open")
    )
    op.create_table(
        "code_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_code_batch_a_batch_has_codes")),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_code_batch_link_id_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_batch")),
    )
    op.create_index(op.f("ix_code_batch_link_id"), "code_batch", ["link_id"])
    op.create_table(
        "access_code",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_access_code_wave_id_wave")),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_access_code")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_access_code_wave_id"), "access_code", ["wave_id"])


def downgrade():
    op.drop_table("access_code")
    op.drop_table("code_batch")
    op.drop_column("link", "mode")
