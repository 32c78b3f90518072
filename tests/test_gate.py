"""The gate: pages of a built site that readers would find without the banner's slot."""

from pathlib import Path

import pytest
from outage_banner import gate

SLOT = "<outage-banner hidden></outage-banner>"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f"<!DOCTYPE html><body>{SLOT}<p>x", id="a page with its slot"),
        pytest.param(f"{SLOT}<ul><li>x</ul>", id="a bare list with its slot"),
        pytest.param("", id="a page of no bytes"),
        pytest.param("google-site-verification: google1234.html", id="a proof of ownership"),
        pytest.param(
            '<!DOCTYPE html><meta content="0;url=/x/" HTTP-EQUIV=refresh>', id="a redirect"
        ),
        pytest.param("<html><frameset></frameset></html>", id="a frameset"),
    ],
)
def test_nothing_is_missing_from(page: str) -> None:
    assert not gate.lacks_its_slot(page.encode())


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<!DOCTYPE html><title>x</title><p>y", id="a page without a body tag"),
        pytest.param("<HTML><body><p>x", id="a page without a doctype"),
        pytest.param(f"<body><p>x</p>{SLOT}", id="a slot that stands too late"),
        pytest.param(f"<!-- {SLOT} --><body><p>x", id="a slot in a comment"),
        pytest.param("<body><outage-banner>", id="a slot that never ends"),
    ],
)
def test_the_slot_is_missing_from(page: str) -> None:
    assert gate.lacks_its_slot(page.encode())


def test_pages_are_found_in_all_folders_whatever_case_their_names_have(tmp_path: Path) -> None:
    for name in ("index.html", "a/B.HTM", "a/c/x.html", "feed.xml", "html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"<html>\xff")
    found = [path.relative_to(tmp_path).as_posix() for path in gate.pages(tmp_path)]
    assert found == ["index.html", "a/B.HTM", "a/c/x.html"]
