"""What a few words mean: a component in a sentence, an event by a piece of its id."""

from __future__ import annotations

import pytest
from outage_banner.cli.names import components_in, matching
from outage_banner.status import Component

COLOR = Component(
    id="community-color", name="Community Color", url="https://www.communitycolor.example/"
)
SHOP = Component(id="shop", name="Shop")
SHOP_API = Component(id="api", name="Shop API", url="https://api.shop.example/v2")
PRINTS = Component(id="print-shop", name="Print shop")
LONG = Component(id="club", name="Friends of the Coloured Pencil")
UMLAUT = Component(id="kueche", name="Küche")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Community Color is offline", [COLOR]),
        ("The community-color sites are down", [COLOR]),
        ("communitycolor.example cannot be reached", [COLOR]),
        ("CommunityColor is slow", [COLOR]),
        ("Some color pages are missing", [COLOR]),
        ("The shop is offline", [SHOP]),
        ("The Shop API fails", [SHOP_API]),
        ("The shop and Community Color are down", [COLOR, SHOP]),
        ("Nobody reaches the friends of the coloured pencil", [LONG]),
        (
            "Since the storm of this morning almost nothing that we host answers, not the shop",
            [SHOP],
        ),
        ("The shop's pages fail", [SHOP]),
        ("Die Küche ist zu", [UMLAUT]),
        ("Everything is offline", []),
        ("The servers are down", []),
    ],
)
def test_a_sentence_names_its_components(name: str, expected: list[Component]) -> None:
    assert list(components_in(name, (COLOR, SHOP, SHOP_API, UMLAUT, LONG))) == expected


def test_a_hint_at_two_components_is_none() -> None:
    assert components_in("Prints take long: color", (COLOR, PRINTS)) == (COLOR,)
    assert components_in("A print is late in color", (COLOR, PRINTS)) == ()


IDS = ("2011-11-24-the-shop-is-offline", "2011-11-24-mail", "mail-2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail-2", ["mail-2"]),
        ("mail", ["mail-2"]),
        ("2011-11-24-m", ["2011-11-24-mail"]),
        ("shop", ["2011-11-24-the-shop-is-offline"]),
        ("Shop is off", ["2011-11-24-the-shop-is-offline"]),
        ("2011", ["2011-11-24-the-shop-is-offline", "2011-11-24-mail"]),
        ("hop", []),
        ("", []),
        (" ", []),
    ],
)
def test_an_id_may_be_shortened(text: str, expected: list[str]) -> None:
    assert matching(text, IDS) == expected
