"""people who sign in, and their sessions"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('person',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('roles', sa.Text(), nullable=False),
    sa.Column('ceiling', sa.Text(), nullable=False),
    sa.Column('password', sa.Text(), nullable=True),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('disabled', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('session',
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('opened', sa.Text(), nullable=False),
    sa.Column('seen', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person'], ['person.key'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token')
    )
    op.create_index('ix_session_person', 'session', ['person'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_session_person', 'session')
    op.drop_table('session')
    op.drop_table('person')
