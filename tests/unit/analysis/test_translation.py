import logging
import subprocess
import sys

import pytest

from analysis.translation import (
    ArgosTranslator,
    TranslatesElsewhere,
    TranslationMissing,
    find_translator,
    install_package,
    is_installed,
    list_packages,
)
from tests.argos import a_language_package, install_stand_in, write_stand_in


@pytest.fixture
def argos(tmp_path, monkeypatch):
    install_stand_in(tmp_path / "stand_in", monkeypatch)


def test_nothing_translates_where_argos_is_not_installed():
    assert not is_installed()
    assert find_translator() is None
    with pytest.raises(TranslationMissing):
        list_packages()


@pytest.mark.usefixtures("argos")
def test_a_text_goes_into_dutch_with_english_in_between():
    assert find_translator().translate("Merhaba", "tr") == "Merhaba (en) (nl)"


@pytest.mark.usefixtures("argos")
def test_english_goes_into_dutch_at_once():
    assert find_translator().translate("Hello", "en") == "Hello (nl)"


@pytest.mark.usefixtures("argos")
def test_the_model_says_what_stood_between_the_languages():
    model = find_translator().model_of("tr")

    assert model == "argostranslate 1.11.0, tr-en 1.5, en-nl 1.8"


@pytest.mark.usefixtures("argos")
@pytest.mark.parametrize("language", ["uk", "und", "nl"])
def test_a_language_without_a_package_is_not_translated(language):
    translator = find_translator()

    assert translator.model_of(language) is None
    assert translator.translate("Привіт", language) is None


@pytest.mark.usefixtures("argos")
def test_what_is_translated_is_not_logged(caplog):
    with caplog.at_level(logging.DEBUG):
        find_translator().translate("Geheim", "en")

    assert "Geheim" not in caplog.text


@pytest.mark.usefixtures("argos")
def test_a_setting_that_sends_texts_elsewhere_is_refused(monkeypatch):
    from argostranslate import settings  # noqa: PLC0415

    monkeypatch.setattr(settings, "model_provider", settings.ModelProvider.LIBRETRANSLATE)

    with pytest.raises(TranslatesElsewhere):
        ArgosTranslator()


@pytest.mark.usefixtures("argos")
def test_a_language_package_is_installed_from_a_file(tmp_path):
    install_package(a_language_package(tmp_path, "uk", "en"))

    assert list_packages() == ["en → nl\t1.8", "tr → en\t1.5", "uk → en\t1.0"]


@pytest.mark.usefixtures("argos")
@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_another_kind_of_file_is_refused(tmp_path, content):
    file = tmp_path / "holiday.argosmodel"
    file.write_bytes(content)

    with pytest.raises(ValueError, match=r"holiday\.argosmodel"):
        install_package(file)


CODE = """
import sys
import feedback.app
import feedback.comments.moderation
from analysis.translation import is_installed
assert is_installed()
sys.exit(any(name.partition(".")[0] == "argostranslate" for name in sys.modules))
"""


def test_what_serves_pages_does_not_load_it(tmp_path, pytestconfig):
    write_stand_in(tmp_path)
    path = f"{pytestconfig.rootpath}:{tmp_path}"

    done = subprocess.run([sys.executable, "-c", CODE], env={"PYTHONPATH": path}, check=False)

    assert done.returncode == 0
