"""Pure functions from values to Dash components. No request, no store, no clock: the same value, the same part."""
