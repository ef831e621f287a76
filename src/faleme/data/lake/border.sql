-- Threats at the watched border by month, segment and band of distance: how many, dead at least, the nearest.
SELECT substr(i.day, 1, 7) AS month, i.segment, b.band_km, count(*) AS threats,
       CAST(sum(i.dead) AS BIGINT) AS dead, min(i.border_km) AS nearest_km
FROM incidents AS i CROSS JOIN (VALUES (10), (25), (50)) AS b(band_km)
WHERE i.threat AND i.segment IS NOT NULL AND i.border_km <= b.band_km
  AND (:since IS NULL OR i.day >= :since) AND (:until IS NULL OR i.day <= :until)
GROUP BY substr(i.day, 1, 7), i.segment, b.band_km
ORDER BY month, i.segment, b.band_km
