"""What lies in deploy/, and the Dockerfile: names that the code really has, and no right more than is needed.

No container engine and no cluster is asked: what only they can tell is not tested here.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from bot.polling import FAREWELL, GRACE
from bot.settings import HEALTH_PATHS, Settings
from bot.webhook import MAX_BODY

ROOT: Final = Path(__file__).resolve().parent.parent
DEPLOY: Final = ROOT / "deploy"
NAMES: Final = {name.upper() for name in Settings.model_fields}
ENVIRONMENT_OF_PYTHON: Final = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
DOCKERFILE: Final = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text("utf-8"))
FINAL_STAGE: Final = DOCKERFILE.rpartition("\nFROM ")[2]


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(DEPLOY.rglob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text("utf-8")):
            yield path.name, document


MANIFESTS: Final = {(document.get("kind"), name): document for name, document in documents()}
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
POD: Final[dict[str, Any]] = MANIFESTS["Deployment", "deployment.yaml"]["spec"]["template"]["spec"]
CONTAINER: Final[dict[str, Any]] = POD["containers"][0]


def env_file() -> dict[str, str]:
    """Also what is there to be taken in: a setting behind a `#`."""
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", (DEPLOY / "quqyq.env.example").read_text("utf-8"), re.MULTILINE))


def image_environment() -> dict[str, str]:
    line = next(line for line in FINAL_STAGE.splitlines() if line.startswith("ENV "))
    return dict(pair.split("=", 1) for pair in line.split()[1:])


def unit() -> dict[str, list[str]]:
    options: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", (DEPLOY / "quqyq.service").read_text("utf-8"), re.MULTILINE):
        options.setdefault(name, []).append(value)
    return options


def ways_of_setting() -> list[Settings]:
    """The settings of each way, as the bot itself reads them: a bad value raises."""
    ways = [
        image_environment(),
        COMPOSE["bot"]["environment"] | image_environment(),
        {item["name"]: item["value"] for item in CONTAINER["env"]},
        dict(pair.split("=", 1) for pair in unit()["Environment"]),
        env_file(),
        MANIFESTS["Secret", "secret.example.yaml"]["stringData"],
    ]
    for way in ways:
        assert set(way) <= NAMES | ENVIRONMENT_OF_PYTHON
    return [Settings.model_validate({name.lower(): value for name, value in way.items() if value}) for way in ways]


def test_every_setting_exists_and_has_a_value_that_the_bot_takes() -> None:
    assert len(ways_of_setting()) == 6


def test_no_secret_is_in_the_repository() -> None:
    for values in (env_file(), MANIFESTS["Secret", "secret.example.yaml"]["stringData"]):
        assert all(not values[name] for name in ("BOT_TOKEN", "STORAGE_KEY", "WEBHOOK_SECRET") if name in values)
    listed = MANIFESTS["Kustomization", "kustomization.yaml"]["resources"]
    assert "secret.example.yaml" not in listed
    assert all((DEPLOY / "kubernetes" / name).is_file() for name in listed)


def test_ports_and_probes_are_those_that_the_bot_serves() -> None:
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    environment = {item["name"]: item["value"] for item in CONTAINER["env"]}
    assert environment == {
        "LISTEN": f"0.0.0.0:{ports['webhook']}",
        "METRICS_LISTEN": f"0.0.0.0:{ports['metrics']}",
        "LOG_FORMAT": "json",
    }
    asked = {name: CONTAINER[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    alive, ready = HEALTH_PATHS
    assert {name: get["path"] for name, get in asked.items()} == {
        "startup": alive,
        "liveness": alive,
        "readiness": ready,
    }
    assert {get["port"] for get in asked.values()} == {"webhook"}
    service = MANIFESTS["Service", "service.yaml"]["spec"]
    assert [port["targetPort"] for port in service["ports"]] == ["webhook"]  # and never the metrics
    assert MAX_BODY == 1024**2  # what service.yaml and docs/operating.md tell of a proxy


def test_every_manifest_speaks_of_the_same_pods() -> None:
    labels = MANIFESTS["Deployment", "deployment.yaml"]["spec"]["template"]["metadata"]["labels"]
    assert MANIFESTS["Deployment", "deployment.yaml"]["spec"]["selector"]["matchLabels"] == labels
    assert MANIFESTS["Service", "service.yaml"]["spec"]["selector"] == labels
    assert MANIFESTS["PodDisruptionBudget", "disruption.yaml"]["spec"]["selector"]["matchLabels"] == labels
    assert MANIFESTS["NetworkPolicy", "network.yaml"]["spec"]["podSelector"]["matchLabels"] == labels
    secret = MANIFESTS["Secret", "secret.example.yaml"]["metadata"]["name"]
    assert CONTAINER["envFrom"] == [{"secretRef": {"name": secret}}]


def test_pods_get_out_to_names_telegram_and_the_database_only() -> None:
    policy = MANIFESTS["NetworkPolicy", "network.yaml"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert [{port["port"] for port in rule["ports"]} for rule in policy["egress"]] == [{53}, {443}, {5432}]
    assert all(rule["to"] and all(rule["to"]) for rule in policy["egress"])  # an empty one would mean anywhere
    assert "0.0.0.0/0" not in json.dumps(policy)


def test_nothing_runs_with_more_rights_than_it_needs() -> None:
    assert POD["securityContext"]["runAsNonRoot"]
    assert not POD["automountServiceAccountToken"]
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert CONTAINER["resources"]["limits"].keys() == {"cpu", "memory"}
    for service in COMPOSE.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["mem_limit"]
    assert "ports" not in COMPOSE["postgres"]


def test_each_way_leaves_the_bot_time_to_end() -> None:
    needed = GRACE + FAREWELL
    assert POD["terminationGracePeriodSeconds"] > 10 + int(CONTAINER["lifecycle"]["preStop"]["exec"]["command"][1])
    for given in (COMPOSE["bot"]["stop_grace_period"].rstrip("s"), unit()["TimeoutStopSec"][0]):
        assert int(given) > max(10, needed)


def test_the_image_runs_as_the_user_that_the_cluster_expects_and_keeps_what_search_learnt() -> None:
    user = re.search(r"^USER (\d+):(\d+)$", FINAL_STAGE, re.MULTILINE)
    assert user is not None
    assert (POD["securityContext"]["runAsUser"], POD["securityContext"]["runAsGroup"]) == tuple(
        map(int, user.groups())
    )
    assert int(user[1]) > 0
    cache = image_environment()["CACHE_DIR"]
    volume = re.search(r"^VOLUME (\S+)$", FINAL_STAGE, re.MULTILINE)
    assert volume is not None
    assert not cache.startswith(volume[1])
    assert f"RUN CACHE_DIR={cache} .venv/bin/quqyq prepare && chmod -R a+rX cache" in DOCKERFILE
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    named = [*re.findall(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.MULTILINE), COMPOSE["postgres"]["image"]]
    assert len(named) == 2
    assert all(re.search(r":\d", name) for name in named)  # a version, not whatever is the latest


def test_what_the_image_copies_is_let_through_and_exists() -> None:
    let_through = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    copied = {
        name for line in re.findall(r"^COPY (?!--)(.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]
    }
    assert copied == let_through
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_image_asks_after_its_health(status: int, code: int) -> None:
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        done = health_check({"LISTEN": f"127.0.0.1:{server.server_port}", "http_proxy": "http://127.0.0.1:9"})
    finally:
        server.shutdown()
        server.server_close()
    assert (done, asked) == (code, [HEALTH_PATHS[0]])


def test_a_bot_that_serves_nothing_is_not_called_ill() -> None:
    assert health_check({}) == 0


def health_check(environment: dict[str, str]) -> int:
    """What the image runs, with this machine's Python."""
    found = re.search(r"^HEALTHCHECK .*?CMD (\[.+\])$", FINAL_STAGE, re.MULTILINE)
    assert found is not None
    _, *arguments = json.loads(found[1])
    clean = {name: value for name, value in os.environ.items() if name not in {"LISTEN", "no_proxy", "NO_PROXY"}}
    return subprocess.run(
        [sys.executable, *arguments], env=clean | environment, check=False, stderr=subprocess.DEVNULL
    ).returncode


