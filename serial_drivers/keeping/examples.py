"""The examples that come with the program, run live: each driver against published bytes.

They are the transcripts and vectors of the program's own tests: in the source tree they are read
there, a frozen program carries them in `resources/instruments/`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from inspector_app import resource_files
from serial_drivers.decoding import decode_vectors
from serial_drivers.driver import ScaleDriver
from serial_drivers.keeping.transcripts import Line, met, read_transcript

_REFUSED: Final = frozenset(("checksum_error", "incomplete", "reject"))
_TESTS: Final = Path(__file__).resolve().parents[2] / "tests"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """How a driver did. frames: of transcripts, vectors: further cases, also such to be refused.

    failed: the bytes (hex) of each that was not met. sources: where the bytes are from.
    """

    frames: int = 0
    frames_met: int = 0
    vectors: int = 0
    vectors_met: int = 0
    failed: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Return how many examples there are."""
        return self.frames + self.vectors

    @property
    def passed(self) -> int:
        """Return how many were met."""
        return self.frames_met + self.vectors_met


def _place(shipped: str, in_tests: str) -> Path:
    found = resource_files.path(f"instruments/{shipped}")
    return found if found.exists() else _TESTS / in_tests


@cache
def _vectors() -> tuple[dict[str, Any], ...]:
    file = _place("serial_vectors.json", "golden/serial_vectors.json")
    return tuple(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else ()


def transcript_texts(key: str) -> tuple[str, ...]:
    """Return the texts of a driver's transcripts, `KEY.txt` first; empty where none came along."""
    folder = _place("transcripts", "transcripts")
    found = [folder / f"{key}.txt", *sorted(folder.glob(f"{key}.*.txt"))]
    return tuple(file.read_text(encoding="utf-8") for file in found if file.exists())


def run_examples(driver: ScaleDriver) -> ExampleResult:
    """Read every example of this driver now, and return how it did."""
    texts = transcript_texts(driver.key)
    lines: list[Line] = [line for text in texts for line in read_transcript(text)]
    wrong = [line.frame.hex(" ") for line in lines if not met(driver, line)]
    names = (driver.key, *driver.aliases)
    vectors = [vector for vector in _vectors() if vector["protocol"] in names]
    refused = [vector["hex"] for vector in vectors if not _vector_met(vector)]
    return ExampleResult(
        frames=len(lines),
        frames_met=len(lines) - len(wrong),
        vectors=len(vectors),
        vectors_met=len(vectors) - len(refused),
        failed=(*wrong, *refused),
        sources=tuple(source for text in texts for source in _sources(text)),
    )


def _sources(text: str) -> list[str]:
    """Return the comments of a transcript; lines that follow one another are one."""
    found: list[str] = []
    follows = False
    for row in text.splitlines():
        if not row.startswith("# "):
            follows = False
            continue
        if follows:
            found[-1] += " " + row[2:].strip()
        else:
            found.append(row[2:].strip())
        follows = True
    return found


def _vector_met(vector: dict[str, Any]) -> bool:
    """Say whether a vector comes out as it should; such that must be refused give no indication."""
    (result,) = decode_vectors([vector])
    if vector["expect"] in _REFUSED:
        return not result["indications"] and bool(result["problems"])
    if len(result["indications"]) != 1:
        return False
    expected = {name: said for name, said in vector["decoded"].items() if name != "repeat"}
    (told,) = result["indications"]
    return all(name in told and told[name] == said for name, said in expected.items())
