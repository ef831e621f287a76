"""similar articles: vectors and sketches by article, and which articles still wait for theirs"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('story',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('vector', sa.LargeBinary(), nullable=False),
    sa.Column('sketch', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('number'),
    sa.UniqueConstraint('article'),
    sqlite_autoincrement=True,
    )
    op.create_table('story_due',
    sa.Column('article', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('article')
    )
    op.execute('INSERT INTO story_due (article) SELECT id FROM article')


def downgrade() -> None:
    op.drop_table('story_due')
    op.drop_table('story')
