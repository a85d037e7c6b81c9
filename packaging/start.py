"""Where the bundle starts: PyInstaller wants a script, not a module."""

from __future__ import annotations

import sys

from reviewer.__main__ import main

sys.exit(main())
