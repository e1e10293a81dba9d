WITH [t12] AS (
  SELECT
    [t11].[period],
    [t11].[area],
    SUM([t11].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t10].[period],
      [t10].[assessment_id] AS [unit],
      CAST(IIF([t10].[seen] IN ('yes'), 1, 0) AS INTEGER) AS [hit],
      [t3].[area]
    FROM (
      SELECT
        [t8].[assessment_id],
        [t8].[authorised],
        [t8].[seen],
        [t8].[team],
        [t8].[authorised__on],
        [t8].[period],
        [t8].[at_no]
      FROM (
        SELECT
          [t7].[assessment_id],
          [t7].[authorised],
          [t7].[seen],
          [t7].[team],
          [t5].[authorised__on],
          [t5].[period],
          [t5].[at_no]
        FROM (
          SELECT
            NULLIF([t1].[assessment_id], '') AS [assessment_id],
            [t1].[authorised],
            COALESCE(NULLIF([t1].[seen], ''), 'unknown') AS [seen],
            NULLIF([t1].[team], '') AS [team]
          FROM [assessments] AS [t1]
          WHERE
            NULLIF([t1].[assessment_id], '') IS NOT NULL
            AND NULLIF([t1].[child_id], '') IS NOT NULL
            AND [t1].[started] IS NOT NULL
            AND (
              (
                [t1].[started] IS NULL
              )
              OR (
                [t1].[authorised] IS NULL
              )
              OR (
                [t1].[authorised] >= [t1].[started]
              )
            )
        ) AS [t7]
        INNER JOIN (
          SELECT
            [t2].[day] AS [authorised__on],
            [t2].[period],
            [t2].[day_no] AS [at_no]
          FROM [calendar] AS [t2]
        ) AS [t5]
          ON [t7].[authorised] = [t5].[authorised__on]
      ) AS [t8]
      WHERE
        [t8].[period] BETWEEN 24185 AND 24244
    ) AS [t10]
    LEFT OUTER JOIN [teams] AS [t3]
      ON [t10].[team] = [t3].[team_]
      AND [t3].[from_no] <= [t10].[at_no]
      AND [t3].[to_no] >= [t10].[at_no]
  ) AS [t11]
  GROUP BY
    [t11].[period],
    [t11].[area]
)
SELECT
  *
FROM (
  SELECT
    [t13].[period],
    [t13].[area],
    [t13].[numerator],
    [t13].[denominator]
  FROM [t12] AS [t13]
  WHERE
    [t13].[area] IS NOT NULL
) AS [t14]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t15].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t15].[numerator],
    [t15].[denominator]
  FROM (
    SELECT
      [t13].[period],
      SUM([t13].[numerator]) AS [numerator],
      SUM([t13].[denominator]) AS [denominator]
    FROM [t12] AS [t13]
    GROUP BY
      [t13].[period]
  ) AS [t15]
) AS [t16]
