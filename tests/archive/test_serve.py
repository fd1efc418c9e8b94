"""The server of one machine."""

import socket

import pytest
from django.core.management import CommandError, call_command


def test_a_taken_port_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(CommandError, match="PORT=") as refusal:
            call_command("serve", port=taken.getsockname()[1])

    assert refusal.value.returncode == 2
