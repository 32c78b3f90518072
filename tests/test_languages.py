"""The languages: complete catalogs, any tag, and nothing told half in one and half in another."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from babel import Locale, localedata
from babel.messages import Catalog
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from outage_banner import fragment
from outage_banner.assets import banner_assets
from outage_banner.board import Rules, board
from outage_banner.section.files import files
from outage_banner.section.pages import Section
from outage_banner.section.place import Place
from outage_banner.section.record import record
from outage_banner.section.shell import plain_shell
from outage_banner.wording import Plural, Wording, words_for
from rig.pelican import PLUGINS, REPOSITORY, Build
from statuses import DENVER, NIGHT, at, incident, status_of

LOCALE = PLUGINS / "outage_banner" / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
LONG_AGO = datetime(2009, 1, 1, tzinfo=DENVER)
PLACE = Place("7", "https://blog.example", "/status/")

in_every_language = pytest.mark.parametrize("language", LANGUAGES)


def words_in(language: str) -> Wording:
    return words_for(DENVER, NIGHT, language)


def catalog(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "outage_banner.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(text: Any) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def entries(language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each message and its translations; both have several forms in a plural."""
    for message in catalog(language):
        if message.id:
            yield forms(message.id), forms(message.string)


# --- the catalogs


def test_english_german_french_spanish_portuguese_and_arabic_are_spoken() -> None:
    assert {"ar", "de", "es", "fr", "pt"} <= set(LANGUAGES)


def test_the_catalogs_hold_the_messages_of_the_code_and_the_templates() -> None:
    command = [sys.executable, str(REPOSITORY / "tools" / "catalogs.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@in_every_language
def test_every_message_is_translated(language: str) -> None:
    assert [message[0] for message, told in entries(language) if not all(told)] == []


@in_every_language
def test_a_translation_has_the_blanks_of_its_message_and_no_markup(language: str) -> None:
    for message, told in entries(language):
        blanks = set(re.findall(r"{\w*}", message[-1]))
        for form in told:
            # "Two sites" may do without the number.
            free = {"{count}"} & blanks if len(message) > 1 else set()
            assert blanks - free <= set(re.findall(r"{[^}]*}", form)) <= blanks, form
            assert not re.search(r"[<>&]|\A\s|\s\Z", form), form
            assert form.replace("{", "").count("}") == len(re.findall(r"{\w+}", form)), form


@in_every_language
def test_a_plural_has_as_many_forms_as_its_language(language: str) -> None:
    number = catalog(language).num_plurals
    assert {len(told) for message, told in entries(language) if len(message) > 1} == {number}


def test_arabic_counts_as_arabic_does() -> None:
    sites = Plural("{count} site down", "{count} sites down")
    words = words_in("ar")
    assert [words.plain(sites, count=count) for count in (1, 2, 3, 11, 100)] == [
        "موقع واحد متوقف",
        "موقعان متوقفان",
        "3 مواقع متوقفة",
        "11 موقعًا متوقفًا",
        "100 موقع متوقف",
    ]


def test_a_message_that_a_catalog_lacks_is_told_in_english() -> None:
    words = words_in("de")
    assert words.plain("Not in it since {at}.", at="noon") == "Not in it since noon."
    assert words.say(Plural("{count} egg", "{count} eggs"), count=2) == "2 eggs"


# --- the tags that an author may write


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-gb", "en-GB"),
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de-AT"),
        ("de_at", "de-AT"),
        ("de_DE.UTF-8", "de-DE"),
        ("de-1996", "de"),
        ("pt-br", "pt-BR"),
        ("PT_BR", "pt-BR"),
        ("ar", "ar"),
        (" fr ", "fr"),
        ("es-419", "es-419"),
        ("zh-hans", "en"),
        ("he", "en"),
        ("xx", "en"),
        ("de-", "de"),
        ("german", "en"),
        ("", "en"),
        ("-", "en"),
        ("../de", "en"),
    ],
)
def test_a_tag_finds_the_nearest_language(tag: str, language: str) -> None:
    assert words_in(tag).language == language


@given(st.text() | st.from_regex(r"[a-zA-Z]{1,4}([-_][a-zA-Z0-9]{1,8}){0,3}", fullmatch=True))
def test_any_tag_is_told_in_one_language(tag: str) -> None:
    words = words_in(tag)
    is_english = words.plain("Dismiss") == "Dismiss"
    assert is_english == words.language.startswith("en")
    assert is_english == words.moment(NIGHT).startswith("Thu")


def test_dates_follow_the_country_and_words_the_language() -> None:
    austria = words_in("de-AT")
    assert austria.plain("Dismiss") == "Ausblenden"
    assert austria.month(datetime(2012, 1, 1)) == "Jänner 2012"
    assert words_in("es-MX").moment(NIGHT) == "jue 24 de nov, 9:00 p.m. MST"


