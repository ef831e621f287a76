"""timeline: the days that an incident was first reported on and first entered on, and notes on the timeline

The columns are filled when the store is opened (store/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

ASKED = (
    'public_from', 'verdict', 'reviewed', 'marking', 'status', 'type', 'country', 'strand', 'border_km',
    'tags', 'corridors', 'cell',
)


def upgrade() -> None:
    op.add_column('incident', sa.Column('published_on', sa.Integer(), nullable=True))
    op.add_column('incident', sa.Column('entered_on', sa.Integer(), nullable=True))
    op.create_index('ix_incident_published', 'incident', ['published_on', 'entered_on', sa.text('listed DESC'), 'id', *ASKED])
    op.create_index('ix_incident_entered', 'incident', ['entered_on'])
    op.create_table('note_act',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('note', sa.Integer(), nullable=False),
    sa.Column('act', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('first', sa.Text(), nullable=False),
    sa.Column('last', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('marking', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_index('ix_note_act_note', 'note_act', ['note'])


def downgrade() -> None:
    op.drop_index('ix_note_act_note', 'note_act')
    op.drop_table('note_act')
    op.drop_index('ix_incident_entered', 'incident')
    op.drop_index('ix_incident_published', 'incident')
    op.drop_column('incident', 'entered_on')
    op.drop_column('incident', 'published_on')
