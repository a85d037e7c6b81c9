from __future__ import annotations

import subprocess
import sys

import pytest

import reviewer


@pytest.mark.parametrize("name", reviewer.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(reviewer, name)
    assert name in dir(reviewer)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = reviewer.nonsense


def test_importing_the_package_loads_nothing_else() -> None:
    program = "import sys, reviewer; sys.exit(sum(name.startswith('reviewer.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
