WITH [t20] AS (
  SELECT
    [t19].[period],
    [t19].[area],
    [t19].[unit],
    MAX([t19].[hit]) AS [hit]
  FROM (
    SELECT
      [t5].[period],
      [t18].[child_id] AS [unit],
      1 AS [hit],
      [t6].[area]
    FROM (
      SELECT
        [t16].[child_id],
        [t16].[ended],
        [t16].[other_authority],
        [t16].[plan_id],
        [t16].[started],
        [t16].[team],
        [t16].[started__on],
        [t16].[begins],
        [t16].[ended__on],
        [t16].[ends],
        IIF([t16].[begins] < 24185, 24185, [t16].[begins]) AS [first_],
        CAST(IIF(
          (
            [t16].[ends] IS NULL
          ) OR (
            (
              [t16].[ends] - 1
            ) > 24244
          ),
          24244,
          [t16].[ends] - 1
        ) AS INTEGER) AS [last_]
      FROM (
        SELECT
          [t15].[child_id],
          [t15].[ended],
          [t15].[other_authority],
          [t15].[plan_id],
          [t15].[started],
          [t15].[team],
          [t11].[started__on],
          [t11].[begins],
          [t12].[ended__on],
          [t12].[ends]
        FROM (
          SELECT
            [t13].[child_id],
            [t13].[ended],
            [t13].[other_authority],
            [t13].[plan_id],
            [t13].[started],
            [t13].[team]
          FROM (
            SELECT
              NULLIF([t3].[child_id], '') AS [child_id],
              [t3].[ended],
              COALESCE(NULLIF([t3].[other_authority], ''), 'unknown') AS [other_authority],
              NULLIF([t3].[plan_id], '') AS [plan_id],
              [t3].[started],
              NULLIF([t3].[team], '') AS [team]
            FROM [plans] AS [t3]
            WHERE
              NULLIF([t3].[plan_id], '') IS NOT NULL
              AND NULLIF([t3].[child_id], '') IS NOT NULL
              AND [t3].[started] IS NOT NULL
              AND (
                (
                  [t3].[started] IS NULL
                )
                OR (
                  [t3].[ended] IS NULL
                )
                OR (
                  [t3].[ended] >= [t3].[started]
                )
              )
          ) AS [t13]
          WHERE
            (
              [t13].[other_authority] IS NULL
            )
            OR (
              IIF([t13].[other_authority] IN ('yes'), 1, 0) = 0
            )
        ) AS [t15]
        INNER JOIN (
          SELECT
            [t4].[day] AS [started__on],
            [t4].[period] AS [begins]
          FROM [calendar] AS [t4]
        ) AS [t11]
          ON [t15].[started] = [t11].[started__on]
        LEFT OUTER JOIN (
          SELECT
            [t4].[day] AS [ended__on],
            [t4].[period] AS [ends]
          FROM [calendar] AS [t4]
        ) AS [t12]
          ON [t15].[ended] = [t12].[ended__on]
      ) AS [t16]
    ) AS [t18]
    INNER JOIN [spans] AS [t5]
      ON [t18].[first_] = [t5].[first] AND [t18].[last_] = [t5].[last]
    INNER JOIN (
      SELECT
        [t2].[period] AS [ending_],
        [t2].[end_no],
        [t2].[end_work]
      FROM [periods] AS [t2]
    ) AS [t10]
      ON [t5].[period] = [t10].[ending_]
    LEFT OUTER JOIN [teams] AS [t6]
      ON [t18].[team] = [t6].[team_]
      AND [t6].[from_no] <= [t10].[end_no]
      AND [t6].[to_no] >= [t10].[end_no]
  ) AS [t19]
  GROUP BY
    [t19].[period],
    [t19].[area],
    [t19].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t24].[period],
    [t24].[area],
    [t24].[numerator],
    [t24].[denominator]
  FROM (
    SELECT
      [t22].[period],
      [t22].[area],
      SUM([t22].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t21].[period],
        [t21].[area],
        [t21].[unit],
        [t21].[hit]
      FROM [t20] AS [t21]
      WHERE
        [t21].[area] IS NOT NULL
    ) AS [t22]
    GROUP BY
      [t22].[period],
      [t22].[area]
  ) AS [t24]
) AS [t26]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t25].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t25].[numerator],
    [t25].[denominator]
  FROM (
    SELECT
      [t23].[period],
      SUM([t23].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t21].[period],
        [t21].[unit],
        MAX([t21].[hit]) AS [hit]
      FROM [t20] AS [t21]
      GROUP BY
        [t21].[period],
        [t21].[unit]
    ) AS [t23]
    GROUP BY
      [t23].[period]
  ) AS [t25]
) AS [t27]
