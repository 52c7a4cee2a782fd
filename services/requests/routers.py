"""All addresses of this service."""

from __future__ import annotations

from services.requests.endpoints import router as cases
from services.requests.mandates import router as mandates
from services.requests.own_cases import router as own_cases
from services.requests.papers import router as papers
from services.requests.rating import router as rating
from services.requests.titles import router as titles

routers = (own_cases, cases, papers, rating, titles, mandates)
