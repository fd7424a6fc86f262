"""What several test files share."""

from pathlib import Path

import pytest

import ceasefires
import made


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """The small made-up war of made.py."""
    return ceasefires.load(made.write(tmp_path_factory.mktemp("made")))


@pytest.fixture(scope="session")
def real():
    """The data of the collection."""
    return ceasefires.load()
