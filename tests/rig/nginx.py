"""A `server` of nginx -> its address while it runs, amid what Debian's nginx.conf says."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .program import find, free_port, running

CONFIGURATION = """\
daemon off;
user {user};
worker_processes 2;
pid {home}/pid;
error_log {home}/log;
events {{
    worker_connections 768;
}}
http {{
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    types {{ text/html html; }}
    default_type application/octet-stream;
    gzip on;
    access_log off;
    client_body_temp_path {home}/t1;
    proxy_temp_path {home}/t2;
    fastcgi_temp_path {home}/t3;
    uwsgi_temp_path {home}/t4;
    scgi_temp_path {home}/t5;
    include {home}/site.conf;
}}
"""


@contextmanager
def nginx(configuration: str, home: Path) -> Iterator[str]:
    """Serve as `configuration` says, but on a free port; `home` is a folder for all else."""
    program, port = find("nginx", "nginx-light"), free_port()
    home.mkdir(exist_ok=True)
    here = re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", configuration)
    (home / "site.conf").write_text(here.replace("listen [::]:80;", ""), "utf-8")
    text = CONFIGURATION.format(home=home, user=getpass.getuser())
    (home / "nginx.conf").write_text(text, "utf-8")
    with running(
        [program, "-e", f"{home}/log", "-c", f"{home}/nginx.conf"], port, home / "log"
    ) as address:
        yield address