@pytest.mark.parametrize(
    "tag", [tag for tag in localedata.locale_identifiers() if tag.split("_")[0] in LANGUAGES]
)
def test_every_country_that_speaks_it_has_times_spans_and_durations(tag: str) -> None:
    words = words_in(tag)
    assert words.language == str(Locale.parse(tag)).replace("_", "-")
    told = [
        words.moment(NIGHT),
        words.month(NIGHT),
        words.span(NIGHT, at("26T01:00")).striptags(),
        words.span(NIGHT, at("24T22:00")).striptags(),
        words.duration(timedelta(days=2, hours=3)),
        words.duration(timedelta(minutes=1)),
        words.listed(["a", "b", "c", "d"]),
    ]
    assert not any("{" in one or "duration" in one for one in told), told


# --- how it is told


def test_german() -> None:
    words = words_in("de")
    assert words.moment(NIGHT) == "Do., 24. Nov., 21:00 MST"
    assert words.duration(timedelta(hours=13, minutes=10)) == "13 Stunden und 10 Minuten"
    assert words.span(at("28T21:00"), at("28T23:00")).striptags() == (
        "Mo., 28. Nov. von 21:00 bis 23:00 MST"
    )


def test_arabic_runs_from_right_to_left_and_what_does_not_stands_by_itself() -> None:
    words = words_in("ar")
    assert words.direction == "rtl"
    assert words.duration(timedelta(days=2, hours=13)) == "يومان و13 ساعة"
    assert words.time(NIGHT) == (
        '<time datetime="2011-11-24T21:00:00-07:00" dir="rtl">الخميس، 24 نوفمبر، 9:00 م MST</time>'
    )
    assert words.plain("Status of {site}", site="Shop!") == "حالة \u2068Shop!\u2069"


@in_every_language
def test_the_script_has_its_words_with_the_time_left_open(language: str) -> None:
    words, english = words_in(language).script_words(), words_in("en").script_words()
    assert words.keys() == english.keys()
    for name, told in words.items():
        assert told.count("{at}") == english[name].count("{at}")


def test_a_value_is_escaped_and_markup_is_not() -> None:
    words = words_in("fr")
    assert words.say("since {at}", at="<b>") == "depuis le &lt;b&gt;"
    assert words.say("since {at}", at=words.time(NIGHT)).count("<time") == 1


def everything(words: Wording) -> dict[str, str]:
    """All that readers of one site can meet, as text, by where they meet it; names are numbers."""
    alternative = {"name": "1", "url": "https://1.example/"}
    shop = {"id": "s", "name": "2", "url": "https://2.example/", "alternatives": [alternative]}
    status = status_of(
        components=[
            shop | {"description": "3", "provider": {"name": "4"}},
            {"id": "m", "name": "5", "status": "partial_outage"},
            {"id": "n", "name": "6", "status": "under_maintenance"},
            *({"id": f"c{number}", "name": f"{number}"} for number in range(10, 16)),
        ],
        incidents=[
            incident(
                "7",
                id="7",
                components=["s"],
                works="8",
                expected_at=at("24T20:00"),
                next_update_at=at("24T22:00"),
                contact="tel:9",
                incident_updates=[
                    {"status": word, "body": "1", "display_at": at(f"24T{hour}:00")}
                    for hour, word in enumerate(
                        ("identified", "monitoring", "investigating", None), start=15
                    )
                ],
            ),
            incident("1", id="1", impact="minor", components=["n"]),
            incident("2", id="2", components=["n", "m"], resolved_at=at("24T20:10")),
            incident("3", id="3", status="resolved"),
            incident("4", id="4", started_at=at("10T15:00"), resolved_at=at("12T15:00")),
            incident(
                "5", id="5", started_at=datetime(2009, 1, 1, tzinfo=DENVER), status="resolved"
            ),
        ],
        scheduled_maintenances=[
            {
                "name": "1",
                "id": f"w{hour}",
                "works": "8",
                "components": [f"c{number}" for number in range(10, 16)],
                "scheduled_for": at(f"24T{hour}:00"),
                "scheduled_until": at(f"25T{hour}:00"),
                "completed_at": at("24T20:30") if hour == 11 else None,
            }
            for hour in (11, 12, 23)
        ],
    )
    told = board(status, NIGHT)
    names = words.script_words()
    assets = banner_assets(names, fragment="f", poll_seconds=60)
    found = {"banner": fragment.render(told, words, link="/status/".__add__, assets=assets)}
    found["script"] = " ".join(names.values())
    for one in status.incidents:
        found[f"record {one.id}"] = record(status, one, words, Rules(), "/status/")
    section = Section(status, told, Rules(), words, PLACE, {"7": "/7/"}, "/s.css")
    for page in section.pages():
        found[f"page {page.path}"] = f"{page.title} {page.description} {page.html}"
    for file in files(status, told, words, PLACE, Rules()):
        if file.path.endswith((".atom", ".svg")):
            root = ElementTree.fromstring(file.content)
            found[file.path] = " ".join(root.itertext())
        elif file.path.endswith(".ics"):
            events = Calendar.from_ical(file.content).events
            found[file.path] = " ".join(str(event["DESCRIPTION"]) for event in events)
    return found


