import os

from hypothesis import settings

# On a build machine the same examples every time, and no clock; at a desk, new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
