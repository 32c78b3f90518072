"""Files are replaced whole, one change at a time, whatever happens meanwhile."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from outage_banner.store import Unsaved, replace, rewrite
from rig.pelican import PLUGINS

KILLS = 60
COUNT_UP = """
import sys
from pathlib import Path
from outage_banner.store import rewrite
print("ready", flush=True)
for _ in range(int(sys.argv[2])):
    rewrite(Path(sys.argv[1]), lambda old: b"%d\\n" % (int(old) + 1) * 2000)
"""
FILL_UP = """
import os, resource, sys
from pathlib import Path
from outage_banner.store import Unsaved, rewrite
if sys.argv[2] == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
elif os.getuid() == 0:
    os.setuid(65534)
try:
    rewrite(Path(sys.argv[1]), lambda old: b"x" * 5000)
except Unsaved as error:
    print(error)
"""


def run(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        stdout=subprocess.PIPE,
        text=True,
    )


def add_line(old: bytes | None) -> bytes:
    return (old or b"") + b"new\n"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_made_with_its_folder(tmp_path: Path) -> None:
    rewrite(tmp_path / "new" / "file", add_line)
    assert (tmp_path / "new" / "file").read_bytes() == b"new\n"
    assert names(tmp_path / "new") == ["file"]


def test_mode_and_link_stay(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    file, link = tmp_path / "far" / "file", tmp_path / "link"
    file.write_bytes(b"old\n")
    file.chmod(0o640)
    link.symlink_to(Path("far") / "file")
    rewrite(link, add_line)
    assert link.is_symlink()
    assert file.read_bytes() == b"old\nnew\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert (names(tmp_path), names(tmp_path / "far")) == (["far", "link"], ["file"])


def test_a_link_to_what_is_not_there_yet_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    rewrite(tmp_path / "link", add_line)
    assert (tmp_path / "file").read_bytes() == b"new\n"
    assert (tmp_path / "link").is_symlink()


def test_what_an_editor_saves_meanwhile_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old\n")
    seen: list[bytes | None] = []

    def change(old: bytes | None) -> bytes:
        if not seen:
            file.write_bytes(b"edited\n")
        seen.append(old)
        return add_line(old)

    rewrite(file, change)
    assert file.read_bytes() == b"edited\nnew\n"
    assert seen == [b"old\n", b"edited\n"]


def test_a_file_that_never_rests_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"0")

    def change(old: bytes | None) -> bytes:
        file.write_bytes((old or b"") + b"0")
        return b"mine"

    with pytest.raises(Unsaved, match="saved again and again by another program; close that"):
        rewrite(file, change)
    assert set(file.read_bytes()) == set(b"0")
    assert names(tmp_path) == ["file"]


def test_a_change_that_fails_leaves_the_file_and_no_litter(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def change(old: bytes | None) -> bytes:
        raise LookupError("no")

    with pytest.raises(LookupError):
        rewrite(tmp_path / "file", change)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_two_at_once_both_land(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"0\n")
    both = [run(COUNT_UP.replace(" * 2000", ""), file, "200") for _ in range(2)]
    for process in both:
        process.communicate()
    assert [process.returncode for process in both] == [0, 0]
    assert file.read_bytes() == b"400\n"


def test_who_waits_too_long_is_told_for_whom(tmp_path: Path) -> None:
    script = "import sys, time\nfrom pathlib import Path\nfrom outage_banner.store import rewrite\n"
    script += "def wait(old):\n    print('in', flush=True); time.sleep(60)\n"
    holder = run(script + "rewrite(Path(sys.argv[1]), wait)", tmp_path / "file")
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "in\n"
        with pytest.raises(Unsaved) as unsaved:
            rewrite(tmp_path / "file", add_line, wait_seconds=0.1)
        told = f"process {holder.pid}" if Path("/proc/locks").exists() else "another command"
        assert f"{tmp_path} has been locked for 0.1 seconds by {told};" in str(unsaved.value)
    finally:
        holder.kill()
        holder.communicate()
    rewrite(tmp_path / "file", add_line, wait_seconds=5)
    assert (tmp_path / "file").read_bytes() == b"new\n"


def test_killed_at_any_moment_it_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"0\n" * 2000)
    whens, last, killed = random.Random(2011), 0, 0
    for _ in range(KILLS):
        process = run(COUNT_UP.replace("int(old)", "int(old.split()[0])"), file, "1000000")
        assert process.stdout
        process.stdout.readline()
        time.sleep(whens.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        lines = file.read_bytes().split()
        assert lines == [lines[0]] * 2000
        assert int(lines[0]) >= last
        last = int(lines[0])
    assert killed == KILLS
    assert last > KILLS
    rewrite(file, add_line)
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        ("full", "there is no room on the disk (File too large)"),
        ("closed", "nothing can be written in"),
    ],
)
def test_a_disk_that_refuses_leaves_the_file_whole(
    tmp_path: Path, trouble: str, message: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    file = folder / "file"
    file.write_bytes(b"old")
    for each in (tmp_path.parent, tmp_path):  # Another user has to get here at all.
        each.chmod(0o755)
    folder.chmod(0o555 if trouble == "closed" else 0o755)
    told, _ = run(FILL_UP, file, trouble).communicate()
    folder.chmod(0o755)
    assert f"{file} is as it was: " in told
    assert message in told
    assert file.read_bytes() == b"old"
    assert names(folder) == ["file"]


def test_what_replaces_a_file_is_younger_by_the_second(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    seconds = []
    for content in (b"3 AM", b"4 AM", b"5 AM"):
        replace(file, content)
        seconds.append(int(file.stat().st_mtime))
    assert seconds == sorted(set(seconds))
    os.utime(file, (1e9, 1e9))
    replace(file, b"6 AM")
    assert time.time() - file.stat().st_mtime < 60
