"""A database that is taken to an earlier state and back."""

from collections.abc import Callable, Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.fixture
def migrate(transactional_db) -> Iterator[Callable[[str], Apps]]:
    """Migrates the archive to a migration, and returns the models as they were then."""

    def to(name: str) -> Apps:
        executor = MigrationExecutor(connection)
        targets = [("archive", name)]
        executor.migrate(targets)
        return executor.loader.project_state(targets).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
