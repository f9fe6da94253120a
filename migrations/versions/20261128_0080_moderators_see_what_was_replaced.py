"""moderators see what a placeholder stands for."""

import sqlalchemy as sa
from alembic import op

revision = "a4d81c6f03e9"
down_revision = "a8c3e15f7d20"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("reviewed_comment", sa.Column("replaced", sa.JSON(), nullable=True))


def downgrade():
    op.drop_column("reviewed_comment", "replaced")
