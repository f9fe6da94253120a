"""How Alembic meets the database: with a connection that is handed over, or by the settings."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.types import TypeDecorator

from feedback.config import load_settings
from feedback.database import engine_options
from feedback.tables import metadata


def render_item(kind, item, _autogen_context):
    """Write our column types as the plain ones they are made of: a version imports none of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def migrate(connection):
    """Run the migrations over this connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    migrate(handed_over)
else:
    url = load_settings().database_url
    with create_engine(url, **engine_options(url)).connect() as connection:
        migrate(connection)
