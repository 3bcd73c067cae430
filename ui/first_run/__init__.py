"""The first run: who works here, in which language and light, with or without the example."""

from __future__ import annotations

from ui.first_run.model import FirstRunAnswers, problems
from ui.first_run.view import FirstRunPage

__all__ = ["FirstRunAnswers", "FirstRunPage", "problems"]
