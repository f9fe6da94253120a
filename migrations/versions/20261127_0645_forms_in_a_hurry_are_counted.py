"""forms in a hurry are counted."""

import sqlalchemy as sa
from alembic import op

revision = "5c0e7f31ab94"
down_revision = "8a41d0c5b2f7"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "hasty_count",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("respondent_group", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_hasty_count_wave_id_wave")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_hasty_count_school_id_school")
        ),
        sa.PrimaryKeyConstraint(
            "wave_id", "school_id", "respondent_group", name=op.f("pk_hasty_count")
        ),
    )


def downgrade():
    op.drop_table("hasty_count")
