"""Files do not depend on the kind of database: these tests take the quick one."""

import pytest


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url
