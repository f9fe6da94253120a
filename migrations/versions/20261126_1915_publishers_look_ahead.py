"""publishers look ahead at what would be shown."""

import sqlalchemy as sa
from alembic import op

revision = "8a41d0c5b2f7"
down_revision = "3f9b6c1d7e24"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "publication_preview",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_publication_preview_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_publication_preview")),
    )


def downgrade():
    op.drop_table("publication_preview")
