WITH [t30] AS (
  SELECT
    [t29].[period],
    [t29].[area],
    [t29].[unit],
    MAX([t29].[hit]) AS [hit]
  FROM (
    SELECT
      [t6].[period],
      [t28].[child_id] AS [unit],
      CAST(IIF([t26].[events_] = 1, 1, 0) AS INTEGER) AS [hit],
      [t7].[area]
    FROM (
      SELECT
        [t23].[child_id],
        [t23].[ended],
        [t23].[other_authority],
        [t23].[plan_id],
        [t23].[started],
        [t23].[team],
        [t23].[started__on],
        [t23].[begins],
        [t23].[ended__on],
        [t23].[ends],
        CAST(IIF((
          [t23].[begins] + 1
        ) < 24185, 24185, [t23].[begins] + 1) AS INTEGER) AS [first_],
        CAST(IIF(
          (
            [t23].[ends] IS NULL
          ) OR (
            (
              [t23].[ends] - 1
            ) > 24244
          ),
          24244,
          [t23].[ends] - 1
        ) AS INTEGER) AS [last_]
      FROM (
        SELECT
          [t21].[child_id],
          [t21].[ended],
          [t21].[other_authority],
          [t21].[plan_id],
          [t21].[started],
          [t21].[team],
          [t13].[started__on],
          [t13].[begins],
          [t14].[ended__on],
          [t14].[ends]
        FROM (
          SELECT
            [t16].[child_id],
            [t16].[ended],
            [t16].[other_authority],
            [t16].[plan_id],
            [t16].[started],
            [t16].[team]
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
          ) AS [t16]
          WHERE
            (
              [t16].[other_authority] IS NULL
            )
            OR (
              IIF([t16].[other_authority] IN ('yes'), 1, 0) = 0
            )
        ) AS [t21]
        INNER JOIN (
          SELECT
            [t4].[day] AS [started__on],
            [t4].[last_period] AS [begins]
          FROM [calendar] AS [t4]
        ) AS [t13]
          ON [t21].[started] = [t13].[started__on]
        LEFT OUTER JOIN (
          SELECT
            [t4].[day] AS [ended__on],
            [t4].[period] AS [ends]
          FROM [calendar] AS [t4]
        ) AS [t14]
          ON [t21].[ended] = [t14].[ended__on]
      ) AS [t23]
    ) AS [t28]
    INNER JOIN [spans] AS [t6]
      ON [t28].[first_] = [t6].[first] AND [t28].[last_] = [t6].[last]
    INNER JOIN (
      SELECT
        [t2].[period] AS [ending_],
        [t2].[end_no],
        [t2].[end_work]
      FROM [periods] AS [t2]
    ) AS [t12]
      ON [t6].[period] = [t12].[ending_]
    LEFT OUTER JOIN [teams] AS [t7]
      ON [t28].[team] = [t7].[team_]
      AND [t7].[from_no] <= [t12].[end_no]
      AND [t7].[to_no] >= [t12].[end_no]
    LEFT OUTER JOIN (
      SELECT
        [t24].[key_],
        [t24].[in_],
        1 AS [events_]
      FROM (
        SELECT
          [t22].[key_],
          [t22].[in_],
          MIN([t22].[no_]) AS [first_],
          MAX([t22].[no_]) AS [last_]
        FROM (
          SELECT
            [t20].[key_],
            [t20].[at_],
            [t20].[at___on],
            [t20].[in_],
            [t20].[no_]
          FROM (
            SELECT
              [t18].[key_],
              [t18].[at_],
              [t15].[at___on],
              [t15].[in_],
              [t15].[no_]
            FROM (
              SELECT
                NULLIF([t5].[child_id], '') AS [key_],
                [t5].[visited] AS [at_]
              FROM [visits] AS [t5]
              WHERE
                NULLIF([t5].[visit_id], '') IS NOT NULL
                AND NULLIF([t5].[child_id], '') IS NOT NULL
                AND [t5].[visited] IS NOT NULL
                AND COALESCE(NULLIF([t5].[seen], ''), 'unknown') IN ('yes')
            ) AS [t18]
            INNER JOIN (
              SELECT
                [t4].[day] AS [at___on],
                [t4].[period] AS [in_],
                [t4].[day_no] AS [no_]
              FROM [calendar] AS [t4]
            ) AS [t15]
              ON [t18].[at_] = [t15].[at___on]
          ) AS [t20]
          WHERE
            [t20].[in_] BETWEEN 24185 AND 24244
        ) AS [t22]
        GROUP BY
          [t22].[key_],
          [t22].[in_]
      ) AS [t24]
      WHERE
        (
          [t24].[last_] - [t24].[first_]
        ) >= 1
    ) AS [t26]
      ON [t28].[child_id] = [t26].[key_] AND [t6].[period] = [t26].[in_]
  ) AS [t29]
  GROUP BY
    [t29].[period],
    [t29].[area],
    [t29].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t34].[period],
    [t34].[area],
    [t34].[numerator],
    [t34].[denominator]
  FROM (
    SELECT
      [t32].[period],
      [t32].[area],
      SUM([t32].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t31].[period],
        [t31].[area],
        [t31].[unit],
        [t31].[hit]
      FROM [t30] AS [t31]
      WHERE
        [t31].[area] IS NOT NULL
    ) AS [t32]
    GROUP BY
      [t32].[period],
      [t32].[area]
  ) AS [t34]
) AS [t36]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t35].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t35].[numerator],
    [t35].[denominator]
  FROM (
    SELECT
      [t33].[period],
      SUM([t33].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t31].[period],
        [t31].[unit],
        MAX([t31].[hit]) AS [hit]
      FROM [t30] AS [t31]
      GROUP BY
        [t31].[period],
        [t31].[unit]
    ) AS [t33]
    GROUP BY
      [t33].[period]
  ) AS [t35]
) AS [t37]
