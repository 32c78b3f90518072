"""The status section: all that is published below `status/` beside the banner.

In the order of the data: `place` (where it is published) · `bodies` (what was said, made safe) ·
`history` and `states` (how long what was down, and how it is) · `labels`, `bars`, `page`, `annals`,
`pages` and `shell` (for readers) · `record` (for the post that tells the story) · `sayings` (what
readers are told beside the updates) · `feed`, `calendar` and `badge` · `indicator`, `records`,
`events` and `api` (for programs) · `files` (all that programs read).
"""
