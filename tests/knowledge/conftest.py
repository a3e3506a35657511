"""What the tests of the knowledge room start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.knowledge.folder import Folder, small_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small knowledge folder without a fault."""
    return small_folder(tmp_path / "knowledge")
