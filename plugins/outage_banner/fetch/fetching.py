"""An address -> its answer, at the end of its redirects; from the very hosts that were checked."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import httpx

from .addresses import by_turns, is_public, resolve
from .answer import Answer
from .reasons import EXPIRED, Unanswered, cause, unanswered, unresolved, untrusting

USER_AGENT = "pelican-outage-banner"
MOST_ADDRESSES = 4
"""So many of a host's addresses are tried before it counts as unreachable."""
LOOKUP_SHARE = 0.8
"""So much of its time may pass before a name is known: else it is that which is told."""

_ENCODINGS = ("identity", "gzip", "deflate")
"""Others can make gigabytes of one packet."""
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
_REDIRECTS = (301, 302, 303, 307, 308)
_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL, for which Python has no name."""


@dataclass(frozen=True)
class Limits:
    """How far a fetch goes. `seconds` are for all of it, redirects included.

    What is on the open internet, as `is_public` tells, may redirect to nothing that is not, unless
    `allow_private`. `trust` makes anew whose certificates are good: by default the usual
    authorities', or those of SSL_CERT_FILE and SSL_CERT_DIR.
    """

    seconds: float = 10.0
    most_bytes: int = 100_000
    redirects: int = 5
    schemes: tuple[str, ...] = ("https", "http")
    allow_private: bool = False
    is_public: Callable[[str], bool] = is_public
    resolve: Callable[[str, int], Awaitable[Sequence[str]]] = resolve
    trust: Callable[[], ssl.SSLContext] = httpx.create_ssl_context

    @cached_property
    def trusted(self) -> ssl.SSLContext:
        """What `trust` makes, once: it takes as long as many an answer. Raises Unanswered."""
        try:
            return self.trust()
        except OSError as error:
            raise untrusting(error) from None


async def fetch(url: str, limits: Limits = Limits()) -> Answer:
    """Gets an address and follows its redirects; any status is an answer. Raises Unanswered.

    Neither proxies nor cookies nor passwords of the environment are used.
    """
    try:
        async with asyncio.timeout(limits.seconds):
            return await _followed(url, limits)
    except TimeoutError:
        raise Unanswered(f"no answer within {limits.seconds:g} seconds") from None


async def _followed(url: str, limits: Limits) -> Answer:
    at, must_be_public = _checked(url, None, limits), False
    for _ in range(limits.redirects + 1):
        addresses = await _addresses(at, limits)
        if must_be_public:
            addresses = [one for one in addresses if limits.is_public(one)]
            if not addresses:
                raise Unanswered(f"it redirects to {_name(at)}, which is not on the open internet")
        answer, address, location = await _first(at, addresses, limits)
        if location is None:
            return answer
        must_be_public = limits.is_public(address) and not limits.allow_private
        at = _checked(location, at, limits)
    raise Unanswered(f"it redirects more than {limits.redirects} times")


def _checked(url: str, came_from: httpx.URL | None, limits: Limits) -> httpx.URL:
    """The address if it may be asked."""
    told = "it redirects to" if came_from else "that is"
    try:
        found = came_from.join(url) if came_from else httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise Unanswered(f"{told} no address") from None
    if found.scheme not in limits.schemes:
        allowed = " or ".join(f"{scheme}://" for scheme in limits.schemes)
        raise Unanswered(f"{told} an address that does not begin with {allowed}")
    if not found.raw_host:
        raise Unanswered(f"{told} an address without a host")
    return found


async def _addresses(at: httpx.URL, limits: Limits) -> list[str]:
    try:
        async with asyncio.timeout(limits.seconds * LOOKUP_SHARE):
            found = await limits.resolve(at.raw_host.decode("ascii"), _port(at))
    except (OSError, UnicodeError) as error:
        raise unresolved(error, _name(at)) from None
    return by_turns(found)


async def _first(
    at: httpx.URL, addresses: Sequence[str], limits: Limits
) -> tuple[Answer, str, str | None]:
    """The answer of the first address that can be connected to, and where it redirects to."""
    tried = addresses[:MOST_ADDRESSES]
    wait = httpx.Timeout(limits.seconds, connect=limits.seconds / len(tried))
    for address in tried:
        try:
            return await _asked(at, address, wait, limits)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failed: Exception = error
            is_unconnected = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            if not is_unconnected or cause(error, ssl.SSLError):
                break
    refused = cause(failed, ssl.SSLCertVerificationError)
    if refused and refused.verify_code == EXPIRED:
        with suppress(OSError, ValueError):
            day = await _last_day(at, address, limits)
            raise Unanswered(f"its certificate expired on {day.day} {day:%B %Y}") from None
    raise unanswered(failed) from None


async def _asked(
    at: httpx.URL, address: str, wait: httpx.Timeout, limits: Limits
) -> tuple[Answer, str, str | None]:
    """Asks `address` as the host of `at`: nothing looks the name up a second time.

    By the transport alone: a client of httpx fails where it cannot read an address redirected to.
    """
    request = httpx.Request(
        "GET",
        at.copy_with(host=address),
        headers=_HEADERS | {"Host": at.netloc.decode("ascii")},
        extensions={"sni_hostname": at.raw_host.decode("ascii"), "timeout": wait.as_dict()},
    )
    if at.userinfo:
        next(httpx.BasicAuth(at.username, at.password).auth_flow(request))
    transport = httpx.AsyncHTTPTransport(verify=limits.trusted, trust_env=False)
    async with transport, aclosing(await transport.handle_async_request(request)) as response:
        status, location = response.status_code, response.headers.get("Location")
        if status in _REDIRECTS and location:
            return Answer(str(at), status), address, location
        if response.headers.get("Content-Encoding", "identity").lower() not in _ENCODINGS:
            raise Unanswered("its answer is encoded in a way that was not asked for")
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > limits.most_bytes:
                break
        kept, is_whole = bytes(body[: limits.most_bytes]), len(body) <= limits.most_bytes
        headers = {name.lower(): value for name, value in response.headers.items()}
        charset, is_public = response.charset_encoding, limits.is_public(address)
        answer = Answer(str(at), status, kept, is_whole, charset, headers, is_public)
        return answer, address, None


async def _last_day(at: httpx.URL, address: str, limits: Limits) -> datetime:
    """When the certificate expired; raises OSError or ValueError where that cannot be told."""
    trust = limits.trust()
    trust.verify_flags |= _NO_CHECK_TIME
    _, writer = await asyncio.open_connection(
        address, _port(at), ssl=trust, server_hostname=at.raw_host.decode("ascii")
    )
    certificate = writer.get_extra_info("peercert") or {}
    writer.transport.abort()
    with suppress(OSError):
        await writer.wait_closed()
    seconds = ssl.cert_time_to_seconds(str(certificate.get("notAfter")))
    return datetime.fromtimestamp(seconds, UTC)


def _name(at: httpx.URL) -> str:
    """The host as people write it, or as it is sent where that cannot be told: with an emoji."""
    try:
        return at.host
    except UnicodeError:
        return at.raw_host.decode("ascii")


def _port(at: httpx.URL) -> int:
    return at.port or (443 if at.scheme == "https" else 80)
