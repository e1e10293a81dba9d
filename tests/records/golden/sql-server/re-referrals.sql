WITH [t15] AS (
  SELECT
    [t14].[period],
    [t14].[area],
    SUM([t14].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t13].[period],
      [t13].[referral_id] AS [unit],
      CAST(IIF([t13].[earlier_no] >= [t13].[year_before], 1, 0) AS INTEGER) AS [hit],
      [t3].[area]
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
        [t11].[earlier_no]
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
          [t10].[before],
          MAX([t10].[before]) OVER (
            PARTITION BY [t10].[child_id], [t10].[at_no]
            ORDER BY CASE WHEN [t10].[before] IS NULL THEN 1 ELSE 0 END, [t10].[before] ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS [earlier_no]
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
            IIF([t9].[before] < [t9].[at_no], [t9].[before], CAST(NULL AS INTEGER)) AS [before]
          FROM (
            SELECT
              [t8].[child_id],
              [t8].[referral_id],
              [t8].[referred],
              [t8].[team],
              [t8].[referred__on],
              [t8].[period],
              [t8].[at_no],
              [t8].[year_before],
              LAG([t8].[at_no]) OVER (
                PARTITION BY [t8].[child_id]
                ORDER BY CASE WHEN [t8].[at_no] IS NULL THEN 1 ELSE 0 END, [t8].[at_no] ASC
              ) AS [before]
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
                WHERE
                  [t2].[period] BETWEEN 24173 AND 24244
              ) AS [t5]
                ON [t7].[referred] = [t5].[referred__on]
            ) AS [t8]
          ) AS [t9]
        ) AS [t10]
      ) AS [t11]
      WHERE
        [t11].[period] >= 24185
    ) AS [t13]
    LEFT OUTER JOIN [teams] AS [t3]
      ON [t13].[team] = [t3].[team_]
      AND [t3].[from_no] <= [t13].[at_no]
      AND [t3].[to_no] >= [t13].[at_no]
  ) AS [t14]
  GROUP BY
    [t14].[period],
    [t14].[area]
)
SELECT
  *
FROM (
  SELECT
    [t16].[period],
    [t16].[area],
    [t16].[numerator],
    [t16].[denominator]
  FROM [t15] AS [t16]
  WHERE
    [t16].[area] IS NOT NULL
) AS [t17]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t18].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t18].[numerator],
    [t18].[denominator]
  FROM (
    SELECT
      [t16].[period],
      SUM([t16].[numerator]) AS [numerator],
      SUM([t16].[denominator]) AS [denominator]
    FROM [t15] AS [t16]
    GROUP BY
      [t16].[period]
  ) AS [t18]
) AS [t19]
