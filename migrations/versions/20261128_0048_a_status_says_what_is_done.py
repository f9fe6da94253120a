"""whether something is done is said by its status alone."""

import sqlalchemy as sa
from alembic import op

revision = "e6c19f3d8a24"
down_revision = "d5b08e2c6f13"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("action") as batch_op:
        batch_op.drop_column("is_done")


def downgrade():
    with op.batch_alter_table("action") as batch_op:
        batch_op.add_column(
            sa.Column("is_done", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    # As it was: whoever adds an action says so.
    with op.batch_alter_table("action") as batch_op:
        batch_op.alter_column("is_done", existing_type=sa.Boolean(), server_default=None)
