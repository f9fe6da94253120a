"""answers are counted by blurred language."""

import sqlalchemy as sa
from alembic import op

revision = "7be31f04c9d2"
down_revision = "c2f05b7e91ad"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "language_answer_count",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("respondent_group", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_language_answer_count_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint(
            "wave_id",
            "respondent_group",
            "item",
            "language",
            "code",
            name=op.f("pk_language_answer_count"),
        ),
        sqlite_with_rowid=False,
    )
    op.execute("ALTER TABLE publication ADD COLUMN language_differences JSON")


def downgrade():
    op.execute("ALTER TABLE publication DROP COLUMN language_differences")
    op.drop_table("language_answer_count")
