"""What is installed elsewhere: the program with its knowledge, and nothing of the workshop."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built as `pip install .` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_program_and_its_knowledge(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())

    knowledge = {path.relative_to(ROOT).as_posix() for path in (ROOT / "knowledge").rglob("*") if path.is_file()}
    assert {f"bot/_{path}" for path in knowledge} <= inside
    assert {"bot/cli/main.py", "bot/storage/migrations/env.py"} <= inside
    assert {path.partition("/")[0].partition("-")[0] for path in inside} == {"bot", "continence_bot"}


def test_an_installed_program_answers_from_the_knowledge_inside_it(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    # -P: what is on the path is the extracted wheel, then the libraries, and not this checkout.
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from bot.cli.main import main; main(['ask', 'piles', '--json'])"
    )

    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(tmp_path / "installed")],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert '"topics": [{' in done.stdout
