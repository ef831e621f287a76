"""The pages that fitness for people is tested on; a test asks that none is missing."""

from __future__ import annotations

PUBLIC = (
    "/", "/?since=2025-06-01&until=2026-02-03", "/incidents", "/incidents?type=RETREAT&km=10", "/carte",
    "/chronologie", "/chronologie?since=2025-06-20&until=2025-07-10", "/articles", "/article/attaque",
    "/incident/attaque", "/recherche", "/recherche?q=Diboli", "/recherche?q=rien-de-tel", "/section/securite",
    "/feeds", "/about", "/connexion", "/nulle-part", "/frontiere", "/axes", "/sources", "/relation",
    "/commerce", "/api", "/commenter?article=attaque",
)  # fmt: skip
"""For everybody; '/incident/attaque' stands for the address of that attack's incident."""
TEAM = (
    "/", "/incidents", "/revue", "/carte", "/chronologie", "/chronologie?since=2025-06-20&until=2025-07-10",
    "/article/attaque", "/incident/attaque", "/moderation", "/compte", "/compte/jetons", "/compte/recherches",
    "/equipe",
    "/frontiere", "/axes", "/relation", "/commerce", "/risque", "/alertes", "/sources",
)  # fmt: skip
"""For whoever is signed in with every role."""
