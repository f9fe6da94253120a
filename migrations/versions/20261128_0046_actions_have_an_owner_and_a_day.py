"""actions have an owner and a day by which they are done; a region has some too."""

import sqlalchemy as sa
from alembic import op

revision = "c3a96d1f7e42"
down_revision = "b7e2f4a90c15"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("action") as batch_op:
        batch_op.alter_column("school_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(
            sa.Column("item", sa.String(length=60), server_default=sa.text("''"), nullable=False)
        )
        batch_op.add_column(
            sa.Column("owner", sa.String(length=80), server_default=sa.text("''"), nullable=False)
        )
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "status", sa.String(length=10), server_default=sa.text("'planned'"), nullable=False
            )
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_action_action_status_is_known"),
            "status IN ('planned', 'busy', 'done', 'dropped')",
        )


def downgrade():
    # What the whole region does had no place then.
    op.execute("DELETE FROM action WHERE school_id IS NULL")
    with op.batch_alter_table("action") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_action_action_status_is_known"), type_="check")
        batch_op.drop_column("status")
        batch_op.drop_column("due_on")
        batch_op.drop_column("owner")
        batch_op.drop_column("item")
        batch_op.alter_column("school_id", existing_type=sa.Integer(), nullable=False)
