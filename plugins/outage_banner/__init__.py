"""The outage banner: what is down, since when, until when, and where to go instead, on every page.

status       the status file, read and checked
board        what readers must be told now
edit         the status file with one change made, all else as it was written
sources      what other systems' status pages tell
human_times  what a person says of a time
settings     the OUTAGE_ settings, read and checked
slot         where a page holds the banner
wording      what is told, in words
down_links   the marks on links to what is down
assets       the banner's stylesheet and script
fragment     the banner as HTML and as text
section      the status pages, feeds, calendar, badge and API
shutter      a page for a dead site itself, and how to serve it
edition      all that is told at one moment: banners and files
store        files, replaced whole
processes    work, done by several processes at once
fetch        an address -> what answers there
probe        how components answer, and what that suggests
notify       what readers are told, sent to those who asked for it
caching      how long a file may be kept, and its type
hosting      what the site's host is told: nginx, Apache, Netlify
blueprint    what a build leaves for stamping
inventory    the pages and feeds of a built site
gate         a built site: what is broken in it
stamp        a built site told anew, without a rebuild
remote       files on a host, through rclone
publish      a built site, sent to its host
plugin       Pelican's signals
cli          the `outage` command
"""


def register() -> None:
    """What Pelican calls. Imported here, so that the command starts without Pelican."""
    from .plugin import register

    register()
