"""Letters: what they say, how they fit, to whom they go, and that they go once."""

from __future__ import annotations

import pwd
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.board import Notice, board
from outage_banner.notify import (
    Letter,
    Memory,
    Outcome,
    Room,
    Unsafe,
    letters,
    listed_in,
    private_text,
)
from outage_banner.notify.letters import BOUNDLESS, Part
from outage_banner.notify.memory import default_file
from outage_banner.notify.sending import Target, target
from outage_banner.store import Unsaved
from outage_banner.wording import words_for
from statuses import DENVER, NIGHT, at, incident, status_of

# A library of Apprise's, not of ours, is to leave Python.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")

Kind: TypeAlias = Literal["told", "refused", "in_part", "perhaps"]
UPDATES = [
    {
        "display_at": at("24T20:00"),
        "body": "The host is **on it**. It waits for [a disk](https://disk.example/a?b=c).",
    }
]
FULL = incident(
    id="shop",
    expected_at=at("25T03:00"),
    next_update_at=at("24T23:00"),
    works="The blog.",
    alternatives=[{"name": "Coupons", "url": "https://coupons.example/"}],
    contact="mailto:me@blog.example",
    incident_updates=UPDATES,
)


def address(notice: Notice) -> str:
    return f"https://blog.example/status/{notice.id}/"


def written(now: str = "24T21:00", language: str = "en", **document: Any) -> list[Letter]:
    status = status_of(**document)
    words = words_for(DENVER, NIGHT, language)
    return letters(board(status, at(now)), status, words, address)


def test_a_letter_says_all_that_readers_are_told_and_what_is_new() -> None:
    (letter,) = written(incidents=[FULL])
    assert letter.fitted(BOUNDLESS) == (
        "",
        "■ Down: The shop is offline\n"
        "Not reachable since Thu, Nov 24, 3:00 PM MST. Expected back by Fri, Nov 25, 3:00 AM MST.\n"
        "The host is on it. It waits for a disk (https://disk.example/a?b=c).\n"
        "What still works: The blog.\n"
        "Coupons: https://coupons.example/\n"
        "Contact: me@blog.example\n"
        "Updated Thu, Nov 24, 8:00 PM MST. Next update by Thu, Nov 24, 11:00 PM MST.\n"
        "https://blog.example/status/shop/",
    )


def test_a_target_with_titles_gets_the_heading_as_one() -> None:
    (letter,) = written(incidents=[FULL])
    title, body = letter.fitted(Room(body=1000, title=250))
    assert title == "■ Down: The shop is offline"
    assert body.startswith("Not reachable since")
    assert letter.fitted(Room(body=1000, title=20))[0] == "■ Down: The shop is…"


def test_the_least_important_sentence_is_left_out_first() -> None:
    (letter,) = written(incidents=[FULL])
    sentences = [part.text for part in letter.parts]
    left_out: list[str] = []
    for most in range(500, 60, -1):
        _, body = letter.fitted(Room(body=most))
        assert len(body) <= most
        gone = [one for one in sentences if one not in body and one not in left_out]
        left_out += reversed(gone)
    assert [one[:14] for one in left_out] == [
        "Next update by",
        "Updated Thu, N",
        "Contact: me@bl",
        "What still wor",
        "Coupons: https",
        "It waits for a",
        "The host is on",
        "Expected back ",
        "Not reachable ",
    ]
    assert body == "■ Down: The shop is offline\nhttps://blog.example/status/shop/"


def test_the_smallest_room_holds_whole_words() -> None:
    (letter,) = written(incidents=[FULL])
    assert letter.fitted(Room(body=20)) == ("", "■ Down: The shop is…")
    assert letter.fitted(Room(body=60, lines=1))[1].count("\n") == 0


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 80))),
    st.builds(Room, st.integers(30, 300), st.integers(0, 50), st.integers(0, 3)),
)
def test_what_is_sent_are_the_most_important_parts_whole(
    told: list[tuple[int, int, int]], room: Room
) -> None:
    parts = tuple(
        Part(line, (rank, number), f"<{number}{'-' * length}>")
        for number, (line, rank, length) in enumerate(sorted(told))
    )
    title, body = Letter("shop", "1", "■ Down: The shop is offline", parts).fitted(room)
    assert len(title) <= room.title
    assert len(body) <= room.body
    kept = [part for part in sorted(parts, key=lambda part: part.rank) if part.text in body]
    assert kept == sorted(parts, key=lambda part: part.rank)[: len(kept)]
    rest = body.removeprefix(title or "■ Down: The shop is offline")
    assert rest.split() == [part.text for part in parts if part in kept]


