"""a spent tag is found by itself."""

from alembic import op

revision = "b1d6a93e5f08"
down_revision = "e27c94b6105d"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_index(op.f("ix_spent_wave_id"), table_name="spent")


def downgrade():
    op.create_index(op.f("ix_spent_wave_id"), "spent", ["wave_id"])
