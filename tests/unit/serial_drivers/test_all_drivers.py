"""The conformance test: every driver that the catalogue finds has to pass all of this."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.catalog import drivers, find_driver, module_names
from serial_drivers.decoding import decode_vectors, indication_as_json
from serial_drivers.driver import ScaleDriver
from serial_drivers.framing import BUFFER_LIMIT
from tests.helpers.transcripts import rows as transcript
from tests.helpers.transcripts import sent

TESTS = Path(__file__).parents[2]
VECTORS: list[dict[str, Any]] = json.loads((TESTS / "golden" / "serial_vectors.json").read_text())
REFUSED = {"checksum_error", "incomplete", "reject"}
NO_FRAME_BYTES = bytes(range(0x80, 0x100)) + b"\x00\x05\x7f"
"""Bytes that neither begin nor end a frame of any driver but the one that says so (`lone`)."""

MISSING = {
    "gilbarco-2wire",
}
"""Protocols of the vectors that no driver speaks; gilbarco-2wire never will (a pump's bus)."""

every_driver = pytest.mark.parametrize("driver", drivers(), ids=lambda driver: driver.key)


def read(driver: ScaleDriver, *chunks: bytes) -> list[Indication | FrameProblem]:
    reader = driver.new_reader()
    seen = [item for chunk in chunks for item in reader.feed(chunk)]
    return seen + reader.finish()


def indications(seen: list[Indication | FrameProblem]) -> list[Indication]:
    return [item for item in seen if isinstance(item, Indication)]


def values(seen: list[Indication | FrameProblem]) -> list[str]:
    return [str(item.value) for item in indications(seen) if item.value is not None]


def frames(driver: ScaleDriver) -> list[bytes]:
    return [frame for frame, _ in transcript(driver)]


def noise_for(
    driver: ScaleDriver, *, min_size: int = 0, max_size: int = 100
) -> st.SearchStrategy[bytes]:
    """Bytes from which no frame of this driver comes."""
    free = [byte for byte in NO_FRAME_BYTES if byte not in driver.lone]
    return st.lists(st.sampled_from(free), min_size=min_size, max_size=max_size).map(bytes)


def vector_bytes(driver: ScaleDriver) -> list[bytes]:
    names = (driver.key, *driver.aliases, "any")
    return [bytes.fromhex(v["hex"]) for v in VECTORS if v["protocol"] in names]


def own_vectors() -> list[Any]:
    names = {name: d for d in drivers() for name in (d.key, *d.aliases)}
    chosen = [v for v in VECTORS if v["protocol"] in names or v["protocol"] == "any"]
    return [pytest.param(v, id=f"{v['id']}-{v['protocol']}") for v in chosen]


def test_the_catalogue_finds_each_file_of_the_folder_by_key_and_alias() -> None:
    names = [name for driver in drivers() for name in (driver.key, *driver.aliases)]
    assert len(names) == len(set(names))
    assert len(module_names()) == len(drivers())
    assert find_driver("cas-22") is find_driver("and-standard") is find_driver("st-gs-generic")
    assert {"mt-sics", "toledo-continuous", "yaohua-cmd", "yaohua-tf0"} <= set(names)


def test_every_protocol_of_the_golden_vectors_has_a_driver_or_is_named_as_missing() -> None:
    names = {name for driver in drivers() for name in (driver.key, *driver.aliases)}
    assert {v["protocol"] for v in VECTORS} - names == MISSING | {"any"}


@every_driver
def test_a_driver_cites_its_manual_and_explains_itself(driver: ScaleDriver) -> None:
    assert "p" in driver.manual
    assert any(character.isdigit() for character in driver.manual)
    assert driver.title.zh
    assert driver.title.en
    assert driver.card
    assert driver.lines[0] is driver.line


@every_driver
def test_a_driver_reads_its_transcript_and_nothing_is_left_over(driver: ScaleDriver) -> None:
    rows = transcript(driver)
    assert rows
    for frame, expected in rows:
        seen = read(driver, frame)
        assert len(seen) == 1
        assert isinstance(seen[0], Indication)
        shown = indication_as_json(seen[0])
        assert {name: shown.get(name) for name in expected} == expected
        assert seen[0].raw == frame


@every_driver
def test_what_the_host_sent_is_known_as_a_command_without_a_value(driver: ScaleDriver) -> None:
    for command in [*sent(driver), *driver.commands.harmless]:
        (seen,) = read(driver, command)
        assert isinstance(seen, Indication)
        assert seen.extra("cmd")
        assert seen.value is None


@every_driver
def test_the_explained_fields_cover_each_byte_of_a_frame_once(driver: ScaleDriver) -> None:
    for frame in frames(driver):
        fields = driver.explain(frame)
        assert fields[0].start == 0
        assert fields[-1].stop == len(frame)
        assert all(a.stop == b.start for a, b in pairwise(fields))


@pytest.mark.parametrize("vector", own_vectors())
def test_a_golden_vector_is_met_field_by_field(vector: dict[str, Any]) -> None:
    (result,) = decode_vectors([vector])
    expected = {name: x for name, x in vector["decoded"].items() if name != "repeat"}
    if vector["expect"] in REFUSED:
        assert result["indications"] == []
        assert result["problems"]
    else:
        (indication,) = result["indications"]
        assert {name: indication.get(name, "missing") for name in expected} == expected


@pytest.mark.parametrize(
    "vector", [v for v in own_vectors() if v.values[0]["expect"] == "checksum_error"]
)
def test_a_golden_vector_with_a_wrong_checksum_is_called_so(vector: dict[str, Any]) -> None:
    (result,) = decode_vectors([vector])
    assert [problem["kind"] for problem in result["problems"]] == ["checksum_error"]


@every_driver
def test_a_frame_cut_anywhere_never_gives_another_value(driver: ScaleDriver) -> None:
    for frame, _ in transcript(driver):
        whole = values(read(driver, frame))
        for length in range(len(frame)):
            cut = read(driver, frame[:length])
            assert values(cut) in ([], whole)


@every_driver
def test_a_frame_cut_before_its_last_two_bytes_is_reported_incomplete(driver: ScaleDriver) -> None:
    for frame, _ in transcript(driver):
        for length in range(1, len(frame) - 2):
            seen = read(driver, frame[:length])
            assert [item.kind for item in seen if isinstance(item, FrameProblem)] == ["incomplete"]
            assert not indications(seen)


@every_driver
@settings(max_examples=60)
@given(data=st.data())
def test_the_chunking_of_a_stream_changes_nothing(driver: ScaleDriver, data: st.DataObject) -> None:
    pieces = st.sampled_from(frames(driver) + vector_bytes(driver)) | st.binary(max_size=30)
    stream = b"".join(data.draw(st.lists(pieces, max_size=8)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    chunks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert read(driver, *chunks) == read(driver, stream)
    assert read(driver, *(bytes([byte]) for byte in stream)) == read(driver, stream)


@every_driver
@pytest.mark.parametrize("ahead", [b"\n", b"\r", b"\r\n", b"\n\n"])
def test_a_line_end_ahead_of_a_frame_is_the_same_in_one_piece_or_two(
    driver: ScaleDriver, ahead: bytes
) -> None:
    for frame in frames(driver):
        assert read(driver, ahead, frame) == read(driver, ahead + frame)


@every_driver
@given(data=st.data())
def test_noise_before_and_after_hides_no_good_frame(
    driver: ScaleDriver, data: st.DataObject
) -> None:
    noise = data.draw(noise_for(driver, max_size=700))
    for frame in frames(driver):
        before = [item for item in read(driver, noise + frame) if isinstance(item, Indication)]
        assert [item.raw[-len(frame) :] for item in before] == [frame]
        assert values(read(driver, frame + noise + frame)) == values(read(driver, frame)) * 2


@every_driver
@given(data=st.data())
def test_noise_inside_a_frame_never_gives_another_value(
    driver: ScaleDriver, data: st.DataObject
) -> None:
    frame = data.draw(st.sampled_from(frames(driver)))
    at = data.draw(st.integers(1, len(frame) - 1))
    noise = data.draw(noise_for(driver, min_size=1))
    good = values(read(driver, frame))
    seen = values(read(driver, frame[:at] + noise + frame[at:] + frame))
    assert seen in (good, good * 2)


@every_driver
def test_a_wild_byte_at_any_place_of_any_frame_never_gives_another_value(
    driver: ScaleDriver,
) -> None:
    """Its tail may be a shorter layout, without the sign or the name that stood before."""
    wild = bytes([next(byte for byte in NO_FRAME_BYTES if byte not in driver.lone)])
    for frame in frames(driver):
        good = values(read(driver, frame))
        for at in range(1, len(frame)):
            seen = values(read(driver, frame[:at] + wild + frame[at:] + frame))
            assert seen in (good, good * 2), (frame, at)


@every_driver
def test_a_checked_frame_with_one_changed_byte_never_gives_a_value(driver: ScaleDriver) -> None:
    if not driver.has_checksum:
        assert "no checksum" in (driver.decode.__globals__["__doc__"])
        return
    for frame, expected in transcript(driver):
        reader = driver.new_reader()
        reader.feed(frame * 3)
        for at in range(1, len(frame)):
            for flip in (0x01, 0x04, 0x10, 0x40):
                damaged = frame[:at] + bytes([frame[at] ^ flip]) + frame[at + 1 :]
                seen = reader.feed(damaged) + reader.finish()
                assert not values(seen), (expected, damaged.hex())


@every_driver
@pytest.mark.parametrize(
    "garbage", [b"U" * 64, b"\x02", b"\x02+00", b",", b"S ", b"\x00\xff", b" "]
)
def test_endless_garbage_stays_within_four_kilobytes(driver: ScaleDriver, garbage: bytes) -> None:
    reader = driver.new_reader()
    for _ in range(200):
        for item in reader.feed(garbage * 128):
            assert isinstance(item, FrameProblem)
            assert len(item.raw) <= BUFFER_LIMIT
        assert reader.framer.pending <= BUFFER_LIMIT
    assert indications(reader.feed(frames(driver)[0] * 3))


@every_driver
@settings(max_examples=200)
@given(noise=st.binary(max_size=2000))
def test_no_bytes_make_a_reader_raise_or_lose_a_byte(driver: ScaleDriver, noise: bytes) -> None:
    seen = read(driver, noise)
    assert sum(len(item.raw) for item in seen) <= 2 * len(noise)


@every_driver
@settings(max_examples=200)
@given(noise=st.text(alphabet="STGSNTOLUSEC,;+-. 0123456789EkgSID\r\n\x02\x03", max_size=200))
def test_almost_frames_never_make_a_reader_raise(driver: ScaleDriver, noise: str) -> None:
    for item in read(driver, noise.encode("latin-1")):
        assert len(item.raw) <= BUFFER_LIMIT


@every_driver
def test_the_commands_of_detection_change_nothing(driver: ScaleDriver) -> None:
    changing = {driver.commands.zero, driver.commands.tare, driver.commands.clear_tare}
    assert not changing & set(driver.commands.harmless)
    assert driver.commands.read or not driver.polled
