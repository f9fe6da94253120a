import pytest
from click.testing import CliRunner

from feedback.cli import klankbord
from tests.argos import a_language_package, install_stand_in


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(klankbord, ["translation", *map(str, arguments)])


@pytest.fixture
def argos(tmp_path, monkeypatch):
    install_stand_in(tmp_path / "stand_in", monkeypatch)


def test_without_the_extra_the_commands_say_how_it_is_added(run, tmp_path):
    for arguments in (["list"], ["install", a_language_package(tmp_path, "uk", "en")]):
        result = run(*arguments)

        assert result.exit_code == 1
        assert "pip install 'klankbord[translation]'" in result.output


@pytest.mark.usefixtures("argos")
def test_packages_are_installed_and_listed(run, tmp_path):
    files = [a_language_package(tmp_path, "uk", "en"), a_language_package(tmp_path, "pl", "en")]

    assert run("install", *files).output.count("is installed") == 2
    assert "uk → en\t1.0" in run("list").output


@pytest.mark.usefixtures("argos")
def test_a_file_that_is_no_package_is_told(run, tmp_path):
    file = tmp_path / "other.zip"
    file.write_text("no")

    result = run("install", file)

    assert result.exit_code == 1
    assert "other.zip is no language package" in result.output
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_is_told(run, tmp_path):
    assert run("install", tmp_path / "nowhere.argosmodel").exit_code == 2
