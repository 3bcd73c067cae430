"""Opens the office's public page as a telephone would, but for a TLS pinned to the office."""

from __future__ import annotations

import httpx

from inspector_app.adapters.office_tls import pinned, translated
from inspector_app.sync.messages import SERVER_NAME

_SECONDS = 20.0
_MOST = 1024 * 1024


def fetch_page(address: str, authority: str, *, language: str = "zh-CN") -> str:
    """Return the HTML of a page. authority: PEM of the office's CA.

    Raises OfficeUnreachable or OfficeNotTrusted.
    """
    try:
        with httpx.Client(verify=pinned(authority), timeout=_SECONDS, trust_env=False) as client:
            answer = client.get(
                address,
                headers={"Accept-Language": language},
                extensions={"sni_hostname": SERVER_NAME},
            )
            answer.raise_for_status()
            return answer.text[:_MOST]
    except (httpx.HTTPError, OSError) as error:
        raise translated(error) from error
