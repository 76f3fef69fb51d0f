"""Pages in the system's Chromium, over a real server on the loopback."""
