"""Renews docs/images: `python -m tests.pictures`, by playing the demo in several dresses."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pypdfium2
from PIL import Image
from PySide6.QtWidgets import QApplication

from inspector_app.kinds.base import Step
from tests.helpers.geometry import settle
from tests.helpers.rooms_rig import Variant
from ui.app import Application
from ui.demo import FAULT_GAIN, Demo

OUT = Path(__file__).resolve().parent.parent / "docs" / "images"
LARGEST_BYTES = 250_000
WIDE, SMALL = (1366, 768), (1024, 600)
PLAIN = Variant("zh_CN", "light", WIDE)
MEASURING = {
    "inspect.png": PLAIN,
    "inspect-dark.png": Variant("zh_CN", "dark", WIDE),
    "inspect-sunlight.png": Variant("zh_CN", "sunlight", WIDE),
    "inspect-en.png": Variant("en", "light", WIDE),
    "inspect-1024x600.png": Variant("zh_CN", "light", SMALL),
}
_SHOWN = 60
"""Indications that the picture of the bench shows."""
ROOMS = ("today", "registry", "bench", "settings")


def main() -> int:
    """Play and keep the pictures; return 0, or 1 when one is too large."""
    OUT.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="hengping-pictures-") as folder:
        application = Application(app, Path(folder) / "data", example=True, attended=False)
        application.scale_gain = FAULT_GAIN
        try:
            _play(application, Demo(application, Path(folder)))
        finally:
            application.close()
    too_large = [p.name for p in OUT.glob("*.png") if p.stat().st_size > LARGEST_BYTES]
    sys.stdout.write(f"{OUT}: {', '.join(sorted(p.name for p in OUT.glob('*.png')))}\n")
    if too_large:
        sys.stderr.write(f"too large: {', '.join(too_large)}\n")
    return bool(too_large)


def _play(application: Application, demo: Demo) -> None:
    _dress(application, PLAIN)
    for step in (demo.open, demo.detect, demo.start_check, demo.answer_checks, demo.measure):
        step()
    demo.page.go_to(Step.MEASUREMENTS)
    for name, variant in MEASURING.items():
        _dress(application, variant)
        _keep(application, name)
    _dress(application, PLAIN)
    for step in (demo.photograph, demo.conclude, demo.sign):
        step()
    _keep(application, "sign.png")
    demo.seal()
    _keep_paper(demo.pdf)
    for room in ROOMS:
        application.window.show_page(room)
        demo.wait.until(lambda: not application.runner.is_busy, f"{room} is filled")
        if room == "bench":
            demo.hear(_SHOWN)
        _keep(application, f"{room}.png")


def _dress(application: Application, variant: Variant) -> None:
    application.settings.set("language", variant.language)
    application.settings.set("theme", variant.theme)
    application.window.resize(*variant.size)
    settle()


def _keep(application: Application, name: str) -> None:
    settle()
    file = OUT / name
    if not application.window.grab().save(str(file)):
        raise OSError(f"picture {file} could not be written")
    _shrink(file)


def _keep_paper(pdf: Path) -> None:
    document = pypdfium2.PdfDocument(pdf)
    file = OUT / "report.png"
    document[0].render(scale=1.5).to_pil().save(file)
    document.close()
    _shrink(file)


def _shrink(file: Path) -> None:
    """Write the picture with a palette: flat colours lose nothing to the eye."""
    with tempfile.NamedTemporaryFile(suffix=".png", delete=False) as small:
        picture = Image.open(file).convert("RGB")
        picture.quantize(256, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    shutil.move(small.name, file)


if __name__ == "__main__":
    sys.exit(main())
