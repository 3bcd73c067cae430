"""The drawing of a pack: its layers with their sizes, and how much of it the content needs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from inspector_app.domain.drawing import (
    Anchor,
    Drawing,
    Label,
    Mark,
    Spot,
    Tone,
    box,
    dimension,
    figure_text,
    line,
)
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.quantities import MINUS
from inspector_app.domain.text import Text
from inspector_app.kinds.packaging_judgement import PERCENT, step_apart, void_of
from inspector_app.kinds.packaging_plan import (
    cuboid_of,
    fitted,
    inner_layers,
    is_fresh,
    layer_count,
    outermost,
    rules_of,
)
from inspector_app.metrology.packaging import VoidRatio
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import round_to, tidy

WIDTH, HEIGHT = 1560, 640
_HOME: Spot = (250, 560)
"""Where the front's lower left corner of the outermost layer stands."""
_ROOM: Spot = (640, 500)
_SLANT = (Decimal("0.42"), Decimal("0.30"))
"""How far the depth goes to the right and up, as shares of its length."""
_BAR: tuple[int, int, int, int] = (1080, 60, 120, 500)
_MM3_IN_CM3 = Decimal(1000)
Sizes = tuple[Decimal, ...]


def drawings(inspection: Inspection, book: RegulationBook) -> tuple[Drawing, ...]:
    """Return one drawing once the outermost layer's three sizes are known."""
    seen = inspection.observation_at(outermost(inspection)) if layer_count(inspection) else None
    outer = cuboid_of(seen.figures) if seen is not None else None
    if seen is None or outer is None:
        return ()
    fresh = is_fresh(inspection)
    found = None if fresh else void_of(inspection, seen.figures, rules_of(inspection, book))
    marks: list[Mark] = [*_pack(outer, inner_layers(inspection))]
    if found is not None:
        marks += _share(found[0])
    return (
        Drawing(
            key="pack",
            title=Text(zh="包装尺寸与空隙示意图", en="The pack: sizes and empty space"),
            sentence=_sentence(outer, found[0] if found else None),
            width=WIDTH,
            height=HEIGHT,
            marks=tuple(marks),
        ),
    )


def _pack(outer: Sizes, layers: tuple[tuple[int, Sizes], ...]) -> Iterator[Mark]:
    length, width, height = outer
    across, up = (share * width for share in _SLANT)
    scale = min(_ROOM[0] / (length + across), _ROOM[1] / (height + up))
    for _n, sizes in layers:
        turned = fitted(sizes, outer)
        if turned is not None:  # else a slip of the pen, as the verdict says
            yield from _cuboid(turned, outer, scale, Tone.MUTED, dashed=True)
    yield from _cuboid(outer, outer, scale, Tone.INK)
    yield from _dimensions(outer, scale)
    for place, (n, sizes) in enumerate(reversed(layers)):
        words = " × ".join(tidy(size) for size in sizes)
        text = Text(zh=f"第 {n} 层 {words} mm", en=f"layer {n}: {words} mm")
        yield Label(spot=(0, 34 + 40 * place), text=text, tone=Tone.MUTED)


def _cuboid(
    sizes: Sizes, outer: Sizes, scale: Decimal, tone: Tone, *, dashed: bool = False
) -> Iterator[Mark]:
    """Yield a box in cabinet projection, in the middle of the outermost one."""
    length, width, height = (_tenths(size * scale) for size in sizes)
    gaps = [(whole - size) * scale / 2 for whole, size in zip(outer, sizes, strict=True)]
    x0 = _HOME[0] + _tenths(gaps[0] + gaps[1] * _SLANT[0])
    y0 = _HOME[1] - _tenths(gaps[2] + gaps[1] * _SLANT[1])
    right, rise = _tenths(width * _SLANT[0]), _tenths(width * _SLANT[1])
    front = ((x0, y0), (x0 + length, y0), (x0 + length, y0 - height), (x0, y0 - height))
    back = tuple((x + right, y - rise) for x, y in front)
    for face in (
        (*front, front[0]),
        (*back[1:4], front[3]),
        (front[1], back[1]),
        (front[2], back[2]),
    ):
        for ends in pairwise(face):
            yield line(*ends, tone=tone, dashed=dashed)


def _dimensions(outer: Sizes, scale: Decimal) -> Iterator[Mark]:
    length, width, height = (_tenths(size * scale) for size in outer)
    x, y = _HOME
    right, rise = _tenths(width * _SLANT[0]), _tenths(width * _SLANT[1])
    words = [figure_text(f"{tidy(size)} mm") for size in outer]
    low = y + 28
    yield from dimension(
        ((x, low), (x + length, low)), words[0], (x + length // 2, low + 40), Anchor.MIDDLE
    )
    slant = ((x + length + 24, y + 8), (x + length + 24 + right, y + 8 - rise))
    at = (x + length + 44 + right // 2, y + 26 - rise // 2)
    yield from dimension(slant, words[1], at, Anchor.START)
    left = x - 28
    at = (left - 20, y - height // 2 + 10)
    yield from dimension(((left, y), (left, y - height)), words[2], at, Anchor.END)


def _share(void: VoidRatio) -> Iterator[Mark]:
    """Yield the outer volume as a bar: filled as far as the content needs it, and to the limit."""
    x, y, width, height = _BAR
    hundred = Decimal(100)
    limit = void.limit.decimal("percent")
    filled = min(max(hundred - void.ratio, Decimal(0)), hundred)
    top = y + height - _tenths(filled * height / hundred)
    least = y + height - _tenths((hundred - limit) * height / hundred)
    tone = Tone.GOOD if void.conforms else Tone.BAD
    yield box(x, top, width, y + height - top, tone=tone, filled=True)
    yield box(x, y, width, height, tone=Tone.INK)
    yield line((x - 30, least), (x + width + 30, least), tone=Tone.INK, dashed=True)
    beside = x + width + 40
    share, most = _percent(void.ratio, PERCENT), f"{tidy(limit)} %"
    yield Label(spot=(x, y - 16), text=figure_text(f"Vn = {_volume(void.outer)}"))
    words = Text(zh=f"空隙 X = {share}", en=f"void X = {share}")
    lines = [(words, tone, (y + top) // 2 + 10), (figure_text(f"X ≤ {most}"), Tone.INK, least + 10)]
    needed = figure_text(f"ΣkV0 = {_volume(void.necessary)}")
    lines.append((needed, Tone.MUTED, (top + y + height) // 2 + 10))
    lines.sort(key=lambda entry: entry[2])
    below = 0
    for text, colour, wanted in lines:
        below = max(wanted, below + 42)
        yield Label(spot=(beside, below), text=text, tone=colour)


def _sentence(outer: Sizes, void: VoidRatio | None) -> Text:
    words = " × ".join(tidy(size) for size in outer)
    zh, en = f"最外层 {words} mm", f"Outermost layer {words} mm"
    if void is not None:
        most = void.limit.decimal("percent")
        share, limit = _percent(void.ratio, step_apart(void.ratio, most)), f"{tidy(most)} %"
        zh += f"；包装空隙率 {share}，限值 {limit}。"
        en += f"; void ratio {share}, limit {limit}."
        return Text(zh=zh, en=en)
    return Text(zh=zh + "。", en=en + ".")


def _percent(ratio: Decimal, step: Decimal) -> str:
    return f"{tidy(round_to(ratio, step))} %".replace("-", MINUS)


def _volume(mm3: Decimal) -> str:
    return f"{tidy(round_to(mm3 / _MM3_IN_CM3, Decimal('0.1')))} cm³"


def _tenths(value: Decimal) -> int:
    return int(value.to_integral_value())
