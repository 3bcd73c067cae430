"""How a device presents itself: one signature at hello, a short-lived token for what follows."""

from __future__ import annotations

from inspector_app.sync.messages import HelloRequest


def hello_statement(request: HelloRequest) -> bytes:
    """Return what the device signs: bound to this office, this chain head and a fresh nonce."""
    r = request
    lines = (
        "hengping-hello-v1",
        r.office_id,
        r.device_id,
        r.device_seq,
        r.hash,
        r.nonce,
        r.wall_clock.isoformat(),
    )
    return ("\n".join(map(str, lines)) + "\n").encode()