def text(html: str) -> str:
    """The text of markup, and what its attributes say to readers."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    said = list(tree.itertext())
    for element in tree.iter():
        said.append(element.get("aria-label", ""))
        if "data-said" in element.attrib:
            said.append(text(element.attrib["data-said"]))
    return " ".join(said)


def test_on_an_arabic_site_nothing_is_left_in_english() -> None:
    allowed = {
        "MST",
        "JSON",
        "at",
        "https",
        "tel",
        "example",
        "blog",
        "tag",
        "status",
        "feed",
        "atom",
    }
    for where, html in everything(words_in("ar")).items():
        latin = set(re.findall(r"[A-Za-z]{2,}", text(html)))
        assert latin <= allowed, where


@in_every_language
def test_no_blank_is_left_open(language: str) -> None:
    for where, html in everything(words_in(language)).items():
        open_blanks = set(re.findall(r"{\w+}", text(html)))
        assert open_blanks <= ({"{at}"} if where == "script" else set()), where


# --- a site of several languages


SITE = {
    "post.md": "Title: A post\nDate: 2011-11-24\nSlug: a\nIncident: shop\n\nWords.\n",
    "post-de.md": "Title: Ein Text\nDate: 2011-11-24\nSlug: a\nLang: de\nIncident: shop\n\nJa.\n",
    "pages/about.md": "Title: À propos\nLang: fr-CA\n\nMoi.\n",
    "pages/other.md": "Title: Tlh\nLang: tlh\n\nQapla.\n",
    "status.json": """{"components": [{"id": "s", "name": "Shop", "url": "https://s.example/"}],
        "incidents": [{"id": "shop", "name": "The shop is offline", "components": ["s"],
        "started_at": "2011-11-24T15:00:00-07:00"}]}""",
}
STOPPED = {"OUTAGE_NOW": NIGHT.isoformat(), "SITEURL": "https://me.example"}
GERMAN, ENGLISH, FRENCH = "Nicht erreichbar seit", "Not reachable since", "Inaccessible depuis"


def test_each_page_is_told_in_its_own_language(pelican: Callable[..., Build]) -> None:
    built = pelican(SITE, STOPPED, fatal="warnings")
    assert built.code == 0, built.log
    pages = {
        "index.html": ENGLISH,
        "a.html": ENGLISH,
        "a-de.html": GERMAN,
        "pages/a-propos-fr-CA.html": FRENCH,
        "pages/tlh-tlh.html": ENGLISH,
        "status/index.html": ENGLISH,
        "status/shop/index.html": ENGLISH,
    }
    for path, words in pages.items():
        banner = built.page(path).split("</outage-banner>")[0]
        found = [one for one in (GERMAN, ENGLISH, FRENCH) if one in banner]
        assert found == [words], path
    story = built.page("a-de.html").split("</outage-banner>")[1]
    assert re.search('<p class="outage-record"[^>]* lang="de" dir="ltr">', story)
    assert "Zuletzt bestätigt" in story
    assert "Last confirmed" in built.page("a.html").split("</outage-banner>")[1]


def test_each_language_has_a_fragment_and_files_of_its_own(pelican: Callable[..., Build]) -> None:
    built = pelican(SITE, STOPPED)
    section = built.output / "status"
    assert {path.name for path in section.glob("banner*.html")} == {
        "banner.html",
        "banner.de.html",
        "banner.fr-ca.html",
    }
    assert len(list(section.glob("outage-banner.*.js"))) == 3
    for name, page, mark in (
        ("banner.html", "a.html", "(down now)"),
        ("banner.de.html", "a-de.html", "(derzeit nicht erreichbar)"),
        ("banner.fr-ca.html", "pages/a-propos-fr-CA.html", "(en panne actuellement)"),
    ):
        banner = built.page(f"status/{name}")
        assert banner in built.page(page)
        script, style = (
            built.page(re.search(rf"/(status/outage-banner\.\w+\.{suffix})", banner)[1])  # type: ignore[index]
            for suffix in ("js", "css")
        )
        assert f'"fragment":"{name}"' in script
        assert mark in style


def test_an_arabic_site_is_arabic_throughout_in_a_theme_that_is_not(
    pelican: Callable[..., Build],
) -> None:
    built = pelican(SITE, STOPPED | {"DEFAULT_LANG": "ar"})
    assert built.code == 0, built.log
    page = built.page("status/index.html")
    assert '<div class="outage-section" lang="ar" dir="rtl">' in page
    assert "المكونات" in page
    assert ENGLISH not in page
    assert 'xml:lang="ar"' in built.page("status/feed.atom")
    assert 'xml:lang="ar"' in built.page("status/badge.svg")
    assert "NAME;LANGUAGE=ar:" in built.page("status/calendar.ics")
    assert "Partial System Outage" in built.page("status/api/v2/status.json") or (
        "Major Service Outage" in built.page("status/api/v2/status.json")
    )


def test_a_theme_without_the_sections_content_gets_a_page_in_its_language() -> None:
    assert '<html lang="ar" dir="rtl">' in plain_shell(words_in("ar")).text
