"""The public command `inspector-app decode`: wire bytes to JSON-ready readings, without a port."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Extra, FrameProblem, Indication
from inspector_app.domain.quantities import plain
from serial_drivers.catalog import drivers, find_driver

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from serial_drivers.driver import ScaleDriver

ANY = "any"
_INTEGERS = frozenset(("device_id", "dp_code", "increment"))


def decode_file(path: Path) -> list[dict[str, Any]]:
    """Decode the list of `{id, protocol, hex}` in a JSON file.

    Raises InputInvalid if the file is no JSON list (`not_json`, `not_a_list`); OSError if it
    cannot be read.
    """
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputInvalid("not_json", file=path.name, detail=error) from None
    if not isinstance(items, list):
        raise InputInvalid("not_a_list", file=path.name)
    return decode_vectors(items)


def decode_vectors(items: Sequence[object]) -> list[dict[str, Any]]:
    """Return one entry `{id, indications, problems}` for each item, in order; never raises.

    items: mappings with id, protocol (a driver's key or alias, or `any` for all of them) and hex
    (pairs of digits, spaces allowed); other keys are ignored. The direction need not be known: a
    host's command comes out as an indication with `cmd` and no value.
    indications: value and tare as text with their trailing zeros, null where there is none;
    unit, stable, net, overload, underload, error, the frame's further fields, raw in hex.
    problems: kind, detail, raw in hex. Kinds: those of FrameProblem, `ambiguous_resolution`,
    `unknown_protocol`, `bad_input`.
    """
    return [_decode_item(item) for item in items]


def _decode_item(item: object) -> dict[str, Any]:
    if not isinstance(item, dict):
        return _refused(None, "bad_input", "not an object with id, protocol and hex")
    identity, protocol, digits = item.get("id"), item.get("protocol"), item.get("hex")
    if not isinstance(protocol, str):
        return _refused(identity, "bad_input", "protocol is no text")
    if not isinstance(digits, str):
        return _refused(identity, "bad_input", "hex is no text")
    try:
        chosen = drivers() if protocol == ANY else (find_driver(protocol),)
    except InputInvalid:
        return _refused(identity, "unknown_protocol", protocol)
    try:
        data = bytes.fromhex(digits)
    except ValueError as error:
        return _refused(identity, "bad_input", str(error))
    return {"id": identity, **_decoded(chosen, data)}


def _refused(identity: object, kind: str, detail: str) -> dict[str, Any]:
    problem = {"kind": kind, "detail": detail, "raw": ""}
    return {"id": identity, "indications": [], "problems": [problem]}


def _decoded(chosen: tuple[ScaleDriver, ...], data: bytes) -> dict[str, Any]:
    indications: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    for driver in chosen:
        reader = driver.new_reader()
        named = {"protocol": driver.key} if len(chosen) > 1 else {}
        for seen in [*reader.feed(data), *reader.finish()]:
            if isinstance(seen, Indication):
                indications.append(named | indication_as_json(seen))
            else:
                problems.append(named | problem_as_json(seen))
    return {"indications": indications, "problems": problems}


def indication_as_json(indication: Indication) -> dict[str, Any]:
    """Return an indication as the command prints it."""
    value = indication.value
    return {
        "value": None if value is None else plain(value),
        "unit": indication.unit,
        "stable": indication.stable,
        "net": indication.net,
        "overload": indication.overload,
        "underload": indication.underload,
        "error": indication.error,
        **{name: _typed(name, extra) for name, extra in indication.extras},
        "raw": indication.raw.hex(),
    }


def _typed(name: str, extra: Extra) -> object:
    if isinstance(extra, tuple):
        return [_typed("", part) for part in extra]
    return int(str(extra)) if name in _INTEGERS else extra


def problem_as_json(problem: FrameProblem) -> dict[str, Any]:
    """Return a problem as the command prints it."""
    return {"kind": problem.kind, "detail": problem.detail, "raw": problem.raw.hex()}
