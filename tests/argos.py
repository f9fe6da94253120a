"""A stand-in for Argos Translate, which brings PyTorch along: its interface, without its models.

What it knows of the real one was read in argostranslate 1.11.0.
"""

import sys
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

FILES = {
    "argostranslate/__init__.py": "",
    "argostranslate/settings.py": """
from enum import Enum

class ModelProvider(Enum):
    OPENNMT = 0
    LIBRETRANSLATE = 1

model_provider = ModelProvider.OPENNMT
""",
    "argostranslate/utils.py": """
import logging
logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)
""",
    "argostranslate/package.py": """
import json, zipfile
from pathlib import Path
from types import SimpleNamespace

FOLDER = Path(__file__).parents[1] / "packages"

def install_from_path(path):
    with zipfile.ZipFile(path) as archive:
        archive.extractall(FOLDER)

def get_installed_packages():
    files = sorted(FOLDER.glob("*/metadata.json"))
    return [SimpleNamespace(**json.loads(file.read_text())) for file in files]
""",
    "argostranslate/translate.py": """
from argostranslate.package import get_installed_packages
from argostranslate.utils import logger

class Direct:
    def __init__(self, pkg):
        self.pkg = pkg
    def translate(self, text):
        logger.info(text)
        return f"{text} ({self.pkg.to_code})"

class Cached:
    def __init__(self, underlying):
        self.underlying = underlying
        self.translate = underlying.translate

class Identity:
    def translate(self, text):
        return text

class Composite:
    def __init__(self, t1, t2):
        self.t1, self.t2 = t1, t2
    def translate(self, text):
        return self.t2.translate(self.t1.translate(text))

class Language:
    def __init__(self, code):
        self.code = code
    def get_translation(self, to):
        ways = {(p.from_code, p.to_code): Cached(Direct(p)) for p in get_installed_packages()}
        if self.code == to.code:
            return Identity()
        pair = (self.code, "en"), ("en", to.code)
        if all(step in ways for step in pair):
            return Composite(*(ways[step] for step in pair))
        return ways.get((self.code, to.code))

def get_language_from_code(code):
    packages = get_installed_packages()
    known = {p.from_code for p in packages} | {p.to_code for p in packages}
    return Language(code) if code in known else None
""",
    "argostranslate-1.11.0.dist-info/METADATA": (
        "Metadata-Version: 2.1\nName: argostranslate\nVersion: 1.11.0\n"
    ),
    "packages/tr_en/metadata.json": (
        '{"from_code": "tr", "to_code": "en", "package_version": "1.5"}'
    ),
    "packages/en_nl/metadata.json": (
        '{"from_code": "en", "to_code": "nl", "package_version": "1.8"}'
    ),
}  # fmt: skip


MODULES = ("argostranslate", *(f"argostranslate.{name}" for name in
           ("package", "settings", "translate", "utils")))  # fmt: skip


def install_stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process find the stand-in, until the test is over."""
    write_stand_in(folder)
    monkeypatch.syspath_prepend(str(folder))
    for name in MODULES:
        # Whatever is imported under this name is forgotten with the test.
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
        del sys.modules[name]


def write_stand_in(folder: Path) -> None:
    """Write the stand-in as files."""
    for name, content in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def a_language_package(folder: Path, source: str, target: str) -> Path:
    """Make a language package of which only the description is there."""
    file = folder / f"translate-{source}_{target}.argosmodel"
    about = f'{{"from_code": "{source}", "to_code": "{target}", "package_version": "1.0"}}'
    with ZipFile(file, "w") as archive:
        archive.writestr(f"{source}_{target}/metadata.json", about)
    return file
