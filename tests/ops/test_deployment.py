"""What deploys the bot says what the bot understands: commands, settings, files, nothing that is not needed."""

from __future__ import annotations

import asyncio
import configparser
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.cli.main import COMMANDS
from bot.settings import Settings
from bot.storage.counts import Counts, Pile
from bot.telegram.metrics import Metrics

if TYPE_CHECKING:
    from tests.ops.conftest import Port
    from tests.scenarios.running import Running

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {name.upper() for name in Settings.model_fields}
KNOWN = {command.name for command in COMMANDS}
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
UNIT = ROOT / "docs" / "continence-bot.service"
ANALYZE = shutil.which("systemd-analyze") or ""


def steps(instruction: str) -> list[str]:
    """Return what the Dockerfile says behind an instruction, in order."""
    return [line.partition(" ")[2].strip() for line in DOCKERFILE if line.startswith(f"{instruction} ")]


def test_each_command_of_the_procfile_exists() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"(?P<kind>\w+): continence-bot (?P<command>\w+)", line) for line in lines]
    commands = {line["kind"]: line["command"] for line in found if line}

    assert len(commands) == len(lines)
    assert commands == {"web": "run", "worker": "worker"}
    assert set(commands.values()) <= KNOWN


# ---------------------------------------------------------------- Dockerfile


def test_the_image_is_slim_pinned_and_not_roots() -> None:
    assert {line.partition(" AS ")[0] for line in steps("FROM")} == {"python:3.12-slim"}
    assert steps("USER") == ["10001:10001"]
    assert DOCKERFILE.index("USER 10001:10001") > max(
        at for at, line in enumerate(DOCKERFILE) if line.startswith("RUN")
    )
    assert (steps("ENTRYPOINT"), steps("CMD")) == (['["continence-bot"]'], ['["run"]'])


def test_the_image_gets_what_it_needs_and_nothing_else() -> None:
    copied = {name for line in steps("COPY") if "--from" not in line for name in line.split()[:-1]}
    allowed = {line[1:] for line in lines_of(".dockerignore") if line.startswith("!")}

    assert {name for name in copied if not (ROOT / name).exists()} == set()
    assert {Path(name).parts[0] for name in copied} == allowed
    assert lines_of(".dockerignore")[0] == "*"