def test_each_notice_has_a_letter_the_worst_first() -> None:
    work = {"name": "New disks", "id": "disks", "scheduled_for": at("25T02:00")}
    over = incident("The wiki", id="wiki", resolved_at=at("24T16:00"))
    found = written(incidents=[over, FULL], scheduled_maintenances=[work])
    assert [one.title for one in found] == [
        "■ Down: The shop is offline",
        "◆ Planned: New disks",
        "✓ Back: The wiki",
    ]


def test_a_letter_says_whose_word_it_is() -> None:
    source = {"name": "Cloud Host", "id": "1"}
    (letter,) = written(incidents=[FULL | {"source": source}])
    assert letter.fitted(BOUNDLESS)[1].split("\n")[2] == "As told by Cloud Host."


def test_a_letter_is_in_the_language_of_the_site() -> None:
    (letter,) = written(incidents=[FULL], language="de")
    assert letter.title == "■ Ausgefallen: The shop is offline"
    assert "Was noch geht: The blog." in letter.fitted(BOUNDLESS)[1]


def test_an_update_is_new_when_something_new_was_said_and_not_as_time_passes() -> None:
    (now,) = written(incidents=[FULL])
    (later,) = written(incidents=[FULL], now="25T20:00")
    assert later.update == now.update
    assert later.parts != now.parts
    news = {"display_at": at("24T20:30"), "body": "Nearly."}
    for changed in (
        FULL | {"incident_updates": [news, *UPDATES]},
        FULL | {"expected_at": at("25T04:00")},
        FULL | {"expected_at": None},
        FULL | {"impact": "minor"},
        FULL | {"status": "resolved", "resolved_at": at("24T20:00"), "expected_at": None},
    ):
        (other,) = written(incidents=[changed])
        assert other.update != now.update, changed
    (corrected,) = written(incidents=[FULL | {"works": "The blog, and its feed."}])
    assert corrected.update == now.update


def test_the_newest_words_alone_are_news() -> None:
    said = {"display_at": at("24T20:30"), "status": "identified"}
    (letter,) = written(incidents=[FULL | {"incident_updates": [said, *UPDATES]}])
    assert "The host is on it" not in letter.fitted(BOUNDLESS)[1]


def test_targets_are_parted_by_space_and_lines() -> None:
    text = "# mine\njson://a json://b\n\n  json://c\n  # json://d\njson://a\n"
    assert listed_in(text) == ["json://a", "json://b", "json://c"]
    assert listed_in("") == []
    assert listed_in("json://a/x, json://b/y,\njson://c,mailto://d?to=e,f") == [
        *("json://a/x", "json://b/y", "json://c", "mailto://d?to=e,f")
    ]


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., None]:
    def run(*words: str) -> None:
        subprocess.run(["git", "-C", tmp_path, *words], check=True, capture_output=True)

    run("init")
    return run


def refusal(path: Path) -> str:
    with pytest.raises(Unsafe) as caught:
        private_text(path)
    return str(caught.value)


def test_a_file_of_secrets_is_none_that_git_keeps(git: Callable[..., None], tmp_path: Path) -> None:
    file = tmp_path / "targets.txt"
    file.write_text("json://a")
    assert refusal(file).startswith(f"{file} is in a git repository that does not ignore it")
    assert refusal(tmp_path / "nofile").endswith("nofile cannot be read: No such file or directory")
    git("add", "targets.txt")
    assert refusal(file).startswith(f"{file} is kept by git")
    git("rm", "--cached", "targets.txt")
    (tmp_path / ".gitignore").write_text("targets.txt\n")
    assert private_text(file) == "json://a"
    git("add", "--force", "targets.txt")
    assert "git rm --cached" in refusal(file)


def test_a_link_to_a_file_that_git_keeps_is_as_unsafe(
    git: Callable[..., None], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (tmp_path / "targets.txt").write_text("json://a")
    link = tmp_path_factory.mktemp("home") / "targets"
    link.symlink_to(tmp_path / "targets.txt")
    assert "does not ignore it" in refusal(link)


def test_a_file_elsewhere_is_read_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "targets.txt").write_text("json://a")
    assert private_text(tmp_path / "targets.txt") == "json://a"
    assert refusal(tmp_path / "none").endswith("cannot be read: No such file or directory")
    (tmp_path / "latin").write_bytes(b"\xff")
    assert refusal(tmp_path / "latin").endswith("is not UTF-8")


