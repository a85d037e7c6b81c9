"""Where the bundle starts: PyInstaller wants a script, not a module."""

from reviewer.__main__ import main

main()
