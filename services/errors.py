"""Errors that only what runs can have::

    GreenlaneError
    ├── InvalidInputError
    │   ├── NothingThereError        an address of nothing
    │   ├── CaseNotFoundError        no case has that id
    │   ├── CaseExistsError          another case has that id
    │   ├── KeyReusedError           an idempotency key with another request
    │   ├── NotJsonError             a body that is of another kind, or does not say of which
    │   ├── NotOfThisLaneError       a message that cases of another lane take
    │   ├── NotYoursError            a step that somebody else answers
    │   ├── RevisionNeededError      a change that does not say what its sender has seen
    │   ├── DraftChangedError        a change of a draft that has changed since it was seen
    │   ├── DraftTooLargeError       a version that is larger than one may be
    │   ├── DraftsFullError          one more draft or version than there is room for
    │   ├── NoSuchExperimentError    no experiment has that id
    │   ├── ExperimentNotDoneError   the result of an experiment that has none
    │   ├── ExperimentOverError      an experiment to cancel that has ended
    │   ├── DesignRefusedError       a lane that cannot be drawn, or a lever that does not fit it
    │   ├── MessageRefusedError      a message that does not fit the case as it is
    │   └── AccessError
    │       ├── UnauthenticatedError nobody knows who sends the request
    │       └── ForbiddenError       whoever sends it may not do that
    └── OperationFailedError
        ├── OverloadedError          more is asked for than can be done
        ├── TooManyRequestsError     one sender asks for more than their share
        ├── PortTakenError           another process listens there
        └── KeyRingError             no keys to seal and open payloads with
            ├── UnknownKeyError      a payload sealed with a key that is not there
            └── SealBrokenError      a payload that is not as it was sealed

See :mod:`workflows.errors` for the tree that these belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from workflows.errors import InvalidInputError, OperationFailedError

if TYPE_CHECKING:
    from services.api.faults import DesignProblem


class NothingThereError(InvalidInputError):
    """An address of nothing: what its last part names does not exist."""


class DesignRefusedError(InvalidInputError):
    """What a designer sent cannot be used as it is.

    Parameters
    ----------
    problems : all that is wrong with it, at least one
    """

    def __init__(self, problems: Sequence[DesignProblem]) -> None:
        said = (f"expected {each.expected}; found {each.found}. {each.remedy} [{each.code}]" for each in problems)
        super().__init__("\n".join(said))
        self.problems = tuple(problems)


class CaseNotFoundError(InvalidInputError):
    """No case has that id."""

    def __init__(self, case: str) -> None:
        super().__init__(f"no case has the id {case!r}. Check the id, or start the case with POST /cases.")
        self.case = case


class CaseExistsError(InvalidInputError):
    """Another case has that id."""

    def __init__(self, case: str) -> None:
        super().__init__(
            f"expected an id that no case has; {case!r} is taken. Choose another one, or leave it out to be given one."
        )


class KeyReusedError(InvalidInputError):
    """An idempotency key came with another request than the first time."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"the idempotency key {key!r} was used before with a different request. "
            "Send the same request again, or use a new key for a new one."
        )


class NotJsonError(InvalidInputError):
    """A body is of another kind, or does not say of which.

    Parameters
    ----------
    said : the Content-Type that it came with
    """

    def __init__(self, said: str) -> None:
        super().__init__(
            f"expected a body with Content-Type: application/json; it came with {said or 'none'}. "
            "With curl, add -H 'Content-Type: application/json', or send it by --json."
        )


class NotOfThisLaneError(InvalidInputError):
    """A message came to a case of a lane that does not take it."""


class NotYoursError(InvalidInputError):
    """A step was answered by those whom it does not wait for."""


class RevisionNeededError(InvalidInputError):
    """A request that depends on what its sender has seen does not say so."""

    def __init__(self) -> None:
        super().__init__(
            "expected If-Match with the ETag of the work item or draft as you have seen it; there was none. "
            "Look at it (its entry in the inbox or in a list has the revision), or send If-Match: * to take it however "
            "it is."
        )


class DraftChangedError(InvalidInputError):
    """A draft has changed since it was seen.

    Parameters
    ----------
    latest : number of its latest version
    """

    def __init__(self, draft: str, latest: int) -> None:
        super().__init__(
            f'expected If-Match to be the ETag of the latest version of draft {draft!r}; that is "{latest}" by now. '
            f"Look at what differs (GET /drafts/{draft}, POST /differences), then send it with that ETag."
        )


class DraftTooLargeError(InvalidInputError):
    """A version of a draft is larger than one may be.

    Parameters
    ----------
    size, largest : characters, as JSON in ASCII
    """

    def __init__(self, size: int, largest: int) -> None:
        super().__init__(
            f"expected a lane and levers of at most {largest} characters together, as JSON in ASCII; they have {size}. "
            "Make the lane smaller: leave out what it does not use, or make two of it."
        )


class DraftsFullError(InvalidInputError):
    """There is no room for one more draft or version of somebody."""


