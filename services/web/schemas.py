"""What the page is told."""

from __future__ import annotations

from workflows.definition.provenance import Frozen


class ClaimNames(Frozen):
    """Which claims of a token say who somebody is; dots lead into objects."""

    subject: str
    roles: str
    departments: str


class Provider(Frozen):
    """Where people sign in.

    Parameters
    ----------
    issuer : address that has OpenID Connect Discovery
    client : what the provider calls the page
    scope : that the page asks for, words with spaces between
    """

    issuer: str
    client: str
    scope: str


class PageSettings(Frozen):
    """What differs between one installation and another.

    Parameters
    ----------
    version : of the product
    claims : by which the page knows who it is that it shows things to
    provider : where people sign in; none if they come with a token
    development : whether tokens are made on this machine, by `greenlane token`
    """

    version: str
    claims: ClaimNames
    provider: Provider | None
    development: bool
