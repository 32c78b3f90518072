"""How long a file may be kept, and its type, by its path in the site."""

import pytest
from outage_banner.caching import content_type, rule


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("status/outage-banner.8207785945.css", "section assets"),
        ("status/banner.html", "fragments"),
        ("status/banner.pt-br.html", "fragments"),
        ("status/banner.html.br", "fragments"),
        ("status/index.html", "section"),
        ("status/api/v2/summary.json", "section"),
        ("status/", "section"),
        ("theme/app.3f9ab2c4.js", "fingerprinted"),
        ("pagefind/fragment/en_45d9c53.pf_fragment", "fingerprinted"),
        ("pagefind/pagefind-entry.json", "pages"),
        ("pagefind/wasm.en.pagefind", "pages"),
        ("", "pages"),
        ("posts/a/", "pages"),
        ("posts/A.HTM", "pages"),
        ("changes/release.3f9ab2c4.html", "pages"),
        ("changes/release.3f9ab2c4.html.gz", "pages"),
        ("index.html.gz", "pages"),
        ("feeds/all.atom.xml", "pages"),
        ("status.html", "pages"),
        ("posts/status/banner.html", "pages"),
        ("images/party.20111124.jpg", "assets"),
        ("theme/css/main.css", "assets"),
    ],
)
def test_a_file_is_of_the_kind(path: str, kind: str) -> None:
    assert rule(path, "status").name == kind


def test_the_section_is_where_it_was_put() -> None:
    assert rule("down/now/index.html", "down/now").cache_control == "no-cache"
    assert rule("down.now/index.html", "down/now").name == "pages"


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feed.atom", "application/atom+xml; charset=utf-8"),
        ("feeds/all.atom.xml", "application/atom+xml; charset=utf-8"),
        ("feeds/all.RSS.xml", "application/rss+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("status/calendar.ics", "text/calendar; charset=utf-8"),
        ("status/badge.svg", "image/svg+xml; charset=utf-8"),
        ("status/api/v2/status.json", "application/json; charset=utf-8"),
        ("photo.jpg", "image/jpeg"),
        ("paper.pdf", "application/pdf"),
        ("page.html.gz", "application/gzip"),
        ("a.b/CNAME", "application/octet-stream"),
    ],
)
def test_a_file_has_the_type(path: str, type_: str) -> None:
    assert content_type(path) == type_
