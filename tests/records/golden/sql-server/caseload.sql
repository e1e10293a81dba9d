WITH [t21] AS (
  SELECT
    [t20].[period],
    [t20].[area],
    [t20].[unit],
    MAX([t20].[cases]) AS [cases],
    SUM([t20].[posts]) AS [posts]
  FROM (
    SELECT
      [t5].[period],
      [t15].[worker_id] AS [unit],
      1 AS [hit],
      [t6].[area],
      1 AS [posts],
      [t19].[cases]
    FROM (
      SELECT
        [t11].[from],
        [t11].[post_id],
        [t11].[qualified],
        [t11].[team],
        [t11].[to],
        [t11].[worker_id]
      FROM (
        SELECT
          [t2].[from],
          NULLIF([t2].[post_id], '') AS [post_id],
          COALESCE(NULLIF([t2].[qualified], ''), 'unknown') AS [qualified],
          NULLIF([t2].[team], '') AS [team],
          [t2].[to],
          NULLIF([t2].[worker_id], '') AS [worker_id]
        FROM [workers] AS [t2]
        WHERE
          NULLIF([t2].[post_id], '') IS NOT NULL
          AND NULLIF([t2].[worker_id], '') IS NOT NULL
          AND [t2].[from] IS NOT NULL
          AND (
            (
              [t2].[from] IS NULL
            )
            OR (
              [t2].[to] IS NULL
            )
            OR (
              [t2].[to] >= [t2].[from]
            )
          )
      ) AS [t11]
      WHERE
        (
          [t11].[qualified] IS NULL
        )
        OR (
          IIF([t11].[qualified] IN ('no'), 1, 0) = 0
        )
    ) AS [t15]
    INNER JOIN (
      SELECT
        [t3].[day] AS [from__on],
        [t3].[period] AS [begins]
      FROM [calendar] AS [t3]
    ) AS [t9]
      ON [t15].[from] = [t9].[from__on]
    LEFT OUTER JOIN (
      SELECT
        [t3].[day] AS [to__on],
        [t3].[next_period] AS [ends]
      FROM [calendar] AS [t3]
    ) AS [t10]
      ON [t15].[to] = [t10].[to__on]
    INNER JOIN [spans] AS [t5]
      ON IIF([t9].[begins] < 24185, 24185, [t9].[begins]) = [t5].[first]
      AND IIF(
        (
          [t10].[ends] IS NULL
        ) OR (
          (
            [t10].[ends] - 1
          ) > 24244
        ),
        24244,
        [t10].[ends] - 1
      ) = [t5].[last]
    LEFT OUTER JOIN [teams] AS [t6]
      ON [t15].[team] = [t6].[team_]
      AND [t6].[from_no] <= [t5].[end_no]
      AND [t6].[to_no] >= [t5].[end_no]
    INNER JOIN (
      SELECT
        [t17].[worker_id] AS [holder_],
        [t17].[period] AS [in_],
        COUNT_BIG(*) AS [cases]
      FROM (
        SELECT DISTINCT
          [t16].[worker_id],
          [t16].[child_id],
          [t16].[period]
        FROM (
          SELECT
            [t13].[worker_id],
            [t13].[child_id],
            [t5].[period]
          FROM (
            SELECT
              NULLIF([t4].[worker_id], '') AS [worker_id],
              NULLIF([t4].[child_id], '') AS [child_id],
              [t4].[from],
              [t4].[to]
            FROM [allocations] AS [t4]
            WHERE
              NULLIF([t4].[allocation_id], '') IS NOT NULL
              AND NULLIF([t4].[child_id], '') IS NOT NULL
              AND NULLIF([t4].[worker_id], '') IS NOT NULL
              AND [t4].[from] IS NOT NULL
              AND (
                (
                  [t4].[from] IS NULL
                )
                OR (
                  [t4].[to] IS NULL
                )
                OR (
                  [t4].[to] >= [t4].[from]
                )
              )
          ) AS [t13]
          INNER JOIN (
            SELECT
              [t3].[day] AS [from__on],
              [t3].[period] AS [begins]
            FROM [calendar] AS [t3]
          ) AS [t9]
            ON [t13].[from] = [t9].[from__on]
          LEFT OUTER JOIN (
            SELECT
              [t3].[day] AS [to__on],
              [t3].[next_period] AS [ends]
            FROM [calendar] AS [t3]
          ) AS [t10]
            ON [t13].[to] = [t10].[to__on]
          INNER JOIN [spans] AS [t5]
            ON IIF([t9].[begins] < 24185, 24185, [t9].[begins]) = [t5].[first]
            AND IIF(
              (
                [t10].[ends] IS NULL
              ) OR (
                (
                  [t10].[ends] - 1
                ) > 24244
              ),
              24244,
              [t10].[ends] - 1
            ) = [t5].[last]
        ) AS [t16]
      ) AS [t17]
      GROUP BY
        [t17].[worker_id],
        [t17].[period]
    ) AS [t19]
      ON [t15].[worker_id] = [t19].[holder_] AND [t5].[period] = [t19].[in_]
  ) AS [t20]
  GROUP BY
    [t20].[period],
    [t20].[area],
    [t20].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t23].[period],
    [t23].[area],
    SUM([t23].[cases]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t22].[period],
      [t22].[area],
      [t22].[unit],
      [t22].[cases],
      [t22].[posts]
    FROM [t21] AS [t22]
    WHERE
      [t22].[area] IS NOT NULL
  ) AS [t23]
  GROUP BY
    [t23].[period],
    [t23].[area]
) AS [t25]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t26].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t26].[numerator],
    [t26].[denominator]
  FROM (
    SELECT
      [t24].[period],
      SUM([t24].[cases]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t22].[period],
        [t22].[unit],
        MAX([t22].[cases]) AS [cases],
        SUM([t22].[posts]) AS [posts]
      FROM [t21] AS [t22]
      GROUP BY
        [t22].[period],
        [t22].[unit]
    ) AS [t24]
    GROUP BY
      [t24].[period]
  ) AS [t26]
) AS [t27]
