WITH [t14] AS (
  SELECT
    [t13].[period],
    [t13].[area],
    SUM([t13].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t12].[period],
      [t12].[assessment_id] AS [unit],
      1 AS [hit],
      [t12].[area]
    FROM (
      SELECT
        [t11].[assessment_id],
        [t11].[authorised],
        [t11].[started],
        [t11].[team],
        [t11].[worker_id],
        [t9].[started__on],
        [t9].[begins],
        [t9].[started__day],
        [t9].[started__work],
        [t8].[authorised__on],
        [t8].[ends],
        [t4].[first],
        [t4].[last],
        [t4].[period],
        [t4].[end_no],
        [t4].[end_work],
        [t5].[team_],
        [t5].[area],
        [t5].[is_counted],
        [t5].[from_no],
        [t5].[to_no]
      FROM (
        SELECT
          NULLIF([t0].[assessment_id], '') AS [assessment_id],
          [t0].[authorised],
          [t0].[started],
          NULLIF([t0].[team], '') AS [team],
          NULLIF([t0].[worker_id], '') AS [worker_id]
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
          AND (
            (
              1 = 0
            ) OR (
              NULLIF([t0].[worker_id], '') IS NULL
            )
          )
      ) AS [t11]
      INNER JOIN (
        SELECT
          [t3].[day] AS [started__on],
          [t3].[period] AS [begins],
          [t3].[day_no] AS [started__day],
          [t3].[work_no] AS [started__work]
        FROM [calendar] AS [t3]
      ) AS [t9]
        ON [t11].[started] = [t9].[started__on]
      LEFT OUTER JOIN (
        SELECT
          [t3].[day] AS [authorised__on],
          [t3].[period] AS [ends]
        FROM [calendar] AS [t3]
      ) AS [t8]
        ON [t11].[authorised] = [t8].[authorised__on]
      INNER JOIN [spans] AS [t4]
        ON IIF([t9].[begins] < 24185, 24185, [t9].[begins]) = [t4].[first]
        AND IIF(
          (
            [t8].[ends] IS NULL
          ) OR (
            (
              [t8].[ends] - 1
            ) > 24244
          ),
          24244,
          [t8].[ends] - 1
        ) = [t4].[last]
      LEFT OUTER JOIN [teams] AS [t5]
        ON [t11].[team] = [t5].[team_]
        AND [t5].[from_no] <= [t4].[end_no]
        AND [t5].[to_no] >= [t4].[end_no]
    ) AS [t12]
    WHERE
      (
        [t12].[end_no] - [t12].[started__day]
      ) > 7
  ) AS [t13]
  GROUP BY
    [t13].[period],
    [t13].[area]
)
SELECT
  *
FROM (
  SELECT
    [t15].[period],
    [t15].[area],
    [t15].[numerator],
    [t15].[denominator]
  FROM [t14] AS [t15]
  WHERE
    [t15].[area] IS NOT NULL
) AS [t16]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t17].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t17].[numerator],
    [t17].[denominator]
  FROM (
    SELECT
      [t15].[period],
      SUM([t15].[numerator]) AS [numerator],
      SUM([t15].[denominator]) AS [denominator]
    FROM [t14] AS [t15]
    GROUP BY
      [t15].[period]
  ) AS [t17]
) AS [t18]