def test_the_unit_writes_only_to_its_own_folders_and_has_no_rights() -> None:
    options = unit()
    for name in (
        "DynamicUser",
        "NoNewPrivileges",
        "ProtectHome",
        "PrivateTmp",
        "PrivateDevices",
        "PrivateUsers",
        "MemoryDenyWriteExecute",
        "RestrictNamespaces",
    ):
        assert options[name] == ["yes"]
    assert options["ProtectSystem"] == ["strict"]
    assert options["CapabilityBoundingSet"] == [""]
    assert options["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]
    environment = dict(pair.split("=", 1) for pair in options["Environment"])
    assert environment["DATABASE_URL"].startswith(f"sqlite:////var/lib/{options['StateDirectory'][0]}/")
    assert environment["CACHE_DIR"] == f"/var/cache/{options['CacheDirectory'][0]}"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here to read the unit")
def test_systemd_understands_the_unit_and_finds_little_exposed(tmp_path: Path) -> None:
    text = (DEPLOY / "quqyq.service").read_text("utf-8")
    here = tmp_path / "quqyq.service"
    here.write_text(text.replace("/opt/quqyq/.venv/bin/quqyq", sys.executable), "utf-8")
    for asked in (["verify"], ["security", "--offline=yes", "--threshold=15", "--no-pager"]):  # tenths of 1 to 10
        done = subprocess.run(["systemd-analyze", *asked, here], check=False, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
