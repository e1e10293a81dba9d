WITH [t20] AS (
  SELECT
    [t19].[period],
    [t19].[area],
    SUM([t19].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t18].[period],
      [t18].[assessment_id] AS [unit],
      1 AS [hit],
      [t18].[area]
    FROM (
      SELECT
        [t17].[assessment_id],
        [t17].[authorised],
        [t17].[started],
        [t17].[team],
        [t17].[worker_id],
        [t17].[started__on],
        [t17].[begins],
        [t17].[started__day],
        [t17].[started__work],
        [t17].[authorised__on],
        [t17].[ends],
        [t17].[first_],
        [t17].[last_],
        [t5].[first],
        [t5].[last],
        [t5].[period],
        [t10].[ending_],
        [t10].[end_no],
        [t10].[end_work],
        [t6].[team_],
        [t6].[area],
        [t6].[is_counted],
        [t6].[from_no],
        [t6].[to_no]
      FROM (
        SELECT
          [t15].[assessment_id],
          [t15].[authorised],
          [t15].[started],
          [t15].[team],
          [t15].[worker_id],
          [t15].[started__on],
          [t15].[begins],
          [t15].[started__day],
          [t15].[started__work],
          [t15].[authorised__on],
          [t15].[ends],
          IIF([t15].[begins] < 24185, 24185, [t15].[begins]) AS [first_],
          CAST(IIF(
            (
              [t15].[ends] IS NULL
            ) OR (
              (
                [t15].[ends] - 1
              ) > 24244
            ),
            24244,
            [t15].[ends] - 1
          ) AS INTEGER) AS [last_]
        FROM (
          SELECT
            [t14].[assessment_id],
            [t14].[authorised],
            [t14].[started],
            [t14].[team],
            [t14].[worker_id],
            [t12].[started__on],
            [t12].[begins],
            [t12].[started__day],
            [t12].[started__work],
            [t11].[authorised__on],
            [t11].[ends]
          FROM (
            SELECT
              NULLIF([t3].[assessment_id], '') AS [assessment_id],
              [t3].[authorised],
              [t3].[started],
              NULLIF([t3].[team], '') AS [team],
              NULLIF([t3].[worker_id], '') AS [worker_id]
            FROM [assessments] AS [t3]
            WHERE
              NULLIF([t3].[assessment_id], '') IS NOT NULL
              AND NULLIF([t3].[child_id], '') IS NOT NULL
              AND [t3].[started] IS NOT NULL
              AND (
                (
                  [t3].[started] IS NULL
                )
                OR (
                  [t3].[authorised] IS NULL
                )
                OR (
                  [t3].[authorised] >= [t3].[started]
                )
              )
              AND (
                (
                  1 = 0
                ) OR (
                  NULLIF([t3].[worker_id], '') IS NULL
                )
              )
          ) AS [t14]
          INNER JOIN (
            SELECT
              [t4].[day] AS [started__on],
              [t4].[period] AS [begins],
              [t4].[day_no] AS [started__day],
              [t4].[work_no] AS [started__work]
            FROM [calendar] AS [t4]
          ) AS [t12]
            ON [t14].[started] = [t12].[started__on]
          LEFT OUTER JOIN (
            SELECT
              [t4].[day] AS [authorised__on],
              [t4].[period] AS [ends]
            FROM [calendar] AS [t4]
          ) AS [t11]
            ON [t14].[authorised] = [t11].[authorised__on]
        ) AS [t15]
      ) AS [t17]
      INNER JOIN [spans] AS [t5]
        ON [t17].[first_] = [t5].[first] AND [t17].[last_] = [t5].[last]
      INNER JOIN (
        SELECT
          [t2].[period] AS [ending_],
          [t2].[end_no],
          [t2].[end_work]
        FROM [periods] AS [t2]
      ) AS [t10]
        ON [t5].[period] = [t10].[ending_]
      LEFT OUTER JOIN [teams] AS [t6]
        ON [t17].[team] = [t6].[team_]
        AND [t6].[from_no] <= [t10].[end_no]
        AND [t6].[to_no] >= [t10].[end_no]
    ) AS [t18]
    WHERE
      (
        [t18].[end_no] - [t18].[started__day]
      ) > 7
  ) AS [t19]
  GROUP BY
    [t19].[period],
    [t19].[area]
)
SELECT
  *
FROM (
  SELECT
    [t21].[period],
    [t21].[area],
    [t21].[numerator],
    [t21].[denominator]
  FROM [t20] AS [t21]
  WHERE
    [t21].[area] IS NOT NULL
) AS [t22]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t23].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t23].[numerator],
    [t23].[denominator]
  FROM (
    SELECT
      [t21].[period],
      SUM([t21].[numerator]) AS [numerator],
      SUM([t21].[denominator]) AS [denominator]
    FROM [t20] AS [t21]
    GROUP BY
      [t21].[period]
  ) AS [t23]
) AS [t24]
