"""Names for people where only sameness matters and everybody may look."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final

from services.secrets.keys import KeyRing

_PURPOSE: Final = b"greenlane/pseudonym/1"
"""Keeps what is made here apart from what the same key seals."""


def pseudonym(ring: KeyRing, name: str) -> str:
    """The same for the same name; nobody can tell whose it is, or try names out, without the keys.

    Of the oldest key, so that it stays when a newer one seals.

    Returns
    -------
    32 hexadecimal digits
    """
    oldest = min(ring.keys, key=lambda key: (key.made_at, key.id))
    derived = hmac.digest(oldest.secret, _PURPOSE, sha256)
    return hmac.digest(derived, name.encode(), sha256).hex()[:32]
