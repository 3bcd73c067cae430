"""The front door of the office server. Until sync exists it says so, and that is all it does."""

from __future__ import annotations

import sys

from inspector_app.words import Words, system_language

NOT_YET = 3


def main() -> int:
    """Say that the server is not part of this release. Returns 3, which no success ever uses."""
    _ = Words(system_language()).gettext
    sentence = _(
        "The office server arrives with the sync release. "
        "This release is the desktop program: start it with inspector-app."
    )
    sys.stderr.write(sentence + "\n")
    return NOT_YET


if __name__ == "__main__":
    raise SystemExit(main())
