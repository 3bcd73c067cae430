"""The roles of people who sign in to the office, in words."""

from __future__ import annotations

from inspector_app.words import marked

ROLES: dict[str, str] = {
    "inspector": marked("Inspector"),
    "reviewer": marked("Reviewer"),
    "administrator": marked("Administrator"),
}
"""By the values of `account_ports.Role`."""
