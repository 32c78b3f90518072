"""What `outage probe --json` suggests -> one issue that says so, and is closed when it is done.

`python -m tools.suggested COMMAND …` runs that command. The issue is opened when there is first
something to suggest, changed and commented when that is something else, and left alone while a
component cannot be told. Without GITHUB_TOKEN it is all only printed.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from tools import runner

TITLE = "The probe suggests an edit of the notice"
TRUSTED = ("OWNER", "MEMBER", "COLLABORATOR")
PAGES, A_PAGE = 10, 100


class Failed(Exception):
    """Why nothing can be suggested, or not as an issue."""


def suggested(command: Sequence[str]) -> None:
    """Runs the probe, tells what it found, and brings the issue up to date. Raises Failed."""
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    try:
        document = json.loads(run.stdout)
    except ValueError:
        raise Failed(run.stderr.strip() or "The probe said nothing.") from None
    found = document["components"]
    edits = [one["command"] for one in document["edits"] if not one["made"]]
    text = "\n".join(map(_line, found)) or "Nothing was asked: no component has a url."
    if edits:
        text += "\n\nSuggested:\n" + "\n".join(f"  {one}" for one in edits)
    runner.log(text)
    runner.summarize(runner.verbatim(text))
    token = os.environ.get("GITHUB_TOKEN")
    if token and all(one["verdict"] != "unknown" for one in found):
        reasons = [_line(one) for one in found if one["verdict"] != "up"]
        try:
            _update(Repository(token), edits, reasons)
        except httpx.HTTPError as error:
            raise Failed(f"GitHub could not be asked: {error}") from None


class Repository:
    """The issues of this repository at GitHub."""

    def __init__(self, token: str) -> None:
        name, server = os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_SERVER_URL"]
        self.form = f"{server}/{name}/actions/workflows/outage.yml"
        self._client = httpx.Client(
            base_url=f"{os.environ['GITHUB_API_URL']}/repos/{name}/",
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {token}",
                "X-GitHub-Api-Version": "2022-11-28",
            },
            timeout=30,
        )

    def ask(self, method: str, path: str, **values: Any) -> Any:
        answer = self._client.request(method, path, **values)
        if answer.is_error:
            raise Failed(f"GitHub answered {answer.status_code} to {method} {path}: {answer.text}")
        return answer.json()

    def issue(self) -> Mapping[str, Any] | None:
        """The open one of this title that no stranger has written."""
        for page in range(1, PAGES + 1):
            listed = self.ask("GET", "issues", params={"per_page": A_PAGE, "page": page})
            for one in listed:
                is_own = one["user"]["type"] == "Bot" or one["author_association"] in TRUSTED
                if one["title"] == TITLE and is_own and "pull_request" not in one:
                    return dict(one)
            if len(listed) < A_PAGE:
                break
        return None


def _update(repository: Repository, edits: Sequence[str], reasons: Sequence[str]) -> None:
    issue = repository.issue()
    path = f"issues/{issue['number']}" if issue else "issues"
    mark = f"<!-- {hashlib.sha256(json.dumps(edits).encode()).hexdigest()} -->"
    body = "\n\n".join(
        [
            runner.verbatim("\n".join(reasons) or "All is up."),
            "The probe suggests:",
            runner.verbatim("\n".join(edits)),
            f"[The form]({repository.form}) does the same. This issue closes itself.",
            mark,
        ]
    )
    if not issue and edits:
        repository.ask("POST", path, json={"title": TITLE, "body": body})
    elif issue and not edits:
        repository.ask("PATCH", path, json={"state": "closed", "state_reason": "completed"})
    elif issue and mark not in (issue["body"] or ""):
        repository.ask("PATCH", path, json={"body": body})
        # Only a comment is mailed.
        repository.ask("POST", f"{path}/comments", json={"body": body})


def _line(found: Mapping[str, Any]) -> str:
    told = found["reason"] or f"answers in {found['seconds']:.1f} seconds"
    return f"{found['verdict']}: {found['id']}, {told}"


if __name__ == "__main__":
    try:
        suggested(sys.argv[1:])
    except Failed as failed:
        runner.error("Nothing can be suggested", str(failed))
        sys.exit(1)
