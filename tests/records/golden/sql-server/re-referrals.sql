WITH [t17] AS (
  SELECT
    [t16].[period],
    [t16].[area],
    SUM([t16].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t12].[period],
      [t12].[referral_id] AS [unit],
      CAST(IIF([t15].[earlier_no] >= [t12].[year_before], 1, 0) AS INTEGER) AS [hit],
      [t3].[area]
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
          WHERE
            [t2].[period] BETWEEN 24173 AND 24244
        ) AS [t5]
          ON [t7].[referred] = [t5].[referred__on]
      ) AS [t8]
      WHERE
        [t8].[period] >= 24185
    ) AS [t12]
    LEFT OUTER JOIN (
      SELECT
        [t13].[child_],
        [t13].[no_],
        [t13].[earlier_no]
      FROM (
        SELECT
          [t10].[child_],
          [t10].[no_],
          LAG([t10].[no_]) OVER (
            PARTITION BY [t10].[child_]
            ORDER BY CASE WHEN [t10].[no_] IS NULL THEN 1 ELSE 0 END, [t10].[no_] ASC
          ) AS [earlier_no]
        FROM (
          SELECT DISTINCT
            [t9].[child_],
            [t9].[no_]
          FROM (
            SELECT
              [t7].[child_id] AS [child_],
              [t5].[at_no] AS [no_]
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
          ) AS [t9]
        ) AS [t10]
      ) AS [t13]
      WHERE
        [t13].[earlier_no] IS NOT NULL
    ) AS [t15]
      ON [t12].[child_id] = [t15].[child_] AND [t12].[at_no] = [t15].[no_]
    LEFT OUTER JOIN [teams] AS [t3]
      ON [t12].[team] = [t3].[team_]
      AND [t3].[from_no] <= [t12].[at_no]
      AND [t3].[to_no] >= [t12].[at_no]
  ) AS [t16]
  GROUP BY
    [t16].[period],
    [t16].[area]
)
SELECT
  *
FROM (
  SELECT
    [t18].[period],
    [t18].[area],
    [t18].[numerator],
    [t18].[denominator]
  FROM [t17] AS [t18]
  WHERE
    [t18].[area] IS NOT NULL
) AS [t19]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t20].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t20].[numerator],
    [t20].[denominator]
  FROM (
    SELECT
      [t18].[period],
      SUM([t18].[numerator]) AS [numerator],
      SUM([t18].[denominator]) AS [denominator]
    FROM [t17] AS [t18]
    GROUP BY
      [t18].[period]
  ) AS [t20]
) AS [t21]
