from pathlib import Path

import pytest

from feedback.config import (
    SETTING_NAMES,
    InvalidSettings,
    Settings,
    read_settings_file,
    write_settings_file,
)
from feedback.mail import MailServer

OPERATIONS = Path("docs/operations.md")


def an_environment(folder: Path, **changes: str) -> dict[str, str]:
    return {
        "FEEDBACK_DATABASE_URL": "postgresql://web@db/klankbord",
        "FEEDBACK_SECRET_KEY": "k" * 32,
        "FEEDBACK_PASSWORD_SALT": "s" * 16,
        "FEEDBACK_KEY_DIRECTORY": str(folder),
        "FEEDBACK_QUEUE": "redis://localhost:6379/0",
        "FEEDBACK_PUBLIC_URL": "https://klankbord.example/",
        "FEEDBACK_DEMO": "no",
    } | {f"FEEDBACK_{name}": value for name, value in changes.items()}


def problems_of(environment: dict[str, str]) -> list[str]:
    with pytest.raises(InvalidSettings) as refused:
        Settings.from_env(environment)
    return [problem.split(":")[0] for problem in refused.value.problems]


def test_a_complete_environment_gives_settings(tmp_path):
    settings = Settings.from_env(an_environment(tmp_path))

    assert settings.public_url == "https://klankbord.example"
    assert settings.database_url == "postgresql+psycopg://web@db/klankbord"
    assert not settings.demo


def test_an_empty_environment_is_told_everything_it_lacks():
    optional = {
        "FEEDBACK_SUPPORT_EMAIL", "FEEDBACK_API_REQUESTS", "FEEDBACK_CORS_ORIGINS",
        "FEEDBACK_BACKUP_DAYS", "FEEDBACK_POINT_IN_TIME_RECOVERY", "FEEDBACK_ADDRESS_HEADER",
        "FEEDBACK_WEB_DATABASE_URL", "FEEDBACK_SIGN_IN_PROVIDERS",
        "FEEDBACK_MAIL_SERVER", "FEEDBACK_MAIL_FROM",
    }  # fmt: skip
    required = [name for name in SETTING_NAMES if name not in optional]

    assert problems_of({}) == required


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/klankbord"),
        ("DATABASE_URL", "sqlite:///klankbord.db"),
        ("DATABASE_URL", "klankbord"),
        ("WEB_DATABASE_URL", "sqlite:////srv/klankbord.db"),
        ("WEB_DATABASE_URL", "postgresql://server/klankbord"),
        ("WEB_DATABASE_URL", "klankbord"),
        ("SECRET_KEY", "short"),
        ("PASSWORD_SALT", "short"),
        ("KEY_DIRECTORY", "keys"),
        ("KEY_DIRECTORY", "/no/such/folder"),
        ("QUEUE", "queue.db"),
        ("PUBLIC_URL", "klankbord.example"),
        ("PUBLIC_URL", "https://klankbord.example/?a=b"),
        ("DEMO", "true"),
        ("DEMO", ""),
        ("SUPPORT_EMAIL", "the helpdesk"),
        ("API_REQUESTS", "0"),
        ("API_REQUESTS", "many"),
        ("BACKUP_DAYS", "a month"),
        ("POINT_IN_TIME_RECOVERY", "perhaps"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://a.example, https://b.example"),
        ("CORS_ORIGINS", "https://a.example/"),
        ("SUPORT_EMAIL", "hulp@klankbord.example"),
        ("MAIL_SERVER", "smtp://mail.example"),
        ("MAIL_SERVER", "mail.example"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_SERVER", "https://mail.example"),
    ],
)
def test_a_malformed_setting_is_named(tmp_path, name, value):
    assert problems_of(an_environment(tmp_path, **{name: value})) == [f"FEEDBACK_{name}"]


def test_a_mail_server_is_read_with_whom_mail_is_from(tmp_path):
    given = {"MAIL_SERVER": "smtps://web:secret@mail.example", "MAIL_FROM": "A <a@mail.example>"}

    settings = Settings.from_env(an_environment(tmp_path, **given))

    assert settings.mail == MailServer(address=given["MAIL_SERVER"], sender=given["MAIL_FROM"])
    assert "secret" not in repr(settings)


def test_other_variables_are_left_alone(tmp_path):
    assert Settings.from_env(an_environment(tmp_path) | {"PATH": "/bin"})


def test_cookies_stay_on_https_where_the_public_address_does(tmp_path):
    assert Settings.from_env(an_environment(tmp_path)).cookie_secure


def test_cookies_travel_over_http_where_the_public_address_does(tmp_path):
    environment = an_environment(tmp_path, PUBLIC_URL="http://localhost:8000")

    assert not Settings.from_env(environment).cookie_secure


def test_secrets_do_not_show_when_settings_are_printed(tmp_path):
    shown = repr(Settings.from_env(an_environment(tmp_path)))

    assert "k" * 32 not in shown
    assert "s" * 16 not in shown
    assert "postgresql" not in shown


def test_a_written_settings_file_is_complete(tmp_path):
    file = tmp_path / "klankbord.env"

    write_settings_file(file, public_url="http://localhost:8000", demo=True)

    assert Settings.from_env(read_settings_file(file)).demo


def test_a_written_settings_file_is_for_its_owner_only(tmp_path):
    file = tmp_path / "klankbord.env"

    write_settings_file(file, public_url="http://localhost:8000", demo=False)

    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_no_two_settings_files_share_a_secret(tmp_path):
    for folder in ("a", "b"):
        write_settings_file(tmp_path / folder / "klankbord.env", public_url="http://x", demo=False)

    first, second = (read_settings_file(tmp_path / folder / "klankbord.env") for folder in "ab")
    assert first["FEEDBACK_SECRET_KEY"] != second["FEEDBACK_SECRET_KEY"]


@pytest.mark.parametrize("name", SETTING_NAMES)
def test_every_setting_is_described(name):
    assert f"`{name}`" in OPERATIONS.read_text(encoding="utf-8")
