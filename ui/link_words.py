"""How the instrument on a port is called, in the language in use."""

from __future__ import annotations

from inspector_app.domain.exceptions import InspectorError
from inspector_app.words import current_language
from ui.live_instrument import LinkSettings


def title_of(settings: LinkSettings) -> str:
    """Return the instrument's name; a protocol's title follows the language, a given name stays."""
    from serial_drivers.catalog import find_driver  # a port is open: the drivers are loaded

    try:
        title = find_driver(settings.protocol).title
    except InspectorError:
        return settings.title
    is_protocol = settings.title in (title.zh, title.en)
    return title.in_language(current_language()) if is_protocol else settings.title


def short_source(settings: LinkSettings) -> str:
    """Return port, instrument and line without the folder of a port's device file."""
    port = settings.port.rsplit("/", 1)[-1]
    return " · ".join(filter(None, (port, title_of(settings), settings.line)))
