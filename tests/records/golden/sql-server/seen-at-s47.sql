WITH [t12] AS (
  SELECT
    [t11].[period],
    [t11].[area],
    SUM([t11].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t6].[period],
      [t9].[assessment_id] AS [unit],
      CAST(IIF([t9].[seen] IN ('yes'), 1, 0) AS INTEGER) AS [hit],
      [t4].[area]
    FROM (
      SELECT
        NULLIF([t0].[assessment_id], '') AS [assessment_id],
        [t0].[authorised],
        NULLIF([t0].[child_id], '') AS [child_id],
        COALESCE(NULLIF([t0].[seen], ''), 'unknown') AS [seen],
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
    ) AS [t9]
    INNER JOIN (
      SELECT
        [t2].[day] AS [authorised__on],
        [t2].[period],
        [t2].[day_no] AS [at_no]
      FROM [calendar] AS [t2]
      WHERE
        [t2].[period] BETWEEN 24185 AND 24244
    ) AS [t6]
      ON [t9].[authorised] = [t6].[authorised__on]
    LEFT OUTER JOIN [teams] AS [t4]
      ON [t9].[team] = [t4].[team_]
      AND [t4].[from_no] <= [t6].[at_no]
      AND [t4].[to_no] >= [t6].[at_no]
    WHERE
      EXISTS(
        SELECT
          1
        FROM (
          SELECT
            NULLIF([t3].[child_id], '') AS [child_],
            [t3].[started] AS [from_],
            COALESCE([t3].[ended], DATEFROMPARTS(9999, 12, 31)) AS [to_]
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
        ) AS [t10]
        WHERE
          [t9].[child_id] = [t10].[child_]
          AND [t10].[from_] <= [t9].[authorised]
          AND [t10].[to_] >= [t9].[started]
      )
  ) AS [t11]
  GROUP BY
    [t11].[period],
    [t11].[area]
)
SELECT
  *
FROM (
  SELECT
    [t13].[period],
    [t13].[area],
    [t13].[numerator],
    [t13].[denominator]
  FROM [t12] AS [t13]
  WHERE
    [t13].[area] IS NOT NULL
) AS [t14]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t15].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t15].[numerator],
    [t15].[denominator]
  FROM (
    SELECT
      [t13].[period],
      SUM([t13].[numerator]) AS [numerator],
      SUM([t13].[denominator]) AS [denominator]
    FROM [t12] AS [t13]
    GROUP BY
      [t13].[period]
  ) AS [t15]
) AS [t16]
