"""answers can be withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "c40e8b7a2d19"
down_revision = "b1d6a93e5f08"
branch_labels = None
depends_on = None

# What waits has no code that leads to it.
_FILL = {
    "sqlite": "UPDATE inbox SET withdrawal = randomblob(32)",
    "postgresql": "UPDATE inbox SET withdrawal = sha256(gen_random_uuid()::text::bytea)",
}


def upgrade():
    op.create_table(
        "withdrawal",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("withdraws", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_withdrawal_wave_id_wave")),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_withdrawal")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_withdrawal_wave_id"), "withdrawal", ["wave_id"])
    op.add_column("inbox", sa.Column("withdrawal", sa.LargeBinary(length=32)))
    op.execute(_FILL[op.get_bind().dialect.name])
    with op.batch_alter_table("inbox", table_kwargs={"sqlite_with_rowid": False}) as inbox:
        inbox.alter_column("withdrawal", existing_type=sa.LargeBinary(length=32), nullable=False)


def downgrade():
    op.drop_column("inbox", "withdrawal")
    op.drop_table("withdrawal")
