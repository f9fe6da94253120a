"""the klankbordgroep gives advice, and the regiegroep answers it."""

import sqlalchemy as sa
from alembic import op

revision = "f7d20a4e9b35"
down_revision = "e6c19f3d8a24"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("question", sa.String(length=1500), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("text", sa.String(length=3000), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=1500), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "asked_on IS NOT NULL OR given_on IS NOT NULL", name=op.f("ck_advice_asked_or_given")
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR given_on IS NOT NULL", name=op.f("ck_advice_given_before_answered")
        ),
        sa.CheckConstraint(
            "(verdict IS NULL) = (answered_on IS NULL)",
            name=op.f("ck_advice_an_answer_has_its_day"),
        ),
        sa.CheckConstraint(
            "verdict IN ('yes', 'partly', 'no')", name=op.f("ck_advice_verdict_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_advice_region_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_index(op.f("ix_advice_region_id"), "advice", ["region_id"])


def downgrade():
    op.drop_table("advice")
