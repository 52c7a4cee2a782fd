"""A client of the API that a generator has made from its description, as a user would have one made."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

PACKAGE = "greenlane_client"


@dataclass(frozen=True, slots=True)
class Generated:
    """A client's package; what is in it is known to its generator alone, hence found by name.

    Attributes
    ----------
    folder : that the package is in
    said : what the generator could not make something of
    """

    folder: Path
    said: tuple[str, ...]

    def operation(self, tag: str, name: str) -> Any:  # noqa: ANN401
        """The module of an operation."""
        return self._module(f"api.{tag}.{name}")

    def model(self, name: str) -> Any:  # noqa: ANN401
        """A model's class."""
        return getattr(self._module("models"), name)

    def client(self, address: str, token: str) -> Any:  # noqa: ANN401
        """A client for whoever has a token."""
        arguments = {"trust_env": False}
        found = self._module("client").AuthenticatedClient
        return found(base_url=address, token=token, raise_on_unexpected_status=True, httpx_args=arguments, timeout=60)

    def _module(self, name: str) -> ModuleType:
        if str(self.folder) not in sys.path:
            sys.path.insert(0, str(self.folder))
        return import_module(f"{PACKAGE}.{name}")


def generated(description: dict[str, Any], folder: Path) -> Generated:
    """Have a client made.

    Parameters
    ----------
    description : OpenAPI
    folder : an empty one
    """
    source = folder / "openapi.json"
    source.write_text(json.dumps(description), encoding="utf-8")
    # As generated, it has `1and`, of which Python warns; its formatter is part of the generator's work.
    formatted = f"{Path(sys.executable).with_name('ruff')} format --isolated --no-cache --quiet ."
    # Files are text to it, whatever is in them.
    files = dict.fromkeys(("application/xml", "application/yaml"), "text/plain")
    asked = ConfigFile(package_name_override=PACKAGE, post_hooks=[formatted], content_type_overrides=files)
    config = Config.from_sources(
        asked, MetaType.NONE, document_source=source, file_encoding="utf-8", overwrite=True,
        output_path=folder / PACKAGE,
    )  # fmt: skip
    said = generate(config=config)
    return Generated(folder, tuple(f"{error.header}: {error.detail}" for error in said))
