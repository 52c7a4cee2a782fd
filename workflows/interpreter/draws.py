"""Random numbers by name: the k-th draw of a step for a case is the same number in every scenario and on every machine.

A name picks a key, the case picks a counter, and a counter-based generator (Philox4x64-10) turns the two into a number.
Nothing is consumed in order, so adding, removing or reordering steps moves no other draw. This is the generator of
``numpy.random.Philox``, written out because a workflow may draw only once in a while and must not depend on numpy; the
simulation draws the very same numbers in blocks.

References
----------
Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3. SC '11.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

_MASK: Final = (1 << 64) - 1
_MULTIPLIERS: Final = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
_WEYL: Final = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
_ROUNDS: Final = 10
WORDS: Final = 4
"""Numbers that the generator gives for one value of its counter."""


def stream_name(draws: str, step: str, purpose: str, occurrence: int = 0) -> str:
    """Name of the stream from which a step draws.

    Parameters
    ----------
    draws : name of the case's draws, see :class:`workflows.interpreter.case.Case`
    purpose : what for: ``service``, ``outcome``, ``path0`` and so on
    """
    return f"{draws}{step}/{purpose}#{occurrence}"


def key_of(seed: int, replication: int, name: str) -> int:
    """The generator's key for a stream.

    Parameters
    ----------
    seed : of the experiment, 0 <= seed < 2**64
    replication : >= 0
    name : of the stream

    Returns
    -------
    128-bit key
    """
    text = f"{seed}/{replication}/{name}".encode()
    return int.from_bytes(blake2b(text, digest_size=16).digest(), "little")


def uniform(key: int, index: int) -> float:
    """The number at a place of a stream.

    Parameters
    ----------
    key : from :func:`key_of`
    index : number of the case, >= 0

    Returns
    -------
    a number in the open interval (0, 1)
    """
    counter, word = divmod(index, WORDS)
    return open_unit(_philox(counter + 1, key)[word])


def open_unit(word: int) -> float:
    """Map 64 random bits into (0, 1): the middle of one of 2**52 equal cells, so that neither end is ever drawn."""
    return ((word >> 12) + 0.5) * 2.0**-52


def _philox(counter: int, key: int) -> tuple[int, int, int, int]:
    c0, c1, c2, c3 = counter & _MASK, counter >> 64 & _MASK, counter >> 128 & _MASK, counter >> 192 & _MASK
    k0, k1 = key & _MASK, key >> 64
    for _ in range(_ROUNDS):
        left, right = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = right >> 64 ^ c1 ^ k0, right & _MASK, left >> 64 ^ c3 ^ k1, left & _MASK
        k0, k1 = k0 + _WEYL[0] & _MASK, k1 + _WEYL[1] & _MASK
    return c0, c1, c2, c3
