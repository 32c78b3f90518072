"""A command that edits files -> its edit, committed and pushed; for a workflow.

`python -m tools.pushed MESSAGE COMMAND …` runs it in a clean checkout. Where somebody else has
pushed meanwhile it runs once more, on what they pushed, so that no two edits can conflict. Its exit
code is the command's. The page of the run shows what it said; the step's output `commit` is what
was pushed, if anything was.
"""

from __future__ import annotations

import subprocess
import sys

from tools import runner

ATTEMPTS = 5
BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")


class Unpushed(Exception):
    """Why nothing was pushed; the checkout is as it was."""


def pushed(message: str, command: list[str]) -> int:
    """Runs a command until what it changed is pushed; its exit code. Raises Unpushed."""
    if _git("status", "--porcelain"):
        raise Unpushed("There are changes that are not committed; commit them, or take them back.")
    base = _git("rev-parse", "HEAD")
    if base != _git("rev-parse", "@{upstream}"):
        raise Unpushed("This is not what was fetched last; pull and push first.")
    remote, _, branch = _git("rev-parse", "--abbrev-ref", "@{upstream}").partition("/")
    for _ in range(ATTEMPTS):
        run = _run(*command)
        refusal = _refusal(message, remote, f"HEAD:refs/heads/{branch}")
        if refusal is None:
            _tell(run)
            return run.returncode
        _git("reset", "--quiet", "--hard", base)
        _git("fetch", "--quiet", remote, branch)
        newest = _git("rev-parse", "FETCH_HEAD")
        if newest == base:
            raise Unpushed(f"{remote} refused the edit: {refusal}")
        _git("reset", "--quiet", "--hard", newest)
        base = newest
    raise Unpushed(f"Others pushed {ATTEMPTS} times meanwhile; run this again.")


def _refusal(message: str, remote: str, target: str) -> str | None:
    """Commits and pushes what has changed; None, or why that was refused."""
    _git("add", "--all")
    if not _git("status", "--porcelain"):
        return None
    _git(*_author(), "commit", "--quiet", "--message", message)
    push = _run("git", "push", "--quiet", remote, target)
    if push.returncode:
        return push.stderr.strip()
    runner.output("commit", _git("rev-parse", "HEAD"))
    return None


def _tell(run: subprocess.CompletedProcess[str]) -> None:
    """What the command said, on the page of the run and in its log."""
    said = "\n\n".join(text for each in (run.stderr, run.stdout) if (text := each.strip("\n")))
    runner.log(said)
    if run.returncode:
        runner.error("Not done", said)
    runner.summarize(runner.verbatim(said))


def _author() -> tuple[str, ...]:
    """Who commits: whoever git knows, else GitHub's own."""
    if not _run("git", "config", "user.email").returncode:
        return ()
    return "-c", f"user.name={BOT[0]}", "-c", f"user.email={BOT[1]}"


def _git(*words: str) -> str:
    run = _run("git", *words)
    if run.returncode:
        raise Unpushed(f"git {' '.join(words)}: {run.stderr.strip()}")
    return run.stdout.strip()


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


if __name__ == "__main__":
    try:
        sys.exit(pushed(sys.argv[1], sys.argv[2:]))
    except Unpushed as unpushed:
        runner.error("Not done", str(unpushed))
        runner.summarize(runner.verbatim(str(unpushed)))
        sys.exit(1)
