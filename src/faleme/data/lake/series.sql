-- Incidents by month: how many, in how many reports, with how many dead at least. `:by` is a column.
SELECT substr(day, 1, 7) AS month, :by AS name, count(*) AS incidents, CAST(sum(reports) AS BIGINT) AS reports,
       CAST(sum(dead) AS BIGINT) AS dead
FROM incidents
WHERE status = 'occurred' AND day IS NOT NULL
  AND (:since IS NULL OR day >= :since) AND (:until IS NULL OR day <= :until)
  AND (:country IS NULL OR country = :country) AND (:near IS NULL OR border_km <= :near)
GROUP BY substr(day, 1, 7), :by
ORDER BY month, name
