"""The two shifted systems of Chinese map services, and the exact way back.

GCJ-02 moves a point by some hundred metres, BD-09 moves it once more. Neither has a closed inverse; the inverse
here repeats the forward step until it meets the given point to a tenth of a millimetre.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geodata.kinds import Flags, Floats

_AXIS = 6_378_245.0  # Krasovsky's ellipsoid, as the published formula has it
_FLATTENING = 0.00669342162296594323
_BAIDU = np.pi * 3000 / 180
_CLOSE = 1e-9  # degrees


def to_gcj(xy: Floats) -> Floats:
    """WGS-84 → GCJ-02. Outside China's rectangle nothing is shifted."""
    return np.where(_inside(xy)[:, None], xy + _shift(xy), xy)


def from_gcj(xy: Floats) -> Floats:
    return _undone(to_gcj, xy)


def to_bd(xy: Floats) -> Floats:
    """WGS-84 → BD-09."""
    return _gcj_to_bd(to_gcj(xy))


def from_bd(xy: Floats) -> Floats:
    return from_gcj(_undone(_gcj_to_bd, xy))


def _undone(forward: Callable[[Floats], Floats], target: Floats) -> Floats:
    guess = target.astype(np.float64, copy=True)
    for _ in range(30):
        miss = forward(guess) - target
        guess -= miss
        if not miss.size or float(np.nanmax(np.abs(miss))) < _CLOSE:
            break
    return guess


def _inside(xy: Floats) -> Flags:
    lon, lat = xy.T
    return np.asarray((lon > 72.004) & (lon < 137.8347) & (lat > 0.8293) & (lat < 55.8271), dtype=np.bool_)


def _shift(xy: Floats) -> Floats:
    x, y = xy[:, 0] - 105.0, xy[:, 1] - 35.0
    root, pi = np.sqrt(np.abs(x)), np.pi
    waves = (20 * np.sin(6 * x * pi) + 20 * np.sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * np.sin(y * pi) + 40 * np.sin(y / 3 * pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * pi) + 320 * np.sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * np.sin(x * pi) + 40 * np.sin(x / 3 * pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * pi) + 300 * np.sin(x / 30 * pi)) * 2 / 3
    radians = np.radians(xy[:, 1])
    bend = 1 - _FLATTENING * np.sin(radians) ** 2
    north = np.degrees(north / (_AXIS * (1 - _FLATTENING) / (bend * np.sqrt(bend))))
    east = np.degrees(east / (_AXIS / np.sqrt(bend) * np.cos(radians)))
    return np.stack([east, north], axis=1)


def _gcj_to_bd(xy: Floats) -> Floats:
    x, y = xy.T
    reach = np.hypot(x, y) + 0.00002 * np.sin(y * _BAIDU)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BAIDU)
    return np.stack([reach * np.cos(angle) + 0.0065, reach * np.sin(angle) + 0.006], axis=1)
