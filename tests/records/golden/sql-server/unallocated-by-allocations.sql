WITH [t25] AS (
  SELECT
    [t24].[period],
    [t24].[area],
    SUM([t24].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t23].[period],
      [t23].[assessment_id] AS [unit],
      1 AS [hit],
      [t23].[area]
    FROM (
      SELECT
        [t21].[assessment_id],
        [t21].[authorised],
        [t21].[child_id],
        [t21].[started],
        [t21].[team],
        [t21].[started__on],
        [t21].[begins],
        [t21].[started__day],
        [t21].[started__work],
        [t21].[authorised__on],
        [t21].[ends],
        [t21].[first],
        [t21].[last],
        [t21].[period],
        [t21].[end_no],
        [t21].[end_work],
        [t21].[team_],
        [t21].[area],
        [t21].[is_counted],
        [t21].[from_no],
        [t21].[to_no]
      FROM (
        SELECT
          [t17].[assessment_id],
          [t17].[authorised],
          [t17].[child_id],
          [t17].[started],
          [t17].[team],
          [t13].[started__on],
          [t13].[begins],
          [t13].[started__day],
          [t13].[started__work],
          [t11].[authorised__on],
          [t11].[ends],
          [t5].[first],
          [t5].[last],
          [t5].[period],
          [t5].[end_no],
          [t5].[end_work],
          [t6].[team_],
          [t6].[area],
          [t6].[is_counted],
          [t6].[from_no],
          [t6].[to_no]
        FROM (
          SELECT
            NULLIF([t0].[assessment_id], '') AS [assessment_id],
            [t0].[authorised],
            NULLIF([t0].[child_id], '') AS [child_id],
            [t0].[started],
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
        ) AS [t17]
        INNER JOIN (
          SELECT
            [t4].[day] AS [started__on],
            [t4].[period] AS [begins],
            [t4].[day_no] AS [started__day],
            [t4].[work_no] AS [started__work]
          FROM [calendar] AS [t4]
        ) AS [t13]
          ON [t17].[started] = [t13].[started__on]
        LEFT OUTER JOIN (
          SELECT
            [t4].[day] AS [authorised__on],
            [t4].[period] AS [ends]
          FROM [calendar] AS [t4]
        ) AS [t11]
          ON [t17].[authorised] = [t11].[authorised__on]
        INNER JOIN [spans] AS [t5]
          ON IIF([t13].[begins] < 24185, 24185, [t13].[begins]) = [t5].[first]
          AND IIF(
            (
              [t11].[ends] IS NULL
            ) OR (
              (
                [t11].[ends] - 1
              ) > 24244
            ),
            24244,
            [t11].[ends] - 1
          ) = [t5].[last]
        LEFT OUTER JOIN [teams] AS [t6]
          ON [t17].[team] = [t6].[team_]
          AND [t6].[from_no] <= [t5].[end_no]
          AND [t6].[to_no] >= [t5].[end_no]
      ) AS [t21]
      WHERE
        (
          [t21].[end_no] - [t21].[started__day]
        ) > 7
    ) AS [t23]
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM (
          SELECT
            [t18].[child_id] AS [key_],
            [t12].[first_],
            COALESCE([t14].[next_], 1000000) - 1 AS [last_]
          FROM (
            SELECT
              NULLIF([t3].[child_id], '') AS [child_id],
              [t3].[from],
              [t3].[to]
            FROM [allocations] AS [t3]
            WHERE
              NULLIF([t3].[allocation_id], '') IS NOT NULL
              AND NULLIF([t3].[child_id], '') IS NOT NULL
              AND NULLIF([t3].[worker_id], '') IS NOT NULL
              AND [t3].[from] IS NOT NULL
              AND (
                (
                  [t3].[from] IS NULL
                )
                OR (
                  [t3].[to] IS NULL
                )
                OR (
                  [t3].[to] >= [t3].[from]
                )
              )
          ) AS [t18]
          INNER JOIN (
            SELECT
              [t4].[day] AS [from__on],
              [t4].[period] AS [first_]
            FROM [calendar] AS [t4]
          ) AS [t12]
            ON [t18].[from] = [t12].[from__on]
          LEFT OUTER JOIN (
            SELECT
              [t4].[day] AS [to__on],
              [t4].[next_period] AS [next_]
            FROM [calendar] AS [t4]
          ) AS [t14]
            ON [t18].[to] = [t14].[to__on]
        ) AS [t20]
        WHERE
          [t23].[child_id] = [t20].[key_]
          AND [t20].[first_] <= [t23].[period]
          AND [t20].[last_] >= [t23].[period]
      )
  ) AS [t24]
  GROUP BY
    [t24].[period],
    [t24].[area]
)
SELECT
  *
FROM (
  SELECT
    [t26].[period],
    [t26].[area],
    [t26].[numerator],
    [t26].[denominator]
  FROM [t25] AS [t26]
  WHERE
    [t26].[area] IS NOT NULL
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
      SUM([t26].[numerator]) AS [numerator],
      SUM([t26].[denominator]) AS [denominator]
    FROM [t25] AS [t26]
    GROUP BY
      [t26].[period]
  ) AS [t28]
) AS [t29]
