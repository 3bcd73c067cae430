"""Sentences of the kinds of scales: weighbridges, price-computing, jewellery and fair scales."""

from __future__ import annotations

from inspector_app.words import marked

SENTENCES: dict[str, str] = {
    "d_finer_than_e": marked(
        "d = {d} is finer than e = {e}, as an auxiliary indicating device may show."
    ),
}
