WITH [t23] AS (
  SELECT
    [t22].[period],
    [t22].[area],
    [t22].[unit],
    MAX([t22].[hit]) AS [hit]
  FROM (
    SELECT
      [t5].[period],
      [t18].[child_id] AS [unit],
      CAST(IIF([t21].[events_] = 1, 1, 0) AS INTEGER) AS [hit],
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
        [t3].[last_period] AS [begins]
      FROM [calendar] AS [t3]
    ) AS [t9]
      ON [t18].[started] = [t9].[started__on]
    LEFT OUTER JOIN (
      SELECT
        [t3].[day] AS [ended__on],
        [t3].[period] AS [ends]
      FROM [calendar] AS [t3]
    ) AS [t10]
      ON [t18].[ended] = [t10].[ended__on]
    INNER JOIN [spans] AS [t5]
      ON IIF((
        [t9].[begins] + 1
      ) < 24185, 24185, [t9].[begins] + 1) = [t5].[first]
      AND IIF(
        (
          [t10].[ends] IS NULL
        ) OR (
          (
            [t10].[ends] - 1
          ) > 24244
        ),
        24244,
        [t10].[ends] - 1
      ) = [t5].[last]
    LEFT OUTER JOIN [teams] AS [t6]
      ON [t18].[team] = [t6].[team_]
      AND [t6].[from_no] <= [t5].[end_no]
      AND [t6].[to_no] >= [t5].[end_no]
    LEFT OUTER JOIN (
      SELECT
        [t19].[key_],
        [t19].[in_],
        1 AS [events_]
      FROM (
        SELECT
          [t17].[key_],
          [t17].[in_],
          MIN([t17].[no_]) AS [first_],
          MAX([t17].[no_]) AS [last_]
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
              [t3].[period] BETWEEN 24185 AND 24244
          ) AS [t12]
            ON [t15].[at_] = [t12].[at___on]
        ) AS [t17]
        GROUP BY
          [t17].[key_],
          [t17].[in_]
      ) AS [t19]
      WHERE
        (
          [t19].[last_] - [t19].[first_]
        ) >= 1
    ) AS [t21]
      ON [t18].[child_id] = [t21].[key_] AND [t5].[period] = [t21].[in_]
  ) AS [t22]
  GROUP BY
    [t22].[period],
    [t22].[area],
    [t22].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t25].[period],
    [t25].[area],
    SUM([t25].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t24].[period],
      [t24].[area],
      [t24].[unit],
      [t24].[hit]
    FROM [t23] AS [t24]
    WHERE
      [t24].[area] IS NOT NULL
  ) AS [t25]
  GROUP BY
    [t25].[period],
    [t25].[area]
) AS [t27]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t28].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t28].[numerator],
    [t28].[denominator]
  FROM (
    SELECT
      [t26].[period],
      SUM([t26].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t24].[period],
        [t24].[unit],
        MAX([t24].[hit]) AS [hit]
      FROM [t23] AS [t24]
      GROUP BY
        [t24].[period],
        [t24].[unit]
    ) AS [t26]
    GROUP BY
      [t26].[period]
  ) AS [t28]
) AS [t29]
