"""When a laptop talks to its office, and what a person is told: a state machine without I/O.

Events go in (something new to send, a round's end, a press of the button), a state with the time
of the next round comes out. Only a monotonic count is used, so that no set clock can stall it.
Trouble of the network heals itself; trust, revocation and refusal are shown to a person, and even
those are tried again now and then, because a café's sign-in page also answers with a foreign
certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from inspector_app.sync.back_off import LONGEST_RETRY_AFTER_SECONDS, BackOff

GATHER_SECONDS = 1.0
"""After a new event: a seal is several of them, and they travel together."""
LOOK_SECONDS = 60.0
"""Between two rounds when nothing waits here: others may have sent something."""
SLOW_SECONDS = 900.0
"""Between two attempts while a person is needed."""
LONGEST_WAIT_SECONDS = max(LONGEST_RETRY_AFTER_SECONDS, SLOW_SECONDS)


class Phase(StrEnum):
    """What the laptop is doing about its office."""

    NOT_ENROLLED = "not_enrolled"
    OFFLINE = "offline"
    WAITING = "waiting"
    SENDING = "sending"
    ALL_SENT = "all_sent"
    NEEDS_YOU = "needs_you"


class Trouble(StrEnum):
    """How a round failed. NETWORK heals; BUSY: the office named a time; PERSON does not heal."""

    NETWORK = "network"
    BUSY = "busy"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """What is shown, and when the next round is due.

    code, parameters: why it is OFFLINE, WAITING or NEEDS_YOU, for `words.failures`. step, done,
    total: of the round that runs (`hello`, `events`, `files`, `pull`). at: wall clock of the last
    complete round, None before the first. attempts: failures in a row. since, delay: monotonic
    seconds; delay None means that no round is due until something happens.
    """

    phase: Phase = Phase.NOT_ENROLLED
    code: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    step: str = ""
    done: int = 0
    total: int = 0
    at: datetime | None = None
    attempts: int = 0
    since: float = 0.0
    delay: float | None = None
    poked: bool = False

    def wait(self, now: float) -> float | None:
        """Return seconds until the next round is due, 0 for now, None for not before an event.

        A count that went backwards (a restored virtual machine) makes it due at once.
        """
        if self.delay is None:
            return None
        passed = now - self.since
        if passed < 0 or self.delay > LONGEST_WAIT_SECONDS:
            return 0.0
        return max(0.0, self.delay - passed)


def started(*, enrolled: bool, now: float) -> SyncState:
    """Return the state at the program's start: the first round is due at once if enrolled."""
    if not enrolled:
        return SyncState(since=now)
    return SyncState(phase=Phase.WAITING, since=now, delay=0.0)


def enrolled(state: SyncState, *, now: float) -> SyncState:
    """A code was accepted: begin at once, whatever went wrong with an office before."""
    return SyncState(phase=Phase.WAITING, at=state.at, since=now, delay=0.0)


def poked(state: SyncState, *, now: float) -> SyncState:
    """Something new waits. It never shortens a back-off, or a busy laptop would hammer."""
    if state.phase is Phase.SENDING:
        return replace(state, poked=True)
    if state.phase is Phase.ALL_SENT or (state.phase is Phase.WAITING and not state.attempts):
        soon = min(GATHER_SECONDS, _left(state, now))
        return replace(state, phase=Phase.WAITING, since=now, delay=soon)
    return state


def by_hand(state: SyncState, *, now: float) -> SyncState:
    """A person asked for it: at once, also within a back-off."""
    if state.phase is Phase.NOT_ENROLLED:
        return state
    if state.phase is Phase.SENDING:
        return replace(state, poked=True)
    return replace(state, since=now, delay=0.0)


def began(state: SyncState) -> SyncState:
    """A round runs now."""
    return replace(
        state, phase=Phase.SENDING, step="hello", done=0, total=0, delay=None, poked=False
    )


def progressed(state: SyncState, step: str, done: int, total: int) -> SyncState:
    """A step of the running round came further."""
    return replace(state, step=step, done=done, total=total)


def succeeded(state: SyncState, *, now: float, at: datetime, code: str = "") -> SyncState:
    """The round is complete. code: what a person should look at all the same, '' for nothing."""
    return SyncState(
        phase=Phase.NEEDS_YOU if code else Phase.ALL_SENT,
        code=code,
        at=at,
        since=now,
        delay=GATHER_SECONDS if state.poked else LOOK_SECONDS,
    )


def failed(
    state: SyncState,
    trouble: Trouble,
    code: str,
    parameters: dict[str, str],
    *,
    now: float,
    back_off: BackOff,
    retry_after: float = 0.0,
) -> SyncState:
    """The round broke off: say why and when the next one is due."""
    attempts = state.attempts + 1
    phases = {Trouble.NETWORK: Phase.OFFLINE, Trouble.BUSY: Phase.WAITING}
    delay = SLOW_SECONDS if trouble is Trouble.PERSON else back_off.delay(attempts, retry_after)
    return SyncState(
        phase=phases.get(trouble, Phase.NEEDS_YOU),
        code=code,
        parameters=parameters,
        at=state.at,
        attempts=attempts,
        since=now,
        delay=delay,
    )


def _left(state: SyncState, now: float) -> float:
    left = state.wait(now)
    return GATHER_SECONDS if left is None else left
