"""The screens: wall, map, desk, briefing and the API, drawn from one ``Snapshot``.

How it is laid out, from the bottom to the top (a room imports only from rooms above it in this list):

- ``words`` gettext catalogues and the ways numbers, days and shares are written · ``viewing`` all that a page
  may ask · ``page`` what a page is · ``trust`` how old the picture is.
- ``parts/`` pure functions: value → Dash component. They know nothing of requests, stores or clocks.
- ``wire`` the arrays a browser restyles its map from, ``map_wire`` what the map page filters and replays by ·
  ``place_search`` places by name and pinyin · ``feed`` the one task that turns commits into events.
- ``pages/`` one module a page, each ending in ``PAGE = Page(…)``, listed in ``pages.PAGES``.
- ``routes/`` plain HTTP: ``/live`` ``/land`` ``/shapes`` ``/map/…`` ``/fonts`` ``/api/v1`` ``/healthz`` ``/metrics``.
- ``shell`` the frame round every page · ``application`` all of it in one ASGI app · ``asgi`` the factory.

To add a page: write ``pages/<name>.py`` with ``layout(viewing, visit)`` and, for callbacks,
``register(app, viewing)``; add its ``PAGE`` to ``pages/__init__.py``. Whatever must stay current without a
callback is a *panel*: name its pure function in ``PAGE.panels`` and put ``panels.placed(…)`` into the layout; the
feed renders it once per version for all viewers and the browser puts it in. Callbacks have at most 12 lines and
are wrapped by ``callbacks.aside``, because Dash's FastAPI backend runs plain callbacks on the event loop, where they
would hold up ``/live``. Text for people goes through ``words("中文原文")``: see ``words``. A map is a ``dl.Map``
with the class ``land``: ``assets/land.js`` draws villages, marks and labels into every such map and
dispatches ``village-chosen`` on ``document`` when one is touched.
"""
