"""Trust between laptop and office: the pinned authority, and what went wrong in words.

Every certificate of an office carries `messages.SERVER_NAME`; the laptop asks for that name and
for the authority it met at enrolment, so the office's address may change and nobody else's
certificate ever fits.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpx

from inspector_app.domain.exceptions import (
    InspectorError,
    OfficeNotTrusted,
    OfficeUnreachable,
)

_EXPIRED = 10
_NOT_YET_VALID = 9
_CODES = {_EXPIRED: "certificate_expired", _NOT_YET_VALID: "certificate_not_yet_valid"}
"""OpenSSL's X509_V_ERR numbers; every other one is somebody else's certificate."""


def pinned(authority: str) -> ssl.SSLContext:
    """Return a context that trusts this authority (CA PEM) and no other.

    Raises OfficeNotTrusted(`authority_unreadable`).
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cadata=authority)
    except (ssl.SSLError, ValueError, TypeError) as error:
        raise OfficeNotTrusted("authority_unreadable", why=str(error)[:120]) from error
    return context


def unverified() -> ssl.SSLContext:
    """Return a context for the first question of an enrolment, whose answer must prove itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
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
