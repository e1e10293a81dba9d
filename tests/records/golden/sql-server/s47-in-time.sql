WITH [t19] AS (
  SELECT
    [t18].[period],
    [t18].[area],
    SUM([t18].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t5].[period],
      [t17].[enquiry_id] AS [unit],
      CAST(IIF((
        (
          [t10].[end_work] - [t17].[started__work]
        ) + 0
      ) <= 15, 1, 0) AS INTEGER) AS [hit],
      [t6].[area]
    FROM (
      SELECT
        [t15].[ended],
        [t15].[enquiry_id],
        [t15].[started],
        [t15].[team],
        [t15].[started__on],
        [t15].[begins],
        [t15].[started__day],
        [t15].[started__work],
        [t15].[ended__on],
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
          [t14].[ended],
          [t14].[enquiry_id],
          [t14].[started],
          [t14].[team],
          [t12].[started__on],
          [t12].[begins],
          [t12].[started__day],
          [t12].[started__work],
          [t11].[ended__on],
          [t11].[ends]
        FROM (
          SELECT
            [t3].[ended],
            NULLIF([t3].[enquiry_id], '') AS [enquiry_id],
            [t3].[started],
            NULLIF([t3].[team], '') AS [team]
          FROM [enquiries] AS [t3]
          WHERE
            NULLIF([t3].[enquiry_id], '') IS NOT NULL
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
            [t4].[day] AS [ended__on],
            [t4].[period] AS [ends]
          FROM [calendar] AS [t4]
        ) AS [t11]
          ON [t14].[ended] = [t11].[ended__on]
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
  GROUP BY
    [t18].[period],
    [t18].[area]
)
SELECT
  *
FROM (
  SELECT
    [t20].[period],
    [t20].[area],
    [t20].[numerator],
    [t20].[denominator]
  FROM [t19] AS [t20]
  WHERE
    [t20].[area] IS NOT NULL
) AS [t21]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t22].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t22].[numerator],
    [t22].[denominator]
  FROM (
    SELECT
      [t20].[period],
      SUM([t20].[numerator]) AS [numerator],
      SUM([t20].[denominator]) AS [denominator]
    FROM [t19] AS [t20]
    GROUP BY
      [t20].[period]
  ) AS [t22]
) AS [t23]
