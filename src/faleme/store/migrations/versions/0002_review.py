"""review: judgements, redirects, the machine's incidents beside the shown ones, field reports"""

import json

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('linked_incident',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('redirect',
    sa.Column('old', sa.Text(), nullable=False),
    sa.Column('new', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('old')
    )
    op.create_index('ix_redirect_new', 'redirect', ['new'], unique=False)
    op.create_table('judgement',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('act', sa.Text(), nullable=False),
    sa.Column('incident', sa.Text(), nullable=False),
    sa.Column('orphaned', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_index('ix_judgement_incident', 'judgement', ['incident'], unique=False)
    op.create_table('judgement_article',
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['number'], ['judgement.number']),
    sa.PrimaryKeyConstraint('article', 'number')
    )
    op.create_index('ix_judgement_article_number', 'judgement_article', ['number'], unique=False)
    op.create_table('field_report',
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('grade', sa.Text(), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article')
    )
    op.create_table('report_key',
    sa.Column('key', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('event', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['event'], ['event.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', 'event'),
    sqlite_with_rowid=False
    )
    op.create_index('ix_report_key_event', 'report_key', ['event'], unique=False)
    op.add_column('article', sa.Column('page', sa.Text(), nullable=True))
    op.add_column('event', sa.Column('traits', sa.Text(), nullable=True))
    op.add_column('article', sa.Column('url', sa.Text(), nullable=True))
    op.add_column('event', sa.Column('linked', sa.Text(), nullable=True))
    op.create_index('ix_event_linked', 'event', ['linked'], unique=False)
    op.add_column('incident', sa.Column('reviewed', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('incident', sa.Column('verdict', sa.Text(), nullable=True))
    # Until now nobody had judged anything: what was shown is what the machine said.
    op.execute('INSERT INTO linked_incident (id, record) SELECT id, record FROM incident')
    # Events keep `linked` empty: the next run files them for linking and links them all.
    _addresses(op.get_bind())


def _addresses(connection: sa.Connection) -> None:
    article = sa.table('article', sa.column('id'), sa.column('url'), sa.column('reading'))
    ids = [row.id for row in connection.execute(sa.select(article.c.id))]
    for identifier in ids:
        query = sa.select(article.c.reading).where(article.c.id == identifier)
        url = json.loads(connection.execute(query).scalar_one())['article'].get('url')
        if url:
            connection.execute(article.update().where(article.c.id == identifier).values(url=url))


def downgrade() -> None:
    op.drop_column('incident', 'verdict')
    op.drop_column('incident', 'reviewed')
    op.drop_index('ix_event_linked', 'event')
    op.drop_column('event', 'linked')
    op.drop_column('article', 'url')
    op.drop_column('event', 'traits')
    op.drop_column('article', 'page')
    op.drop_index('ix_report_key_event', 'report_key')
    op.drop_table('report_key')
    op.drop_table('field_report')
    op.drop_index('ix_judgement_article_number', 'judgement_article')
    op.drop_table('judgement_article')
    op.drop_index('ix_judgement_incident', 'judgement')
    op.drop_table('judgement')
    op.drop_index('ix_redirect_new', 'redirect')
    op.drop_table('redirect')
    op.drop_table('linked_incident')
