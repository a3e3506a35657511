"""What a command keeps for the next one: never a wrong answer, whatever became of the file."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot import Assistant
from bot.cli.kept import kept
from bot.cli.records import record
from tests.knowledge.folder import small_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Shell
    from tests.knowledge.folder import Folder

LEAK = "my bum leaks"
TEXTS = (LEAK, LEAK, "so much blood in the bowl and i feel faint", "no blood, it just leaks")


class Maker:
    """Loads a folder, and counts how often."""

    def __init__(self, folder: Folder) -> None:
        """Load `folder` when it is called."""
        self.folder = folder
        self.times = 0

    def __call__(self) -> Assistant:
        """Load it once more."""
        self.times += 1
        return Assistant.load(self.folder.path)


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    return Maker(small_folder(tmp_path / "knowledge"))


def opened(maker: Maker, cache: Path) -> Assistant:
    return kept(maker.folder.path, maker, cache)


def test_the_second_command_takes_what_the_first_one_made(maker: Maker, tmp_path: Path) -> None:
    first, second = opened(maker, tmp_path / "cache"), opened(maker, tmp_path / "cache")

    assert maker.times == 1
    assert second.reply(LEAK) == first.reply(LEAK)


def test_another_process_reads_by_it_as_the_one_that_made_it(tmp_path: Path) -> None:
    """Whose texts have other hashes: what was worked out with them may not be kept."""
    command = [sys.executable, "-m", "bot", "ask", "there is so much blood and it wont stop", "--json"]
    made, read = (
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    )

    assert [*tmp_path.glob("**/*.pickle")]
    assert json.loads(made)["level"] == "emergency"
    assert read == made


def test_a_change_of_the_knowledge_is_seen(maker: Maker, tmp_path: Path) -> None:
    opened(maker, tmp_path)
    disclaimer = Assistant.load(maker.folder.path).knowledge.article.disclaimer
    maker.folder.edit("article.yaml", (disclaimer, "This is new."))

    assert opened(maker, tmp_path).knowledge.article.disclaimer == "This is new."


def test_one_file_is_kept_however_often_the_knowledge_changes(maker: Maker, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(3):
        maker.folder.write("NOTES.txt", f"change {number}" * (number + 1))
        opened(maker, cache)

    assert len(list(cache.iterdir())) == 1
    assert maker.times == 3


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def filled_with_noise(file: Path) -> None:
    stamp, _, _ = file.read_bytes().partition(b"\n")
    file.write_bytes(stamp + b"\n" + os.urandom(500))


def writable_by_all(file: Path) -> None:
    stamp, _, _ = file.read_bytes().partition(b"\n")
    file.write_bytes(stamp + b"\n" + pickle.dumps("planted by somebody else"))
    file.chmod(0o666)


@pytest.mark.parametrize("spoil", [cut, filled_with_noise, writable_by_all])
def test_a_file_that_cannot_be_trusted_is_made_anew(
    maker: Maker, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    cache = tmp_path / "cache"
    opened(maker, cache)
    spoil(next(cache.iterdir()))

    assert opened(maker, cache).reply(LEAK).blocks
    assert maker.times == 2


def test_without_a_place_to_keep_it_the_knowledge_is_read_each_time(maker: Maker, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")

    assert opened(maker, tmp_path / "cache").reply(LEAK).blocks
    assert opened(maker, tmp_path / "cache").reply(LEAK).blocks
    assert maker.times == 2


def test_a_kept_assistant_answers_like_a_fresh_one(shell: Shell, assistant: Assistant, tmp_path: Path) -> None:
    told = [shell("ask", text, "--json", XDG_CACHE_HOME=str(tmp_path)).raw for text in TEXTS]

    assert told == [f"{json.dumps(record(None, assistant.reply(text)))}\n".encode() for text in TEXTS]
    assert len(list((tmp_path / "continence-bot").iterdir())) == 1
