"""The real things tests run: Pelican, a web server, Chromium and axe."""
