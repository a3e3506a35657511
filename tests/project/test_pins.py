"""What is pinned: every library, by the hash of its files, from no place in particular."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)(?:\[[a-z, ]+\])?==[^ ]+(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def names(requirements: list[str]) -> set[str]:
    """Return the names of libraries, spelt as pins spell them."""
    return {re.split(r"[^\w.-]", one, maxsplit=1)[0].lower().replace("_", "-") for one in requirements}


@pytest.mark.parametrize("pins", PINS, ids=lambda path: path.name)
def test_each_line_is_a_version_or_a_hash_and_nothing_else(pins: Path) -> None:
    lines = pins.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not (PINNED.match(line) or HASH.match(line))] == []


@pytest.mark.parametrize("extra", ["run", "dev", "bench", "postgres"])
def test_what_the_project_asks_for_is_pinned(extra: str) -> None:
    extras = PROJECT["project"]["optional-dependencies"] | {"run": []}
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"], *extras[extra]]

    lines = (ROOT / "requirements" / f"{extra}.txt").read_text(encoding="utf-8").splitlines()

    pinned = {found["name"] for line in lines if (found := PINNED.match(line))}
    assert names(asked) - pinned == set()
