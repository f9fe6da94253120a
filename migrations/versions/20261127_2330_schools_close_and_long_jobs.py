"""schools close; headcounts, alliances and long jobs."""

import sqlalchemy as sa
from alembic import op

revision = "d41b70c9e2f8"
down_revision = "c81f5e02a9d7"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("school", sa.Column("closed_on", sa.Date(), nullable=True))
    # In one statement: SQLite would have to make the table anew, and others point to its rows.
    op.execute(
        "ALTER TABLE school ADD COLUMN merged_into_id INTEGER "
        "CONSTRAINT fk_school_merged_into_id_school REFERENCES school (id)"
    )
    op.create_table(
        "headcount",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("respondent_group", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_headcount_a_headcount_counts_people")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_headcount_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", "respondent_group", name=op.f("pk_headcount")),
    )
    op.create_table(
        "school_alliance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sector", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_alliance")),
        sa.UniqueConstraint("number", name=op.f("uq_school_alliance_number")),
    )
    op.create_table(
        "alliance_municipality",
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance_id"],
            ["school_alliance.id"],
            name=op.f("fk_alliance_municipality_alliance_id_school_alliance"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_alliance_municipality_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "alliance_id", "municipality_id", name=op.f("pk_alliance_municipality")
        ),
    )
    op.create_index(
        op.f("ix_alliance_municipality_municipality_id"),
        "alliance_municipality",
        ["municipality_id"],
    )
    op.create_table(
        "long_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("upload", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("n_done", sa.Integer(), nullable=False),
        sa.Column("n_all", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_long_job_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_long_job")),
    )
    op.create_index(op.f("ix_long_job_user_id"), "long_job", ["user_id"])


def downgrade():
    op.drop_table("long_job")
    op.drop_table("alliance_municipality")
    op.drop_table("school_alliance")
    op.drop_table("headcount")
    op.drop_column("school", "merged_into_id")
    op.drop_column("school", "closed_on")
