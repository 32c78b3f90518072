"""A number -> that many posts of 350 words, and this blog built of them with the sample outage."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from rig.pelican import REPOSITORY, Build, run_pelican

WORDS_A_POST = 350
WORDS_A_PARAGRAPH = 50
VOCABULARY = """
paper ink margin letter page press fold colour crayon edge coupon notice server window Sunday night
morning before after quietly slowly almost never often the a and of to in it that was for on with
at by from they we "quoted" it's COPY CMYK R&D 1990s -- ... *plain* **bold** `code`
[link](https://elsewhere.example/)
""".split()  # noqa: SIM905
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+[-+]\d\d:\d\d")
SAMPLE_EVENING = datetime.fromisoformat("2011-11-24T21:00:00-07:00")
STORY = "open-technical-support"
"""The post that the sample outage links to."""


def write_posts(directory: Path, number: int) -> None:
    """Write posts that exercise Markdown and Typogrify, one a day back from Thanksgiving 2011."""
    random = Random(2011)
    directory.mkdir(parents=True)
    for each in range(number):
        day = date(2011, 11, 24) - timedelta(days=each)
        head = f"Title: Post {each} & its “{random.choice(VOCABULARY[:16])}”\nDate: {day}\n"
        tags = f"Tags: {', '.join(random.sample(VOCABULARY[:20], 3))}\n"
        words = random.choices(VOCABULARY, k=WORDS_A_POST)
        paragraphs = (
            " ".join(words[at : at + WORDS_A_PARAGRAPH])
            for at in range(0, WORDS_A_POST, WORDS_A_PARAGRAPH)
        )
        slug = f"Slug: {f'post-{each}' if each else STORY}\n\n"
        text = head + tags + slug + "\n\n".join(paragraphs) + "\n"
        (directory / f"{each}.md").write_text(text, "utf-8")


def write_status(file: Path, now: datetime) -> None:
    """Write the sample outage as if the evening it is about were `now`."""
    text = (REPOSITORY / "content" / "status.json").read_text("utf-8")
    later = now - SAMPLE_EVENING

    def moved(time: re.Match[str]) -> str:
        return (datetime.fromisoformat(time[0]) + later).isoformat(timespec="seconds")

    file.write_text(TIME.sub(moved, text), "utf-8")


def build_blog(
    content: Path,
    output: Path,
    *,
    banner: bool = True,
    conf: str = "publishconf.py",
    address: str = "",
    age_hours: float = 0,
) -> Build:
    """Build this blog, as published so many hours ago, of the posts in `content`."""
    then = datetime.now(SAMPLE_EVENING.tzinfo) - timedelta(hours=age_hours)
    write_status(content / "status.json", then)
    built = run_pelican(
        REPOSITORY / conf,
        output,
        fatal="errors",
        overrides={
            "PATH": str(content),
            "PLUGINS": [*(["outage_banner"] if banner else []), "neighbors", "smaller_css"],
            "OUTAGE_STATUS_FILE": str(content / "status.json"),
            "OUTAGE_NOW": then.isoformat(),
        },
        environment={"SITEURL": address},
    )
    assert built.code == 0, built.log
    return built
