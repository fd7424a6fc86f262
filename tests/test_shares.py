"""Is the interval of a share the published one?"""

import pytest

from ceasefires.shares import jeffreys


def test_jeffreys_matches_published_limits():
    # Brown, Cai and DasGupta (2001), table 5: n = 10
    assert jeffreys(0, 10) == pytest.approx((0, 0.217), abs=5e-4)
    assert jeffreys(1, 10) == pytest.approx((0.011, 0.381), abs=5e-4)
    assert jeffreys(5, 10) == pytest.approx((0.224, 0.776), abs=5e-4)
    assert jeffreys(10, 10) == pytest.approx((0.783, 1), abs=5e-4)
    assert jeffreys(0, 0) == (0, 1)
