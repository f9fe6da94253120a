"""views can be taken back: whoever wrote one, until they have no account any more."""

import sqlalchemy as sa
from alembic import op

revision = "c47e80d2a9b1"
down_revision = "b92d7c15e6a0"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("dissent") as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_dissent_user_id_user"), "user", ["user_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(batch_op.f("ix_dissent_user_id"), ["user_id"])


def downgrade():
    with op.batch_alter_table("dissent") as batch_op:
        batch_op.drop_index(batch_op.f("ix_dissent_user_id"))
        batch_op.drop_constraint(batch_op.f("fk_dissent_user_id_user"), type_="foreignkey")
        batch_op.drop_column("user_id")
