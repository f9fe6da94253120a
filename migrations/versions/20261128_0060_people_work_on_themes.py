"""people work on themes: coding alone, votes, dissent, a history; quotes."""

import sqlalchemy as sa
from alembic import op

revision = "5e90b2d7a4c1"
down_revision = "7e2a90c4b6f1"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "theme",
        sa.Column(
            "description", sa.String(length=1000), server_default=sa.text("''"), nullable=False
        ),
    )
    op.add_column(
        "theme",
        sa.Column("state", sa.String(length=10), server_default="stands", nullable=False),
    )
    op.add_column(
        "theme",
        sa.Column("is_made_by_people", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    # Written out: to add a rule to a table of SQLite, Alembic would make it anew, and comments
    # refer to the themes that are there.
    op.execute(
        "ALTER TABLE theme ADD COLUMN merged_into_id INTEGER "
        "CONSTRAINT fk_theme_merged_into_id_theme REFERENCES theme (id)"
    )
    op.add_column(
        "comment_theme",
        sa.Column("is_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "panel_session",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sample", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_panel_session_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_panel_session")),
    )
    op.create_table(
        "own_coding",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["reviewed_comment.id"],
            name=op.f("fk_own_coding_comment_id_reviewed_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_own_coding_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("comment_id", "member_id", name=op.f("pk_own_coding")),
    )
    op.create_table(
        "theme_vote",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_vote_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("theme_id", "member_id", name=op.f("pk_theme_vote")),
    )
    op.create_table(
        "dissent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_dissent_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent")),
    )
    op.create_index(op.f("ix_dissent_theme_id"), "dissent", ["theme_id"])
    op.create_table(
        "theme_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=10), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_theme_change_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["theme_change.id"], name=op.f("fk_theme_change_undoes_id_theme_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_change")),
    )
    op.create_index(op.f("ix_theme_change_campaign_id"), "theme_change", ["campaign_id"])
    op.create_table(
        "quote",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("wording", sa.String(length=10), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["reviewed_comment.id"],
            name=op.f("fk_quote_comment_id_reviewed_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_quote")),
    )


def downgrade():
    op.drop_table("quote")
    op.drop_table("theme_change")
    op.drop_table("dissent")
    op.drop_table("theme_vote")
    op.drop_table("own_coding")
    op.drop_table("panel_session")
    op.drop_column("comment_theme", "is_confirmed")
    with op.batch_alter_table("theme") as batch_op:
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("is_made_by_people")
        batch_op.drop_column("state")
        batch_op.drop_column("description")
