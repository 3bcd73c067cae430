"""What the gallery shows: the same market, scale and numbers as the look's pictures."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from inspector_app.words import current_language
from ui.widgets.gauge import GaugeState
from ui.widgets.load_row import LoadRowData, RowState
from ui.widgets.reading import Motion, ReadingState
from ui.widgets.step_list import Step
from ui.widgets.strip import StripState, Verdict


def say(zh: str, en: str) -> str:
    """Return the page's own words in the language in use; the widgets have theirs."""
    return zh if current_language().startswith("zh") else en


def reading_state(figures: str, motion: Motion, held: str = "", unit: str = "kg") -> ReadingState:
    return ReadingState(
        figures,
        unit,
        motion,
        held,
        mode=say("净重", "Net"),
        note=say("零点 0.000", "Zero 0.000"),
        source="COM5 · XK3190-A9 · 9600 8N1",
        rate=say("10.2 帧/秒", "10.2 frames/s"),
    )


def gauge_state(error: str | None, verdict: Verdict, **rest: object) -> GaugeState:
    values: dict[str, object] = {
        "title": say("修正误差 Ec · 载荷 20 kg", "Corrected error Ec · load 20 kg"),
        "error": None if error is None else Decimal(error),
        "lower": Decimal(-20),
        "upper": Decimal(20),
        "guard": Decimal(3),
        "interval": Decimal(10),
        "verdict": verdict,
    }
    return GaugeState(**(values | rest))  # type: ignore[arg-type]


# number, load, reading, delta, error, limit, state, verdict, time
_ROWS: Final[tuple[tuple[str, str, str, str, str, str, RowState, Verdict, str], ...]] = (
    ("1", "0.200", "0.200", "4", "0", "10", "captured", "pass", "10:40:52"),
    ("2", "5.000", "5.000", "2", "+2", "10", "by_hand", "pass", "10:41:20"),
    ("3", "15.000", "15.010", "7", "+7", "20", "captured", "pass", "10:41:47"),
    ("4", "20.000", "20.010", "4", "+10", "20", "current", "", ""),
    ("5", "20.000", "20.018", "4", "+18", "20", "captured", "guard", "10:42:09"),
    ("6", "20.000", "20.030", "4", "+28", "20", "captured", "over", "10:42:31"),
    ("7", "20.000", "20.030", "4", "+28", "20", "undone", "", "10:42:31"),
    ("8", "20.000", "–", "–", "–", "20", "error", "", ""),
    ("9", "30.000", "–", "–", "–", "30", "todo", "", ""),
)


def how() -> tuple[str, ...]:
    return (
        "P = I + 0.5 e − ΔL = 15.010 kg + 5 g − 7 g = 15.008 kg;  Ec = P − m − E₀ = 8 − 1 = +7 g",
        say(
            "1500 e 在 500 e – 2000 e 内，使用中允差 2.0 e = ±20 g；|+7| ≤ 20 − 3，合格。 JJG 539-2016",
            "1500 e lies in 500 e – 2000 e: in-service limit 2.0 e = ±20 g; |+7| ≤ 20 − 3: pass.",
        ),
    )


def load_rows() -> list[LoadRowData]:
    wrong_unit = say(
        "读数单位是 lb，本表用 kg。原始帧已保留，切换秤的单位后重新捕获。",
        "The reading is in lb, this table in kg. The raw frame is kept; switch the unit and retry.",
    )
    rows = []
    for number, load, reading, delta, error, limit, state, verdict, when in _ROWS:
        judged = state in ("captured", "by_hand", "current")
        figure = Decimal(error) if judged else None
        bound = Decimal(limit)
        rows.append(
            LoadRowData(
                number,
                load,
                reading,
                delta,
                error,
                f"±{limit}",
                state,
                verdict,
                StripState(figure, -bound, bound, Decimal(3), verdict),
                when,
                say("串口", "serial") if when else "",
                how() if judged else (),
                wrong_unit if state == "error" else "",
            )
        )
    return rows


def steps() -> list[Step]:
    return [
        Step(
            "premises",
            say("场所", "Premises"),
            say("东门农贸市场 12 号摊", "East Gate Market, stall 12"),
            "done",
        ),
        Step("instrument", say("器具", "Instrument"), "ACS-30", "done"),
        Step(
            "checks",
            say("外观与标志", "Marks and seals"),
            say("8 项全部符合", "8 of 8 comply"),
            "done",
        ),
        Step(
            "measure",
            say("测量", "Measurements"),
            say("示值误差 3 / 5", "Error of indication 3 / 5"),
            "current",
            "3/5",
        ),
        Step(
            "evidence",
            say("证据", "Evidence"),
            say("还差 1 张铭牌照片", "1 nameplate photo missing"),
            "attention",
        ),
        Step(
            "conclude",
            say("结论", "Conclusion"),
            say("待测量完成", "After measurements"),
            "waiting",
        ),
        Step("sign", say("签名", "Signatures"), say("2 人待签", "2 to sign"), "waiting"),
    ]
