import pytest

from feedback.config import InvalidSettings, Settings
from feedback.providers import InvalidProviders, Provider, read_providers
from tests.unit.feedback.test_config import an_environment

TABLE = """
[surfconext]
name = "SURFconext"
issuer = "https://connect.surfconext.example"
client_id = "klankbord"
client_secret = "between us"
second_factor = ["mfa"]
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "providers.toml"


def test_a_provider_is_read_from_its_table(file):
    file.write_text(TABLE)

    assert read_providers(file) == (
        Provider(
            key="surfconext",
            name="SURFconext",
            issuer="https://connect.surfconext.example",
            client_id="klankbord",
            client_secret="between us",
            second_factor=frozenset({"mfa"}),
        ),
    )


def test_a_provider_is_not_trusted_with_more_unless_the_file_says_so(file):
    file.write_text(TABLE.replace('second_factor = ["mfa"]', ""))

    assert read_providers(file)[0].second_factor == frozenset()


def test_the_secret_does_not_show_when_a_provider_is_printed(file):
    file.write_text(TABLE)

    assert "between us" not in repr(read_providers(file))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (TABLE + "[", "TOML"),
        (TABLE.replace("[surfconext]", "[SURF]"), "[SURF]"),
        (TABLE.replace("client_id", "client"), "client"),
        (TABLE.replace('"between us"', "7"), "client_secret"),
        (TABLE.replace('"between us"', '""'), "client_secret"),
        (TABLE.replace("https:", "http:"), "issuer"),
        (TABLE.replace("https://connect", "connect"), "issuer"),
        (TABLE.replace("example", "example/?a=b"), "issuer"),
        (TABLE.replace('["mfa"]', '"mfa"'), "second_factor"),
        (TABLE.replace('["mfa"]', "[1]"), "second_factor"),
        ('surfconext = "https://connect.surfconext.example"', "table"),
    ],
)
def test_what_is_wrong_in_the_file_is_named_without_its_secret(file, wrong, told):
    file.write_text(wrong)

    with pytest.raises(InvalidProviders, match=rf".*{told.replace('[', chr(92) + '[')}") as refused:
        read_providers(file)

    assert "between us" not in str(refused.value)


def test_the_settings_name_the_file(file, tmp_path):
    file.write_text(TABLE)

    settings = Settings.from_env(an_environment(tmp_path, SIGN_IN_PROVIDERS=str(file)))

    assert [one.key for one in settings.providers] == ["surfconext"]


@pytest.mark.parametrize("value", ["providers.toml", "/no/such/file.toml"])
def test_a_file_that_is_not_there_is_told(tmp_path, value):
    with pytest.raises(InvalidSettings, match="FEEDBACK_SIGN_IN_PROVIDERS"):
        Settings.from_env(an_environment(tmp_path, SIGN_IN_PROVIDERS=value))


def test_without_a_file_there_is_no_provider(tmp_path):
    assert Settings.from_env(an_environment(tmp_path)).providers == ()
