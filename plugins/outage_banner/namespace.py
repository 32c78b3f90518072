"""The plugin under Pelican's own name for it, `pelican.plugins.outage_banner`.

The wheel carries this file as `pelican/plugins/outage_banner/__init__.py`, so that a Pelican which
finds its plugins by itself finds this one. The code lives in `outage_banner`, outside Pelican's
package, because importing anything inside it imports all of Pelican, and `outage` must start fast.
"""

from outage_banner import register

__all__ = ["register"]
