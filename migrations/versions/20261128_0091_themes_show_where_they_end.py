"""themes show where they end: comments that lie close to a theme and are not in it."""

from alembic import op

revision = "b92d7c15e6a0"
down_revision = "7be31f04c9d2"
branch_labels = None
depends_on = None


def upgrade():
    # Written out: to add a rule to a table of SQLite, Alembic would make it anew.
    op.execute(
        "ALTER TABLE comment_theme ADD COLUMN almost_id INTEGER "
        "CONSTRAINT fk_comment_theme_almost_id_theme REFERENCES theme (id)"
    )


def downgrade():
    op.drop_column("comment_theme", "almost_id")
