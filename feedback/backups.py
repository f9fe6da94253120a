"""Copies of the database, encrypted for whoever keeps the key, from which no order can be read."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyrage
from sqlalchemy import Engine, inspect, make_url, text

from surveys.errors import SurveysError


class BackupFailed(SurveysError):
    """A copy could not be made or put back; the message says what to mend."""


def copy_database(engine: Engine, file: Path, recipient: str) -> None:
    """Write the whole database to a file that only the key of this age recipient opens.

    Mix, and forget the order, before: a copy keeps the rows as they lie. Raises BackupFailed.
    """
    if file.exists():
        raise BackupFailed(f"{file} is there already and stays as it is")
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise BackupFailed("the recipient is no public key of age, such as age1...") from None
    with TemporaryDirectory(prefix="klankbord-") as folder:
        plain, packed = Path(folder) / "plain", Path(folder) / "packed"
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                # Written anew, in the order of the random ids, without a trace of what was deleted.
                connection.execute(text("VACUUM INTO :file"), {"file": str(plain)})
        else:
            _run(engine, "pg_dump", "--format=custom", "--no-owner", "--file", str(plain))
        pyrage.encrypt_file(str(plain), str(packed), [key])
        shutil.move(packed, file)


def put_back(engine: Engine, file: Path, identity: str) -> None:
    """Fill an empty database from such a file. Raises BackupFailed, and then leaves it empty."""
    if inspect(engine).get_table_names():
        raise BackupFailed("there are tables already: a copy goes into an empty database")
    with TemporaryDirectory(prefix="klankbord-") as folder:
        plain = Path(folder) / "plain"
        try:
            key = pyrage.x25519.Identity.from_str(identity)
            pyrage.decrypt_file(str(file), str(plain), [key])
        except (pyrage.IdentityError, pyrage.DecryptError):
            raise BackupFailed("this key does not open this file") from None
        if engine.dialect.name == "sqlite":
            engine.dispose()
            shutil.move(plain, str(engine.url.database))
        else:
            _run(engine, "pg_restore", "--no-owner", "--single-transaction", "--exit-on-error",
                 "--dbname", _environment(engine)["PGDATABASE"], str(plain))  # fmt: skip


def _run(engine: Engine, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} is not on this machine: install the client of PostgreSQL")
    ran = subprocess.run(  # noqa: S603 - our own words, and a file that our caller names
        [found, *arguments], env=_environment(engine), check=False
    )
    if ran.returncode:
        raise BackupFailed(f"{program} failed; what it said stands above")


def _environment(engine: Engine) -> dict[str, str]:
    """Give what the programs of PostgreSQL need; a password in a command line is seen by all."""
    url = make_url(engine.url)
    given: Sequence[tuple[str, object]] = (
        ("PGHOST", url.query.get("host") or url.host),
        ("PGPORT", url.query.get("port") or url.port),
        ("PGUSER", url.username),
        ("PGPASSWORD", url.password),
        ("PGDATABASE", url.database),
    )
    return os.environ | {name: str(value) for name, value in given if value}
