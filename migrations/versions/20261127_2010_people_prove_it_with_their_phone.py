"""people prove it with their phone."""

import sqlalchemy as sa
from alembic import op

revision = "a17e4d90b6c8"
down_revision = "e5a90c3d7b12"
branch_labels = None
depends_on = None

COLUMNS = {
    "tf_primary_method": sa.String(length=20),
    "tf_totp_secret": sa.String(length=500),
    "totp_counter": sa.Integer(),
    "mf_recovery_codes": sa.JSON(),
}


def upgrade():
    for name, kind in COLUMNS.items():
        op.add_column("user", sa.Column(name, kind))


def downgrade():
    for name in COLUMNS:
        op.drop_column("user", name)
