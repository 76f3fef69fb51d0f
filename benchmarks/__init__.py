"""Performance, measured as ratios in one run: these never run among the tests. ``make bench`` prints all of them."""
