"""The objects for Kubernetes fit its schemas, each other, and what a cluster asks of those who share it.

Kustomize itself is run where it is installed. It is not everywhere, so what it would put together is checked piece by
piece as well: every file by the schemas of Kubernetes, every reference by its name, every patch by what it is for.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from services.processes import SERVICES
from tests.deploy.files import DEPLOY, Json, array, at, commands, documents, objects, strings, words
from workflows.definition.actors import System
from workflows.temporal.names import department_queue

FOLDER = DEPLOY / "kubernetes"
BASE = FOLDER / "base"
OVERLAYS = sorted((FOLDER / "overlays").iterdir())
VERSION = "1.37"
"""Of Kubernetes, whose schemas are asked."""

FILES = sorted(path for path in BASE.glob("*.yaml") if path.name != "kustomization.yaml")
OBJECTS = [
    (f"{path.stem}/{each['kind']}/{at(each, 'metadata', 'name')}", each) for path in FILES for each in documents(path)
]
IDS = [name for name, _ in OBJECTS]


def of_kind(*kinds: str) -> dict[str, dict[str, Json]]:
    return {str(at(each, "metadata", "name")): each for _, each in OBJECTS if each["kind"] in kinds}


DEPLOYMENTS = of_kind("Deployment")
RUN = {**DEPLOYMENTS, **of_kind("Job")}
LABELS = {name: objects(at(each, "spec", "template", "metadata", "labels")) for name, each in RUN.items()}


def chosen(selector: Json) -> set[str]:
    """What runs that a selector chooses, by its labels or expressions."""
    labels = objects(at(selector, "matchLabels") or {})
    rules = [(str(at(each, "key")), words(at(each, "values"))) for each in array(at(selector, "matchExpressions"))]
    return {
        name
        for name, found in LABELS.items()
        if all(found.get(key) == value for key, value in labels.items())
        and all(str(found.get(key)) in values for key, values in rules)
    }


@pytest.mark.slow
def test_every_object_fits_its_schema() -> None:
    for name, each in OBJECTS:
        try:
            kubernetes_validate.validate(each, VERSION, strict=True)
        except kubernetes_validate.ValidationError as error:
            pytest.fail(f"{name}: {error}")


def test_every_file_is_taken_and_every_name_is_given_once() -> None:
    [kustomization] = documents(BASE / "kustomization.yaml")
    resources = words(kustomization["resources"])
    assert {path.name for path in FILES} == {name for name in resources if not name.startswith("..")}
    assert len(IDS) == len(set(IDS))
    for name in resources:
        if name.startswith(".."):
            assert (BASE / name / "kustomization.yaml").is_file()


def test_there_is_a_deployment_for_everything_that_stays() -> None:
    apart = {name for name in SERVICES if name != "all"}
    assert set(DEPLOYMENTS) == apart | {"worker", "department-worker", "simulation-worker", "proxy"}


@pytest.mark.parametrize("name", sorted(RUN))
def test_a_pod_is_shut_in(name: str) -> None:
    pod = at(RUN[name], "spec", "template", "spec")
    context = objects(at(pod, "securityContext"))
    assert context["runAsNonRoot"] is True
    assert context["seccompProfile"] == {"type": "RuntimeDefault"}
    assert isinstance(context["runAsUser"], int)
    assert context["runAsUser"] > 0
    assert at(pod, "automountServiceAccountToken") is False
    for container in array(at(pod, "containers")):
        inner = objects(at(container, "securityContext"))
        assert inner == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        resources = objects(at(container, "resources"))
        assert {frozenset(objects(resources[each])) for each in ("requests", "limits")} == {
            frozenset({"cpu", "memory"})
        }


@pytest.mark.parametrize("name", sorted(DEPLOYMENTS))
def test_a_pod_is_asked_how_it_is_on_a_port_that_it_has(name: str) -> None:
    [container] = array(at(DEPLOYMENTS[name], "spec", "template", "spec", "containers"))
    ports = {str(at(each, "name")): at(each, "containerPort") for each in array(at(container, "ports"))}
    paths = {}
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        paths[probe] = at(container, probe, "httpGet", "path")
        assert at(container, probe, "httpGet", "port") in ports
    ready = "/healthz" if name == "proxy" else "/readyz"
    assert paths == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": ready}
    expected = {"worker": 8090, "department-worker": 8060, "simulation-worker": 8070}.get(name, 8080)
    assert ports == {"http": expected}


@pytest.mark.parametrize("name", sorted(set(RUN) - {"proxy"}))
def test_a_command_is_one_of_greenlane(name: str) -> None:
    [container] = array(at(RUN[name], "spec", "template", "spec", "containers"))
    assert at(container, "image") == "greenlane"
    first, *rest = words(at(container, "args"))
    assert first in commands()
    assert rest == (["--service", name] if first == "api" else [])


@pytest.mark.parametrize("name", sorted(RUN))
def test_what_a_pod_refers_to_is_there(name: str) -> None:
    pod = at(RUN[name], "spec", "template", "spec")
    maps = {*of_kind("ConfigMap"), *generated()}
    assert at(pod, "serviceAccountName") in of_kind("ServiceAccount")
    volumes = {str(at(each, "name")): each for each in array(at(pod, "volumes"))}
    for volume in volumes.values():
        if at(volume, "configMap") is not None:
            assert at(volume, "configMap", "name") in maps
        if at(volume, "secret") is not None:
            assert at(volume, "secret") == {"secretName": "greenlane-secrets", "defaultMode": 0o440}
    for container in array(at(pod, "containers")):
        assert {str(at(each, "name")) for each in array(at(container, "volumeMounts"))} == set(volumes)
        assert {at(each, "configMapRef", "name") for each in array(at(container, "envFrom"))} <= set(maps)


def generated() -> Iterator[str]:
    """Names of the maps that kustomize makes of files, which have to be there."""
    folder = DEPLOY / "proxy"
    [kustomization] = documents(folder / "kustomization.yaml")
    for each in array(kustomization["configMapGenerator"]):
        assert all((folder / name).is_file() for name in words(at(each, "files")))
        yield str(at(each, "name"))


def test_secrets_are_only_referred_to() -> None:
    assert of_kind("Secret") == {}
    [settings] = of_kind("ConfigMap").values()
    assert not any("password" in text.lower() or "postgresql://" in text for text in strings(settings["data"]))


@pytest.mark.parametrize("name", sorted(of_kind("Service")))
def test_a_service_leads_to_pods_of_its_own(name: str) -> None:
    service = of_kind("Service")[name]
    assert chosen({"matchLabels": at(service, "spec", "selector")}) == {name}
    assert [at(each, "port") for each in array(at(service, "spec", "ports"))] == [8080]


@pytest.mark.parametrize("name", sorted(DEPLOYMENTS))
def test_a_deployment_chooses_its_own_pods_and_leaves_none_out_while_it_rolls(name: str) -> None:
    spec = objects(DEPLOYMENTS[name]["spec"])
    assert chosen(spec["selector"]) == {name}
    assert at(spec, "strategy", "rollingUpdate") == {"maxSurge": 1, "maxUnavailable": 0}
    scaled = {str(at(each, "spec", "scaleTargetRef", "name")) for each in of_kind("HorizontalPodAutoscaler").values()}
    assert ("replicas" in spec) is (name not in scaled)


@pytest.mark.parametrize("name", sorted(of_kind("PodDisruptionBudget")))
def test_a_budget_is_of_pods_that_there_are(name: str) -> None:
    assert chosen(at(of_kind("PodDisruptionBudget")[name], "spec", "selector")) == {name}


def test_everything_but_simulations_has_a_budget() -> None:
    assert set(of_kind("PodDisruptionBudget")) == set(DEPLOYMENTS) - {"simulation-worker"}


def test_workers_are_scaled_by_how_long_tasks_lie() -> None:
    scalers = of_kind("HorizontalPodAutoscaler")
    served = {str(at(each, "name", "as")): each for each in array(adapter()["external"])}
    asked = {}
    for name, each in scalers.items():
        assert at(each, "spec", "scaleTargetRef", "name") == name
        assert name in DEPLOYMENTS
        for metric in array(at(each, "spec", "metrics")):
            if at(metric, "type") == "External":
                assert at(metric, "external", "metric", "name") in served
                asked[name] = at(metric, "external", "metric", "selector")
    assert set(asked) == {name for name in DEPLOYMENTS if name.endswith("worker")}
    [expression] = array(at(asked["department-worker"], "matchExpressions"))
    assert words(at(expression, "values")) == [department_queue("lanes", system.value) for system in System]


def adapter() -> dict[str, Json]:
    [values] = documents(FOLDER / "prometheus-adapter.yaml")
    return objects(values["rules"])


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
def test_prometheus_understands_what_the_adapter_asks(tmp_path: Path) -> None:
    queries = [str(at(each, "metricsQuery")) for each in array(adapter()["external"])]
    rules = [
        {"record": f"query{number}", "expr": re.sub(r"<<\.LabelMatchers>>", 'task_queue="lanes"', query)}
        for number, query in enumerate(queries)
    ]
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps({"groups": [{"name": "adapter", "rules": rules}]}), "utf-8")
    done = subprocess.run(["promtool", "check", "rules", str(path)], capture_output=True, text=True, check=False)  # noqa: S607
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_may_talk_but_what_is_told() -> None:
    policies = of_kind("NetworkPolicy")
    assert at(policies["nothing"], "spec") == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    listening = {
        at(each, "spec", "template", "spec", "containers", 0, "ports", 0, "containerPort")
        for each in DEPLOYMENTS.values()
    }
    for name, policy in policies.items():
        spec = objects(policy["spec"])
        assert chosen(spec["podSelector"]), name
        for rule in array(spec.get("ingress")):
            assert {at(each, "port") for each in array(at(rule, "ports"))} <= listening
    assert chosen(at(policies["store-and-temporal"], "spec", "podSelector")) == set(RUN) - {"proxy"}
    assert chosen(at(policies["metrics"], "spec", "podSelector")) == set(DEPLOYMENTS) - {"proxy"}
    assert chosen(at(policies["proxy-to-services"], "spec", "podSelector")) == {n for n in SERVICES if n != "all"}


def test_the_namespace_admits_only_what_is_shut_in() -> None:
    labels = objects(at(of_kind("Namespace")["greenlane"], "metadata", "labels"))
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.name)
def test_an_overlay_changes_what_there_is(overlay: Path) -> None:
    [kustomization] = documents(overlay / "kustomization.yaml")
    assert words(kustomization["resources"]) == ["../../base"]
    fixed = {name for name, each in DEPLOYMENTS.items() if at(each, "spec", "replicas") is not None}
    assert {str(at(each, "name")) for each in array(kustomization["replicas"])} <= fixed
    for patch in array(kustomization["patches"]):
        kind, pattern = str(at(patch, "target", "kind")), str(at(patch, "target", "name"))
        targets = {name: each for name, each in of_kind(kind).items() if re.fullmatch(pattern, name)}
        assert targets, pattern
        for operation in array(yaml.safe_load(str(at(patch, "patch")))):
            *places, last = str(at(operation, "path")).strip("/").split("/")
            for target in targets.values():
                there = at(target, *places)
                assert (last == "-" and isinstance(there, list)) or last in objects(there)


@pytest.mark.slow
@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.name)
def test_what_an_overlay_changes_still_fits_its_schema(overlay: Path) -> None:
    [kustomization] = documents(overlay / "kustomization.yaml")
    changed: dict[tuple[str, str], dict[str, Json]] = {}
    for patch in array(kustomization["patches"]):
        kind, pattern = str(at(patch, "target", "kind")), str(at(patch, "target", "name"))
        for name, each in of_kind(kind).items():
            if re.fullmatch(pattern, name):
                changed[kind, name] = _patched(changed.get((kind, name), each), patch)
    assert changed
    for each in changed.values():
        kubernetes_validate.validate(each, VERSION, strict=True)


def _patched(target: dict[str, Json], patch: Json) -> dict[str, Json]:
    """An object as the patch leaves it."""
    made: dict[str, Json] = json.loads(json.dumps(target))
    for operation in array(yaml.safe_load(str(at(patch, "patch")))):
        *places, last = str(at(operation, "path")).strip("/").split("/")
        there, value = at(made, *places), at(operation, "value")
        if isinstance(there, list):
            there.append(value)
        else:
            objects(there)[last] = value
    return made


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.name)
def test_an_overlay_leaves_room_to_scale(overlay: Path) -> None:
    [kustomization] = documents(overlay / "kustomization.yaml")
    bounds = {
        name: [at(each, "spec", "minReplicas"), at(each, "spec", "maxReplicas")]
        for name, each in of_kind("HorizontalPodAutoscaler").items()
    }
    for patch in array(kustomization["patches"]):
        for operation in array(yaml.safe_load(str(at(patch, "patch")))):
            place = {"/spec/minReplicas": 0, "/spec/maxReplicas": 1}.get(str(at(operation, "path")))
            for name, bound in bounds.items():
                if place is not None and re.fullmatch(str(at(patch, "target", "name")), name):
                    bound[place] = at(operation, "value")
    assert all(isinstance(low, int) and isinstance(high, int) and low < high for low, high in bounds.values()), bounds


KUSTOMIZE = [["kustomize", "build"]] if shutil.which("kustomize") else []
KUSTOMIZE += [["kubectl", "kustomize"]] if shutil.which("kubectl") else []


@pytest.mark.slow
@pytest.mark.skipif(not KUSTOMIZE, reason="neither kustomize nor kubectl is installed, and Debian has none this new")
@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.name)
def test_kustomize_puts_an_overlay_together(overlay: Path) -> None:
    done = subprocess.run([*KUSTOMIZE[0], str(overlay)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = [each for each in yaml.safe_load_all(done.stdout) if each]
    assert len(made) == len(OBJECTS) + 1
    for each in made:
        kubernetes_validate.validate(each, VERSION, strict=True)
