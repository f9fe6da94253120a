"""comments in other languages are translated into Dutch."""

import sqlalchemy as sa
from alembic import op

revision = "c2f05b7e91ad"
down_revision = "a4d81c6f03e9"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "comment_translation",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["reviewed_comment.id"],
            name=op.f("fk_comment_translation_comment_id_reviewed_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_translation")),
    )


def downgrade():
    op.drop_table("comment_translation")
