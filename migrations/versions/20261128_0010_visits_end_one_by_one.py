"""visits end one by one."""

import sqlalchemy as sa
from alembic import op

revision = "8e41c7b2d960"
down_revision = "5d0b8e73c4f1"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_visit_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_user_id"), "visit", ["user_id"])
    op.create_index(op.f("ix_visit_seen_at"), "visit", ["seen_at"])


def downgrade():
    op.drop_table("visit")
