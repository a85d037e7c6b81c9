"""Leaves pictures of every room, light and dark, wide and narrow, in the folder that is named."""

from __future__ import annotations

import sys
from pathlib import Path

from reviewer.ui.demo import run

if __name__ == "__main__":
    sys.exit(run(offscreen=Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"), reviewer="ana"))
