-- The reports of a lake, once for each week in which linking compares them (schema.EVENT, `blocks`).
SELECT type, UNNEST(blocks) AS block, article, source, published, marking, record, traits, page FROM events
