"""lanes: the lane of the timeline beside each incident, so that years are counted from one index

The column is filled when the store is opened (store/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

ASKED = (
    'public_from', 'verdict', 'reviewed', 'marking', 'status', 'type', 'country', 'strand', 'border_km',
    'tags', 'corridors', 'cell',
)


def upgrade() -> None:
    op.add_column('incident', sa.Column('lane', sa.Text(), nullable=True))
    op.drop_index('ix_incident_published', 'incident')
    op.create_index('ix_incident_published', 'incident', ['published_on', 'entered_on', 'lane', sa.text('listed DESC'), 'id', *ASKED])
    op.create_index('ix_incident_lane', 'incident', ['lane', sa.text('listed DESC'), 'id', *ASKED])


def downgrade() -> None:
    op.drop_index('ix_incident_lane', 'incident')
    op.drop_index('ix_incident_published', 'incident')
    op.create_index('ix_incident_published', 'incident', ['published_on', 'entered_on', sa.text('listed DESC'), 'id', *ASKED])
    op.drop_column('incident', 'lane')
