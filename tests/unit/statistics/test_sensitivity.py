"""Sensitivity against closed forms: a plane, and Ishigami's function."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulations.statistics.sensitivity import InputRange, Points, morris, sobol
from simulations.statistics.studies import needed
from workflows.errors import OperationFailedError

ANGLES = tuple(InputRange(name=name, low=-math.pi, high=math.pi) for name in ("x", "y", "z"))
A, B = 7.0, 0.1


def ishigami(points: Points) -> list[float]:
    x, y, z = points.T
    values: list[float] = (np.sin(x) + A * np.sin(y) ** 2 + B * z**4 * np.sin(x)).tolist()
    return values


def test_effects_of_a_plane_are_its_slopes() -> None:
    inputs = [InputRange(name="up", low=0, high=10), InputRange(name="down", low=1, high=2)]
    up, down = morris(inputs, lambda points: (3 * points[:, 0] - 4 * points[:, 1]).tolist(), 10, seed=1)
    assert (up.effect, up.size, up.spread) == pytest.approx((30, 30, 0))
    assert (down.effect, down.size, down.spread) == pytest.approx((-4, 4, 0))


def test_shares_of_the_variance_of_ishigami() -> None:
    """Ishigami & Homma (1990): variances of x, of y, and of x with z."""
    of_x = (1 + B * math.pi**4 / 5) ** 2 / 2
    of_y = A**2 / 8
    of_both = B**2 * math.pi**8 * 8 / 225
    whole = of_x + of_y + of_both
    x, y, z = sobol(ANGLES, ishigami, 2_048, seed=1)
    # Twice the 95 % interval that the estimate itself gives: false alarm of all six once in some 1,500 seeds.
    for share, alone, total in ((x, of_x, of_x + of_both), (y, of_y, of_y), (z, 0.0, of_both)):
        assert abs(share.alone - alone / whole) < 2 * share.alone_half_width
        assert abs(share.total - total / whole) < 2 * share.total_half_width
        assert max(share.alone_half_width, share.total_half_width) < 0.15


def test_the_same_seed_gives_the_same() -> None:
    assert sobol(ANGLES, ishigami, 64, seed=3) == sobol(ANGLES, ishigami, 64, seed=3)
    assert morris(ANGLES, ishigami, 8, seed=3) == morris(ANGLES, ishigami, 8, seed=3)


def test_where_nothing_varies_nobody_has_a_share() -> None:
    assert {share.total for share in sobol(ANGLES, lambda points: [1.0] * len(points), 8, seed=1)} == {0.0}


@pytest.mark.parametrize("base", [0, 1, 48])
def test_a_base_that_is_no_power_of_two_is_refused(base: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        sobol(ANGLES, ishigami, base, seed=1)


def test_a_package_that_is_not_there_is_named() -> None:
    with pytest.raises(OperationFailedError, match=r"pip install 'greenlane\[study\]'"):
        needed("no_such_module_at_all", "nothing")
