WITH [t20] AS (
  SELECT
    [t19].[period],
    [t19].[area],
    [t19].[unit],
    MAX([t19].[cases]) AS [cases],
    SUM([t19].[posts]) AS [posts]
  FROM (
    SELECT
      [t5].[period],
      [t14].[worker_id] AS [unit],
      1 AS [hit],
      [t6].[area],
      [t14].[full_time_equivalent] AS [posts],
      [t18].[cases]
    FROM (
      SELECT
        [t0].[from],
        [t0].[full_time_equivalent],
        NULLIF([t0].[post_id], '') AS [post_id],
        COALESCE(NULLIF([t0].[qualified], ''), 'unknown') AS [qualified],
        NULLIF([t0].[team], '') AS [team],
        [t0].[to],
        NULLIF([t0].[worker_id], '') AS [worker_id]
      FROM [workers] AS [t0]
      WHERE
        NULLIF([t0].[post_id], '') IS NOT NULL
        AND NULLIF([t0].[worker_id], '') IS NOT NULL
        AND [t0].[from] IS NOT NULL
        AND (
          (
            [t0].[from] IS NULL
          )
          OR (
            [t0].[to] IS NULL
          )
          OR (
            [t0].[to] >= [t0].[from]
          )
        )
        AND (
          (
            COALESCE(NULLIF([t0].[qualified], ''), 'unknown') IS NULL
          )
          OR (
            IIF(COALESCE(NULLIF([t0].[qualified], ''), 'unknown') IN ('no'), 1, 0) = 0
          )
        )
        AND [t0].[full_time_equivalent] IS NOT NULL
    ) AS [t14]
    INNER JOIN (
      SELECT
        [t3].[day] AS [from__on],
        [t3].[period] AS [begins]
      FROM [calendar] AS [t3]
    ) AS [t9]
      ON [t14].[from] = [t9].[from__on]
    LEFT OUTER JOIN (
      SELECT
        [t3].[day] AS [to__on],
        [t3].[next_period] AS [ends]
      FROM [calendar] AS [t3]
    ) AS [t10]
      ON [t14].[to] = [t10].[to__on]
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
      ON [t14].[team] = [t6].[team_]
      AND [t6].[from_no] <= [t5].[end_no]
      AND [t6].[to_no] >= [t5].[end_no]
    INNER JOIN (
      SELECT
        [t16].[worker_id] AS [holder_],
        [t16].[period] AS [in_],
        COUNT_BIG(*) AS [cases]
      FROM (
        SELECT DISTINCT
          [t15].[worker_id],
          [t15].[child_id],
          [t15].[period]
        FROM (
          SELECT
            [t12].[worker_id],
            [t12].[child_id],
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
          ) AS [t12]
          INNER JOIN (
            SELECT
              [t3].[day] AS [from__on],
              [t3].[period] AS [begins]
            FROM [calendar] AS [t3]
          ) AS [t9]
            ON [t12].[from] = [t9].[from__on]
          LEFT OUTER JOIN (
            SELECT
              [t3].[day] AS [to__on],
              [t3].[next_period] AS [ends]
            FROM [calendar] AS [t3]
          ) AS [t10]
            ON [t12].[to] = [t10].[to__on]
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
        ) AS [t15]
      ) AS [t16]
      GROUP BY
        [t16].[worker_id],
        [t16].[period]
    ) AS [t18]
      ON [t14].[worker_id] = [t18].[holder_] AND [t5].[period] = [t18].[in_]
  ) AS [t19]
  GROUP BY
    [t19].[period],
    [t19].[area],
    [t19].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t22].[period],
    [t22].[area],
    SUM([t22].[cases]) AS [numerator],
    CAST(SUM([t22].[posts]) AS NUMERIC(18, 4)) AS [denominator]
  FROM (
    SELECT
      [t21].[period],
      [t21].[area],
      [t21].[unit],
      [t21].[cases],
      [t21].[posts]
    FROM [t20] AS [t21]
    WHERE
      [t21].[area] IS NOT NULL
  ) AS [t22]
  GROUP BY
    [t22].[period],
    [t22].[area]
) AS [t24]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t25].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t25].[numerator],
    [t25].[denominator]
  FROM (
    SELECT
      [t23].[period],
      SUM([t23].[cases]) AS [numerator],
      CAST(SUM([t23].[posts]) AS NUMERIC(18, 4)) AS [denominator]
    FROM (
      SELECT
        [t21].[period],
        [t21].[unit],
        MAX([t21].[cases]) AS [cases],
        SUM([t21].[posts]) AS [posts]
      FROM [t20] AS [t21]
      GROUP BY
        [t21].[period],
        [t21].[unit]
    ) AS [t23]
    GROUP BY
      [t23].[period]
  ) AS [t25]
) AS [t26]
