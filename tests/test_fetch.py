"""Fetching: whatever a server does, an answer within limits, or the reason why there is none."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Thread

import httpx
import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st
from outage_banner.fetch import USER_AGENT, Answer, Limits, Unanswered, fetch
from outage_banner.fetch.addresses import by_turns, is_public
from outage_banner.fetch.reasons import unanswered
from rig.loop import in_a_loop
from rig.server import Files, serving
from rig.tls import serving_tls

HERE = "127.0.0.1"
INSIDE = "127.0.0.2"
NAMES = {
    "shop.example": HERE,
    "intern.example": INSIDE,
    "xn--bcher-kva.example": HERE,
    "xn--ls8h.example": HERE,
    "xn--ls8h.intern.example": INSIDE,
}
AUTHORITY = trustme.CA()


async def names(host: str, port: int) -> Sequence[str]:
    """The addresses of our names; this machine's first address stands for the open internet."""
    if host in NAMES:
        return [NAMES[host]]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


LIMITS = Limits(seconds=5, resolve=names, is_public=lambda address: address == HERE, trust=trust)


def fetched(url: str, limits: Limits = LIMITS) -> Answer:
    return in_a_loop(fetch(url, limits))


def reason(url: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unanswered) as caught:
        fetched(url, limits)
    return str(caught.value)


def to(location: str, code: int = 302) -> Callable[[Files], None]:
    return lambda request: request.answer(b"", code, Location=location)


@pytest.fixture
def answers() -> dict[str, Callable[[Files], None]]:
    """What the server of `port` answers, by path."""
    return {"/": lambda request: request.answer(b"Welcome")}


@pytest.fixture
def port(answers: dict[str, Callable[[Files], None]], tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path, answers=answers) as url:
        yield url.rpartition(":")[2]


def test_an_answer_is_given_whatever_its_status(
    port: str, answers: dict[str, Callable[[Files], None]]
) -> None:
    url = f"http://{HERE}:{port}/"
    assert fetched(url) == Answer(url, 200, b"Welcome", True, "utf-8")
    answers["/"] = lambda request: request.answer("Später".encode(), 503)
    assert (fetched(url).status, fetched(url).text) == (503, "Später")


