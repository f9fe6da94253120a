"""published units know how many people there are."""

import sqlalchemy as sa
from alembic import op

revision = "e5a83d1f60b4"
down_revision = "2b6c9f14d7a8"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("published_unit", sa.Column("headcounts", sa.JSON(), nullable=True))


def downgrade():
    op.drop_column("published_unit", "headcounts")
