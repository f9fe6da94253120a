"""what is done gets its status, and the day of what is not done yet becomes when it is due."""

from alembic import op

revision = "d5b08e2c6f13"
down_revision = "c3a96d1f7e42"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE action SET status = 'done' WHERE is_done")
    op.execute("UPDATE action SET due_on = day, day = NULL WHERE NOT is_done")


def downgrade():
    op.execute("UPDATE action SET is_done = (status = 'done')")
    op.execute("UPDATE action SET day = due_on WHERE NOT is_done")
