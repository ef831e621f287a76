"""lists of actors: what lists ask by stands beside each actor, and the reports beside each incident's place

The rows are written anew when the store is opened (store/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

ASKED = (
    'public_from', 'verdict', 'reviewed', 'marking', 'status', 'type', 'country', 'strand', 'border_km',
    'tags', 'corridors', 'cell',
)


def upgrade() -> None:
    _actors(
        sa.Column('public_from', sa.Text(), nullable=True),
        sa.Column('verdict', sa.Text(), nullable=True),
        sa.Column('reviewed', sa.Boolean(), nullable=False),
        sa.Column('marking', sa.Text(), nullable=False),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('type', sa.Text(), nullable=False),
        sa.Column('country', sa.Text(), nullable=True),
        sa.Column('strand', sa.Text(), nullable=False),
        sa.Column('border_km', sa.Float(), nullable=True),
        sa.Column('tags', sa.Integer(), nullable=False),
        sa.Column('corridors', sa.Integer(), nullable=False),
        sa.Column('cell', sa.BigInteger(), nullable=True),
        sa.Column('section', sa.Text(), nullable=True),
    )
    _listed('reports')


def downgrade() -> None:
    _actors()
    _listed()


def _actors(*more: sa.Column[object]) -> None:
    op.drop_index('ix_incident_actor_incident', 'incident_actor')
    op.drop_table('incident_actor')
    op.create_table('incident_actor',
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('listed', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('incident', sa.Text(), nullable=False),
    *more,
    sa.ForeignKeyConstraint(['incident'], ['incident.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('actor', 'listed', 'incident'),
    sqlite_with_rowid=False
    )
    op.create_index('ix_incident_actor_incident', 'incident_actor', ['incident'])


def _listed(*more: str) -> None:
    op.drop_index('ix_incident_listed', 'incident')
    op.create_index('ix_incident_listed', 'incident', [sa.text(each) for each in ('listed DESC', 'id', *more, *ASKED)])
