"""The `outage` command: what its commands are, and its help, for which nothing else is loaded.

group       the same table as commands of Click, each loaded when it is called
site        the settings, the clock and the status file that a command works with
arguments   words of the command line -> times, components, links
events      words of the command line -> an incident or planned work
names       which event or component is meant by a few words
edits       a change -> the file, and what readers are then told
telling     what readers are told, as text and as JSON
story       an incident -> the draft of a post about it
sent        what is published -> words, JSON and a bar
fields      a form -> the words of the command that it asks for

Every other module is a command and bears its name.
"""

from __future__ import annotations

import os
import sys

ABOUT = "Tell the readers of a Pelican site what is down, since when, until when, and where to go."

COMMANDS = {
    "open": "Something is down: put a notice on every page.",
    "update": "Say what is new: a message, an estimate, a status, another time.",
    "resolve": "It is over: readers see the all clear for a day.",
    "schedule": "Announce planned work.",
    "show": "What readers are told now, and when that next changes.",
    "stamp": "Bring a built site up to date, without a rebuild.",
    "publish": "Send the site to its host: the notice first, then what else changed.",
    "check": "Every problem of the status file, or of a built site.",
    "probe": "Ask each component whether it answers, and suggest or make the edits.",
    "notify": "Send what readers are told to Mastodon, e-mail, Slack and more, each update once.",
    "import": "What the status page of a host says, told as its word.",
    "form": "Make the edit that a form asks for, as in a workflow.",
    "shutter": "A page to put where the dead site's address points.",
    "hosting": "What makes nginx, Apache, Netlify or Cloudflare serve the site well.",
    "completion": "Print what makes a shell complete these commands.",
}

EXIT_COULD_NOT, EXIT_CALLED_WRONGLY = 1, 2


def help_text() -> str:
    """What `outage --help` shows."""
    width = max(map(len, COMMANDS))
    return "\n".join(
        [
            "Usage: outage [OPTIONS] COMMAND [ARGS]...",
            "",
            f"  {ABOUT}",
            "",
            "Examples:",
            '  outage open "The shop is offline" --eta 3am',
            '  outage update "The host is on it." --eta "tomorrow 9:00"',
            '  outage resolve "The host has replaced a disk."',
            "",
            "Options:",
            "  --version   Show the version and exit.",
            "  -h, --help  Show this message and exit.",
            "",
            "Commands:",
            *(f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items()),
            "",
            "`outage COMMAND --help` explains each, with examples.",
        ]
    )


def main() -> None:
    """Runs the command: exit code 0 done, 1 could not, 2 called wrongly."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without "■" shows "?" and goes on.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        _run(sys.argv[1:])
    except OSError:
        # Whether it was the output that failed is told by writing more of it.
        try:
            print(flush=True)
        except OSError as error:
            print(f"The output could not be written: {error.strerror}.", file=sys.stderr)
            sys.exit(EXIT_COULD_NOT)
        raise


def _run(words: list[str]) -> None:
    if words in ([], ["-h"], ["--help"]) and "_OUTAGE_COMPLETE" not in os.environ:
        print(help_text(), flush=True)
        sys.exit(0 if words else EXIT_CALLED_WRONGLY)
    from .group import outage

    outage()
