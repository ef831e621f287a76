"""watch: what borders and corridors are watched by stands in a table in the order of days; widened records

The rows are written when the store is opened (store/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('watched_incident',
    sa.Column('day', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('incident', sa.Text(), nullable=False),
    sa.Column('told', sa.Integer(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.Column('radius_km', sa.Float(), nullable=True),
    sa.Column('border_km', sa.Float(), nullable=True),
    sa.Column('dead', sa.Integer(), nullable=False),
    sa.Column('threat', sa.Boolean(), nullable=False),
    sa.Column('rule', sa.SmallInteger(), nullable=False),
    sa.Column('marking', sa.Text(), nullable=False),
    sa.Column('public_from', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['incident'], ['incident.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('day', 'incident'),
    sqlite_with_rowid=False
    )
    op.create_index('ix_watched_incident_incident', 'watched_incident', ['incident'], unique=False)
    op.create_table('widening',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('corridor', sa.Text(), nullable=False),
    sa.Column('segment', sa.Text(), nullable=False),
    sa.Column('day', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('marking', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_index('ix_widening_day', 'widening', ['day', 'corridor', 'segment'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_widening_day', 'widening')
    op.drop_table('widening')
    op.drop_index('ix_watched_incident_incident', 'watched_incident')
    op.drop_table('watched_incident')
