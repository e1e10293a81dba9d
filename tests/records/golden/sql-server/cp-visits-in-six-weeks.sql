WITH [t24] AS (
  SELECT
    [t22].[key_],
    [t22].[in_],
    MAX([t22].[no_]) AS [no_]
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
        [t14].[at___on],
        [t14].[in_],
        [t14].[no_]
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
      ) AS [t14]
        ON [t18].[at_] = [t14].[at___on]
    ) AS [t20]
    WHERE
      [t20].[in_] BETWEEN 24184 AND 24244
  ) AS [t22]
  GROUP BY
    [t22].[key_],
    [t22].[in_]
), [t35] AS (
  SELECT
    [t34].[period],
    [t34].[area],
    [t34].[unit],
    MAX([t34].[hit]) AS [hit]
  FROM (
    SELECT
      [t6].[period],
      [t30].[child_id] AS [unit],
      CAST(IIF(
        (
          COALESCE([t33].[latest_], 0) >= (
            (
              [t12].[end_no] - 42
            ) + 0
          )
        )
        OR (
          [t30].[started__day] >= (
            (
              [t12].[end_no] - 42
            ) + 0
          )
        ),
        1,
        0
      ) AS INTEGER) AS [hit],
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
        [t23].[started__day],
        [t23].[started__work],
        [t23].[ended__on],
        [t23].[ends],
        IIF([t23].[begins] < 24185, 24185, [t23].[begins]) AS [first_],
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
          [t15].[started__on],
          [t15].[begins],
          [t15].[started__day],
          [t15].[started__work],
          [t13].[ended__on],
          [t13].[ends]
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
            [t4].[period] AS [begins],
            [t4].[day_no] AS [started__day],
            [t4].[work_no] AS [started__work]
          FROM [calendar] AS [t4]
        ) AS [t15]
          ON [t21].[started] = [t15].[started__on]
        LEFT OUTER JOIN (
          SELECT
            [t4].[day] AS [ended__on],
            [t4].[period] AS [ends]
          FROM [calendar] AS [t4]
        ) AS [t13]
          ON [t21].[ended] = [t13].[ended__on]
      ) AS [t23]
    ) AS [t30]
    INNER JOIN [spans] AS [t6]
      ON [t30].[first_] = [t6].[first] AND [t30].[last_] = [t6].[last]
    INNER JOIN (
      SELECT
        [t2].[period] AS [ending_],
        [t2].[end_no],
        [t2].[end_work]
      FROM [periods] AS [t2]
    ) AS [t12]
      ON [t6].[period] = [t12].[ending_]
    LEFT OUTER JOIN [teams] AS [t7]
      ON [t30].[team] = [t7].[team_]
      AND [t7].[from_no] <= [t12].[end_no]
      AND [t7].[to_no] >= [t12].[end_no]
    LEFT OUTER JOIN (
      SELECT
        [t31].[key_],
        [t31].[in_],
        [t31].[no_] AS [latest_]
      FROM (
        SELECT
          [t29].[key_],
          [t29].[in_],
          MAX([t29].[no_]) AS [no_]
        FROM (
          SELECT
            *
          FROM (
            SELECT
              [t25].[key_],
              [t25].[in_] + 0 AS [in_],
              [t25].[no_]
            FROM [t24] AS [t25]
          ) AS [t26]
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              [t25].[key_],
              CAST([t25].[in_] + 1 AS INTEGER) AS [in_],
              [t25].[no_]
            FROM [t24] AS [t25]
          ) AS [t27]
        ) AS [t29]
        GROUP BY
          [t29].[key_],
          [t29].[in_]
      ) AS [t31]
    ) AS [t33]
      ON [t30].[child_id] = [t33].[key_] AND [t6].[period] = [t33].[in_]
  ) AS [t34]
  GROUP BY
    [t34].[period],
    [t34].[area],
    [t34].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t39].[period],
    [t39].[area],
    [t39].[numerator],
    [t39].[denominator]
  FROM (
    SELECT
      [t37].[period],
      [t37].[area],
      SUM([t37].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t36].[period],
        [t36].[area],
        [t36].[unit],
        [t36].[hit]
      FROM [t35] AS [t36]
      WHERE
        [t36].[area] IS NOT NULL
    ) AS [t37]
    GROUP BY
      [t37].[period],
      [t37].[area]
  ) AS [t39]
) AS [t41]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t40].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t40].[numerator],
    [t40].[denominator]
  FROM (
    SELECT
      [t38].[period],
      SUM([t38].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t36].[period],
        [t36].[unit],
        MAX([t36].[hit]) AS [hit]
      FROM [t35] AS [t36]
      GROUP BY
        [t36].[period],
        [t36].[unit]
    ) AS [t38]
    GROUP BY
      [t38].[period]
  ) AS [t40]
) AS [t42]
