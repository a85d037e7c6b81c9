"""The team whose work every test of the store looks at."""

from tests.team import team

__all__ = ["team"]
