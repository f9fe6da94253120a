"""regions keep an agenda: domains, goals, indicators and actions."""

import sqlalchemy as sa
from alembic import op

revision = "7e2a90c4b6f1"
down_revision = "f7d20a4e9b35"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "agenda_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("years", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_agenda_domain_region_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_domain")),
        sa.UniqueConstraint("region_id", "name", name=op.f("uq_agenda_domain_region_id_name")),
    )
    op.create_table(
        "agenda_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["agenda_domain.id"], name=op.f("fk_agenda_goal_domain_id_agenda_domain")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["agenda_goal.id"], name=op.f("fk_agenda_goal_parent_id_agenda_goal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_goal")),
        sa.UniqueConstraint("domain_id", "text", name=op.f("uq_agenda_goal_domain_id_text")),
    )
    op.create_index(op.f("ix_agenda_goal_parent_id"), "agenda_goal", ["parent_id"])
    op.create_table(
        "agenda_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("investment", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["agenda_goal.id"], name=op.f("fk_agenda_row_goal_id_agenda_goal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_row")),
    )
    op.create_index(op.f("ix_agenda_row_goal_id"), "agenda_row", ["goal_id"])
    op.create_table(
        "agenda_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("evaluate_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=250), nullable=False),
        sa.CheckConstraint(
            "direction IN ('up', 'down')", name=op.f("ck_agenda_indicator_known_direction")
        ),
        sa.ForeignKeyConstraint(
            ["row_id"], ["agenda_row.id"], name=op.f("fk_agenda_indicator_row_id_agenda_row")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_indicator")),
    )
    op.create_index(op.f("ix_agenda_indicator_row_id"), "agenda_indicator", ["row_id"])
    op.create_table(
        "agenda_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("actors", sa.String(length=500), nullable=False),
        sa.Column("years", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["row_id"], ["agenda_row.id"], name=op.f("fk_agenda_action_row_id_agenda_row")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_action")),
    )
    op.create_index(op.f("ix_agenda_action_row_id"), "agenda_action", ["row_id"])
    op.create_table(
        "agenda_value",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["agenda_indicator.id"],
            name=op.f("fk_agenda_value_indicator_id_agenda_indicator"),
        ),
        sa.PrimaryKeyConstraint("indicator_id", "day", name=op.f("pk_agenda_value")),
    )


def downgrade():
    op.drop_table("agenda_value")
    op.drop_table("agenda_action")
    op.drop_table("agenda_indicator")
    op.drop_table("agenda_row")
    op.drop_table("agenda_goal")
    op.drop_table("agenda_domain")
