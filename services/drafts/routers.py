"""All addresses of drafts and of what is done with them."""

from __future__ import annotations

from services.drafts.differing.endpoints import router as differing
from services.drafts.endpoints import router as drafts
from services.imports.endpoints import router as imports

routers = (drafts, differing, imports)
