"""alerts, and what people did about them"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('alert',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('marking', sa.Text(), nullable=False),
    sa.Column('proposed', sa.Text(), nullable=False),
    sa.Column('reported', sa.Text(), nullable=True),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number'),
    sa.UniqueConstraint('id'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_alert_rule_key', 'alert', ['rule', 'key'])
    op.create_index('ix_alert_state', 'alert', ['state'])
    op.create_table('alert_act',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('alert', sa.Text(), nullable=False),
    sa.Column('act', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['alert'], ['alert.id']),
    sa.PrimaryKeyConstraint('number'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_alert_act_alert', 'alert_act', ['alert'])


def downgrade() -> None:
    op.drop_table('alert_act')
    op.drop_table('alert')
