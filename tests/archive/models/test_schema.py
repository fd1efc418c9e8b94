"""The schema of all models together."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own check")
def test_any_tool_may_check_the_database():
    """Nothing in the schema needs a function that only Django gives SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        schema = "\n".join(sql for (sql,) in cursor.fetchall())

    assert "REGEXP" not in schema
