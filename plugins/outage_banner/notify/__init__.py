"""What readers are told now -> messages to those who asked for them, each update once.

letters    a board -> a letter for each notice, and as much of it as there is room for
targets    where letters go: addresses with secrets, from the environment or a private file
sending    a target -> its room, and a letter sent to it
memory     which target was told what, in a file outside of the site

`sending` is loaded only by who sends: it needs Apprise, which not everybody has.
"""

from .letters import Letter, Room, letters
from .memory import Memory, Outcome, default_file
from .targets import Unsafe, listed_in, private_text

__all__ = [
    "Letter",
    "Memory",
    "Outcome",
    "Room",
    "Unsafe",
    "default_file",
    "letters",
    "listed_in",
    "private_text",
]
