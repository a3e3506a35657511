"""Look at a database without touching it: nothing is made, nothing is migrated."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import Trouble, trouble_of
from bot.storage.group_store import Group, GroupStore
from bot.storage.in_loop import LoopEngine
from bot.storage.migrate import MIGRATIONS

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection
    from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was seen. `version` None: no tables yet; `known`: whether this program has that version; `free` in bytes.

    `groups`: those in which the bot is, where the tables are of the version at hand.
    """

    engine: str
    head: str
    version: str | None = None
    known: bool = True
    trouble: Trouble | None = None
    free: int | None = None
    groups: tuple[Group, ...] = ()


async def inspect(address: str) -> Inspection:
    """Look at `address` (as `Settings.database` spells it). Never raises for what is wrong with it."""
    scripts = _scripts()
    head = scripts.get_current_head() or ""
    try:
        url = make_url(address)
    except ArgumentError:
        return Inspection("?", head, trouble=Trouble.NOT_OPENED)
    name = url.get_backend_name()
    file = Path(url.database) if name == "sqlite" and url.database else None
    free = _free(file) if file else None
    if file is not None and not file.exists():
        return Inspection(name, head, trouble=_cannot_be_made(file), free=free)
    try:
        version, groups = await _looked_into(url, file, head)
    except (SQLAlchemyError, OSError) as error:
        return Inspection(name, head, trouble=trouble_of(error), free=free)
    except ImportError:
        return Inspection(name, head, trouble=Trouble.NO_ENGINE)
    known = version is None or version in {script.revision for script in scripts.walk_revisions()}
    return Inspection(name, head, version, known=known, free=free, groups=groups)


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def _free(file: Path) -> int | None:
    try:
        return shutil.disk_usage(_nearest(file)).free
    except OSError:
        return None


def _nearest(file: Path) -> Path:
    """Return the folder of a file, or as much of the way there as exists."""
    return next(folder for folder in file.absolute().parents if folder.is_dir())


def _cannot_be_made(file: Path) -> Trouble | None:
    inside = next(folder for folder in file.absolute().parents if folder.exists())
    return None if inside.is_dir() and os.access(inside, os.W_OK | os.X_OK) else Trouble.NOT_OPENED


async def _looked_into(url: URL, file: Path | None, head: str) -> tuple[str | None, tuple[Group, ...]]:
    engine = _engine(url, file)
    try:
        async with engine.connect() as connection:
            if file is not None:
                # Fails where the file or its folder cannot be written, or another program holds it.
                await connection.exec_driver_sql("BEGIN IMMEDIATE")
            version = await connection.run_sync(_revision)
            return version, await GroupStore(connection).groups() if version == head else ()
    finally:
        await engine.dispose()


def _engine(url: URL, file: Path | None) -> AsyncEngine:
    if file is None:
        return create_async_engine(url, hide_parameters=True)
    return cast("AsyncEngine", LoopEngine(_existing(url, file)))


def _existing(url: URL, file: Path) -> URL:
    """Return the address that opens a file but makes none."""
    return url.set(database=f"file:{file.absolute().as_posix()}", query={"mode": "rw", "uri": "true"})


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
