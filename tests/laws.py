"""How many cases is a law tried on? Few and always the same in the suite, many and new ones when asked.

``HYPOTHESIS_PROFILE=search`` looks for cases that break a law: twenty-five times as many of each.
"""

import os

from hypothesis import HealthCheck, settings

_CASES = 40
_MORE = 25

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "repeatable")

settings.register_profile(
    "repeatable",
    derandomize=True,  # the same on every machine and in every order
    deadline=None,  # a busy machine is no failure
    max_examples=_CASES,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", deadline=None, max_examples=_CASES * _MORE)


def cases(count: int) -> settings:
    """Fewer cases than usual, for a law whose cases are slow; as many times more in a search."""
    return settings(max_examples=count * (_MORE if PROFILE == "search" else 1))
