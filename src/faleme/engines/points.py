"""Points as GeoParquet 1.1 keeps them: WKB in a binary column, and the file's 'geo' key that says so."""

from __future__ import annotations

import json
from typing import Final

import numpy as np
import pyarrow as pa

_WKB: Final = np.dtype([("order", "<u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
_LITTLE_ENDIAN, _POINT = 1, 1
GEO: Final = {
    b"geo": json.dumps(
        {
            "version": "1.1.0",
            "primary_column": "geometry",
            # No "crs": longitude and latitude on WGS 84 (OGC:CRS84), as the specification has it by default.
            "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
        }
    ).encode()
}
"""Metadata of a Parquet file with a column of points."""


def wkb_points(lat: pa.Array, lon: pa.Array) -> pa.Array:
    """A point a row, null where a coordinate is."""
    x, y = (each.to_numpy(zero_copy_only=False).astype(float) for each in (lon, lat))
    there = ~(np.isnan(x) | np.isnan(y))
    points = np.zeros(int(there.sum()), dtype=_WKB)
    points["order"], points["kind"], points["x"], points["y"] = _LITTLE_ENDIAN, _POINT, x[there], y[there]
    offsets = np.concatenate([[0], np.cumsum(there * _WKB.itemsize)]).astype(np.int32)
    buffers = [pa.array(there).buffers()[1], pa.py_buffer(offsets), pa.py_buffer(points.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(there), buffers, null_count=int((~there).sum()))
