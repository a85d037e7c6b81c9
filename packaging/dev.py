"""Sets up, runs, tests and builds Reviewer with nothing but Python: python3 packaging/dev.py COMMAND."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  the one place where an older Python may come by
    sys.exit("Reviewer needs Python 3.11 or newer: start packaging/dev.py with a newer Python than this.")

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

import environment
import system

ROOT = environment.ROOT


def main() -> int:
    """Do what the command line says."""
    parser = _parser()
    arguments, rest = parser.parse_known_args()
    if rest and arguments.command != "bench":
        parser.error(f"unknown: {' '.join(rest)}")
    arguments.rest = rest
    try:
        if arguments.command == "lock":
            environment.make_venv()  # what is locked may no longer fit, which is why it is locked anew
        else:
            environment.set_up()
        return int(arguments.act(arguments))
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="packaging/dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, act: object, explained: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=explained, description=explained)
        command.set_defaults(act=act)
        return command

    add("setup", _setup, "make .venv and install what is locked, nothing more")
    run = add("run", _run, "open the app on the demo queue")
    run.add_argument("folder", nargs="?", help="where pictures and dataset go without a display")
    test = add("test", _test, "run every check and test")
    test.add_argument("--full", action="store_true", help="run the long forms of tests too, and write docs/promises.md")
    add("lint", _lint, "run the checks that only read the code")
    add("bench", _bench, "run the benchmarks; what follows is handed on to them")
    conformance = add("conformance", _conformance, "let the programs that read datasets read ours, in own environments")
    conformance.add_argument("--train", action="store_true", help="take training steps with TRL too, which needs torch")
    screenshots = add("screenshots", _screenshots, "draw every screen and state, light and dark, as PNG")
    screenshots.add_argument("folder", nargs="?", help="where they go (a new temporary folder)")
    screenshots.add_argument("--only", nargs="+", metavar="STATE", default=[], help="these states alone")
    screenshots.add_argument("--readme", action="store_true", help="write the small pictures of the README too")
    add("build", _build, "build wheel, source archive, bundle and Debian package into dist/")
    add("lock", _lock, "resolve the dependencies anew and write uv.lock")
    add("docs", _docs, "write the generated tables of the manual and the list of the window's texts")
    return parser


def _python(*arguments: str, **changed: str) -> int:
    """Run the Python of .venv at the root of the tree and return its exit code."""
    command = [str(environment.python_of(environment.VENV)), *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **changed}, check=False).returncode


def _setup(arguments: argparse.Namespace) -> int:
    print(f"{environment.VENV.name} is ready.")
    return 0


def _run(arguments: argparse.Namespace) -> int:
    if system.has_display():
        return _python("-m", "reviewer", "demo")
    folder = Path(arguments.folder or Path(tempfile.gettempdir()) / "reviewer-demo").absolute()
    print(f"There is no display, so the window is driven off screen; see {folder}", flush=True)
    return _python("-m", "reviewer", "demo", "--offscreen", str(folder))


def _test(arguments: argparse.Namespace) -> int:
    import checks

    return checks.run_all(full=arguments.full)


def _lint(arguments: argparse.Namespace) -> int:
    import checks

    return checks.run_static()


def _bench(arguments: argparse.Namespace) -> int:
    return _python("-m", "tests.benchmarks.run", *arguments.rest, QT_QPA_PLATFORM="offscreen")


def _conformance(arguments: argparse.Namespace) -> int:
    import conformance

    return conformance.run(train=arguments.train)


def _screenshots(arguments: argparse.Namespace) -> int:
    folder = [str(Path(arguments.folder).absolute())] if arguments.folder else []
    only = ["--only", *arguments.only] if arguments.only else []
    readme = ["--readme"] if arguments.readme else []
    return _python("-m", "tests.screenshots", *folder, *only, *readme, QT_QPA_PLATFORM="offscreen")


def _build(arguments: argparse.Namespace) -> int:
    import bundle

    return bundle.build_all()


def _lock(arguments: argparse.Namespace) -> int:
    environment.run_uv("lock")
    return 0


def _docs(arguments: argparse.Namespace) -> int:
    return _python(str(ROOT / "packaging" / "manual.py")) or _python(str(ROOT / "packaging" / "translations.py"))


if __name__ == "__main__":
    sys.exit(main())
