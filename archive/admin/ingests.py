"""Bulk imports in the admin: queued here, run by the worker, reported here."""
