"""outbox: messages written with what causes them; comments, and the secrets that their forms are signed by"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('outbox',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('written', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('due', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('settled', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('number'),
    sa.UniqueConstraint('key'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_outbox_about', 'outbox', ['about'])
    op.create_index('ix_outbox_due', 'outbox', ['state', 'due', 'number'])
    op.create_table('comment',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('parent', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('account', sa.Boolean(), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('doubts', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.Text(), nullable=True),
    sa.Column('withdrawal', sa.Text(), nullable=True),
    sa.Column('sender', sa.Text(), nullable=True),
    sa.Column('digest', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['parent'], ['comment.number']),
    sa.PrimaryKeyConstraint('number'),
    sa.UniqueConstraint('withdrawal'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_comment_target', 'comment', ['kind', 'target', 'number'])
    op.create_index('ix_comment_state', 'comment', ['state', 'number'])
    op.create_index('ix_comment_at', 'comment', ['at'])
    op.create_index('ix_comment_digest', 'comment', ['digest'])
    op.create_table('secret',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('day', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )


def downgrade() -> None:
    op.drop_table('secret')
    for name in ('digest', 'at', 'state', 'target'):
        op.drop_index(f'ix_comment_{name}', 'comment')
    op.drop_table('comment')
    op.drop_index('ix_outbox_due', 'outbox')
    op.drop_index('ix_outbox_about', 'outbox')
    op.drop_table('outbox')
