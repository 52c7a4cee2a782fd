"""Experiments, what they are made of, and what came of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "experiments"
down_revision = "cases"


def upgrade() -> None:
    """Make the tables of experiments."""
    op.create_table(
        "experiments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("requested_by", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("replications", sa.Integer, nullable=False),
        sa.Column("batches", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("result", sa.Text),
    )
    op.create_index("experiments_in_order", "experiments", ["asked_at", "id"])
    op.create_table(
        "experiment_models",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "experiment_parts",
        sa.Column("experiment", sa.Text, sa.ForeignKey("experiments.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("batch", sa.Text, nullable=False),
        sa.Column("model", sa.Text, sa.ForeignKey("experiment_models.hash"), nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("replications", sa.Integer, nullable=False),
    )
    op.create_table(
        "experiment_batches",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
    )
