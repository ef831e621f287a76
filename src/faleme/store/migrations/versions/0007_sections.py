"""sections: the section of a press page that an article or an incident stands under

The columns are filled when the store is opened (store/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

ASKED = (
    'public_from', 'verdict', 'reviewed', 'marking', 'status', 'type', 'country', 'strand', 'border_km',
    'tags', 'corridors', 'cell',
)


def upgrade() -> None:
    op.add_column('article', sa.Column('section', sa.Text(), nullable=True))
    op.add_column('incident', sa.Column('section', sa.Text(), nullable=True))
    op.create_index('ix_article_section', 'article', ['section', sa.text('dated DESC'), 'id', 'public_from', 'source', 'language'])
    op.create_index('ix_incident_section', 'incident', ['section', sa.text('listed DESC'), 'id', *ASKED])


def downgrade() -> None:
    op.drop_index('ix_incident_section', 'incident')
    op.drop_index('ix_article_section', 'article')
    op.drop_column('incident', 'section')
    op.drop_column('article', 'section')
