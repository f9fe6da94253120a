"""people say what figures and themes mean."""

import sqlalchemy as sa
from alembic import op

revision = "b7e2f4a90c15"
down_revision = "e5a83d1f60b4"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "interpretation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("unit_kind", sa.String(length=20), nullable=True),
        sa.Column("unit_key", sa.String(length=120), nullable=True),
        sa.Column("respondent_group", sa.String(length=20), nullable=True),
        sa.Column("measure", sa.String(length=101), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("giver", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("story", sa.String(length=1500), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "theme_id IS NULL AND publication_id IS NOT NULL AND unit_kind IS NOT NULL"
            " AND unit_key IS NOT NULL AND respondent_group IS NOT NULL AND measure IS NOT NULL"
            " OR theme_id IS NOT NULL AND unit_kind IS NULL AND unit_key IS NULL"
            " AND respondent_group IS NULL AND measure IS NULL",
            name=op.f("ck_interpretation_beside_a_figure_or_a_theme"),
        ),
        sa.ForeignKeyConstraint(
            ["publication_id", "unit_kind", "unit_key"],
            ["published_unit.publication_id", "published_unit.kind", "published_unit.key"],
            name=op.f("fk_interpretation_publication_id_unit_kind_unit_key_published_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_interpretation_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_interpretation_theme_id_theme")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_interpretation_user_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpretation")),
    )
    op.create_index(
        "ix_interpretation_unit", "interpretation", ["unit_kind", "unit_key", "publication_id"]
    )
    op.create_index(op.f("ix_interpretation_theme_id"), "interpretation", ["theme_id"])
    op.create_index(op.f("ix_interpretation_user_id"), "interpretation", ["user_id"])
    op.create_table(
        "standpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interpretation_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.Column("giver", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interpretation_id"],
            ["interpretation.id"],
            name=op.f("fk_standpoint_interpretation_id_interpretation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_standpoint_user_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standpoint")),
        sa.UniqueConstraint(
            "interpretation_id", "user_id", name=op.f("uq_standpoint_interpretation_id_user_id")
        ),
    )
    op.create_index(op.f("ix_standpoint_user_id"), "standpoint", ["user_id"])


def downgrade():
    op.drop_table("standpoint")
    op.drop_table("interpretation")
