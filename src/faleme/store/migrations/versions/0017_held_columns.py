"""held_columns: what counts and choices are made of, in one index; which revision wrote each incident last

The new column is filled when the store is opened (store/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FIRST = ("cell", "tally", "dead", sa.text("listed DESC"), "id", "lat", "lon")
ASKED = (
    "public_from", "verdict", "reviewed", "marking", "status", "type", "country", "strand", "border_km",
    "tags", "corridors",
)  # fmt: skip
HELD = ("section", "lane", "published_on", "entered_on", "radius_km", "actors")


def upgrade() -> None:
    op.add_column("incident", sa.Column("actors", sa.Text(), nullable=True))
    op.create_table(
        "incident_revised",
        sa.Column("incident", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("incident"),
    )
    op.create_index("ix_incident_revised_number", "incident_revised", ["number"])
    op.drop_index("ix_incident_cell", "incident")
    op.create_index("ix_incident_cell", "incident", [*FIRST, *ASKED, *HELD])


def downgrade() -> None:
    op.drop_index("ix_incident_cell", "incident")
    op.create_index("ix_incident_cell", "incident", [*FIRST, *ASKED])
    op.drop_index("ix_incident_revised_number", "incident_revised")
    op.drop_table("incident_revised")
    op.drop_column("incident", "actors")
