"""people have passkeys."""

import sqlalchemy as sa
from alembic import op

revision = "f37a90c5be12"
down_revision = "8e41c7b2d960"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(length=64), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_passkey_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_passkey_user_id_name")),
    )
    op.add_column("user", sa.Column("fs_webauthn_user_handle", sa.String(length=64)))
    op.create_index(
        op.f("ix_user_fs_webauthn_user_handle"), "user", ["fs_webauthn_user_handle"], unique=True
    )


def downgrade():
    op.drop_index(op.f("ix_user_fs_webauthn_user_handle"), "user")
    op.drop_column("user", "fs_webauthn_user_handle")
    op.drop_table("passkey")
