"""Everything that is read: from reports in force to what a screen shows, at one version, as of one instant.

``folding`` one village · ``reporting`` who reported when · ``assembling`` the whole · ``live`` keeps it current ·
``story`` one village with where every number came from.
"""

from situation.snapshot.live import LiveSituation
from situation.snapshot.story import VillageStory

__all__ = ["LiveSituation", "VillageStory"]
