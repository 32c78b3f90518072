"""The status section: all that is published below `status/` beside the banner.

In the order of the data: `place` (where it is published) · `bodies` (what was said, made safe) ·
`history` and `states` (how long what was down, and how it is) · `labels`, `bars`, `pages` and
`shell` (for readers) · `sayings` (what readers are told beside the updates) · `feed`, `calendar`
and `badge` · `indicator`, `records`, `events` and `api` (for programs).
"""
