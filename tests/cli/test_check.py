"""`check`: every fault of knowledge and settings, one a line."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.knowledge.folder import shipped_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

LINE = re.compile(r"^[\w./]+:\d+: .+: .+: .+$")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the knowledge shipped, to be spoilt."""
    return shutil.copytree(shipped_folder(), tmp_path / "copy")


def test_what_is_shipped_has_no_fault(shell: Shell) -> None:
    done = shell("check")

    assert (done.code, done.errors) == (0, "")
    assert done.out.count("\n") == 1


def test_each_fault_is_a_line_with_file_line_and_remedy(shell: Shell, folder: Path) -> None:
    topics = folder / "topics" / "care.yaml"
    topics.write_text(topics.read_text(encoding="utf-8").replace("summary:", "sumary:", 1), encoding="utf-8")
    (folder / "article.yaml").unlink()

    done = shell("check", "--knowledge", str(folder))

    faults = done.out.splitlines()
    assert done.code == 1
    assert all(LINE.match(fault) for fault in faults)
    assert {fault.partition(":")[0] for fault in faults} >= {"article.yaml", "topics/care.yaml"}


def test_faults_of_the_settings_are_listed_with_those_of_the_knowledge(shell: Shell, folder: Path) -> None:
    (folder / "article.yaml").unlink()

    done = shell("check", "--knowledge", str(folder), PORT="many", LOG_LEVEL="loud")

    assert done.code == 1
    assert [line.partition(":")[0] for line in done.out.splitlines()][:2] == ["PORT", "LOG_LEVEL"]
    assert "article.yaml:1:" in done.out


def test_the_folder_of_the_setting_is_the_one_checked(shell: Shell, folder: Path) -> None:
    (folder / "article.yaml").unlink()

    done = shell("check", KNOWLEDGE_DIR=str(folder))

    assert done.code == 1
    assert done.out.startswith("article.yaml:1:")
