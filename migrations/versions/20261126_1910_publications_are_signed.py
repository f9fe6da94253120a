"""publications are signed, and can be counted again from what they froze.

What was published before has neither signature nor turnout: `klankbord publication verify` says so,
and nothing is published on top of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "3f9b6c1d7e24"
down_revision = "c41f0d6a2e97"
branch_labels = None
depends_on = None

TABLE = "published_turnout"


def upgrade():
    op.execute("ALTER TABLE publication ADD COLUMN signature VARCHAR(64) DEFAULT '' NOT NULL")
    op.create_table(
        TABLE,
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("respondent_group", sa.String(length=20), nullable=False),
        sa.Column("measure", sa.String(length=101), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("n", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_published_turnout_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint(
            "publication_id", "respondent_group", "measure", name=op.f("pk_published_turnout")
        ),
    )
    for deed in ("UPDATE", "DELETE"):
        refuse(deed)


def downgrade():
    op.drop_table(TABLE)
    op.execute("ALTER TABLE publication DROP COLUMN signature")


def refuse(deed):
    """Refuse this deed on the turnout, as on all that is published."""
    name = f"{TABLE}_never_{deed.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {deed} ON {TABLE} FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {deed} ON {TABLE} FOR EACH ROW "
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} never changes'); END"
    )
