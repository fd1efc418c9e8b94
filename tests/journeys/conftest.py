"""Colleagues at work, for journeys through the admin."""

from tests.desk import *  # noqa: F403
