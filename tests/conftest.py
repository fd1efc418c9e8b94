"""Fixtures for every test."""

from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as property_tests

from archive import known

# How long an example takes says more about the machine than about the archive.
property_tests.register_profile(
    "archive", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
property_tests.load_profile("archive")


@pytest.fixture(autouse=True)
def arabic_first():
    """Each test begins in Arabic, whatever language the last page of the one before had."""
    translation.activate("ar")


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The sources and entities of one test are not those of the next."""
    known.sources.forget()
    known.entities.forget()


@pytest.fixture(scope="session")
def samples(request: pytest.FixtureRequest) -> Path:
    """The folder given with --samples."""
    folder = request.config.getoption("--samples")
    if not folder:
        pytest.skip("no folder of real articles was given (--samples DIR)")
    path = Path(folder)
    if not path.is_dir():
        pytest.fail(f"--samples {folder} is not a folder")
    return path


@pytest.fixture
def archive_folders(tmp_path: Path, settings):
    """Originals, cache and index of one test, in a folder of its own."""
    settings.ARCHIVE_DATA = tmp_path
    settings.ARCHIVE_ORIGINALS = tmp_path / "originals"
    settings.ARCHIVE_CACHE = tmp_path / "cache"
    settings.ARCHIVE_INDEX = tmp_path / "index"
    settings.MEDIA_ROOT = settings.ARCHIVE_ORIGINALS
    return tmp_path