def test_the_server_hears_which_host_is_meant_and_who_asks(
    port: str, answers: dict[str, Callable[[Files], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    heard: list[tuple[str | None, str | None]] = []

    def listen(request: Files) -> None:
        heard.append((request.headers["Host"], request.headers["User-Agent"]))
        request.answer(b"")

    answers["/"] = listen
    fetched(f"http://bücher.example:{port}/")
    assert heard == [(f"xn--bcher-kva.example:{port}", USER_AGENT)]


def test_a_password_in_the_address_is_sent_to_its_host_alone(
    port: str, answers: dict[str, Callable[[Files], None]]
) -> None:
    heard: list[str | None] = []

    def listen(request: Files) -> None:
        heard.append(request.headers["Authorization"])
        request.answer(b"", 302, Location=f"http://{HERE}:{port}/")

    answers["/locked"] = listen
    answers["/"] = lambda request: request.answer(str(request.headers["Authorization"]).encode())
    assert fetched(f"http://me:s%C3%A4cret@{HERE}:{port}/locked").body == b"None"
    assert heard == ["Basic bWU6c8OkY3JldA=="]


def test_a_host_that_only_browsers_spell_out_is_asked_as_any_other(port: str) -> None:
    assert fetched(f"http://xn--ls8h.example:{port}/").body == b"Welcome"
    told = reason("http://xn--ls8h.invalid/")
    assert told.startswith("the name xn--ls8h.invalid ")


def test_an_answer_says_whether_it_came_from_the_open_internet(port: str) -> None:
    url = f"http://{HERE}:{port}/"
    assert fetched(url).is_public
    assert not fetched(url, Limits()).is_public


def test_a_long_answer_is_cut_and_says_so(
    port: str, answers: dict[str, Callable[[Files], None]]
) -> None:
    answers["/"] = lambda request: request.answer(b"a" * 300_000)
    found = fetched(f"http://{HERE}:{port}/")
    assert (len(found.body), found.is_whole) == (100_000, False)


def test_redirects_are_followed_to_their_end(
    port: str, answers: dict[str, Callable[[Files], None]]
) -> None:
    answers |= {"/old": to("/older", 301), "/older": to(f"http://shop.example:{port}/", 308)}
    found = fetched(f"http://{HERE}:{port}/old")
    assert (found.url, found.body) == (f"http://shop.example:{port}/", b"Welcome")


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("/loop", "it redirects more than 5 times"),
        ("ftp://shop.example/", "it redirects to an address that does not begin with https://"),
        ("http://[::1/", "it redirects to no address"),
        ("http://intern.example:1/", "it redirects to intern.example, which is not on the open"),
        (f"http://{INSIDE}:1/", f"it redirects to {INSIDE}, which is not on the open internet"),
        ("http://gone.invalid/", "the name gone.invalid"),
        ("http://xn--a/", "the name xn--a"),
        ("http://xn--ls8h.intern.example:1/", "it redirects to xn--ls8h.intern.example, which"),
    ],
)
def test_a_redirect_to_where_none_may_lead_is_refused(
    port: str, answers: dict[str, Callable[[Files], None]], location: str, told: str
) -> None:
    answers["/loop"] = to(location)
    assert reason(f"http://shop.example:{port}/loop").startswith(told)


def test_a_private_address_may_redirect_to_itself_and_any_where_it_is_allowed(
    port: str, answers: dict[str, Callable[[Files], None]]
) -> None:
    answers["/start"] = to(f"http://{HERE}:{port}/")
    url = f"http://{HERE}:{port}/start"
    assert fetched(url, replace(LIMITS, is_public=lambda _: False)).body == b"Welcome"
    answers["/start"] = to(f"http://intern.example:{port}/")
    told = reason(url, replace(LIMITS, allow_private=True))
    assert told == "the connection is refused"


def test_a_name_is_looked_up_once_so_that_it_cannot_change_behind_the_check(port: str) -> None:
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [HERE if len(asked) == 1 else INSIDE]

    url = f"http://shop.example:{port}/"
    assert fetched(url, replace(LIMITS, resolve=rebinding)).body == b"Welcome"
    assert asked == ["shop.example"]


def test_a_name_that_is_never_found_may_be_the_fault_of_this_machine() -> None:
    async def silent(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(5)
        return [HERE]

    async def broken(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    async def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve, told in (
        (silent, "the name shop.example cannot be looked up"),
        (broken, "the name shop.example cannot be looked up"),
        (unknown, "the name shop.example does not exist"),
    ):
        with pytest.raises(Unanswered) as caught:
            fetched("http://shop.example/", replace(LIMITS, resolve=resolve, seconds=0.3))
        assert (str(caught.value), caught.value.is_maybe_here) == (told, True)


def test_a_host_that_cannot_be_reached_may_be_the_fault_of_the_network_here() -> None:
    error = httpx.ConnectError("")
    error.__cause__ = OSError(errno.EHOSTUNREACH, "No route to host")
    found = unanswered(error)
    assert (str(found), found.is_maybe_here) == ("its host cannot be reached", True)


def test_the_next_address_is_tried_where_the_first_does_not_listen(port: str) -> None:
    async def two(host: str, port: int) -> Sequence[str]:
        return [INSIDE, HERE]

    url = f"http://shop.example:{port}/"
    assert fetched(url, replace(LIMITS, resolve=two)).body == b"Welcome"


@contextmanager
def talking(say: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that talks as no web server should; its address."""

    def serve() -> None:
        with connection.accept()[0] as client, suppress(OSError):
            client.recv(10_000)
            say(client)

    with socket.create_server((HERE, 0)) as connection:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"{HERE}:{connection.getsockname()[1]}/"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"", "what answers there is no proper HTTP"),
        (b"SSH-2.0-OpenSSH\r\n", "what answers there is no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "what answers there is no proper"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nhalf",
            "its answer cannot be decoded",
        ),
    ],
)
def test_what_is_no_answer_is_told(said: bytes, told: str) -> None:
    with talking(lambda client: client.sendall(said)) as place:
        assert reason(f"http://{place}").startswith(told)


def test_an_encoding_that_was_not_asked_for_is_not_decoded() -> None:
    for encoding in (b"br", b"zstd", b"gzip, gzip"):
        said = b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: 1\r\n\r\nx" % encoding
        with talking(lambda client, said=said: client.sendall(said)) as place:  # type: ignore[misc]
            told = reason(f"http://{place}")
        assert told == "its answer is encoded in a way that was not asked for"


TRUST = trust()
QUICK = replace(LIMITS, trust=lambda: TRUST, redirects=0)


@settings(max_examples=30)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=30).map(
            lambda text: b"HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n" % text.encode()
        ),
        st.from_regex(rb"HTTP/1\.1 302 x\r\nLocation: (//|http:|https://)[!-~]{0,20}\r\n\r\n"),
        st.tuples(st.text(max_size=9), st.binary(max_size=9)).map(
            lambda told: (
                b"HTTP/1.1 200 x\r\nContent-Type: text/x; charset=%s\r\n\r\n%s"
                % (told[0].encode(), told[1])
            )
        ),
    )
)
def test_whatever_a_server_says_is_an_answer_or_a_reason(said: bytes) -> None:
    async def nowhere(host: str, port: int) -> Sequence[str]:
        if host == "shop.example":
            return [HERE]
        raise socket.gaierror(socket.EAI_NONAME, "")

    with talking(lambda client: client.sendall(said)) as place:
        url = f"http://{place.replace(HERE, 'shop.example')}"
        with suppress(Unanswered):
            assert isinstance(fetched(url, replace(QUICK, resolve=nowhere)).text, str)


@pytest.mark.parametrize("charset", ["punycode", "idna", "hex", "a\0b", "utf-7", "unicode_escape"])
def test_whatever_a_charset_is_called_there_is_a_text(charset: str) -> None:
    assert isinstance(Answer("http://x/", 200, b"\xff\\ud800+", True, charset).text, str)


def test_the_time_is_for_all_of_it_however_busily_it_drips() -> None:
    def drip(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            client.sendall(b"X-More: yes\r\n")
            time.sleep(0.05)

    began = time.monotonic()
    with talking(drip) as place:
        told = reason(f"http://{place}", replace(LIMITS, seconds=0.3))
    assert told == "no answer within 0.3 seconds"
    assert time.monotonic() - began < 2


def test_where_nothing_listens_the_connection_is_refused() -> None:
    assert reason(f"http://{HERE}:1/") == "the connection is refused"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://shop.example/", "that is an address that does not begin with https:// or http://"),
        ("https://", "that is an address without a host"),
        ("http://[::1/", "that is no address"),
    ],
)
def test_what_is_no_address_is_told(address: str, told: str) -> None:
    assert reason(address) == told


def day(year: int) -> datetime:
    return datetime(year, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("certificate", "told"),
    [
        (
            AUTHORITY.issue_cert("shop.example", not_before=day(2010), not_after=day(2011)),
            "its certificate expired on 24 November 2011",
        ),
        (
            AUTHORITY.issue_cert("shop.example", not_before=day(2990), not_after=day(2999)),
            "its certificate is not valid yet",
        ),
        (AUTHORITY.issue_cert("other.example"), "its certificate is for other names"),
        (
            trustme.CA().issue_cert("shop.example"),
            "its certificate is signed by nobody who is trusted here, or its chain is incomplete",
        ),
    ],
)
def test_a_wrong_certificate_is_told(certificate: trustme.LeafCert, told: str) -> None:
    with serving_tls(certificate, {"/": lambda request: request.answer(b"Welcome")}) as port:
        assert reason(f"https://shop.example:{port}/") == told


def test_a_right_certificate_is_one_for_the_name_that_was_asked() -> None:
    certificate = AUTHORITY.issue_cert("shop.example", "xn--bcher-kva.example")
    with serving_tls(certificate, {"/": lambda request: request.answer(b"Welcome")}) as port:
        assert fetched(f"https://shop.example:{port}/").body == b"Welcome"
        assert fetched(f"https://bücher.example:{port}/").body == b"Welcome"


def test_a_server_without_tls_cannot_be_asked_for_it(port: str) -> None:
    told = "no encryption (TLS) can be agreed on with it"
    assert reason(f"https://shop.example:{port}/") == told


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%2", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_an_address_is_public_or_not(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_the_address_families_are_tried_by_turns() -> None:
    assert by_turns(["::1", "::2", "::3", "10.0.0.1", "::1"]) == ["::1", "10.0.0.1", "::2", "::3"]


def test_a_text_of_an_unknown_charset_is_read_all_the_same() -> None:
    read = partial(Answer, "http://x/", 200, "Später".encode("latin-1"), True)
    assert (read("latin-1").text, read("klingon").text, read(None).text) == (
        "Später",
        "Sp\ufffdter",
        "Sp\ufffdter",
    )


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        (b"<meta charset=iso-8859-1>Gr\xfcezi", None, "Grüezi"),
        (b"<META CHARSET='windows-1252' />Gr\xfcezi", None, "Grüezi"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=latin1">\x80 5',
            None,
            "€ 5",
        ),
        (b"<meta charset=iso-8859-1>Gr\xc3\xbcezi", "utf-8", "Grüezi"),
        (b"<meta charset=utf-8>Gr\xc3\xbcezi", "iso-8859-1", "GrÃ¼ezi"),
        (b"<meta charset=klingon>Gr\xc3\xbcezi", None, "Grüezi"),
        (b"<meta name=x content=y>Gr\xc3\xbcezi, charset=latin1", None, "Grüezi, charset=latin1"),
        (b"<p>" * 400 + b"<meta charset=iso-8859-1>Gr\xc3\xbcezi", None, "Grüezi"),
        (b"<meta charset=utf-16>Gr\xc3\xbcezi", None, "Grüezi"),
        ("\ufeffGrüezi".encode(), "iso-8859-1", "Grüezi"),
        ("\ufeffGrüezi".encode("utf-16-le"), "utf-8", "Grüezi"),
        ("\ufeffGrüezi".encode("utf-16-be"), None, "Grüezi"),
        ("\ufeff<meta charset=utf-16>Grüezi".encode(), None, "Grüezi"),
    ],
)
def test_a_text_may_name_its_charset_itself(body: bytes, charset: str | None, text: str) -> None:
    assert Answer("http://x/", 200, body, True, charset).text.rpartition(">")[2] == text


def test_a_charset_is_told_by_the_page_where_the_header_is_silent(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes("<meta charset=iso-8859-1>Grüezi".encode("latin-1"))
    with serving(tmp_path) as url:
        assert fetched(f"{url}/").text.endswith("Grüezi")
