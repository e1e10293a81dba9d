WITH [t15] AS (
  SELECT
    [t14].[period],
    [t14].[area],
    SUM([t14].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t13].[period],
      [t13].[assessment_id] AS [unit],
      CAST(IIF([t13].[seen] IN ('yes'), 1, 0) AS INTEGER) AS [hit],
      [t4].[area]
    FROM (
      SELECT
        [t11].[assessment_id],
        [t11].[authorised],
        [t11].[child_id],
        [t11].[seen],
        [t11].[started],
        [t11].[team],
        [t11].[authorised__on],
        [t11].[period],
        [t11].[at_no]
      FROM (
        SELECT
          [t10].[assessment_id],
          [t10].[authorised],
          [t10].[child_id],
          [t10].[seen],
          [t10].[started],
          [t10].[team],
          [t6].[authorised__on],
          [t6].[period],
          [t6].[at_no]
        FROM (
          SELECT
            NULLIF([t2].[assessment_id], '') AS [assessment_id],
            [t2].[authorised],
            NULLIF([t2].[child_id], '') AS [child_id],
            COALESCE(NULLIF([t2].[seen], ''), 'unknown') AS [seen],
            [t2].[started],
            NULLIF([t2].[team], '') AS [team]
          FROM [assessments] AS [t2]
          WHERE
            NULLIF([t2].[assessment_id], '') IS NOT NULL
            AND NULLIF([t2].[child_id], '') IS NOT NULL
            AND [t2].[started] IS NOT NULL
            AND (
              (
                [t2].[started] IS NULL
              )
              OR (
                [t2].[authorised] IS NULL
              )
              OR (
                [t2].[authorised] >= [t2].[started]
              )
            )
        ) AS [t10]
        INNER JOIN (
          SELECT
            [t3].[day] AS [authorised__on],
            [t3].[period],
            [t3].[day_no] AS [at_no]
          FROM [calendar] AS [t3]
        ) AS [t6]
          ON [t10].[authorised] = [t6].[authorised__on]
      ) AS [t11]
      WHERE
        [t11].[period] BETWEEN 24185 AND 24244
    ) AS [t13]
    LEFT OUTER JOIN [teams] AS [t4]
      ON [t13].[team] = [t4].[team_]
      AND [t4].[from_no] <= [t13].[at_no]
      AND [t4].[to_no] >= [t13].[at_no]
    WHERE
      EXISTS(
        SELECT
          1
        FROM (
          SELECT
            NULLIF([t1].[child_id], '') AS [child_],
            [t1].[started] AS [from_],
            COALESCE([t1].[ended], DATEFROMPARTS(9999, 12, 31)) AS [to_]
          FROM [enquiries] AS [t1]
          WHERE
            NULLIF([t1].[enquiry_id], '') IS NOT NULL
            AND NULLIF([t1].[child_id], '') IS NOT NULL
            AND [t1].[started] IS NOT NULL
            AND (
              (
                [t1].[started] IS NULL
              )
              OR (
                [t1].[ended] IS NULL
              )
              OR (
                [t1].[ended] >= [t1].[started]
              )
            )
        ) AS [t9]
        WHERE
          [t13].[child_id] = [t9].[child_]
          AND [t9].[from_] <= [t13].[authorised]
          AND [t9].[to_] >= [t13].[started]
      )
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
