"""schools say whom to turn to, and what they do with what was answered."""

import sqlalchemy as sa
from alembic import op

revision = "a4c7d1e80b35"
down_revision = "e1a7350bd8c4"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_action_school_id_school")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_action_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index("ix_action_wave_id_school_id", "action", ["wave_id", "school_id"])
    op.create_table(
        "contact",
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_contact_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_contact")),
    )


def downgrade():
    op.drop_table("contact")
    op.drop_table("action")
