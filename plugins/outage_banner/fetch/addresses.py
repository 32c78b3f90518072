"""A host -> its addresses, and whether one of them is on the open internet."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host; raises socket.gaierror."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Whether it is on the open internet: not private, loopback, link-local, reserved, multicast.

    An IPv6 address that stands for an IPv4 address is judged by that.
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        inside: IPv4Address | None = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inside = IPv4Address(int(found) & 0xFFFFFFFF)
        found = inside or found
    return found.is_global and not found.is_multicast


def by_turns(addresses: Iterable[str]) -> list[str]:
    """IPv4 and IPv6 by turns, each in its order, so that a broken one does not hide the other."""
    once = list(dict.fromkeys(addresses))
    families = ([one for one in once if (":" in one) == is_new] for is_new in (False, True))
    ranks = {one: rank for family in families for rank, one in enumerate(family)}
    return sorted(once, key=ranks.__getitem__)
