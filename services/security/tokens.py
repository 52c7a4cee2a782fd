"""Bearer tokens: signed by the issuer, for us, in their time, and saying who somebody is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, NamedTuple

from jwt import PyJWK, PyJWT, get_unverified_header
from jwt.exceptions import (
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuerError,
    InvalidSignatureError,
    MissingRequiredClaimError,
    PyJWTError,
)
from pydantic import ValidationError

from services.clock import present_time
from services.errors import CredentialFault, UnauthenticatedError
from services.security.issuer_keys import IssuerKeys
from services.security.principal import Principal, Role

_REQUIRED: Final = ("iss", "aud", "exp", "iat")
_LONGEST: Final = 16_384
"""Characters of a token."""

_MOST_CHECKED: Final = 10_000
"""Tokens whose signature need not be checked again; then all of them are forgotten."""


class _Checked(NamedTuple):
    """What came of checking a token.

    Parameters
    ----------
    key : that its signature fits
    expires_at : seconds since 1970
    """

    who: Principal
    key: PyJWK
    expires_at: float


_KINDS: Final = frozenset({"jwt", "at+jwt", "application/at+jwt"})
"""Of a token's header: a token, or an access token (RFC 9068); others have other uses."""
_OF_ID_TOKENS: Final = frozenset({"at_hash", "c_hash", "events"})
"""Claims of tokens that tell of a sign-in or a sign-out, and of no others."""

_FAULTS: Final = {
    ExpiredSignatureError: CredentialFault.NOT_IN_TIME,
    ImmatureSignatureError: CredentialFault.NOT_IN_TIME,
    InvalidIssuerError: CredentialFault.OTHER_ISSUER,
    InvalidAudienceError: CredentialFault.OTHER_AUDIENCE,
    InvalidSignatureError: CredentialFault.UNKNOWN_KEY,
}
_OF_CLAIMS: Final = {"iss": CredentialFault.OTHER_ISSUER, "aud": CredentialFault.OTHER_AUDIENCE}
"""What it comes to where a claim is not there; the others that have to be are of its time."""

# Each decoder refuses what RFC 8725 warns of: short keys, and tokens without an end.
_DECODER: Final = PyJWT(options={"require": list(_REQUIRED), "enforce_minimum_key_length": True})


@dataclass(frozen=True, slots=True)
class Claims:
    """Which claims of a token tell who somebody is; dots lead into objects (``realm_access.roles``)."""

    subject: str
    roles: str
    departments: str
    mandates: str


@dataclass(frozen=True, slots=True)
class TokenReader:
    """Reads tokens.

    Attributes
    ----------
    issuer, audience : that a token has to name
    leeway : seconds by which clocks may differ
    sign_ins : in one of which ways (`acr`) somebody has to have signed in; in any if there are none
    checked : by the digests of tokens, so that none of them is kept itself: a signature is checked once, since whoever
        works sends the same token with every request; whether its time is over, and whether its issuer still has the
        key, is looked at every time
    """

    keys: IssuerKeys
    issuer: str
    audience: str
    leeway: float
    claims: Claims
    sign_ins: frozenset[str] = frozenset()
    checked: dict[bytes, _Checked] = field(default_factory=dict, repr=False, compare=False)

    async def principal(self, token: str) -> Principal:
        """Who has been given a token.

        Raises
        ------
        UnauthenticatedError
            If it is none of the issuer's, none for us, or not in its time.
        ServerUnavailableError
            If there is nothing to check it with.
        """
        if len(token) > _LONGEST:
            raise UnauthenticatedError(f"the token has more than {_LONGEST} characters", CredentialFault.UNREADABLE)
        try:
            header = get_unverified_header(token)
            key = await self.keys.find(header.get("kid"))
            if key is None:
                found = "the token is signed with a key that its issuer does not have"
                raise UnauthenticatedError(found, CredentialFault.UNKNOWN_KEY)
            digest = sha256(token.encode("utf-8", "surrogatepass")).digest()
            known = self.checked.get(digest)
            # Once its time is over, whoever reads it says so in their own words.
            if known is not None and known.key is key and present_time().timestamp() < known.expires_at:
                return known.who
            # The algorithm is the key's own, never what the token says of itself.
            told = _DECODER.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                audience=self.audience,
                issuer=self.issuer,
                leeway=self.leeway,
            )
        except PyJWTError as error:
            raise UnauthenticatedError(f"the token is not taken: {error}", _fault(error)) from error
        _for_asking(header, told)
        _signed_in(told, self.sign_ins)
        who = self._told(told)
        if len(self.checked) >= _MOST_CHECKED:
            self.checked.clear()
        self.checked[digest] = _Checked(who, key, float(told["exp"]))
        return who

    def _told(self, told: Mapping[str, Any]) -> Principal:
        known = {role.value for role in Role}
        try:
            return Principal(
                subject=_claim(told, self.claims.subject),
                roles=frozenset(Role(name) for name in _words(told, self.claims.roles) if name in known),
                departments=frozenset(_names(told, self.claims.departments)),
                mandates=frozenset(_names(told, self.claims.mandates)),
            )
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
            raise UnauthenticatedError(
                f"the token does not say who somebody is: {wrong}", CredentialFault.NOBODY
            ) from error


def _fault(error: PyJWTError) -> CredentialFault:
    if isinstance(error, MissingRequiredClaimError):
        return _OF_CLAIMS.get(error.claim, CredentialFault.NOT_IN_TIME)
    return next((fault for type_, fault in _FAULTS.items() if isinstance(error, type_)), CredentialFault.UNREADABLE)


def _for_asking(header: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    """See that a token is for asking for things: not one that tells of a sign-in, of a sign-out, or gets other tokens.

    Raises
    ------
    UnauthenticatedError
        If it says that it is something else.
    """
    kind, use = header.get("typ"), told.get("typ")
    if kind is not None and str(kind).lower() not in _KINDS:
        raise UnauthenticatedError("the token is of another kind (typ)", CredentialFault.OTHER_PURPOSE)
    if (use is not None and use != "Bearer") or not _OF_ID_TOKENS.isdisjoint(told):
        raise UnauthenticatedError("the token is no access token", CredentialFault.OTHER_PURPOSE)


def _signed_in(told: Mapping[str, Any], sign_ins: Collection[str]) -> None:
    """See that somebody signed in in one of the ways that are asked for, if any is.

    Raises
    ------
    UnauthenticatedError
        If the token does not say so.
    """
    if sign_ins and str(told.get("acr")) not in sign_ins:
        found = f"the token names none of {', '.join(sorted(sign_ins))} as how its bearer signed in (acr)"
        raise UnauthenticatedError(found, CredentialFault.WEAK_SIGN_IN)


def _claim(told: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - whatever the issuer has put there
    if not path:  # that nothing is to be read from
        return None
    if path in told:  # names with dots in them, such as addresses
        return told[path]
    found: Any = told
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _names(told: Mapping[str, Any], path: str) -> list[str]:
    found = _claim(told, path)
    if isinstance(found, str):
        return [found]
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _words(told: Mapping[str, Any], path: str) -> list[str]:
    """Names without spaces: a list of them, or one text with spaces between, as OAuth writes scopes."""
    return [word for name in _names(told, path) for word in name.split()]
