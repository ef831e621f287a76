"""lists: the columns by which incidents and articles are listed, mapped and let out, and their indexes

The columns are filled when the store is opened (store/derive.py): until then nothing is public.
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

ASKED = (
    'public_from', 'verdict', 'reviewed', 'marking', 'status', 'type', 'country', 'strand', 'border_km',
    'tags', 'corridors', 'cell',
)
INDEXES = {
    'ix_incident_listed': ('listed DESC', 'id'),
    'ix_incident_type': ('type', 'listed DESC', 'id'),
    'ix_incident_country': ('country', 'listed DESC', 'id'),
    'ix_incident_near': ('border_km', 'listed DESC', 'id'),
    'ix_incident_cell': ('cell', 'tally', 'dead', 'listed DESC', 'id', 'lat', 'lon'),
    'ix_incident_urgency': ('urgency DESC', 'listed DESC', 'id'),
}


def upgrade() -> None:
    op.add_column('incident', sa.Column('listed', sa.BigInteger(), server_default='0', nullable=False))
    op.add_column('incident', sa.Column('cell', sa.BigInteger(), nullable=True))
    op.add_column('incident', sa.Column('radius_km', sa.Float(), nullable=True))
    op.add_column('incident', sa.Column('tally', sa.BigInteger(), server_default='0', nullable=False))
    op.add_column('incident', sa.Column('tags', sa.Integer(), server_default='0', nullable=False))
    op.add_column('incident', sa.Column('corridors', sa.Integer(), server_default='0', nullable=False))
    op.add_column('incident', sa.Column('dead', sa.Integer(), server_default='0', nullable=False))
    op.add_column('incident', sa.Column('public_from', sa.Text(), nullable=True))
    op.add_column('incident', sa.Column('urgency', sa.Float(), nullable=True))
    op.drop_index('ix_incident_day', 'incident')
    op.drop_index('ix_incident_border_km', 'incident')
    waits = sa.text('urgency IS NOT NULL')
    for name, first in INDEXES.items():
        columns = [*first, *(each for each in ASKED if each not in first)]
        where = waits if name == 'ix_incident_urgency' else None
        op.create_index(name, 'incident', [sa.text(each) for each in columns], sqlite_where=where, postgresql_where=where)
    op.create_table('incident_actor',
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('listed', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('incident', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['incident'], ['incident.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('actor', 'listed', 'incident'),
    sqlite_with_rowid=False
    )
    op.create_index('ix_incident_actor_incident', 'incident_actor', ['incident'])
    op.create_table('state',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.add_column('article', sa.Column('dated', sa.Text(), server_default='', nullable=False))
    op.add_column('article', sa.Column('public_from', sa.Text(), nullable=True))
    op.add_column('article', sa.Column('public_title', sa.Text(), nullable=True))
    op.add_column('article', sa.Column('public_excerpt', sa.Text(), nullable=True))
    op.add_column('article', sa.Column('public_events', sa.Integer(), nullable=True))
    op.execute("UPDATE article SET dated = coalesce(published, '')")
    op.drop_index('ix_article_published', 'article')
    op.drop_index('ix_article_source', 'article')
    op.create_index('ix_article_dated', 'article', [sa.text('dated DESC'), 'id', 'public_from', 'source', 'language'])
    op.create_index('ix_article_source', 'article', ['source', sa.text('dated DESC'), 'id', 'public_from', 'language'])


def downgrade() -> None:
    op.drop_index('ix_article_source', 'article')
    op.drop_index('ix_article_dated', 'article')
    op.create_index('ix_article_source', 'article', ['source'])
    op.create_index('ix_article_published', 'article', ['published'])
    for name in ('public_events', 'public_excerpt', 'public_title', 'public_from', 'dated'):
        op.drop_column('article', name)
    op.drop_table('state')
    op.drop_table('incident_actor')
    for name in INDEXES:
        op.drop_index(name, 'incident')
    op.create_index('ix_incident_border_km', 'incident', ['border_km'])
    op.create_index('ix_incident_day', 'incident', ['day'])
    for name in ('urgency', 'public_from', 'dead', 'corridors', 'tags', 'tally', 'radius_km', 'cell', 'listed'):
        op.drop_column('incident', name)
