"""The page's file name -> how to serve it on the dead site's address, as text to copy."""

from __future__ import annotations

_ADVICE = """\
Serve {name} to every request, with status 503 and Retry-After, so that search engines keep the
site and come back. Renew both when the estimate changes.

nginx, before all else in the `server` of the site, with the folder of {name} as `root`:

    error_page 404 503 =503 /{name};
    if ($uri = /{name}) {{ break; }}
    return 503;
    location = /{name} {{
        internal;
        root /var/www/html;
        add_header Retry-After {seconds} always;
        add_header Cache-Control no-store always;
    }}

Apache, before all else in `.htaccess` beside {name}; needs mod_rewrite and mod_headers:

    ErrorDocument 503 /{name}
    RewriteEngine On
    RewriteCond %{{ENV:REDIRECT_STATUS}} !=503
    RewriteRule ^ - [R=503,L]
    Header always set Retry-After "{seconds}"
    Header always set Cache-Control "no-store"

Netlify, in `_redirects` and in `_headers` beside {name}:

    /*  /{name}  503!

    /*
      Retry-After: {seconds}
      Cache-Control: no-store
"""


def advice(name: str, retry_after_seconds: int) -> str:
    """What to write into the configuration of nginx, Apache and Netlify."""
    return _ADVICE.format(name=name, seconds=retry_after_seconds)
