"""days of a wave change."""

import sqlalchemy as sa
from alembic import op

revision = "c81f5e02a9d7"
down_revision = "a17e4d90b6c8"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "date_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "reason <> ''", name=op.f("ck_date_change_a_change_of_days_has_a_reason")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_date_change_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_change")),
    )
    op.create_index(op.f("ix_date_change_wave_id"), "date_change", ["wave_id"])


def downgrade():
    op.drop_table("date_change")
