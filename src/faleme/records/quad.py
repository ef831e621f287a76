"""PLOVER's quad classes: verbal or material, cooperation or conflict."""

from __future__ import annotations

QUADS = {
    "verbal-cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material-cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal-conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material-conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""Quad classes of PLOVER's types, mildest first."""

QUAD_OF = {kind: quad for quad, kinds in QUADS.items() for kind in kinds}
