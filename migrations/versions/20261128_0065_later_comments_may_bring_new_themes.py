"""later comments may bring new themes: the core of a theme, what is offered."""

import sqlalchemy as sa
from alembic import op

revision = "a4c8e1705b92"
down_revision = "5e90b2d7a4c1"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "theme_space",
        sa.Column("n_searched", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column(
        "theme", sa.Column("core", sa.Double(), server_default=sa.text("0"), nullable=False)
    )
    op.execute("UPDATE theme SET core = floor")
    # Written out: to add a rule to a table of SQLite, Alembic would make it anew.
    op.execute(
        "ALTER TABLE comment_theme ADD COLUMN proposal_id INTEGER "
        "CONSTRAINT fk_comment_theme_proposal_id_theme REFERENCES theme (id)"
    )


def downgrade():
    op.drop_column("comment_theme", "proposal_id")
    op.drop_column("theme", "core")
    op.drop_column("theme_space", "n_searched")
