import pytest
from sqlalchemy import create_engine, text

from feedback.database import engine_options


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_every_sqlite_connection_is_opened_safely(tmp_path, pragma, value):
    url = f"sqlite:///{tmp_path / 'klankbord.db'}"
    engine = create_engine(url, **engine_options(url))

    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value
    engine.dispose()
