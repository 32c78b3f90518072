"""A site's settings -> what its host has to be told: how long to keep what, and what to refuse.

policy         what a page may load and run
hosted         the site as a server knows it: addresses, patterns, types
configuration  the text for nginx, for Apache, for Netlify and Cloudflare Pages
"""

from .configuration import HOSTS, configuration
from .hosted import Hosted, Unhostable, hosted
from .policy import STRICT, Policy, Unsayable

__all__ = [
    "HOSTS",
    "STRICT",
    "Hosted",
    "Policy",
    "Unhostable",
    "Unsayable",
    "configuration",
    "hosted",
]
