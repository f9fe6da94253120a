"""forms wear a house style."""

import sqlalchemy as sa
from alembic import op

revision = "e1a7350bd8c4"
down_revision = "b4e9d20c6f13"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "house_style",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("tokens", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(board_id IS NULL) <> (municipality_id IS NULL)", name=op.f("ck_house_style_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["school_board.id"], name=op.f("fk_house_style_board_id_school_board")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_house_style_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_style")),
        sa.UniqueConstraint("board_id", name=op.f("uq_house_style_board_id")),
        sa.UniqueConstraint("municipality_id", name=op.f("uq_house_style_municipality_id")),
    )


def downgrade():
    op.drop_table("house_style")
