WITH [t16] AS (
  SELECT
    [t15].[period],
    [t15].[area],
    SUM([t15].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t14].[period],
      [t14].[referral_id] AS [unit],
      CAST(IIF([t14].[earlier_no] >= [t14].[year_before], 1, 0) AS INTEGER) AS [hit],
      [t3].[area]
    FROM (
      SELECT
        [t12].[child_id],
        [t12].[referral_id],
        [t12].[referred],
        [t12].[team],
        [t12].[referred__on],
        [t12].[period],
        [t12].[at_no],
        [t12].[year_before],
        [t12].[before],
        [t12].[earlier_no]
      FROM (
        SELECT
          [t11].[child_id],
          [t11].[referral_id],
          [t11].[referred],
          [t11].[team],
          [t11].[referred__on],
          [t11].[period],
          [t11].[at_no],
          [t11].[year_before],
          [t11].[before],
          MAX([t11].[before]) OVER (
            PARTITION BY [t11].[child_id], [t11].[at_no]
            ORDER BY CASE WHEN [t11].[before] IS NULL THEN 1 ELSE 0 END, [t11].[before] ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS [earlier_no]
        FROM (
          SELECT
            [t10].[child_id],
            [t10].[referral_id],
            [t10].[referred],
            [t10].[team],
            [t10].[referred__on],
            [t10].[period],
            [t10].[at_no],
            [t10].[year_before],
            IIF([t10].[before] < [t10].[at_no], [t10].[before], CAST(NULL AS INTEGER)) AS [before]
          FROM (
            SELECT
              [t9].[child_id],
              [t9].[referral_id],
              [t9].[referred],
              [t9].[team],
              [t9].[referred__on],
              [t9].[period],
              [t9].[at_no],
              [t9].[year_before],
              LAG([t9].[at_no]) OVER (
                PARTITION BY [t9].[child_id]
                ORDER BY CASE WHEN [t9].[at_no] IS NULL THEN 1 ELSE 0 END, [t9].[at_no] ASC
              ) AS [before]
            FROM (
              SELECT
                [t8].[child_id],
                [t8].[referral_id],
                [t8].[referred],
                [t8].[team],
                [t8].[referred__on],
                [t8].[period],
                [t8].[at_no],
                [t8].[year_before]
              FROM (
                SELECT
                  [t7].[child_id],
                  [t7].[referral_id],
                  [t7].[referred],
                  [t7].[team],
                  [t5].[referred__on],
                  [t5].[period],
                  [t5].[at_no],
                  [t5].[year_before]
                FROM (
                  SELECT
                    NULLIF([t1].[child_id], '') AS [child_id],
                    NULLIF([t1].[referral_id], '') AS [referral_id],
                    [t1].[referred],
                    NULLIF([t1].[team], '') AS [team]
                  FROM [referrals] AS [t1]
                  WHERE
                    NULLIF([t1].[referral_id], '') IS NOT NULL
                    AND NULLIF([t1].[child_id], '') IS NOT NULL
                    AND [t1].[referred] IS NOT NULL
                    AND (
                      (
                        [t1].[referred] IS NULL
                      )
                      OR (
                        [t1].[closed] IS NULL
                      )
                      OR (
                        [t1].[closed] >= [t1].[referred]
                      )
                    )
                ) AS [t7]
                INNER JOIN (
                  SELECT
                    [t2].[day] AS [referred__on],
                    [t2].[period],
                    [t2].[day_no] AS [at_no],
                    [t2].[year_before]
                  FROM [calendar] AS [t2]
                ) AS [t5]
                  ON [t7].[referred] = [t5].[referred__on]
              ) AS [t8]
              WHERE
                [t8].[period] BETWEEN 24173 AND 24244
            ) AS [t9]
          ) AS [t10]
        ) AS [t11]
      ) AS [t12]
      WHERE
        [t12].[period] >= 24185
    ) AS [t14]
    LEFT OUTER JOIN [teams] AS [t3]
      ON [t14].[team] = [t3].[team_]
      AND [t3].[from_no] <= [t14].[at_no]
      AND [t3].[to_no] >= [t14].[at_no]
  ) AS [t15]
  GROUP BY
    [t15].[period],
    [t15].[area]
)
SELECT
  *
FROM (
  SELECT
    [t17].[period],
    [t17].[area],
    [t17].[numerator],
    [t17].[denominator]
  FROM [t16] AS [t17]
  WHERE
    [t17].[area] IS NOT NULL
) AS [t18]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t19].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t19].[numerator],
    [t19].[denominator]
  FROM (
    SELECT
      [t17].[period],
      SUM([t17].[numerator]) AS [numerator],
      SUM([t17].[denominator]) AS [denominator]
    FROM [t16] AS [t17]
    GROUP BY
      [t17].[period]
  ) AS [t19]
) AS [t20]
