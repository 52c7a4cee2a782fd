"""All addresses of this service."""

from __future__ import annotations

from services.decisions.bulk.endpoints import router as bulk
from services.decisions.cases.endpoints import router as cases
from services.decisions.inbox.endpoints import router as inbox
from services.decisions.lane_messages.endpoints import router as lane_messages
from services.decisions.work.endpoints import router as work
from services.decisions.work.hands import router as hands

routers = (inbox, bulk, work, hands, cases, lane_messages)
