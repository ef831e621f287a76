"""dealings: between which two parties each incident is, with its score, in the order of days

The rows are written when the store is opened (store/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dealing",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Text(), nullable=False),
        sa.Column("way", sa.SmallInteger(), nullable=False),
        sa.Column("strand", sa.SmallInteger(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("public_from", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("one", "other", "day", "incident"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dealing_incident", "dealing", ["incident"], unique=False)
    op.create_index("ix_dealing_other", "dealing", ["other", "day"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_dealing_other", "dealing")
    op.drop_index("ix_dealing_incident", "dealing")
    op.drop_table("dealing")
