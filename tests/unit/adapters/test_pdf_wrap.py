from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.adapters.pdf_writer.wrap import NO_END, NO_START, covered, typeface, wrap

SERIF = "NotoSerifSC-Regular"
PROSE = (
    "经营者应当使用经强制检定合格的计量器具（“三码一封”完整），不得使用未经检定的器具；e = 5 g。"
)


def test_closing_punctuation_never_begins_a_line() -> None:
    for room in range(6000, 30000, 500):
        assert not any(line[0] in NO_START for line in wrap(PROSE, SERIF, room) if line), room


def test_opening_punctuation_never_ends_a_line() -> None:
    for room in range(6000, 30000, 500):
        assert not any(line[-1] in NO_END for line in wrap(PROSE, SERIF, room)[:-1]), room


def test_a_latin_word_stays_whole_where_it_fits() -> None:
    lines = wrap("型号 XK3190-A9 的 measurement 结果", SERIF, 8000)
    assert any("measurement" in line for line in lines)


def test_a_number_keeps_its_decimals() -> None:
    for room in range(5000, 12000, 250):
        lines = wrap("示值为 15.010 kg，误差 +23.5 g", SERIF, room)
        assert any("15.010" in line for line in lines), lines


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert "".join(wrap("f" * 64, SERIF, 5000)) == "f" * 64


def test_the_first_line_gives_way_to_its_indent() -> None:
    plain, indented = wrap("衡" * 25, SERIF, 10000), wrap("衡" * 25, SERIF, 10000, 2000)
    assert (len(plain[0]), len(indented[0])) == (10, 8)


def test_a_line_break_in_the_text_is_kept() -> None:
    assert wrap("一\n二", SERIF, 10000) == ("一", "二")


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", SERIF, 10000) == ("",)


def test_a_missing_character_is_written_as_its_number() -> None:
    assert wrap("𠮷田", SERIF, 10000) == ("〓U+20BB7田",)


def test_control_characters_become_spaces() -> None:
    assert wrap("a\tb\x07c", SERIF, 10000) == ("a b c",)


@given(st.text(max_size=200), st.integers(min_value=1500, max_value=40000))
def test_no_line_is_wider_than_the_room_and_nothing_is_lost(text: str, room: int) -> None:
    lines = wrap(text, SERIF, room)
    face = typeface(SERIF)
    assert all(face.width(line) <= max(room, 1500) or len(line) <= 3 for line in lines), lines
    shown = "".join("".join(lines).split())
    kept = [c for c in text if c in covered() and not c.isspace() and ord(c) > 160]
    assert all(c in shown for c in kept)


def test_a_figure_keeps_its_unit_and_a_card_number_its_province() -> None:
    text = "砝码 10 g, 20 kg，执法人员李某（粤19-0421）到场，误差 ±20 g。"
    for room in range(8000, 24000, 250):
        lines = wrap(text, SERIF, room)
        for kept in ("10 g", "20 kg", "（粤19-0421）", "±20 g。"):
            assert any(kept in line for line in lines), (room, lines)


def test_a_word_after_a_figure_is_no_unit() -> None:
    lines = wrap("2000 gauges of 12 stalls", SERIF, 4000)
    assert lines[0] == "2000"
