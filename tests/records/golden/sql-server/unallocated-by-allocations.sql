WITH [t31] AS (
  SELECT
    [t30].[period],
    [t30].[area],
    SUM([t30].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t29].[period],
      [t29].[assessment_id] AS [unit],
      1 AS [hit],
      [t29].[area]
    FROM (
      SELECT
        [t27].[assessment_id],
        [t27].[authorised],
        [t27].[child_id],
        [t27].[started],
        [t27].[team],
        [t27].[started__on],
        [t27].[begins],
        [t27].[started__day],
        [t27].[started__work],
        [t27].[authorised__on],
        [t27].[ends],
        [t27].[first_],
        [t27].[last_],
        [t27].[first],
        [t27].[last],
        [t27].[period],
        [t27].[ending_],
        [t27].[end_no],
        [t27].[end_work],
        [t27].[team_],
        [t27].[area],
        [t27].[is_counted],
        [t27].[from_no],
        [t27].[to_no]
      FROM (
        SELECT
          [t26].[assessment_id],
          [t26].[authorised],
          [t26].[child_id],
          [t26].[started],
          [t26].[team],
          [t26].[started__on],
          [t26].[begins],
          [t26].[started__day],
          [t26].[started__work],
          [t26].[authorised__on],
          [t26].[ends],
          [t26].[first_],
          [t26].[last_],
          [t6].[first],
          [t6].[last],
          [t6].[period],
          [t13].[ending_],
          [t13].[end_no],
          [t13].[end_work],
          [t7].[team_],
          [t7].[area],
          [t7].[is_counted],
          [t7].[from_no],
          [t7].[to_no]
        FROM (
          SELECT
            [t23].[assessment_id],
            [t23].[authorised],
            [t23].[child_id],
            [t23].[started],
            [t23].[team],
            [t23].[started__on],
            [t23].[begins],
            [t23].[started__day],
            [t23].[started__work],
            [t23].[authorised__on],
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
              [t21].[assessment_id],
              [t21].[authorised],
              [t21].[child_id],
              [t21].[started],
              [t21].[team],
              [t17].[started__on],
              [t17].[begins],
              [t17].[started__day],
              [t17].[started__work],
              [t15].[authorised__on],
              [t15].[ends]
            FROM (
              SELECT
                NULLIF([t5].[assessment_id], '') AS [assessment_id],
                [t5].[authorised],
                NULLIF([t5].[child_id], '') AS [child_id],
                [t5].[started],
                NULLIF([t5].[team], '') AS [team]
              FROM [assessments] AS [t5]
              WHERE
                NULLIF([t5].[assessment_id], '') IS NOT NULL
                AND NULLIF([t5].[child_id], '') IS NOT NULL
                AND [t5].[started] IS NOT NULL
                AND (
                  (
                    [t5].[started] IS NULL
                  )
                  OR (
                    [t5].[authorised] IS NULL
                  )
                  OR (
                    [t5].[authorised] >= [t5].[started]
                  )
                )
            ) AS [t21]
            INNER JOIN (
              SELECT
                [t4].[day] AS [started__on],
                [t4].[period] AS [begins],
                [t4].[day_no] AS [started__day],
                [t4].[work_no] AS [started__work]
              FROM [calendar] AS [t4]
            ) AS [t17]
              ON [t21].[started] = [t17].[started__on]
            LEFT OUTER JOIN (
              SELECT
                [t4].[day] AS [authorised__on],
                [t4].[period] AS [ends]
              FROM [calendar] AS [t4]
            ) AS [t15]
              ON [t21].[authorised] = [t15].[authorised__on]
          ) AS [t23]
        ) AS [t26]
        INNER JOIN [spans] AS [t6]
          ON [t26].[first_] = [t6].[first] AND [t26].[last_] = [t6].[last]
        INNER JOIN (
          SELECT
            [t3].[period] AS [ending_],
            [t3].[end_no],
            [t3].[end_work]
          FROM [periods] AS [t3]
        ) AS [t13]
          ON [t6].[period] = [t13].[ending_]
        LEFT OUTER JOIN [teams] AS [t7]
          ON [t26].[team] = [t7].[team_]
          AND [t7].[from_no] <= [t13].[end_no]
          AND [t7].[to_no] >= [t13].[end_no]
      ) AS [t27]
      WHERE
        (
          [t27].[end_no] - [t27].[started__day]
        ) > 7
    ) AS [t29]
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM (
          SELECT
            [t20].[child_id] AS [key_],
            [t14].[first_],
            COALESCE([t16].[next_], 1000000) - 1 AS [last_]
          FROM (
            SELECT
              NULLIF([t2].[child_id], '') AS [child_id],
              [t2].[from],
              [t2].[to]
            FROM [allocations] AS [t2]
            WHERE
              NULLIF([t2].[allocation_id], '') IS NOT NULL
              AND NULLIF([t2].[child_id], '') IS NOT NULL
              AND NULLIF([t2].[worker_id], '') IS NOT NULL
              AND [t2].[from] IS NOT NULL
              AND (
                (
                  [t2].[from] IS NULL
                )
                OR (
                  [t2].[to] IS NULL
                )
                OR (
                  [t2].[to] >= [t2].[from]
                )
              )
          ) AS [t20]
          INNER JOIN (
            SELECT
              [t4].[day] AS [from__on],
              [t4].[period] AS [first_]
            FROM [calendar] AS [t4]
          ) AS [t14]
            ON [t20].[from] = [t14].[from__on]
          LEFT OUTER JOIN (
            SELECT
              [t4].[day] AS [to__on],
              [t4].[next_period] AS [next_]
            FROM [calendar] AS [t4]
          ) AS [t16]
            ON [t20].[to] = [t16].[to__on]
        ) AS [t24]
        WHERE
          [t29].[child_id] = [t24].[key_]
          AND [t24].[first_] <= [t29].[period]
          AND [t24].[last_] >= [t29].[period]
      )
  ) AS [t30]
  GROUP BY
    [t30].[period],
    [t30].[area]
)
SELECT
  *
FROM (
  SELECT
    [t32].[period],
    [t32].[area],
    [t32].[numerator],
    [t32].[denominator]
  FROM [t31] AS [t32]
  WHERE
    [t32].[area] IS NOT NULL
) AS [t33]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t34].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t34].[numerator],
    [t34].[denominator]
  FROM (
    SELECT
      [t32].[period],
      SUM([t32].[numerator]) AS [numerator],
      SUM([t32].[denominator]) AS [denominator]
    FROM [t31] AS [t32]
    GROUP BY
      [t32].[period]
  ) AS [t34]
) AS [t35]
