"""What is published never changes; a frozen version never changes; the audit log only grows.

The database itself refuses, whoever asks.
"""

from alembic import op

revision = "7c1e5a0b9d42"
down_revision = "0183a88137ac"
branch_labels = None
depends_on = None

PUBLISHED = ("publication", "published_unit", "published_block", "published_cell")
FROZEN = {
    # table: whether the row that changes belongs to a frozen version
    "version": "{row}.frozen_at IS NOT NULL",
    "item": "EXISTS (SELECT 1 FROM version v WHERE v.id = {row}.version_id"
    " AND v.frozen_at IS NOT NULL)",
    "choice": "EXISTS (SELECT 1 FROM item i JOIN version v ON v.id = i.version_id"
    " WHERE i.id = {row}.item_id AND v.frozen_at IS NOT NULL)",
    "translation": "EXISTS (SELECT 1 FROM version v WHERE v.id = {row}.version_id"
    " AND v.frozen_at IS NOT NULL)",
}


def upgrade():
    """Add a trigger for every way in which these rows could change."""
    refuse_all = dict.fromkeys(PUBLISHED, ("UPDATE", "DELETE"))
    refuse_all["audit_event"] = ("UPDATE",)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% never changes', TG_TABLE_NAME; END $$"
        )
    for table, deeds in refuse_all.items():
        for deed in deeds:
            add_trigger(table, deed, None)
    for table, condition in FROZEN.items():
        if table == "version":
            add_trigger(table, "UPDATE", condition.format(row="OLD"))
        else:
            add_trigger(table, "INSERT", condition.format(row="NEW"))
            # Nothing moves out of a frozen version, and nothing moves into one.
            add_trigger(
                table,
                "UPDATE",
                f"({condition.format(row='OLD')}) OR ({condition.format(row='NEW')})",
            )
        add_trigger(table, "DELETE", condition.format(row="OLD"))


def downgrade():
    """Take the triggers away."""
    tables = (*PUBLISHED, "audit_event", *FROZEN)
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in tables:
        for deed in ("INSERT", "UPDATE", "DELETE"):
            where = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER IF EXISTS {table}_never_{deed.lower()}{where}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_change")
        for table in FROZEN:
            for deed in ("insert", "update", "delete"):
                op.execute(f"DROP FUNCTION IF EXISTS refuse_{table}_{deed}")


def add_trigger(table, deed, condition):
    """Refuse this deed on this table: always, or where the condition holds."""
    name = f"{table}_never_{deed.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        when = f"WHEN {condition} " if condition else ""
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW {when}"
            f"BEGIN SELECT RAISE(ABORT, '{table} never changes'); END"
        )
        return
    function = "refuse_change"
    if condition:
        function = f"refuse_{table}_{deed.lower()}"
        op.execute(
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{table} never changes'; END IF; "
            f"RETURN {'OLD' if deed == 'DELETE' else 'NEW'}; END $$"
        )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    )
