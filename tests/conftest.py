"""How hard the property tests try: `HYPOTHESIS_PROFILE=ci` the same examples everywhere, `long` many."""

import os

from hypothesis import HealthCheck, settings

_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("quick", max_examples=50, **_CALM)
settings.register_profile("ci", max_examples=100, derandomize=True, print_blob=True, **_CALM)
settings.register_profile("long", max_examples=2000, **_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
