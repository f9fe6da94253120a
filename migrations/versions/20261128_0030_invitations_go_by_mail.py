"""invitations go by mail."""

import sqlalchemy as sa
from alembic import op

revision = "2b6c9f14d7a8"
down_revision = "f37a90c5be12"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "invitation_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("inviter_id", sa.Integer(), nullable=True),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("n_failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=20), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_invitation_mail_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["inviter_id"],
            ["user.id"],
            name=op.f("fk_invitation_mail_inviter_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_mail")),
        sa.UniqueConstraint("user_id", name=op.f("uq_invitation_mail_user_id")),
    )
    op.create_index(op.f("ix_invitation_mail_inviter_id"), "invitation_mail", ["inviter_id"])


def downgrade():
    op.drop_table("invitation_mail")
