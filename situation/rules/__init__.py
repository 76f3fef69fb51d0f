"""What to think of the reports: procedures, law, standing, warnings, indicators, schedule.

Pure: values in, values out. No store, no screen, no clock of its own; the day is always an argument. What may
differ between counties (stages, numbers of the law, checklists, counters) is TOML, not Python.
"""
