"""Colleagues at work."""

from tests.desk import *  # noqa: F403
