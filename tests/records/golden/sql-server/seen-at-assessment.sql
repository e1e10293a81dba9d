WITH [t9] AS (
  SELECT
    [t8].[period],
    [t8].[area],
    SUM([t8].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t5].[period],
      [t7].[assessment_id] AS [unit],
      CAST(IIF([t7].[seen] IN ('yes'), 1, 0) AS INTEGER) AS [hit],
      [t3].[area]
    FROM (
      SELECT
        NULLIF([t0].[assessment_id], '') AS [assessment_id],
        [t0].[authorised],
        COALESCE(NULLIF([t0].[seen], ''), 'unknown') AS [seen],
        NULLIF([t0].[team], '') AS [team]
      FROM [assessments] AS [t0]
      WHERE
        NULLIF([t0].[assessment_id], '') IS NOT NULL
        AND NULLIF([t0].[child_id], '') IS NOT NULL
        AND [t0].[started] IS NOT NULL
        AND (
          (
            [t0].[started] IS NULL
          )
          OR (
            [t0].[authorised] IS NULL
          )
          OR (
            [t0].[authorised] >= [t0].[started]
          )
        )
    ) AS [t7]
    INNER JOIN (
      SELECT
        [t2].[day] AS [authorised__on],
        [t2].[period],
        [t2].[day_no] AS [at_no]
      FROM [calendar] AS [t2]
      WHERE
        [t2].[period] BETWEEN 24185 AND 24244
    ) AS [t5]
      ON [t7].[authorised] = [t5].[authorised__on]
    LEFT OUTER JOIN [teams] AS [t3]
      ON [t7].[team] = [t3].[team_]
      AND [t3].[from_no] <= [t5].[at_no]
      AND [t3].[to_no] >= [t5].[at_no]
  ) AS [t8]
  GROUP BY
    [t8].[period],
    [t8].[area]
)
SELECT
  *
FROM (
  SELECT
    [t10].[period],
    [t10].[area],
    [t10].[numerator],
    [t10].[denominator]
  FROM [t9] AS [t10]
  WHERE
    [t10].[area] IS NOT NULL
) AS [t11]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t12].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t12].[numerator],
    [t12].[denominator]
  FROM (
    SELECT
      [t10].[period],
      SUM([t10].[numerator]) AS [numerator],
      SUM([t10].[denominator]) AS [denominator]
    FROM [t9] AS [t10]
    GROUP BY
      [t10].[period]
  ) AS [t12]
) AS [t13]
