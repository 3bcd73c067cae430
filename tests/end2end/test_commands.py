"""The commands as a technician starts them: processes, files, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(
    *arguments: str, data: Path, timeout_s: int = 60, real_window: bool = False
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HENGPING_DATA": str(data), "LANG": "en_GB.UTF-8", "LC_ALL": ""}
    if real_window:
        environment["QT_QPA_PLATFORM"] = "xcb"
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", *arguments],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
        env=environment,
        cwd=ROOT,
    )


def test_evaluate_answers_each_case_by_its_id(tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    inputs = {"accuracy_class": "III", "load_g": "2500", "e_g": "5", "stage": "initial"}
    cases.write_text(
        json.dumps(
            [
                {"id": "A", "rule": "nawi.mpe", "inputs": inputs},
                {"id": "B", "rule": "no.such", "inputs": {}},
            ]
        )
    )
    done = run("evaluate", str(cases), data=tmp_path)
    first, second = json.loads(done.stdout)
    assert first == {"id": "A", "result": {"mpe_abs_g": "2.5"}}
    assert second["id"] == "B"
    assert second["error"]["code"] == "unknown_rule"


def test_decode_gives_exact_digits_and_the_frame(tmp_path: Path) -> None:
    vectors = tmp_path / "vectors.json"
    vectors.write_text(
        json.dumps(
            [{"id": "1", "protocol": "yaohua-tf0", "hex": "02 2d 30 30 30 33 35 30 31 31 41 03"}]
        )
    )
    done = run("decode", str(vectors), data=tmp_path)
    assert json.loads(done.stdout)[0]["indications"][0]["value"] == "-35.0"


@pytest.mark.parametrize(
    "content,words",
    [
        (b"{", "JSON"),
        (b"{}", "list"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 100_000, "JSON"),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "decode"])
def test_a_file_that_is_no_list_is_refused_in_words(
    tmp_path: Path, command: str, content: bytes, words: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    done = run(command, str(file), data=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["evaluate", "decode"])
def test_half_a_surrogate_pair_comes_back_as_it_came(tmp_path: Path, command: str) -> None:
    file = tmp_path / "half.json"
    file.write_bytes(rb'[{"id": "\ud83d", "rule": "id.uscc", "inputs": {"code": "\udfff"}}]')
    done = run(command, str(file), data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["id"] == "\ud83d"


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    done = run("evaluate", str(tmp_path / "absent.json"), data=tmp_path)
    assert done.returncode == 1
    assert "absent.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_self_check_lists_drivers_kinds_and_reports(tmp_path: Path) -> None:
    listed = json.loads(run("--self-check", data=tmp_path).stdout)
    assert "yaohua-tf0" in listed["drivers"]
    assert "market_scale" in listed["kinds"]
    assert "spot_check_record" in listed["reports"]


def test_verify_without_a_laptop_of_ours_makes_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF-1.7\nno report of ours")
    done = run("verify", str(file), data=tmp_path / "nobody")
    assert done.returncode == 1
    assert done.stdout.strip()
    assert not (tmp_path / "nobody").exists()


def test_an_unknown_command_is_answered_with_usage(tmp_path: Path) -> None:
    done = run("weigh", data=tmp_path)
    assert done.returncode == 2
    assert "weigh" in done.stderr


def test_a_simulated_scale_speaks_as_its_script_says(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("at 0 put 0.2 kg\nat 1 stop\n")
    done = run("simulate", "--protocol", "yaohua-tf0", "--script", str(script), data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "yaohua-tf0" in done.stdout


def test_commands_speak_the_language_that_was_chosen_in_the_window(tmp_path: Path) -> None:
    assert run("reed", data=tmp_path).stderr.startswith("There is no command “reed”.")
    chosen = {"version": 1, "values": {"language": "zh_CN"}}
    (tmp_path / "settings.json").write_text(json.dumps(chosen), encoding="utf-8")
    assert run("reed", data=tmp_path).stderr.startswith("没有命令“reed”。")
    assert run("read", "--help", data=tmp_path).stdout.startswith("用法：")

    (tmp_path / "settings.json").write_text("[", encoding="utf-8")
    done = run("reed", data=tmp_path)
    assert (done.returncode, done.stderr[:8]) == (2, "There is")
    # The window is the one that sets a damaged file aside and says so.
    assert (tmp_path / "settings.json").exists()
