"""The badge: what it says, and that it is a picture on its own."""

from typing import Any
from xml.etree import ElementTree

import pytest
from outage_banner.board import board
from outage_banner.section.badge import badge
from outage_banner.section.place import Place
from outage_banner.status import Status
from outage_banner.wording import words_for
from playwright.sync_api import Browser
from statuses import DENVER, NIGHT, at, incident, status_of

SVG = "{http://www.w3.org/2000/svg}"
WIDEST = status_of(
    components=[{"id": f"c{n}", "name": f"{n}"} for n in range(1_000)],
    scheduled_maintenances=[
        {
            "name": "All",
            "scheduled_for": at("24T20:00"),
            "components": [f"c{n}" for n in range(1_000)],
        }
    ],
)


def source(status: Status, site: str = "A blog") -> str:
    place = Place(site, "https://blog.example", "/status/")
    return badge(status, board(status, NIGHT), words_for(DENVER, NIGHT), place).content.decode()


def drawn(status: Status, site: str = "A blog") -> ElementTree.Element:
    return ElementTree.fromstring(source(status, site))


def words(status: Status) -> str:
    return " ".join(text.text or "" for text in drawn(status).iter(f"{SVG}text"))


def shops(number: int, **fields: Any) -> Status:
    components = [{"id": f"c{n}", "name": f"Shop {n}"} for n in range(number)]
    ids = [f"c{n}" for n in range(number)]
    return status_of(components=components, incidents=[incident(components=ids, **fields)])


def test_all_is_up_when_nothing_is_open() -> None:
    assert words(status_of()) == "status ✓ All systems up"


def test_it_counts_what_is_down() -> None:
    assert words(shops(0)) == "status ■ 1 site down"
    assert words(shops(1)) == "status ■ 1 site down"
    assert words(shops(2)) == "status ■ 2 sites down"


def test_what_is_down_outweighs_what_is_degraded() -> None:
    assert words(shops(1, impact="minor")) == "status ▲ 1 site degraded"
    both = status_of(incidents=[incident(impact="minor"), incident("Other", impact="critical")])
    assert words(both) == "status ■ 1 site down"


def test_planned_work_counts_from_when_it_begins() -> None:
    soon = {"name": "A disk", "scheduled_for": at("25T02:00")}
    assert words(status_of(scheduled_maintenances=[soon])) == "status ✓ All systems up"
    begun = soon | {"scheduled_for": at("24T20:00")}
    at_work = status_of(scheduled_maintenances=[begun])
    assert words(at_work) == "status ◆ Planned work in progress"
    assert words(WIDEST) == "status ◆ Planned work on 1000 sites"


def test_what_is_back_is_up() -> None:
    back = incident(status="resolved", resolved_at=at("24T20:00"))
    assert words(status_of(incidents=[back])) == "status ✓ All systems up"


def test_its_title_says_whose_state_it_is_and_since_when() -> None:
    picture = drawn(shops(1), 'A "blog" & <script>')
    title = picture.find(f"{SVG}title")
    assert picture.get("role") == "img"
    assert title is not None
    assert title.get("id") == picture.get("aria-labelledby")
    assert title.text == (
        'Status of A "blog" & <script>: 1 site down, as of Thu, Nov 24, 3:00 PM MST'
    )


GROUP = [
    {"id": "shops", "name": "Shops", "group": True, "components": ["c0"]},
    {"id": "c0", "name": "Shop 0"},
    {"id": "c1", "name": "Shop 1", "group_id": "shops"},
]


@pytest.mark.parametrize("named", [["shops"], ["shops", "c0", "c1"], ["c0", "c1"]])
def test_a_group_and_what_it_holds_are_counted_once(named: list[str]) -> None:
    status = status_of(components=GROUP, incidents=[incident(components=named)])
    assert words(status) == "status ■ 2 sites down"


def test_a_group_that_holds_nothing_is_one_site() -> None:
    status = status_of(components=GROUP[:1], incidents=[incident(components=["shops"])])
    assert words(status) == "status ■ 1 site down"


def test_what_is_only_being_watched_is_not_down() -> None:
    assert words(shops(1, status="monitoring")) == "status ▲ 1 site degraded"


OVER = incident("Mail", started_at=at("24T18:00"), resolved_at=at("24T20:30"))


@pytest.mark.parametrize(
    ("document", "as_of"),
    [
        ({"incidents": [incident(), OVER]}, "3:00 PM"),
        ({"incidents": [incident(expected_at=at("24T20:00"))]}, "3:00 PM"),
        ({"incidents": [incident(updated_at=at("24T19:00"))]}, "7:00 PM"),
        ({"incidents": [incident()], "page": {"updated_at": at("24T17:00")}}, "5:00 PM"),
        ({"incidents": [OVER]}, "8:30 PM"),
        (
            {"components": [{"name": "x", "status": "major_outage", "updated_at": at("24T16:00")}]},
            "4:00 PM",
        ),
        (
            {
                "scheduled_maintenances": [{"name": "A disk", "scheduled_for": at("24T20:00")}],
                "page": {"updated_at": at("24T17:00")},
            },
            "8:00 PM",
        ),
    ],
)
def test_it_is_as_of_when_what_it_tells_was_last_confirmed(
    document: dict[str, Any], as_of: str
) -> None:
    title = drawn(status_of(**document)).findtext(f"{SVG}title", "")
    assert title.endswith(f", as of Thu, Nov 24, {as_of} MST")


def test_it_asks_for_nothing_from_anywhere() -> None:
    for element in drawn(shops(2)).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "rect", "path", "g", "text"}
        assert not any("href" in name or "url(" in value for name, value in element.items())


@pytest.mark.parametrize("status", [status_of(), shops(3), WIDEST], ids=["up", "down", "widest"])
def test_no_text_leaves_its_frame(status: Status, browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(source(status))
    boxes = page.evaluate(
        "[...document.querySelectorAll('text, svg')].map(e => e.getBoundingClientRect())"
        ".map(box => [box.left, box.right])"
    )
    page.close()
    (left, right), *texts = boxes
    edges = [left, *(edge for text in texts for edge in text), right]
    assert edges == sorted(edges)
