"""saved searches, and the finds that mail has told of each"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("telling", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("floor", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("feed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_search_person", "saved_search", ["person"])
    op.create_table(
        "saved_find",
        sa.Column("search", sa.Integer(), nullable=False),
        sa.Column("find", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["search"], ["saved_search.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("search", "find"),
    )


def downgrade() -> None:
    op.drop_table("saved_find")
    op.drop_index("ix_saved_search_person", "saved_search")
    op.drop_table("saved_search")
