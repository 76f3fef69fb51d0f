"""The meaning of the map: what a report is, what follows from it, where it is kept, what a screen may show.

Floors, top to bottom: ``actions | snapshot`` (write | read) stand on ``store | rules`` (keep | think),
those on ``model``, that on ``settings``, that on ``errors | clock``. ``rules`` and ``model`` are pure: no database,
no Dash, no pandas, no clock of their own. Nothing here imports a room above it.
"""

__version__ = "0.1.0"
