"""Comments into Dutch: one small interface, and Argos Translate behind it where that is installed.

Argos Translate brings PyTorch along, so it is an extra, and only the worker and the command line
load it: importing this module does not.
"""

import logging
import zipfile
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

DUTCH = "nl"
_ARGOS = "argostranslate"


class TranslationMissing(Exception):
    """Argos Translate is not installed here."""


class TranslatesElsewhere(Exception):
    """Argos Translate is set to send texts to a server: that is refused."""


class Translator(Protocol):
    """Texts into Dutch, by a model with a name and a version."""

    def model_of(self, language: str) -> str | None:
        """Give name and version of what translates this language; None when nothing does."""

    def translate(self, text: str, language: str) -> str | None:
        """Give a text in Dutch; None when nothing translates its language."""


class ArgosTranslator:
    """Argos Translate with the language packages that are installed; English may come between.

    Everything is done on this machine. Raises TranslatesElsewhere.
    """

    def __init__(self) -> None:
        settings = import_module(f"{_ARGOS}.settings")
        if settings.model_provider != settings.ModelProvider.OPENNMT:
            raise TranslatesElsewhere(settings.model_provider)
        self._translate = import_module(f"{_ARGOS}.translate")
        # It would log each text that it translates.
        logging.getLogger(f"{_ARGOS}.utils").disabled = True

    @cached_property
    def _name(self) -> str:
        return f"{_ARGOS} {version(_ARGOS)}"

    def model_of(self, language: str) -> str | None:
        """Give the versions of Argos Translate and of each package on the way to Dutch."""
        way = self._find(language)
        if way is None:
            return None
        steps = (f"{p.from_code}-{p.to_code} {p.package_version}" for p in _packages_of(way))
        return ", ".join([self._name, *steps])

    def translate(self, text: str, language: str) -> str | None:
        """Give a text in Dutch; None when no installed package translates its language."""
        way = self._find(language)
        return None if way is None else str(way.translate(text))

    def _find(self, language: str) -> Any:
        if language == DUTCH:
            return None
        source = self._translate.get_language_from_code(language)
        dutch = self._translate.get_language_from_code(DUTCH)
        return source.get_translation(dutch) if source and dutch else None


def is_installed() -> bool:
    """Tell whether Argos Translate is installed, without loading it."""
    return find_spec(_ARGOS) is not None


def find_translator() -> Translator | None:
    """Give what translates comments here; None where it is not installed."""
    return ArgosTranslator() if is_installed() else None


def install_package(file: Path) -> None:
    """Install a language package (.argosmodel) from a file, without any network.

    Raises TranslationMissing, and ValueError for another kind of file.
    """
    package = _package_module()
    if not zipfile.is_zipfile(file) or not _has_metadata(file):
        raise ValueError(f"{file.name} is no language package of Argos Translate (.argosmodel)")
    package.install_from_path(file)


def list_packages() -> list[str]:
    """Give the language packages that are installed. Raises TranslationMissing."""
    return sorted(
        f"{one.from_code} → {one.to_code}\t{one.package_version}"
        for one in _package_module().get_installed_packages()
    )


def _package_module() -> Any:
    if not is_installed():
        raise TranslationMissing
    return import_module(f"{_ARGOS}.package")


def _has_metadata(file: Path) -> bool:
    with zipfile.ZipFile(file) as archive:
        return any(Path(name).name == "metadata.json" for name in archive.namelist())


def _packages_of(way: Any) -> Iterator[Any]:
    """Give the packages of a translation: one, or one after another with a language in between."""
    if hasattr(way, "t1"):
        yield from _packages_of(way.t1)
        yield from _packages_of(way.t2)
    elif hasattr(way, "underlying"):
        yield from _packages_of(way.underlying)
    else:
        yield way.pkg
