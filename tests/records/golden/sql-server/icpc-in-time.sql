WITH [t12] AS (
  SELECT
    [t11].[period],
    [t11].[area],
    SUM([t11].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t7].[period],
      [t10].[conference_id] AS [unit],
      CAST(IIF((
        (
          [t7].[held__work] - [t6].[strategy_discussion__work]
        ) + 0
      ) <= 15, 1, 0) AS INTEGER) AS [hit],
      [t3].[area]
    FROM (
      SELECT
        [t8].[conference_id],
        [t8].[held],
        [t8].[strategy_discussion],
        [t8].[team],
        [t8].[transfer_in]
      FROM (
        SELECT
          NULLIF([t1].[conference_id], '') AS [conference_id],
          [t1].[held],
          [t1].[strategy_discussion],
          NULLIF([t1].[team], '') AS [team],
          COALESCE(NULLIF([t1].[transfer_in], ''), 'unknown') AS [transfer_in]
        FROM [conferences] AS [t1]
        WHERE
          NULLIF([t1].[conference_id], '') IS NOT NULL
          AND NULLIF([t1].[child_id], '') IS NOT NULL
          AND [t1].[held] IS NOT NULL
          AND (
            (
              [t1].[strategy_discussion] IS NULL
            )
            OR (
              [t1].[held] IS NULL
            )
            OR (
              [t1].[held] >= [t1].[strategy_discussion]
            )
          )
      ) AS [t8]
      WHERE
        (
          [t8].[transfer_in] IS NULL
        )
        OR (
          IIF([t8].[transfer_in] IN ('yes'), 1, 0) = 0
        )
    ) AS [t10]
    INNER JOIN (
      SELECT
        [t2].[day] AS [held__on],
        [t2].[period],
        [t2].[day_no] AS [at_no],
        [t2].[day_no] AS [held__day],
        [t2].[work_no] AS [held__work]
      FROM [calendar] AS [t2]
      WHERE
        [t2].[period] BETWEEN 24185 AND 24244
    ) AS [t7]
      ON [t10].[held] = [t7].[held__on]
    LEFT OUTER JOIN (
      SELECT
        [t2].[day] AS [strategy_discussion__on],
        [t2].[day_no] AS [strategy_discussion__day],
        [t2].[work_no] AS [strategy_discussion__work]
      FROM [calendar] AS [t2]
    ) AS [t6]
      ON [t10].[strategy_discussion] = [t6].[strategy_discussion__on]
    LEFT OUTER JOIN [teams] AS [t3]
      ON [t10].[team] = [t3].[team_]
      AND [t3].[from_no] <= [t7].[at_no]
      AND [t3].[to_no] >= [t7].[at_no]
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
