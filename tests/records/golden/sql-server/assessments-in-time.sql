WITH [t13] AS (
  SELECT
    [t12].[period],
    [t12].[area],
    SUM([t12].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t4].[period],
      [t11].[assessment_id] AS [unit],
      CAST(IIF((
        (
          [t4].[end_work] - [t9].[started__work]
        ) + 0
      ) <= 45, 1, 0) AS INTEGER) AS [hit],
      [t5].[area]
    FROM (
      SELECT
        NULLIF([t0].[assessment_id], '') AS [assessment_id],
        [t0].[authorised],
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
  GROUP BY
    [t12].[period],
    [t12].[area]
)
SELECT
  *
FROM (
  SELECT
    [t14].[period],
    [t14].[area],
    [t14].[numerator],
    [t14].[denominator]
  FROM [t13] AS [t14]
  WHERE
    [t14].[area] IS NOT NULL
) AS [t15]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t16].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t16].[numerator],
    [t16].[denominator]
  FROM (
    SELECT
      [t14].[period],
      SUM([t14].[numerator]) AS [numerator],
      SUM([t14].[denominator]) AS [denominator]
    FROM [t13] AS [t14]
    GROUP BY
      [t14].[period]
  ) AS [t16]
) AS [t17]
