"""What web servers may do in PostgreSQL, when they have a role of their own.

They take forms in and delete those that are withdrawn, and cannot read what was answered. Only
the worker can, as the owner of the tables.
"""

from collections.abc import Mapping

from sqlalchemy import Engine, inspect, make_url

_EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
# What stands here, instead of everything.
_RIGHTS: Mapping[str, str] = {
    "alembic_version": "SELECT",
    "spent": "SELECT, INSERT",
    "inbox": "INSERT, DELETE, SELECT (id, wave_id, school_id, respondent_group, withdrawal)",
    "response": "DELETE, SELECT (id)",
    "answer": "DELETE, SELECT (response_id)",
    "withdrawal": "SELECT, DELETE",
    "language_count": "",
    "language_answer_count": "",
    "hasty_count": "",
    "comment": "SELECT, DELETE",
    # Only the worker forgets deeds.
    "audit_event": "SELECT, INSERT",
    "audit_chain": "SELECT, UPDATE",
}


def grant_to_web(engine: Engine, web_database_url: str) -> None:
    """Give the role in this address what web servers need, and nothing else."""
    role = make_url(web_database_url).username or ""
    with engine.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote(role)
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted}")
        connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in inspect(connection).get_table_names():
            if rights := _RIGHTS.get(table, _EVERYTHING):
                connection.exec_driver_sql(f'GRANT {rights} ON "{table}" TO {quoted}')
