"""Trust between laptop and office: the pinned authority, and what went wrong in words.

Every certificate of an office carries `messages.SERVER_NAME`; the laptop asks for that name and
for the authority it met at enrolment, so the office's address may change and nobody else's
certificate ever fits.
"""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator

import httpx

from inspector_app.domain.exceptions import (
    InspectorError,
    OfficeNotTrusted,
    OfficeUnreachable,
)

_NOT_CONNECTED = (errno.ENOTCONN, errno.EINVAL)
"""What the standard library goes on from."""
_EXPIRED = 10
_NOT_YET_VALID = 9
_CODES = {_EXPIRED: "certificate_expired", _NOT_YET_VALID: "certificate_not_yet_valid"}
"""OpenSSL's X509_V_ERR numbers; every other one is somebody else's certificate."""


class _TlsSocket(ssl.SSLSocket):
    """Closes itself when its peer is gone before the handshake.

    The standard library asks such a socket for left-over bytes and raises what it meets; nobody
    but the collector could close it then, as nobody was given it.
    """

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        try:
            return super().recv(buflen, flags)
        except OSError as error:
            if self._sslobj is None and error.errno not in _NOT_CONNECTED:
                self.close()
            raise

    _sslobj: object | None


def pinned(authority: str) -> ssl.SSLContext:
    """Return a context that trusts this authority (CA PEM) and no other.

    Raises OfficeNotTrusted(`authority_unreadable`).
    """
    context = _client_context()
    try:
        context.load_verify_locations(cadata=authority)
    except (ssl.SSLError, ValueError, TypeError) as error:
        raise OfficeNotTrusted("authority_unreadable", why=str(error)[:120]) from error
    return context


def unverified() -> ssl.SSLContext:
    """Return a context for the first question of an enrolment, whose answer must prove itself."""
    context = _client_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _client_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _TlsSocket
    return context


def translated(error: Exception) -> InspectorError:
    """Return what an error of httpx, ssl or the system means for the round."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            code = _CODES.get(cause.verify_code, "certificate_not_ours")
            return OfficeNotTrusted(code, why=cause.verify_message)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return OfficeUnreachable(why=str(error)[:160])
    if isinstance(error, httpx.TimeoutException):
        return OfficeUnreachable("office_slow")
    return OfficeUnreachable("connection_cut", why=str(error)[:160])


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
