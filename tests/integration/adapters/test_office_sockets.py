"""No way a TLS handshake can fail leaves a socket open on the laptop."""

from __future__ import annotations

import gc
import os
import select
import socket
import ssl
import struct
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.office_channel import OfficeChannel
from inspector_app.adapters.office_tls import pinned, unverified
from inspector_app.domain.exceptions import InspectorError
from tests.helpers.tls_office import Answer, Authority, serving


@pytest.mark.parametrize("make", [lambda: pinned(Authority().pem), unverified])
def test_a_peer_that_resets_before_the_handshake_leaves_no_socket(
    make: Callable[[], ssl.SSLContext],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        near = socket.create_connection(door.getsockname())
        far, _ = door.accept()
        far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        far.close()
        select.select([near], [], [], 5)
        number = near.fileno()
        with pytest.raises(OSError), near:
            make().wrap_socket(near, server_hostname="hengping-office")
        with pytest.raises(OSError):
            os.fstat(number)


@pytest.mark.parametrize(
    "name, days", [("hengping-office", (-9, -1)), ("mail.example", (-1, 5))], ids=["old", "name"]
)
def test_a_certificate_refused_leaves_no_socket(
    tmp_path: Path, name: str, days: tuple[int, int]
) -> None:
    authority = Authority()
    with (
        serving(
            authority.server_files(tmp_path, name=name, days=days), lambda _request: Answer()
        ) as address,
        warnings.catch_warnings(record=True) as said,
    ):
        warnings.simplefilter("always", ResourceWarning)
        channel = OfficeChannel([address], pinned(authority.pem), SystemClock(), silence=5)
        with pytest.raises(InspectorError):
            channel.request("GET", "/")
        left = [one for one in channel._sockets if one.fileno() != -1]
        channel.close()
        gc.collect()
    assert left == []
    assert [str(one.message) for one in said if "hengping" not in str(one.message)] == []
