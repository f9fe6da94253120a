"""questionnaires are made in the browser."""

import sqlalchemy as sa
from alembic import op

revision = "d7f20b6a4c31"
down_revision = "c40e8b7a2d19"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("item", sa.Column("change", sa.String(12), server_default="same", nullable=False))
    op.add_column("questionnaire", sa.Column("archived_at", sa.DateTime(timezone=True)))
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table", sa.JSON(), nullable=False),
        sa.Column("translated_from", sa.JSON(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["version.id"], name=op.f("fk_draft_based_on_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )


def downgrade():
    op.drop_table("draft")
    op.drop_column("questionnaire", "archived_at")
    op.drop_column("item", "change")
