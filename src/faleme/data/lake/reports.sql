-- The reports of a lake with the part of linking that each belongs to; reports that are tied share one.
SELECT coalesce(t.part, e.id) AS part, e.article, e.source, e.published, e.marking, e.record, e.traits, e.page
FROM events AS e LEFT JOIN ties AS t ON t.event = e.id
