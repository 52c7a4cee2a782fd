"""Where a process of Greenlane finds what it needs. No other module reads the environment.

Every setting is an environment variable with the prefix ``GREENLANE_``, e.g. ``GREENLANE_TEMPORAL_ADDRESS``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflows.errors import InvalidInputError

Port = Annotated[int, Field(ge=1, le=65_535)]
Seconds = Annotated[float, Field(gt=0)]
_LEVEL: Final = "(debug|info|warning|error)"
LOG_LEVELS: Final = rf"^{_LEVEL}(,[a-z][a-z-]*={_LEVEL})*$"


class Settings(BaseSettings):
    """What differs between one installation and another.

    Parameters
    ----------
    secrets_directory : of files that are named after settings (`greenlane_database_url`) and hold what the
        environment does not say: how passwords come to a container without standing in its description
    data_directory : where databases and logs are kept
    database_url : SQLAlchemy URL of the product's own store; SQLite in `data_directory` if absent
    database_connections : how many connections to it a process holds at most
    key_ring : file with the keys that seal what Temporal keeps; `key_ring.json` in `data_directory` if absent
    temporal_address : host:port of Temporal's frontend
    temporal_namespace : namespace in it
    task_queue : on which cases wait for a worker
    registry_authority : first two places of the credit codes that the registry allots: the authority, and the kind of
        organisation
    registry_region : six digits of GB/T 2260, of the place whose departments these are
    deployment : under which Temporal knows the releases of the workers; they do without releases if absent
    build : what a worker calls its release; a hash of the workflows' source if absent
    simulation_task_queue : on which batches of replications wait for a simulation worker
    token_issuer : whose tokens are taken, as an address that has OpenID Connect Discovery; the development issuer of
        the data directory if absent
    token_audience : that tokens have to name
    token_keys : address or file of the issuer's key set; where its discovery document says if absent
    token_leeway : seconds by which the issuer's clock may differ
    subject_claim, roles_claim, departments_claim, mandates_claim : of tokens; dots lead into objects
    page_client : what the issuer calls the page, where people sign in to it at the issuer (OpenID Connect, with the
        authorization code and PKCE); they come with a token if absent
    page_scope : that the page asks the issuer for; `offline_access` among it lets a session be renewed
    host : on which the processes listen
    port : of the API
    services_port : of the first of the services that ``greenlane up`` also runs as processes of their own; they take
        the ports that follow; none of them if absent
    worker_port : of the worker's health and metrics; workers beside it take the ports that follow
    temporal_port, temporal_ui_port : of the embedded server
    temporal_metrics_port : on which the embedded server tells Prometheus; any that is free if absent
    ui_origin : from which browsers load Temporal's page; those of the embedded server if absent
    simulation_port : of the simulation worker's health and metrics
    department_port : of the department worker's health and metrics
    workers : how many workers ``greenlane up`` runs
    simulation_processes : how many replications a simulation worker runs side by side; as many as cores if absent
    batches_at_once : how many batches of one experiment wait or run at a time
    largest_experiment : replications that an experiment may need
    longest_stream : seconds after which a stream of events ends, for its reader to ask again
    answer_within : seconds after which a request that waits for Temporal is answered with 503
    retry_after : seconds that such an answer asks the client to wait
    requests_at_once : how many requests a process of the API works on at a time; others wait for their turn
    longest_wait : seconds for which they do, before they are refused with 503
    requests_per_second : that one principal may send to a process in the long run; more are refused with 429
    requests_in_a_burst : that they may send at once after a pause
    largest_body : bytes that a request's body may have
    largest_draft : characters that one version of a draft may have, as JSON in ASCII
    largest_drafts : that all versions of all drafts of one designer may have together
    largest_import : bytes that it may have where it brings a file to take in, a log of events perhaps
    import_within : seconds after which the taking in of a file is given up
    rehearsal : whether cases may be played with a clock that runs ahead of the wall
    forecast_every : seconds from one forecast of the open cases to the next; 0: none is made
    log_level : from which level on lines are logged (debug, info, warning, error); one process may have another one, as
        in ``info,worker=debug``
    traces_endpoint : address to which spans are sent, by OTLP over HTTP; none are made if absent
    traces_share : of the requests of which a trace is made, unless whoever sends one has decided that
    supervision : whether ``greenlane up`` has the loops of the shipped lanes come round
    """

    model_config = SettingsConfigDict(env_prefix="GREENLANE_", frozen=True, extra="forbid")

    secrets_directory: Path | None = None
    data_directory: Path = Path("~/.local/share/greenlane")
    database_url: str | None = None
    database_connections: Annotated[int, Field(ge=1, le=1_000)] = 10
    key_ring: Path | None = None
    temporal_address: Annotated[str, Field(pattern=r"^[^\s:/]+:\d{1,5}$")] = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    task_queue: str = "lanes"
    registry_authority: Annotated[str, Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{2}$")] = "91"
    registry_region: Annotated[str, Field(pattern=r"^[0-9]{6}$")] = "210400"
    deployment: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,99}$")] | None = None
    build: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,99}$")] | None = None
    simulation_task_queue: str = "simulations"
    token_issuer: Annotated[str, Field(min_length=1)] | None = None
    token_audience: Annotated[str, Field(min_length=1)] = "greenlane"  # noqa: S105 - no password
    token_keys: Annotated[str, Field(min_length=1)] | None = None
    token_leeway: Annotated[float, Field(ge=0, le=300)] = 30
    token_sign_ins: Annotated[str, Field(pattern=r"^[\x21-\x7e]+( [\x21-\x7e]+)*$")] | None = None
    subject_claim: str = "sub"
    roles_claim: str = "roles"
    departments_claim: str = "departments"
    mandates_claim: str = "mandates"
    page_client: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,200}$")] | None = None
    page_scope: Annotated[str, Field(pattern=r"^openid( [\x21\x23-\x5b\x5d-\x7e]+)*$")] = "openid"
    host: str = "127.0.0.1"
    port: Port = 8080
    services_port: Annotated[int, Field(ge=1, le=65_000)] | None = None
    worker_port: Port = 8090
    temporal_port: Port = 7233
    temporal_ui_port: Port = 8233
    temporal_metrics_port: Port | None = None
    ui_origin: Annotated[str, Field(pattern=r"^https?://[^\s/]+$")] | None = None
    simulation_port: Port = 8070
    department_port: Port = 8060
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    simulation_processes: Annotated[int, Field(ge=1, le=1_024)] | None = None
    batches_at_once: Annotated[int, Field(ge=1, le=1_000)] = 8
    largest_experiment: Annotated[int, Field(ge=1)] = 20_000
    longest_stream: Annotated[float, Field(ge=1)] = 3_600
    answer_within: Seconds = 3
    retry_after: Annotated[int, Field(ge=1)] = 2
    requests_at_once: Annotated[int, Field(ge=1, le=10_000)] = 32
    longest_wait: Seconds = 2
    requests_per_second: Annotated[float, Field(gt=0)] = 100
    requests_in_a_burst: Annotated[int, Field(ge=1)] = 200
    largest_body: Annotated[int, Field(ge=1_024)] = 1_048_576
    largest_draft: Annotated[int, Field(ge=1_024)] = 524_288
    largest_drafts: Annotated[int, Field(ge=1_024)] = 134_217_728
    largest_import: Annotated[int, Field(ge=1_024)] = 33_554_432
    import_within: Seconds = 60
    rehearsal: bool = False
    forecast_every: Annotated[int, Field(ge=0, le=604_800)] = 3_600
    log_level: Annotated[str, Field(pattern=LOG_LEVELS)] = "info"
    traces_endpoint: Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")] | None = None
    traces_share: Annotated[float, Field(gt=0, le=1)] = 1
    supervision: bool = False

    @property
    def data(self) -> Path:
        """Directory where databases and logs are kept."""
        return self.data_directory.expanduser().absolute()

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the product's own store."""
        return self.database_url or f"sqlite:///{self.data / 'greenlane.db'}"

    @property
    def keys(self) -> Path:
        """File with the keys that seal what Temporal keeps."""
        return self.data / "key_ring.json" if self.key_ring is None else self.key_ring.expanduser().absolute()

    def log_level_of(self, process: str) -> str:
        """From which level on a process logs.

        Parameters
        ----------
        process : its name, as its lines have it
        """
        general, *others = self.log_level.split(",")
        return dict(other.split("=") for other in others).get(process, general)

    @property
    def page_origins(self) -> tuple[str, ...]:
        """From where browsers may ask the codec."""
        if self.ui_origin is not None:
            return (self.ui_origin,)
        hosts = dict.fromkeys((self.host, "localhost", "127.0.0.1"))
        return tuple(f"http://{host}:{self.temporal_ui_port}" for host in hosts)


def load_settings() -> Settings:
    """Read the environment.

    Raises
    ------
    InvalidInputError
        Names every variable that cannot be used.
    """
    secrets = os.environ.get("GREENLANE_SECRETS_DIRECTORY") or None
    if secrets is not None and not Path(secrets).is_dir():
        raise InvalidInputError(f"GREENLANE_SECRETS_DIRECTORY: expected a directory; was {secrets!r}")
    try:
        return Settings(_secrets_dir=secrets)
    except ValidationError as error:
        problems = (
            f"GREENLANE_{'.'.join(str(part) for part in problem['loc']).upper()}: "
            f"{problem['msg']}; was {problem['input']!r}"
            for problem in error.errors()
        )
        raise InvalidInputError("\n".join(problems)) from error


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, for a process that is to have the same ones."""
    return {
        f"GREENLANE_{name.upper()}": str(value)
        for name, value in settings.model_dump(mode="json").items()
        if value is not None
    }


def inherited_environment() -> dict[str, str]:
    """The environment of this process, to start another one in."""
    return dict(os.environ)
