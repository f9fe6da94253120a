"""publications are brought to others."""

import sqlalchemy as sa
from alembic import op

revision = "e27c94b6105d"
down_revision = "5c0e7f31ab94"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "delivery_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("secret_file", sa.String(length=500), nullable=False),
        sa.Column("host_key", sa.String(), nullable=False),
        sa.Column("may_be_private", sa.Boolean(), nullable=False),
        sa.Column("moment", sa.String(length=20), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("n_failures", sa.Integer(), nullable=False),
        sa.Column("last_failure", sa.String(length=20), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_target")),
        sa.UniqueConstraint("name", name=op.f("uq_delivery_target_name")),
    )
    op.create_table(
        "delivery_receipt",
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["delivery_target.id"],
            name=op.f("fk_delivery_receipt_target_id_delivery_target"),
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_delivery_receipt_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("target_id", "publication_id", name=op.f("pk_delivery_receipt")),
    )


def downgrade():
    op.drop_table("delivery_receipt")
    op.drop_table("delivery_target")
