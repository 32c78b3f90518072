"""A target as rclone knows it -> its files listed, read, put in place whole, deleted.

reasons   what rclone says went wrong -> sentences, without a password
rclone    one running rclone, asked over this machine's loopback
host      the files of a target
"""

from .host import Entry, Host, opened
from .reasons import RemoteError, Unreachable, masked

__all__ = ["Entry", "Host", "RemoteError", "Unreachable", "masked", "opened"]
