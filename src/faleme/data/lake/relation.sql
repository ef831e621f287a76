-- What two parties did by month, strand and way: how many incidents, and the sum of PLOVER's scores.
WITH dealt AS (SELECT substr(day, 1, 7) AS month, day, strand, UNNEST(pairs) AS pair FROM incidents)
SELECT month, strand, pair.way * :turned AS way, count(*) AS incidents,
       CAST(sum(pair.hundredths) AS BIGINT) / 100.0 AS total
FROM dealt
WHERE pair.one = :one AND pair.other = :other AND day IS NOT NULL
  AND (:since IS NULL OR day >= :since) AND (:until IS NULL OR day <= :until)
GROUP BY month, strand, pair.way * :turned
ORDER BY month, strand, way
