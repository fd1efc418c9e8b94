"""What CI makes of an audit: silence is never taken for safety."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_FOUND = "Dependency not found on PyPI and could not be audited: django (5.2)"
UNREACHED = "requests.exceptions.ConnectionError: Max retries exceeded"


@pytest.fixture
def audit(tmp_path):
    """Runs the audit with a pip-audit that reports this, or says this and ends."""

    def run(dependencies=None, *, says="", code=0):
        report = tmp_path / "report.json"
        lines = ["#!/usr/bin/env bash"]
        if dependencies is not None:
            report.write_text(json.dumps({"dependencies": dependencies}), encoding="utf-8")
            lines.append(f'while [ "$1" != --output ]; do shift; done; cp "{report}" "$2"')
        lines += [f'echo "{says}" >&2', f"exit {code}"]
        program = tmp_path / "pip-audit"
        program.write_text("\n".join(lines), encoding="utf-8")
        program.chmod(0o755)
        return subprocess.run(
            [ROOT / ".ci" / "audit"],
            env={**os.environ, "AUDIT": str(program)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_packages_without_a_known_vulnerability_pass(audit):
    done = audit([{"name": "django", "vulns": []}])

    assert (done.returncode, done.stdout[:5]) == (0, "1 of ")


def test_a_known_vulnerability_fails_and_is_named(audit):
    done = audit([{"name": "django", "vulns": [{"id": "CVE-2026-1"}]}], code=1)

    assert done.returncode == 1
    assert "django: CVE-2026-1" in done.stdout


def test_an_audit_of_nothing_fails(audit):
    assert audit([]).returncode == 1


def test_an_audit_that_skipped_everything_for_another_reason_fails(audit):
    assert audit([{"name": "django", "skip_reason": "not pinned"}]).returncode == 1


def test_an_audit_that_breaks_fails(audit):
    assert audit(says="error: no such option", code=2).returncode == 1


def test_a_mirror_without_data_is_said(audit):
    done = audit([{"name": "django", "skip_reason": NOT_FOUND}])

    assert done.returncode == 0
    assert "no package was checked" in done.stdout


def test_data_that_cannot_be_reached_is_said(audit):
    done = audit(says=UNREACHED, code=1)

    assert done.returncode == 0
    assert "no package was checked" in done.stdout
    assert UNREACHED in done.stdout


def test_an_audit_that_is_not_installed_fails(tmp_path):
    environment = {**os.environ, "AUDIT": str(tmp_path / "nothing")}
    done = subprocess.run(
        [ROOT / ".ci" / "audit"], env=environment, capture_output=True, check=False
    )

    assert done.returncode == 1
