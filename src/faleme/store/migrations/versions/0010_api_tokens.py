"""personal tokens for the API"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_token',
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('scopes', sa.Text(), nullable=False),
    sa.Column('made', sa.Text(), nullable=False),
    sa.Column('expires', sa.Text(), nullable=False),
    sa.Column('used', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.key'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token')
    )
    op.create_index('ix_api_token_person', 'api_token', ['person'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_api_token_person', 'api_token')
    op.drop_table('api_token')
