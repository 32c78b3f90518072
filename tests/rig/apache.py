"""A folder with an .htaccess -> its address while Apache serves it, with the modules of Debian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .program import find, free_port, running

MODULES = Path("/usr/lib/apache2/modules")
USUAL = (
    *("mpm_event", "authz_core", "alias", "autoindex", "deflate", "dir", "env", "filter"),
    *("headers", "include", "mime", "negotiation", "rewrite", "setenvif"),
)
"""What Debian switches on, and what the files of this project ask for."""

CONFIGURATION = """\
{modules}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {home}/pid
ErrorLog {home}/log
DefaultRuntimeDir {home}
TypesConfig /dev/null
AddType application/x-gzip .gz .tgz
AddType text/html .html
AddLanguage br .br
User nobody
Group nogroup
DocumentRoot {root}
{alias}
<Directory />
    Options FollowSymLinks
    AllowOverride None
    Require all denied
</Directory>
<Directory {root}>
    Options Indexes FollowSymLinks MultiViews
    AllowOverride All
    Require all granted
</Directory>
<FilesMatch "^\\.ht">
    Require all denied
</FilesMatch>
"""


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that any user may read, as Apache never serves files as root."""
    with TemporaryDirectory() as folder:
        found = Path(folder).resolve()
        found.chmod(0o755)
        yield found


@contextmanager
def apache(
    root: Path, home: Path, *, below: str = "/", modules: Sequence[str] = USUAL
) -> Iterator[str]:
    """Serve `root`, which any user may read, on a free port; `home` is a folder for all else.

    `below` is the path of its address.
    """
    program, port = find("apache2", "apache2-bin"), free_port()
    home.mkdir(exist_ok=True)
    loaded = (f"LoadModule {one}_module {MODULES}/mod_{one}.so" for one in modules)
    text = CONFIGURATION.format(
        modules="\n".join(loaded),
        port=port,
        home=home,
        root=root,
        alias="" if below == "/" else f'Alias "{below}" "{root}/"',
    )
    (home / "apache.conf").write_text(text, "utf-8")
    with running([program, "-X", "-f", f"{home}/apache.conf"], port, home / "log") as address:
        yield address
