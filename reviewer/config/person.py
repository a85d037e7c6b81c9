"""Who sits at this machine."""

from __future__ import annotations

import getpass

from .settings import load_settings


def default_actor() -> str:
    """Return the name under which this person acts: the profile in the settings, else the log-in name."""
    profile = load_settings().profile
    if profile:
        return profile
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "me"
