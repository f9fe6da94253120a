"""items are read out.

No trigger guards these rows: a recording says what stands in the text, and may come after its
version froze.
"""

import sqlalchemy as sa
from alembic import op

revision = "b4e9d20c6f13"
down_revision = "5d8c2f7a1b60"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "recording",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("respondent_group", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_recording_item_id_item"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "item_id", "respondent_group", "language", name=op.f("pk_recording")
        ),
    )
    op.create_index(op.f("ix_recording_digest"), "recording", ["digest"])


def downgrade():
    op.drop_table("recording")
