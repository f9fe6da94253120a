"""a class answers in a lesson."""

import sqlalchemy as sa
from alembic import op

revision = "c83f1b5a7e24"
down_revision = "a4c7d1e80b35"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("pin_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_lesson_link_id_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index(op.f("ix_lesson_link_id"), "lesson", ["link_id"])


def downgrade():
    op.drop_index(op.f("ix_lesson_link_id"), table_name="lesson")
    op.drop_table("lesson")
