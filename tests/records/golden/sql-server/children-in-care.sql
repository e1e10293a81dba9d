WITH [t14] AS (
  SELECT
    [t13].[period],
    [t13].[area],
    [t13].[unit],
    MAX([t13].[hit]) AS [hit]
  FROM (
    SELECT
      [t4].[period],
      [t12].[child_id] AS [unit],
      1 AS [hit],
      [t5].[area]
    FROM (
      SELECT
        [t10].[ceased],
        [t10].[child_id],
        [t10].[episode_id],
        [t10].[short_breaks],
        [t10].[started],
        [t10].[team]
      FROM (
        SELECT
          [t2].[ceased],
          NULLIF([t2].[child_id], '') AS [child_id],
          NULLIF([t2].[episode_id], '') AS [episode_id],
          COALESCE(NULLIF([t2].[short_breaks], ''), 'unknown') AS [short_breaks],
          [t2].[started],
          NULLIF([t2].[team], '') AS [team]
        FROM [care_episodes] AS [t2]
        WHERE
          NULLIF([t2].[episode_id], '') IS NOT NULL
          AND NULLIF([t2].[child_id], '') IS NOT NULL
          AND [t2].[started] IS NOT NULL
          AND (
            (
              [t2].[started] IS NULL
            )
            OR (
              [t2].[ceased] IS NULL
            )
            OR (
              [t2].[ceased] >= [t2].[started]
            )
          )
      ) AS [t10]
      WHERE
        (
          [t10].[short_breaks] IS NULL
        )
        OR (
          IIF([t10].[short_breaks] IN ('yes'), 1, 0) = 0
        )
    ) AS [t12]
    INNER JOIN (
      SELECT
        [t3].[day] AS [started__on],
        [t3].[period] AS [begins]
      FROM [calendar] AS [t3]
    ) AS [t8]
      ON [t12].[started] = [t8].[started__on]
    LEFT OUTER JOIN (
      SELECT
        [t3].[day] AS [ceased__on],
        [t3].[period] AS [ends]
      FROM [calendar] AS [t3]
    ) AS [t9]
      ON [t12].[ceased] = [t9].[ceased__on]
    INNER JOIN [spans] AS [t4]
      ON IIF([t8].[begins] < 24185, 24185, [t8].[begins]) = [t4].[first]
      AND IIF(
        (
          [t9].[ends] IS NULL
        ) OR (
          (
            [t9].[ends] - 1
          ) > 24244
        ),
        24244,
        [t9].[ends] - 1
      ) = [t4].[last]
    LEFT OUTER JOIN [teams] AS [t5]
      ON [t12].[team] = [t5].[team_]
      AND [t5].[from_no] <= [t4].[end_no]
      AND [t5].[to_no] >= [t4].[end_no]
  ) AS [t13]
  GROUP BY
    [t13].[period],
    [t13].[area],
    [t13].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t16].[period],
    [t16].[area],
    SUM([t16].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t15].[period],
      [t15].[area],
      [t15].[unit],
      [t15].[hit]
    FROM [t14] AS [t15]
    WHERE
      [t15].[area] IS NOT NULL
  ) AS [t16]
  GROUP BY
    [t16].[period],
    [t16].[area]
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
      SUM([t17].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t15].[period],
        [t15].[unit],
        MAX([t15].[hit]) AS [hit]
      FROM [t14] AS [t15]
      GROUP BY
        [t15].[period],
        [t15].[unit]
    ) AS [t17]
    GROUP BY
      [t17].[period]
  ) AS [t19]
) AS [t20]
