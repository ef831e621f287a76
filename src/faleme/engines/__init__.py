"""Scale: one function over Arrow batches, run by a pool of processes or by Spark, into a lake of Parquet.

Nothing here reads differently than `pipeline.read_article`: it brings articles there and keeps what comes
out.
Needs the extra `lake` (pyarrow, duckdb, sqlglot, fsspec, warcio); `spark.py` the extra `spark`.
"""