def lines_of(name: str) -> list[str]:
    """Return the lines of a file without comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_installs_what_is_pinned_and_nothing_else() -> None:
    installs = [step for line in steps("RUN") for step in re.findall(r"pip install [^&]*", line)]

    assert [step.split() for step in installs] == [
        ["pip", "install", "--require-hashes", "-r", "requirements/postgres.txt"],
        ["pip", "install", "--no-deps", "--no-build-isolation", "."],
    ]


def test_the_image_sets_only_what_is_understood() -> None:
    names = {name for line in steps("ENV") for name in re.findall(r"(\w+)=", line)}

    assert {name for name in names if name not in SETTINGS and not name.startswith(("PIP_", "PYTHON"))} == {
        "PATH",
        "HOME",
    }


async def test_the_health_check_of_the_image_asks_a_running_bot(hooked: Running, port: Port) -> None:
    (check,) = re.findall(r"CMD (\[.*\])", steps("HEALTHCHECK")[0])
    command = [sys.executable, *json.loads(check)[1:]]

    codes = [await exit_code(command, str(number)) for number in (port.number, 9)]

    assert codes == [0, 1]
    assert hooked.deployment.webhook is not None


async def exit_code(command: list[str], port: str) -> int:
    """Run the health check as Docker would."""
    process = await asyncio.create_subprocess_exec(*command, env={"PORT": port}, stderr=asyncio.subprocess.DEVNULL)
    return await process.wait()


# ---------------------------------------------------------------- compose.yaml


def test_a_bot_two_workers_and_a_database_run_commands_that_exist() -> None:
    services = COMPOSE["services"]

    assert set(services) == {"bot", "worker", "database"}
    assert services["bot"]["command"] == ["run"]
    assert services["worker"]["command"] == ["worker"]
    assert services["worker"]["deploy"] == {"replicas": 2}
    assert {name for service in ("bot", "worker") for name in services[service]["command"]} <= KNOWN
    assert services["database"]["image"] == "postgres:17"


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_each_service_is_hardened(service: str) -> None:
    settings = COMPOSE["services"][service]

    assert settings["read_only"] is True
    assert settings["cap_drop"] == ["ALL"]
    assert settings["security_opt"] == ["no-new-privileges:true"]
    assert set(settings) & {"privileged", "user", "network_mode", "pid"} == set()
    assert all(published.startswith("127.0.0.1:") for published in settings.get("ports", []))


def test_the_database_is_on_no_network_with_a_way_out_and_is_waited_for() -> None:
    services = COMPOSE["services"]

    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert services["database"]["networks"] == ["inside"]
    assert "healthcheck" in services["database"]
    for name in ("bot", "worker"):
        assert services[name]["depends_on"] == {"database": {"condition": "service_healthy"}}


@pytest.mark.parametrize("service", ["bot", "worker"])
def test_secrets_come_by_file_and_the_settings_are_understood(service: str) -> None:
    settings = COMPOSE["services"][service]
    files = {name: value for name, value in settings["environment"].items() if name.endswith("_FILE")}

    assert set(settings["environment"]) <= SETTINGS
    assert "TELEGRAM_BOT_TOKEN" not in settings["environment"]
    assert {path.removeprefix("/run/secrets/") for path in files.values()} == set(settings["secrets"])
    assert all(secret["file"].startswith("secrets/") for secret in COMPOSE["secrets"].values())
    assert "secrets/" in lines_of(".gitignore")


# ---------------------------------------------------------------- systemd


def unit() -> configparser.RawConfigParser:
    """Read the unit; of settings that stand there several times, the last."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT, encoding="utf-8")
    return parser


def test_the_unit_runs_a_command_that_exists_with_settings_that_are_understood() -> None:
    service = unit()["Service"]
    text = UNIT.read_text(encoding="utf-8")

    assert service["ExecStart"].split()[-1] in KNOWN
    assert set(re.findall(r"^Environment=(\w+)=", text, re.MULTILINE)) <= SETTINGS
    assert service["LoadCredential"].partition(":")[0] == "token"
    assert "TELEGRAM_BOT_TOKEN_FILE=%d/token" in text
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert int(service["TimeoutStopSec"]) > 10


@pytest.mark.skipif(not ANALYZE, reason="needs systemd-analyze")
def test_systemd_understands_the_unit_and_finds_it_little_exposed(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("continence-bot")
    here = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8").replace("/opt/continence-bot/bin/continence-bot", str(program))
    here.write_text(text, encoding="utf-8")

    verified = subprocess.run([ANALYZE, "verify", str(here)], capture_output=True, check=False, text=True)
    exposed = subprocess.run(
        [ANALYZE, "security", "--offline=yes", "--threshold=20", str(here)], capture_output=True, check=False
    )

    assert (verified.returncode, [line for line in verified.stderr.splitlines() if UNIT.name in line]) == (0, [])
    assert exposed.returncode == 0


# ---------------------------------------------------------------- docs/deployment.md


def test_what_the_page_tells_to_type_set_and_watch_exists() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    counted = Metrics().page(Counts(cases={"open": Pile(1)})).decode()
    watched = {name.removesuffix("_bucket") for name in re.findall(r"bot_\w+", page)}
    files = set(re.findall(r"requirements/\w+\.txt|docs/[\w.-]+\w", page))

    assert set(re.findall(r"continence-bot ([a-z]+)", page)) <= KNOWN
    assert set(re.findall(r"`([A-Z]+_[A-Z_]+)(?:=\S+)?`", page)) <= SETTINGS
    assert {name for name in watched if f"# TYPE {name} " not in counted} == set()
    assert {name for name in files if not (ROOT / name).exists()} == set()
