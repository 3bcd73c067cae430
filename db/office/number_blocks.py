"""Blocks of document numbers, each given to one laptop alone. The port `NumberBlocks`."""

from __future__ import annotations

from datetime import datetime

from db.office.work import OfficeWork, Transaction
from inspector_app.casework.document_number import parse_document_number
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.services.ports import IdSource
from inspector_app.sync.messages import NumberBlock, NumberSeries

BLOCK = 20
"""Numbers in one block."""
_MOST_HELD = 1000
_FURTHEST = 10_000
"""How far beyond the office's own count a laptop may say that it holds numbers."""


class OfficeNumberBlocks:
    """Reserves numbers: one counter a series, moved in the transaction that keeps the block."""

    def __init__(self, work: OfficeWork, ids: IdSource) -> None:
        self._work = work
        self._ids = ids

    def grant(self, device_id: str, series: NumberSeries, now: datetime) -> NumberBlock:
        """Return a block for the device: one it was given and does not know of, else a new one.

        What it says it holds moves the counter on, so that an office restored from a backup never
        gives a number again. Raises InputInvalid(`number_block_refused`).
        """
        _require_sound(series, now)
        with self._work.writing() as t:
            given = _given(t, device_id, series)
            lost = [block for block in given if (block.first, block.last) not in set(series.held)]
            if lost:
                return lost[0]
            following = _following(t, series)
            block = NumberBlock(
                block_id=self._ids.new_id(),
                prefix=series.prefix,
                year=series.year,
                first=following,
                last=following + BLOCK - 1,
            )
            t.execute(
                "INSERT INTO number_blocks "
                "(block_id, prefix, year, first_number, last_number, device_id, granted_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    block.block_id,
                    block.prefix,
                    block.year,
                    block.first,
                    block.last,
                    device_id,
                    now.isoformat(),
                ),
            )
            t.execute(
                "UPDATE number_series SET next_number = ? WHERE prefix = ? AND year = ?",
                (block.last + 1, series.prefix, series.year),
            )
            return block


def _given(t: Transaction, device_id: str, series: NumberSeries) -> list[NumberBlock]:
    rows = t.rows(
        "SELECT block_id, first_number, last_number FROM number_blocks "
        "WHERE device_id = ? AND prefix = ? AND year = ? ORDER BY first_number",
        (device_id, series.prefix, series.year),
    )
    return [
        NumberBlock(
            block_id=block_id, prefix=series.prefix, year=series.year, first=first, last=last
        )
        for block_id, first, last in rows
    ]


def _following(t: Transaction, series: NumberSeries) -> int:
    """Return the first number never reserved, the series' row locked until the commit."""
    key = (series.prefix, series.year)
    t.execute(
        "INSERT INTO number_series (prefix, year, next_number) VALUES (?, ?, 1) "
        "ON CONFLICT (prefix, year) DO NOTHING",
        key,
    )
    select = "SELECT next_number FROM number_series WHERE prefix = ? AND year = ?"
    ((known,),) = t.rows(select + t.for_update, key)
    beyond = max((last for _first, last in series.held), default=0) + 1
    if beyond > known + _FURTHEST:
        raise InputInvalid(
            "number_block_refused", field="held", prefix=series.prefix, year=series.year
        )
    return max(int(known), beyond)


def _require_sound(series: NumberSeries, now: datetime) -> None:
    """Raise InputInvalid for what is no series of this year or the next, or of the last."""
    refused = InputInvalid(
        "number_block_refused", field="series", prefix=series.prefix[:40], year=series.year
    )
    if abs(series.year - now.year) > 1 or len(series.held) > _MOST_HELD:
        raise refused
    if any(not 1 <= first <= last for first, last in series.held):
        raise refused
    try:
        parsed = parse_document_number(f"{series.prefix}〔{series.year:04d}〕1号")
    except (InputInvalid, OutOfRange):
        raise refused from None
    if parsed.prefix != series.prefix:
        raise refused
