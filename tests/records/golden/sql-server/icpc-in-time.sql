WITH [t15] AS (
  SELECT
    [t14].[period],
    [t14].[area],
    SUM([t14].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t13].[period],
      [t13].[conference_id] AS [unit],
      CAST(IIF(
        (
          (
            [t13].[held__work] - [t6].[strategy_discussion__work]
          ) + 0
        ) <= 15,
        1,
        0
      ) AS INTEGER) AS [hit],
      [t3].[area]
    FROM (
      SELECT
        [t11].[conference_id],
        [t11].[held],
        [t11].[strategy_discussion],
        [t11].[team],
        [t11].[transfer_in],
        [t11].[held__on],
        [t11].[period],
        [t11].[at_no],
        [t11].[held__day],
        [t11].[held__work]
      FROM (
        SELECT
          [t10].[conference_id],
          [t10].[held],
          [t10].[strategy_discussion],
          [t10].[team],
          [t10].[transfer_in],
          [t7].[held__on],
          [t7].[period],
          [t7].[at_no],
          [t7].[held__day],
          [t7].[held__work]
        FROM (
          SELECT
            [t8].[conference_id],
            [t8].[held],
            [t8].[strategy_discussion],
            [t8].[team],
            [t8].[transfer_in]
          FROM (
            SELECT
              NULLIF([t2].[conference_id], '') AS [conference_id],
              [t2].[held],
              [t2].[strategy_discussion],
              NULLIF([t2].[team], '') AS [team],
              COALESCE(NULLIF([t2].[transfer_in], ''), 'unknown') AS [transfer_in]
            FROM [conferences] AS [t2]
            WHERE
              NULLIF([t2].[conference_id], '') IS NOT NULL
              AND NULLIF([t2].[child_id], '') IS NOT NULL
              AND [t2].[held] IS NOT NULL
              AND (
                (
                  [t2].[strategy_discussion] IS NULL
                )
                OR (
                  [t2].[held] IS NULL
                )
                OR (
                  [t2].[held] >= [t2].[strategy_discussion]
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
            [t1].[day] AS [held__on],
            [t1].[period],
            [t1].[day_no] AS [at_no],
            [t1].[day_no] AS [held__day],
            [t1].[work_no] AS [held__work]
          FROM [calendar] AS [t1]
        ) AS [t7]
          ON [t10].[held] = [t7].[held__on]
      ) AS [t11]
      WHERE
        [t11].[period] BETWEEN 24185 AND 24244
    ) AS [t13]
    LEFT OUTER JOIN (
      SELECT
        [t1].[day] AS [strategy_discussion__on],
        [t1].[day_no] AS [strategy_discussion__day],
        [t1].[work_no] AS [strategy_discussion__work]
      FROM [calendar] AS [t1]
    ) AS [t6]
      ON [t13].[strategy_discussion] = [t6].[strategy_discussion__on]
    LEFT OUTER JOIN [teams] AS [t3]
      ON [t13].[team] = [t3].[team_]
      AND [t3].[from_no] <= [t13].[at_no]
      AND [t3].[to_no] >= [t13].[at_no]
  ) AS [t14]
  GROUP BY
    [t14].[period],
    [t14].[area]
)
SELECT
  *
FROM (
  SELECT
    [t16].[period],
    [t16].[area],
    [t16].[numerator],
    [t16].[denominator]
  FROM [t15] AS [t16]
  WHERE
    [t16].[area] IS NOT NULL
) AS [t17]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t18].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t18].[numerator],
    [t18].[denominator]
  FROM (
    SELECT
      [t16].[period],
      SUM([t16].[numerator]) AS [numerator],
      SUM([t16].[denominator]) AS [denominator]
    FROM [t15] AS [t16]
    GROUP BY
      [t16].[period]
  ) AS [t18]
) AS [t19]
