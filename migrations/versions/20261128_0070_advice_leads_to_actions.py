"""advice leads to actions, and wants an answer by a day."""

import sqlalchemy as sa
from alembic import op

revision = "a8c3e15f7d20"
down_revision = "a4c8e1705b92"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("advice", sa.Column("answer_by", sa.Date(), nullable=True))
    op.create_table(
        "follow_up",
        sa.Column("advice_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_follow_up_action_id_action"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["advice_id"],
            ["advice.id"],
            name=op.f("fk_follow_up_advice_id_advice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("advice_id", "action_id", name=op.f("pk_follow_up")),
    )
    op.create_index(op.f("ix_follow_up_action_id"), "follow_up", ["action_id"])


def downgrade():
    op.drop_table("follow_up")
    op.drop_column("advice", "answer_by")
