"""What rclone says went wrong -> what that means and what to do, without anybody's password."""

from __future__ import annotations

import re

INSTALL = (
    "rclone is missing, which knows how to send files to any host. This mends it: "
    "`sudo apt install rclone`, `brew install rclone`, or see https://rclone.org/install/"
)
MASK = "***"

_OPEN_KEYS = {
    *("host", "user", "port", "url", "endpoint", "region", "provider", "vendor", "bucket"),
    *("shell_type", "key_file", "known_hosts_file", "env_auth", "acl", "encoding", "tls"),
    *("explicit_tls", "root_folder_id", "account", "remote", "domain", "share"),
}
_OPTION = re.compile(r"""(?<=,)(\w+)=("(?:[^"]|"")*"|'(?:[^']|'')*'|[^,:]*)""")
_IN_URL = re.compile(r"(://[^/@:\s]*):[^/@\s]*@")

_REASONS = (
    (
        r"didn't find section in config file",
        "rclone knows no such remote; `rclone config` makes one, `rclone listremotes` lists them",
    ),
    (r"didn't find backend called", "rclone knows no such kind of host"),
    (r"file not a directory|not a directory", "there is a file where a folder has to be"),
    (
        r"unable to authenticate|401 U|Login incorrect|\b530 |LOGON_FAILURE"
        r"|InvalidAccessKeyId|SignatureDoesNotMatch",
        "the host does not accept the name, password or key that rclone has for it; "
        "`rclone config` changes them",
    ),
    (
        r"ssh-agent",
        "no ssh-agent holds your key; `ssh-add` gives it one, `rclone config` names a key's file "
        "instead",
    ),
    (
        r"access_key_id not found|secret_access_key not found|NoCredentialProviders",
        "rclone has no key for it; `rclone config` adds one",
    ),
    (
        r"no space left|disk space|disk full|[Qq]uota|507 I|\b552 |insufficient storage",
        "there is no room left on the host",
    ),
    (
        r"[Rr]ead.only|40[59] [MC]|[Ff]orbidden|AccessDenied|ermission denied|PERMISSION_DENIED"
        r"|\b550 ",
        "the host lets nothing be written there (it is read-only, not yours, or full)",
    ),
    # All that SFTP has for a full disk.
    (r"SSH_FX_FAILURE", "the host fails and does not say why; is its disk full?"),
    (r"NoSuchBucket", "there is no such bucket; make it first, or mend its name"),
    (r"unknown authority|certificate", "its certificate is not trusted here"),
    (r"key is unknown", "its key is not known here yet; `ssh` to it once, which asks you"),
    (r"knownhosts|host key", "its key is not the one that is known; somebody may be in between"),
)
_SILENCE = (
    (r"no such host|lookup .* on ", "its name cannot be looked up"),
    (r"connection refused", "it refuses the connection"),
    (r"no route to host|unreachable", "no network leads to it"),
    (
        r"timeout|timed out|deadline exceeded|connection lost|connection reset|broken pipe|EOF"
        r"|closed network",
        "it does not answer, or stopped answering",
    ),
)


class RemoteError(Exception):
    """A target that could not be read or written; the message says why and what to do."""


class Unreachable(RemoteError):
    """A host that does not answer, so that there is no use in asking it for anything else."""


class NotThere(RemoteError):
    """No such file or folder on the host."""


def masked(target: str) -> str:
    """A target as it can be shown: options that may hold a secret, and passwords in URLs, hidden.

    Only those of a connection string (`:sftp,host=…,pass=…:path`); rclone keeps all others.
    """
    shown = _OPTION.sub(
        lambda found: found[0] if found[1] in _OPEN_KEYS else f"{found[1]}={MASK}", target
    )
    return _IN_URL.sub(rf"\1:{MASK}@", shown)


def secrets(target: str) -> tuple[str, ...]:
    """The texts of a target that are never to be shown."""
    options = (found[2].strip("\"'") for found in _OPTION.finditer(target) if _is_secret(found))
    in_urls = (found[0].split(":", 2)[-1][:-1] for found in _IN_URL.finditer(target))
    return tuple(text for text in (*options, *in_urls) if len(text) > 2)


def explained(text: str, target: str) -> RemoteError:
    """The error of a command of rclone; what it said stands at the end, for what is not known."""
    said = text.replace(target, masked(target))
    for secret in secrets(target):
        said = said.replace(secret, MASK)
    said = " ".join(_IN_URL.sub(rf"\1:{MASK}@", said).split())
    if re.search(r"object not found|directory not found|file does not exist", text):
        return NotThere(f"{masked(target)}: nothing is there ({said})")
    for kind, reasons in ((RemoteError, _REASONS), (Unreachable, _SILENCE)):
        for pattern, reason in reasons:
            if re.search(pattern, text):
                return kind(f"{masked(target)}: {reason} (rclone: {said}).")
    return RemoteError(f"{masked(target)}: rclone says {said}.")


def _is_secret(option: re.Match[str]) -> bool:
    return option[1] not in _OPEN_KEYS