SECRET = "mastodons://tokenTOKENtoken@mastodon.social"


def test_a_target_knows_its_room_and_shows_no_secret() -> None:
    found = target(SECRET, 2)
    assert found
    assert (found.name, found.room) == ("Mastodon (target 2)", Room(500))
    assert "token" not in repr(found) + found.key
    assert target("xyz://a", 1) is None
    mail = target("mailtos://me:password@example.com", 1)
    assert mail
    assert mail.room.title > 0


def test_each_target_is_told_once_and_again_only_what_is_new(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state" / "told.json")
    one, other = target(SECRET, 1), target("json://127.0.0.1/", 2)
    assert one
    assert other
    sent: list[str] = []

    def tell(to: Target, letter: Letter, kind: Kind = "told") -> str | None:
        def send() -> Outcome:
            sent.append(to.name)
            return Outcome(kind)

        outcome = memory.tell(to, letter, send)
        return outcome.kind if outcome else None

    (first,) = written(incidents=[FULL])
    (second,) = written(incidents=[FULL | {"expected_at": at("25T04:00")}])
    assert tell(one, first) == "told"
    assert tell(one, first) is None
    assert tell(other, first, "refused") == "refused"
    assert (memory.knows(one, first), memory.knows(other, first)) == (True, False)
    assert tell(other, first) == "told"
    assert tell(one, second) == "told"
    assert [name.split()[0] for name in sent] == ["Mastodon", "JSON", "JSON", "Mastodon"]
    assert tell(one, first) is None, "an older update came back"
    assert tell(other, second, "perhaps") == "perhaps"
    assert tell(other, second) is None
    assert "token" not in memory.file.read_text()


def test_what_was_being_sent_when_a_call_ended_is_not_sent_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "told.json")
    (letter,), found = written(incidents=[FULL]), target(SECRET, 1)
    assert found

    def ended() -> Outcome:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        memory.tell(found, letter, ended)
    outcomes = [memory.tell(found, letter, ended) for _ in range(2)]
    assert outcomes == [Outcome("perhaps", "another call is sending it, or ended as it did."), None]


@pytest.mark.parametrize("content", ["[]", "{", '{"incidents": []}', '{"a": {"b": 1}}'])
def test_a_file_with_something_else_in_it_is_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "status.json"
    file.write_text(content)
    (letter,), found = written(incidents=[FULL]), target(SECRET, 1)
    assert found
    with pytest.raises(Unsaved, match="holds something else than what was told"):
        Memory(file).tell(found, letter, lambda: pytest.fail("it was sent"))
    assert file.read_text() == content


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes what it is sent and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def outcome(address: str) -> str:
    (letter,), found = written(incidents=[FULL]), target(address, 1)
    assert found
    return found.send(letter).kind


PEOPLE = "from=me@blog.example&to=you@blog.example&mode=insecure&cto=0.3"


def test_a_mail_server_that_lets_nobody_in_has_surely_sent_nothing(silent: int) -> None:
    assert outcome(f"mailto://127.0.0.1:{silent}?{PEOPLE}") == "refused"


def test_a_mail_server_that_falls_silent_over_a_letter_may_have_sent_it() -> None:
    def serve() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rwb", buffering=0) as stream:
            stream.write(b"220 here\r\n")
            for line in stream:
                if line == b"data\r\n":
                    break
                stream.write(b"250 well\r\n")
            stream.write(b"354 go on\r\n")
            while stream.read(1000):
                pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=serve, daemon=True).start()
        assert outcome(f"mailto://127.0.0.1:{server.getsockname()[1]}?{PEOPLE}") == "perhaps"


@pytest.mark.parametrize("name", ["push.resolute.example", "refused.example"])
def test_what_a_host_is_called_does_not_say_that_it_heard_nothing(
    silent: int, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", silent))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [there])
    assert outcome(f"json://{name}:{silent}/?rto=0.2") == "perhaps"


def test_where_nobody_has_a_home_it_says_how_to_name_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(user: int) -> None:
        raise KeyError(user)

    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    with pytest.raises(Unsaved, match="write --state FILE"):
        default_file(tmp_path / "status.json")
