"""the watch of the press: its sources, the addresses that it has seen, its faults"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('watched_source',
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('publisher', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('last_try', sa.Text(), nullable=True),
    sa.Column('last_success', sa.Text(), nullable=True),
    sa.Column('etag', sa.Text(), nullable=True),
    sa.Column('last_modified', sa.Text(), nullable=True),
    sa.Column('next_due', sa.Text(), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('fault', sa.Text(), nullable=True),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('fault_at', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('address')
    )
    op.create_table('seen_address',
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('publisher', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('first_seen', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('due', sa.Text(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('told', sa.Text(), nullable=True),
    sa.Column('item', sa.Text(), nullable=True),
    sa.Column('settled', sa.Text(), nullable=True),
    sa.Column('article', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('address')
    )
    op.create_index('ix_seen_address_due', 'seen_address', ['outcome', 'due'])
    op.create_index('ix_seen_address_settled', 'seen_address', ['publisher', 'settled'])
    op.create_table('watch_fault',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('publisher', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_watch_fault_at', 'watch_fault', ['at'])


def downgrade() -> None:
    op.drop_table('watch_fault')
    op.drop_table('seen_address')
    op.drop_table('watched_source')
