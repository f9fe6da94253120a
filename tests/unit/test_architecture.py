"""The import contracts hold, and would notice what they are there to notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("feedback", "surveys", "analysis")


@pytest.fixture
def copy_of_the_code(tmp_path: Path) -> Path:
    for package in PACKAGES:
        skip = shutil.ignore_patterns("__pycache__", "templates", "static")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_hold(copy_of_the_code: Path):
    result = lint_imports(copy_of_the_code)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "wrong_import"),
    [
        ("surveys/items.py", "import feedback.config"),
        ("analysis/weather.py", ""),
        ("analysis/precision.py", "import flask"),
        ("analysis/attack.py", "import analysis.disclosure"),
        ("feedback/dashboard/views.py", "import analysis.microdata"),
        ("feedback/api/views.py", "import analysis.microdata"),
        ("feedback/dashboard/views.py", "import feedback.comments.views"),
        ("feedback/answering/pages.py", "import pandas"),
        ("feedback/campaigns/views.py", "import surveys.responses"),
    ],
)
def test_a_wrong_import_is_noticed(copy_of_the_code: Path, module: str, wrong_import: str):
    file = copy_of_the_code / module
    code = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{code}\n{wrong_import}\n", encoding="utf-8")

    assert lint_imports(copy_of_the_code).returncode == 1
