"""The project's failures, as one small tree.

Each carries a stable `code` and the `parameters` that a sentence needs; the words themselves live
in `inspector_app.words`, so that the window, the reports and the office say the same thing.
"""

from __future__ import annotations


class InspectorError(Exception):
    """Root of everything this project raises on purpose.

    code: stable snake_case key that `words.failures` turns into a sentence.
    parameters: values of that sentence, already text (units included).
    """

    code = "inspector_error"

    def __init__(self, code: str | None = None, **parameters: object) -> None:
        self.code = code or type(self).code
        self.parameters: dict[str, str] = {name: str(value) for name, value in parameters.items()}
        super().__init__(self.code, self.parameters)

    def __str__(self) -> str:
        """Return an English line for the log."""
        detail = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.code} ({detail})" if detail else self.code

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process border with code and parameters intact."""
        return (_rebuild, (type(self), self.code, self.parameters))


def _rebuild(kind: type[InspectorError], code: str, parameters: dict[str, str]) -> InspectorError:
    return kind(code, **parameters)


class DomainRuleBroken(InspectorError):
    """The person or the data broke a rule: shown as advice, nothing is lost."""

    code = "rule_broken"


class OutOfRange(DomainRuleBroken):
    """A figure lies outside what its field allows."""

    code = "out_of_range"


class UnitMismatch(DomainRuleBroken):
    """Two quantities of different kind or unit met where one unit was asked for."""

    code = "unit_mismatch"


class WrongState(DomainRuleBroken):
    """The inspection's state does not allow this step."""

    code = "wrong_state"


class InputInvalid(DomainRuleBroken):
    """A typed or imported value cannot be understood; `field` names where."""

    code = "input_invalid"


class StandardRefused(DomainRuleBroken):
    """A reference standard may not be used: expired, too coarse or without certificate."""

    code = "standard_refused"


class DeviceFailure(InspectorError):
    """The instrument or the cable."""

    code = "device_failure"


class FrameInvalid(DeviceFailure):
    """Bytes that looked like a frame but are none; `raw` holds them in hex, bounded."""

    code = "frame_invalid"


class InstrumentReports(DeviceFailure):
    """The instrument itself answered with an error code."""

    code = "instrument_reports"


class PortLost(DeviceFailure):
    """The port went away while open."""

    code = "port_lost"


class PortUnavailable(DeviceFailure):
    """The port cannot be opened: missing, busy, no permission, settings refused."""

    code = "port_unavailable"


class NoAnswer(DeviceFailure):
    """Nothing positive came back in the time allowed."""

    code = "no_answer"


class OutsideFailure(InspectorError):
    """Disk, keyring, network, office."""

    code = "outside_failure"


class StorageUnavailable(OutsideFailure):
    """The local database cannot be used now: locked, disk full, no permission."""

    code = "storage_unavailable"


class StorageCorrupt(OutsideFailure):
    """The local database is damaged or was cut; the repair screen takes over."""

    code = "storage_corrupt"


class StorageNewer(OutsideFailure):
    """The database was written by a newer program; it is not touched."""

    code = "storage_newer"


class KeyUnavailable(OutsideFailure):
    """The database or signing key cannot be had: no keyring, wrong passphrase."""

    code = "key_unavailable"


class OfficeUnreachable(OutsideFailure):
    """No answer from the office: no network, no server, a cut line. Waiting helps."""

    code = "office_unreachable"


class OfficeRefused(OutsideFailure):
    """The office answered, and the answer is no; `code` says why.

    retry_after: seconds after which the office asks to be called again, 0 when a person must act.
    """

    code = "office_refused"

    @property
    def retry_after(self) -> int:
        """Return the office's own wish, in seconds."""
        return int(self.parameters.get("retry_after", "0"))


class OfficeNotTrusted(OutsideFailure):
    """Who answers there is not the enrolled office: another authority, an expired certificate."""

    code = "office_not_trusted"


class EvidenceBroken(OutsideFailure):
    """A chain, signature, token or document does not prove what it claims."""

    code = "evidence_broken"
