WITH [t19] AS (
  SELECT
    [t17].[key_],
    [t17].[in_],
    MAX([t17].[no_]) AS [no_]
  FROM (
    SELECT
      [t15].[key_],
      [t15].[at_],
      [t12].[at___on],
      [t12].[in_],
      [t12].[no_]
    FROM (
      SELECT
        NULLIF([t4].[child_id], '') AS [key_],
        [t4].[visited] AS [at_]
      FROM [visits] AS [t4]
      WHERE
        NULLIF([t4].[visit_id], '') IS NOT NULL
        AND NULLIF([t4].[child_id], '') IS NOT NULL
        AND [t4].[visited] IS NOT NULL
        AND COALESCE(NULLIF([t4].[seen], ''), 'unknown') IN ('yes')
    ) AS [t15]
    INNER JOIN (
      SELECT
        [t3].[day] AS [at___on],
        [t3].[period] AS [in_],
        [t3].[day_no] AS [no_]
      FROM [calendar] AS [t3]
      WHERE
        [t3].[period] BETWEEN 24184 AND 24244
    ) AS [t12]
      ON [t15].[at_] = [t12].[at___on]
  ) AS [t17]
  GROUP BY
    [t17].[key_],
    [t17].[in_]
), [t28] AS (
  SELECT
    [t27].[period],
    [t27].[area],
    [t27].[unit],
    MAX([t27].[hit]) AS [hit]
  FROM (
    SELECT
      [t5].[period],
      [t18].[child_id] AS [unit],
      CAST(IIF(
        (
          COALESCE([t26].[latest_], 0) >= (
            (
              [t5].[end_no] - 42
            ) + 0
          )
        )
        OR (
          [t11].[started__day] >= (
            (
              [t5].[end_no] - 42
            ) + 0
          )
        ),
        1,
        0
      ) AS INTEGER) AS [hit],
      [t6].[area]
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
          NULLIF([t2].[child_id], '') AS [child_id],
          [t2].[ended],
          COALESCE(NULLIF([t2].[other_authority], ''), 'unknown') AS [other_authority],
          NULLIF([t2].[plan_id], '') AS [plan_id],
          [t2].[started],
          NULLIF([t2].[team], '') AS [team]
        FROM [plans] AS [t2]
        WHERE
          NULLIF([t2].[plan_id], '') IS NOT NULL
          AND NULLIF([t2].[child_id], '') IS NOT NULL
          AND [t2].[started] IS NOT NULL
          AND (
            (
              [t2].[started] IS NULL
            )
            OR (
              [t2].[ended] IS NULL
            )
            OR (
              [t2].[ended] >= [t2].[started]
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
    ) AS [t18]
    INNER JOIN (
      SELECT
        [t3].[day] AS [started__on],
        [t3].[period] AS [begins],
        [t3].[day_no] AS [started__day],
        [t3].[work_no] AS [started__work]
      FROM [calendar] AS [t3]
    ) AS [t11]
      ON [t18].[started] = [t11].[started__on]
    LEFT OUTER JOIN (
      SELECT
        [t3].[day] AS [ended__on],
        [t3].[period] AS [ends]
      FROM [calendar] AS [t3]
    ) AS [t9]
      ON [t18].[ended] = [t9].[ended__on]
    INNER JOIN [spans] AS [t5]
      ON IIF([t11].[begins] < 24185, 24185, [t11].[begins]) = [t5].[first]
      AND IIF(
        (
          [t9].[ends] IS NULL
        ) OR (
          (
            [t9].[ends] - 1
          ) > 24244
        ),
        24244,
        [t9].[ends] - 1
      ) = [t5].[last]
    LEFT OUTER JOIN [teams] AS [t6]
      ON [t18].[team] = [t6].[team_]
      AND [t6].[from_no] <= [t5].[end_no]
      AND [t6].[to_no] >= [t5].[end_no]
    LEFT OUTER JOIN (
      SELECT
        [t24].[key_],
        [t24].[in_],
        [t24].[no_] AS [latest_]
      FROM (
        SELECT
          [t23].[key_],
          [t23].[in_],
          MAX([t23].[no_]) AS [no_]
        FROM (
          SELECT
            *
          FROM (
            SELECT
              [t20].[key_],
              [t20].[in_] + 0 AS [in_],
              [t20].[no_]
            FROM [t19] AS [t20]
          ) AS [t21]
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              [t20].[key_],
              CAST([t20].[in_] + 1 AS INTEGER) AS [in_],
              [t20].[no_]
            FROM [t19] AS [t20]
          ) AS [t22]
        ) AS [t23]
        GROUP BY
          [t23].[key_],
          [t23].[in_]
      ) AS [t24]
    ) AS [t26]
      ON [t18].[child_id] = [t26].[key_] AND [t5].[period] = [t26].[in_]
  ) AS [t27]
  GROUP BY
    [t27].[period],
    [t27].[area],
    [t27].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t30].[period],
    [t30].[area],
    SUM([t30].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t29].[period],
      [t29].[area],
      [t29].[unit],
      [t29].[hit]
    FROM [t28] AS [t29]
    WHERE
      [t29].[area] IS NOT NULL
  ) AS [t30]
  GROUP BY
    [t30].[period],
    [t30].[area]
) AS [t32]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t33].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t33].[numerator],
    [t33].[denominator]
  FROM (
    SELECT
      [t31].[period],
      SUM([t31].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t29].[period],
        [t29].[unit],
        MAX([t29].[hit]) AS [hit]
      FROM [t28] AS [t29]
      GROUP BY
        [t29].[period],
        [t29].[unit]
    ) AS [t31]
    GROUP BY
      [t31].[period]
  ) AS [t33]
) AS [t34]
