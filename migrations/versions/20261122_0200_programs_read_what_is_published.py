"""programs read what is published."""

import sqlalchemy as sa
from alembic import op

revision = "5d8c2f7a1b60"
down_revision = "7c1e5a0b9d42"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "api_client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "organisation_kind",
            sa.Enum(
                "installation",
                "region",
                "municipality",
                "board",
                "school",
                "pilot",
                name="organisation_kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(organisation_kind = 'installation') = (organisation_id IS NULL)",
            name=op.f("ck_api_client_only_the_installation_has_no_number"),
        ),
        sa.CheckConstraint("expires_on > made_on", name=op.f("ck_api_client_expires_after_making")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_client_token_hash")),
    )


def downgrade():
    op.drop_table("api_client")
