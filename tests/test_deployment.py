"""What starts a workshop in containers: secrets are made once, and the image has all that an installation needs."""

import fnmatch
import logging
import os
import re
import runpy
import stat
import subprocess
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from dask.config import collect_env
from dask.utils import parse_bytes
from distributed import system
from distributed.worker_memory import parse_memory_limit

from playground.engine.settings import SETTINGS, WORKER_BYTES
from playground.server.login import settings
from tools.chaos import names_in
from tools.podman import as_options

ROOT = Path(__file__).resolve().parents[1]
DOCKER = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in "compose $FAILS"*) exit 1 ;; esac
"""
NANNY_BYTES = 200_000_000  # Dask's process beside a worker: 147 MB measured


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the script, and a `docker` that notes how it is called."""
    for folder in ("tools", "bin"):
        (tmp_path / folder).mkdir()
    script = tmp_path / "tools" / "workshop.sh"
    script.write_text((ROOT / "tools" / "workshop.sh").read_text())
    docker = tmp_path / "bin" / "docker"
    docker.write_text(DOCKER)
    docker.chmod(0o755)
    return tmp_path


def start(checkout: Path, fails: str = "nothing", **settings: str) -> str:
    """What the script prints; `fails` is the command of `docker compose` that fails."""
    environment = {
        **os.environ,
        **settings,
        "PATH": f"{checkout / 'bin'}:{os.environ['PATH']}",
        "CALLS": str(checkout / "calls"),
        "FAILS": fails,
    }
    done = subprocess.run(
        ["/bin/sh", checkout / "tools" / "workshop.sh"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_secrets_are_made_once_for_the_host_alone_and_the_address_is_printed(checkout: Path) -> None:
    (checkout / ".env").write_text("PORT=81\nWORKERS=3")
    said = start(checkout)
    kept = (checkout / ".env").read_text()
    values = dict(line.split("=") for line in kept.splitlines())
    assert values["WORKERS"] == "3"
    assert all(
        re.fullmatch("[0-9a-f]{48}", values[name]) for name in ("POSTGRES_PASSWORD", "PLAYGROUND_HOST_KEY")
    )
    assert values["POSTGRES_PASSWORD"] != values["PLAYGROUND_HOST_KEY"]
    assert values["PLAYGROUND_HOST_KEY"] in said
    assert values["POSTGRES_PASSWORD"] not in said
    assert re.search(r"http://[\d.]+:81/host", said)
    assert "compose up --build --detach --wait\n" in (checkout / "calls").read_text()
    start(checkout)
    assert (checkout / ".env").read_text() == kept


def test_the_address_on_the_open_internet_is_the_name_of_the_certificate(checkout: Path) -> None:
    (checkout / ".env").write_text("ADDRESS=play.example.org\n")
    assert "https://play.example.org/host" in start(checkout)


def test_what_was_given_once_holds_for_the_next_start(checkout: Path) -> None:
    start(checkout, WORKERS="6", SHOWN_ADDRESS="http://class.example.org:8600")
    said = start(checkout, SERVERS="2")
    kept = (checkout / ".env").read_text().splitlines()
    assert {"WORKERS='6'", "SERVERS='2'"} <= set(kept)
    assert "http://class.example.org:8600/host" in said
    start(checkout, WORKERS="4")
    assert [line for line in (checkout / ".env").read_text().splitlines() if "WORKERS" in line] == [
        "WORKERS='4'"
    ]


def test_without_docker_or_where_a_service_is_not_well_a_sentence_says_so(checkout: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as ended:
        start(checkout, fails="version")
    assert "plugin compose is needed" in ended.value.stderr
    assert not (checkout / ".env").exists()
    with pytest.raises(subprocess.CalledProcessError) as ended:
        start(checkout, fails="up")
    assert "has not started" in ended.value.stderr
    assert "/host" not in ended.value.stdout


def test_only_the_host_reads_the_secrets(checkout: Path) -> None:
    (checkout / ".env").touch(0o644)
    start(checkout)
    assert stat.S_IMODE((checkout / ".env").stat().st_mode) == 0o600
    assert ".env" in (ROOT / ".gitignore").read_text().split()


def passcode_in(checkout: Path) -> list[str]:
    """What Docker's compose reads as the passcode in `.env`."""
    return re.findall(r"^PLAYGROUND_PASSCODE='(.*)'$", (checkout / ".env").read_text(), re.MULTILINE)


def test_a_passcode_is_made_kept_printed_and_taken_away(checkout: Path) -> None:
    assert "passcode" not in start(checkout)
    said = start(checkout, PASSCODE="new")
    (made,) = passcode_in(checkout)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", made)
    assert made in said
    assert made in start(checkout)
    assert r"blue kettle\new $HOME 42" in start(checkout, PASSCODE=r"blue kettle\new $HOME 42")
    assert passcode_in(checkout) == [r"blue kettle\new $HOME 42"]
    assert stat.S_IMODE((checkout / ".env").stat().st_mode) == 0o600
    assert "passcode" not in start(checkout, PASSCODE="none")
    assert passcode_in(checkout) == []
    assert "PLAYGROUND_HOST_KEY=" in (checkout / ".env").read_text()
    assert "PLAYGROUND_PASSCODE" in (ROOT / "compose.yaml").read_text()


@pytest.mark.parametrize("passcode", ["short", "äöüäöü", "  seven77  ", "         ", "it's a long one"])
def test_a_passcode_that_will_not_do_starts_nothing(checkout: Path, passcode: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as ended:
        start(checkout, PASSCODE=passcode)
    assert "A passcode has" in ended.value.stderr
    assert "compose up" not in (checkout / "calls").read_text()
    assert not (checkout / ".env").exists()


def test_every_service_is_hardened_and_the_proxy_alone_has_a_port() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["pids_limit"], name
        # The app's is the image's.
        assert name == "app" or not service["healthcheck"].get("disable"), name
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()


def test_dask_has_the_settings_of_the_embedded_cluster() -> None:
    for service in ("app", "scheduler", "worker"):
        found = collect_env(
            yaml.safe_load((ROOT / "compose.yaml").read_text())["services"][service]["environment"]
        )
        for path, value in SETTINGS.items():
            setting = found
            for name in path.replace("-", "_").split("."):
                setting = setting[name]
            given = setting.replace(" ", "") if isinstance(setting, str) else setting
            assert given == (value.replace(" ", "") if isinstance(value, str) else value), path


@pytest.mark.parametrize("cores", [2, 16])
def test_a_worker_may_use_the_memory_of_its_container_however_many_cores_there_are(
    cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["worker"]
    (container,) = re.findall(r":-(\d+g)}", worker["mem_limit"])
    monkeypatch.setattr(system, "MEMORY_LIMIT", parse_bytes(container.replace("g", "GiB")))
    limits = [option.partition("=")[2] for option in worker["command"] if option.startswith("--memory-limit")]
    limit = parse_memory_limit((limits or ["auto"])[0], 1, cores, logger=logging.getLogger())
    assert limit is not None
    ended_at = SETTINGS["distributed.worker.memory.terminate"] * limit
    assert WORKER_BYTES <= ended_at <= system.MEMORY_LIMIT - NANNY_BYTES


def test_no_service_has_a_default_password() -> None:
    text = (ROOT / "compose.yaml").read_text()
    assert re.findall(r"PASSWORD[^\n]*", text)
    assert all("${POSTGRES_PASSWORD:?" in found for found in re.findall(r"[^\n]*PASSWORD[^\n]*", text))


def test_the_image_has_what_an_installation_has() -> None:
    taken = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    with patch("setuptools.setup") as setup:
        runpy.run_path(str(ROOT / "setup.py"))
    for pattern in setup.call_args.kwargs["package_data"]["playground.checkout"]:
        assert any(fnmatch.fnmatch(pattern, f"{each}*") for each in taken), pattern


def test_the_image_takes_the_smaller_tensorflow_of_the_same_versions() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    ((sought, instead),) = re.findall(r"sed -i 's/(\^tensorflow\S*)/(tensorflow-cpu\S*)/'", dockerfile)
    wanted = (ROOT / "requirements.txt").read_text("utf-8")
    replaced, count = re.subn(sought, instead, wanted, flags=re.MULTILINE)
    assert count == 1
    assert re.findall("^tensorflow-cpu(.*)$", replaced, re.MULTILINE) == re.findall(
        "^tensorflow(.*)$", wanted, re.MULTILINE
    )


def test_the_image_is_tried_with_the_limits_of_the_workshop() -> None:
    worker = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["worker"]
    assert as_options(worker) == [
        *("--read-only", "--read-only-tmpfs=false", "--tmpfs=/tmp"),
        *("--cap-drop=ALL", "--security-opt=no-new-privileges", "--pids-limit=2000", "--memory=2g"),
    ]


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    named = re.findall(
        r"`((?:tests|playground)/[\w/]+\.py)`", (ROOT / "docs" / "security.md").read_text("utf-8")
    )
    assert len(named) > 40
    assert not [path for path in named if not (ROOT / path).is_file()]


def test_every_test_that_the_page_on_breakage_names_is_there() -> None:
    named = names_in((ROOT / "docs" / "chaos.md").read_text("utf-8"))
    assert len(named) > 35
    assert not [
        f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")
    ]
    kept = {str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "chaos").glob("test_*.py")}
    assert kept <= {path for path, _ in named}


def test_a_login_is_set_up_in_the_workshop_by_its_settings_alone() -> None:
    given = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["app"]["environment"]
    for name in (*settings._OWN, settings.ADDRESS):
        assert given[name] == f"${{{name}:-}}"
    assert "requirements-login.txt" in (ROOT / "Dockerfile").read_text()
    assert "!requirements-login.txt" in (ROOT / ".dockerignore").read_text().split()
