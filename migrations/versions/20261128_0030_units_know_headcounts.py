"""published units know how many people there are."""

import sqlalchemy as sa
from alembic import op

revision = "e5a83d1f60b4"
down_revision = "d41b70c9e2f8"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "published_unit",
        sa.Column("headcounts", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
    )


def downgrade():
    op.drop_column("published_unit", "headcounts")
