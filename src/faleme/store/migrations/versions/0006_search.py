"""search: stems of articles and of our sentences, with the full-text indexes of each database

The rows are written when the store is opened (store/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

INDEXES = {
    'search_article_whole': ('search_article', ('title', 'body')),
    'search_article_public': ('search_article', ('public_title', 'public_body')),
    'search_incident_told': ('search_incident', ('told',)),
}


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('search_article',
    sa.Column('number', number, autoincrement=False, nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('public_title', sa.Text(), nullable=False),
    sa.Column('public_body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('number'),
    sa.UniqueConstraint('article')
    )
    op.create_table('search_incident',
    sa.Column('number', number, autoincrement=False, nullable=False),
    sa.Column('incident', sa.Text(), nullable=False),
    sa.Column('told', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['incident'], ['incident.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('number'),
    sa.UniqueConstraint('incident')
    )
    for name, (table, columns) in INDEXES.items():
        if op.get_bind().dialect.name == 'sqlite':
            _sqlite(name, table, columns)
        else:
            _postgresql(name, table, columns)


def _sqlite(name: str, table: str, columns: tuple[str, ...]) -> None:
    listed = ', '.join(columns)
    old, new = (', '.join(f'{row}.{each}' for each in ('number', *columns)) for row in ('old', 'new'))
    gone = f"INSERT INTO {name} ({name}, rowid, {listed}) VALUES ('delete', {old});"
    there = f'INSERT INTO {name} (rowid, {listed}) VALUES ({new});'
    tokens = "tokenize = 'unicode61 remove_diacritics 0'"
    op.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({listed}, content='{table}', content_rowid='number', {tokens})")
    op.execute(f'CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {there} END')
    op.execute(f'CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {gone} END')
    op.execute(f'CREATE TRIGGER {name}_update AFTER UPDATE ON {table} BEGIN {gone} {there} END')


def _postgresql(name: str, table: str, columns: tuple[str, ...]) -> None:
    weighed = ' || '.join(
        f"setweight(to_tsvector('simple', {each}), '{weight}')" for each, weight in zip(columns, 'AD')
    )
    op.execute(f'ALTER TABLE {table} ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({weighed}) STORED')
    op.execute(f'CREATE INDEX ix_{name} ON {table} USING gin ({name})')


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for name in INDEXES:
            for act in ('insert', 'delete', 'update'):
                op.execute(f'DROP TRIGGER {name}_{act}')
            op.execute(f'DROP TABLE {name}')
    op.drop_table('search_incident')
    op.drop_table('search_article')