class NoSuchExperimentError(InvalidInputError):
    """No experiment has that id."""

    def __init__(self, id_: str) -> None:
        super().__init__(
            f"no experiment has the id {id_!r}. Check the id, or ask for the experiment with POST /experiments."
        )


class ExperimentNotDoneError(InvalidInputError):
    """An experiment has no result: it goes on, was cancelled, or failed."""


class ExperimentOverError(InvalidInputError):
    """An experiment that is to be cancelled has ended otherwise."""


class MessageRefusedError(InvalidInputError):
    """A message does not fit the case as it is.

    Parameters
    ----------
    code : as in :class:`workflows.temporal.desk.RefusedError`
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class AccessError(InvalidInputError):
    """A request is refused for who sends it, not for what it says."""


class CredentialFault(StrEnum):
    """Why nobody knows who sends a request: a word for the log, which tells nothing of the credential itself."""

    NONE = "none"
    """There is none, or none of a kind that is taken."""
    UNREADABLE = "unreadable"
    """It has no form of a token."""
    UNKNOWN_KEY = "unknown_key"
    """The issuer has no such key, or the key does not fit the signature."""
    NOT_IN_TIME = "not_in_time"
    """Its time is over, or has not come."""
    OTHER_ISSUER = "other_issuer"
    """Somebody else made it, or it does not say who."""
    OTHER_AUDIENCE = "other_audience"
    """It is for somebody else, or does not say for whom."""
    OTHER_PURPOSE = "other_purpose"
    """It is for something else than to ask for things."""
    WEAK_SIGN_IN = "weak_sign_in"
    """It does not say that its bearer signed in as is asked for here."""
    NOBODY = "nobody"
    """It does not say who somebody is."""
    API_KEY = "api_key"
    """It is an API key that is not known, was revoked, or has expired."""


class UnauthenticatedError(AccessError):
    """Nobody knows who sends a request.

    Parameters
    ----------
    found : what there is instead of a good credential
    """

    def __init__(self, found: str, fault: CredentialFault) -> None:
        super().__init__(
            f"expected `Authorization: Bearer` with a token or an API key; {found}. "
            "`greenlane token` gives one where the development issuer is used."
        )
        self.fault = fault

    @property
    def invalid(self) -> bool:
        """Whether there was a credential, but one that is not taken."""
        return self.fault is not CredentialFault.NONE


class ForbiddenError(AccessError):
    """Whoever sends a request may not do what it asks for.

    Parameters
    ----------
    roles : that they have
    action : what they may not do
    of : roles that may do it, each to what is theirs or to all
    """

    def __init__(self, subject: str, roles: Iterable[str], action: str, of: Iterable[str]) -> None:
        allowed = ", ".join(sorted(of)) or "nobody"
        super().__init__(
            f"expected somebody who may {action}, which is for {allowed}, and mostly for what is theirs; "
            f"{subject!r} is {', '.join(sorted(roles))}. Ask as whom it belongs to, or have a role given to you."
        )


class ShedReason(StrEnum):
    """Why a request was refused before anything was done about it."""

    QUEUE_FULL = "queue_full"
    """So many waited that there was no use in waiting."""
    WAITED = "waited"
    """It was not its turn in time."""
    RATE = "rate"
    """Whoever sent it sends too many."""


class OverloadedError(OperationFailedError):
    """More is asked for than can be done; nothing was done of this."""

    def __init__(self, reason: ShedReason) -> None:
        super().__init__(
            "more requests come than can be answered at the moment, and nothing was done about this one. "
            "Send it again after a while, under the same key if it has one."
        )
        self.reason = reason


class TooManyRequestsError(OperationFailedError):
    """One sender sends more requests than they may; nothing was done about this one."""

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"{subject!r} sends more requests than one sender may, and nothing was done about this one. "
            "Send it again after a while, under the same key if it has one."
        )


class PortTakenError(OperationFailedError):
    """Another process listens on a port that is needed."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        super().__init__(
            f"expected port {port} on {host} to be free; another process listens there. "
            f"End that process, or choose another port with GREENLANE_{setting.upper()}."
        )


class KeyRingError(OperationFailedError):
    """The keys that seal what Temporal keeps cannot be used."""


class UnknownKeyError(KeyRingError):
    """Something is sealed with a key that the ring lacks.

    Parameters
    ----------
    key : id of the key
    known : ids of the keys of the ring
    ring : where it stands, if that is known
    """

    def __init__(self, key: str, known: list[str], ring: str = "") -> None:
        where = f" {ring}" if ring else ""
        super().__init__(
            f"expected key {key!r} in the key ring{where}; it has {', '.join(known)}. Every process of an installation "
            "needs the same ring (GREENLANE_KEY_RING); a key that was retired is in the copies of the ring alone."
        )
        self.key, self.known = key, known


class SealBrokenError(KeyRingError):
    """A payload is not as it was sealed, or was sealed with another key of the same id."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"expected a payload as it was sealed with key {key!r}; it was changed since, or the ring has another key "
            "under that id. Look for who can write in Temporal's database."
        )
