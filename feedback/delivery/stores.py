"""Files brought to where others fetch them. Each arrives whole or not at all, the manifest last.

When they are brought again, the manifest goes first: an Excel or SPSS file holds when it was made,
so that of last time does not fit the new files.
"""

import asyncio
import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path, PurePosixPath

import asyncssh
import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from feedback.delivery.targets import DeliveryFailed, Failure, Scheme, Target

PATIENCE = timedelta(seconds=30)
# The worker does nothing else meanwhile, and answers wait to be mixed.
LONGEST = timedelta(minutes=10)
SFTP_PORT = 22


def bring(target: Target, folder: str, files: Sequence[Path]) -> None:
    """Bring these files, the manifest last, into a folder of the target. Raises DeliveryFailed."""
    match target.scheme:
        case Scheme.FOLDER:
            _to_folder(Path(target.address) / folder, files)
        case Scheme.SFTP:
            # In a thread of its own: in this one another loop may run already.
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, _to_sftp(target, folder, files)).result()
        case Scheme.S3:
            _to_s3(target, folder, files)
        case Scheme.WEBHOOK:
            raise AssertionError("a webhook takes no files")


def _partial(name: str) -> str:
    return f".{name}.partial"


def _to_folder(folder: Path, files: Sequence[Path]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / files[-1].name).unlink(missing_ok=True)
        for file in files:
            partial = folder / _partial(file.name)
            with file.open("rb") as source, partial.open("wb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
            partial.replace(folder / file.name)
    except OSError:
        raise DeliveryFailed(Failure.NOT_WRITTEN) from None


async def _to_sftp(target: Target, folder: str, files: Sequence[Path]) -> None:
    secret, parts = target.read_secret(), target.parts
    is_key = secret.startswith("-----BEGIN")
    try:
        connection = await asyncssh.connect(
            parts.hostname or "",
            port=parts.port or SFTP_PORT,
            username=parts.username or "",
            password=None if is_key else secret,
            client_keys=[asyncssh.import_private_key(secret)] if is_key else None,
            known_hosts=([asyncssh.import_public_key(target.host_key)], [], []),
            agent_path=None,
            config=None,
            connect_timeout=PATIENCE.total_seconds(),
            login_timeout=PATIENCE.total_seconds(),
        )
    except asyncssh.HostKeyNotVerifiable:
        raise DeliveryFailed(Failure.HOST_KEY) from None
    except (asyncssh.PermissionDenied, asyncssh.KeyImportError):
        raise DeliveryFailed(Failure.REFUSED) from None
    except (OSError, asyncssh.Error):
        raise DeliveryFailed(Failure.UNREACHABLE) from None
    try:
        asyncio.get_running_loop().call_later(LONGEST.total_seconds(), connection.abort)
        async with connection, connection.start_sftp_client() as sftp:
            root = PurePosixPath(parts.path.removeprefix("/") or ".") / folder
            await sftp.makedirs(root, exist_ok=True)
            with suppress(asyncssh.SFTPNoSuchFile):
                await sftp.remove(root / files[-1].name)
            for file in files:
                partial = root / _partial(file.name)
                await sftp.put(file, partial)
                await sftp.posix_rename(partial, root / file.name)
    except (OSError, asyncssh.Error):
        raise DeliveryFailed(Failure.NOT_WRITTEN) from None


def _to_s3(target: Target, folder: str, files: Sequence[Path]) -> None:
    key, _, secret = target.read_secret().partition(":")
    endpoint = target.option("endpoint")
    store = S3Store(
        target.parts.netloc,
        prefix=f"{target.parts.path.strip('/')}/{folder}".strip("/"),
        access_key_id=key,
        secret_access_key=secret,
        region=target.option("region") or "us-east-1",
        client_options={"allow_http": endpoint.startswith("http://"), "timeout": PATIENCE},
        retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
        endpoint=endpoint or None,
    )
    try:
        obstore.delete(store, files[-1].name)
        for file in files:
            obstore.put(store, file.name, file)
    except (PermissionDeniedError, UnauthenticatedError):
        raise DeliveryFailed(Failure.REFUSED) from None
    except (OSError, BaseError):
        raise DeliveryFailed(Failure.UNREACHABLE) from None
