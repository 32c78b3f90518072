"""What went wrong on the way to an answer -> the reason in plain words."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from typing import TypeVar

import httpx

EXPIRED = 10
_UNTRUSTED = "its certificate is signed by nobody who is trusted here, or its chain is incomplete"
_OTHER_NAMES = "its certificate is for other names"
_CERTIFICATE = {
    9: "its certificate is not valid yet",
    EXPIRED: "its certificate has expired",
    18: "its certificate is signed by nobody but itself",
    19: _UNTRUSTED,
    20: _UNTRUSTED,
    21: _UNTRUSTED,
    62: _OTHER_NAMES,
    64: _OTHER_NAMES,
}
_CUT_OFF = "the connection is cut off before an answer"
_NO_NETWORK = (errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)
_MAYBE_HERE = (*_NO_NETWORK, errno.EHOSTUNREACH)
"""The last is also what is heard where the gateway of this machine is dead."""
_CONNECTION = {
    errno.ECONNREFUSED: "the connection is refused",
    errno.EHOSTUNREACH: "its host cannot be reached",
    errno.ETIMEDOUT: "its host does not answer",
    **dict.fromkeys(_NO_NETWORK, "no network leads to it"),
}

Cause = TypeVar("Cause", bound=BaseException)


class Unanswered(Exception):
    """No answer that could be used. The message says why, as in "shop.example: {message}".

    `is_maybe_here`: the fault can lie with the network of this machine.
    """

    def __init__(self, message: str, *, is_maybe_here: bool = False) -> None:
        super().__init__(message)
        self.is_maybe_here = is_maybe_here


def unresolved(error: Exception, host: str) -> Unanswered:
    """Why a name has no address; without a network, some systems say that it does not exist."""
    if isinstance(error, TimeoutError) or getattr(error, "errno", None) == socket.EAI_AGAIN:
        return Unanswered(f"the name {host} cannot be looked up", is_maybe_here=True)
    return Unanswered(f"the name {host} does not exist", is_maybe_here=True)


def unanswered(error: Exception) -> Unanswered:
    """Why a request failed."""
    if refused := cause(error, ssl.SSLCertVerificationError):
        other = f"its certificate is wrong: {refused.verify_message}"
        return Unanswered(_CERTIFICATE.get(refused.verify_code, other))
    if cause(error, ssl.SSLError):
        return Unanswered("no encryption (TLS) can be agreed on with it")
    if isinstance(error, httpx.TimeoutException):
        return Unanswered("its host does not answer")
    if isinstance(error, httpx.RemoteProtocolError | httpx.InvalidURL):
        return Unanswered("what answers there is no proper HTTP")
    if isinstance(error, httpx.DecodingError):
        return Unanswered("its answer cannot be decoded")
    found = cause(error, OSError)
    number = found.errno if found and found.errno else 0
    told = _CONNECTION.get(number, _CUT_OFF)
    return Unanswered(told, is_maybe_here=number in _MAYBE_HERE)


def untrusting(error: OSError) -> Unanswered:
    """Why it is not known whose certificates are good."""
    reason = (
        "holds none" if isinstance(error, ssl.SSLError) else f"cannot be read: {error.strerror}"
    )
    if file := os.environ.get("SSL_CERT_FILE"):
        told = f"the variable SSL_CERT_FILE names {file}, which {reason}"
        return Unanswered(f"{told}; name a file of certificates, or unset it", is_maybe_here=True)
    return Unanswered(f"the file of trusted certificates {reason}", is_maybe_here=True)


def cause(error: BaseException, kind: type[Cause]) -> Cause | None:
    """The innermost of what led to an error that is of this kind."""
    found, at = None, error
    while True:
        if isinstance(at, kind):
            found = at
        deeper = at.__cause__ or at.__context__
        if deeper is None:
            return found
        at = deeper
