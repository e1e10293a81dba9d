WITH [t23] AS (
  SELECT
    [t22].[period],
    [t22].[area],
    [t22].[unit],
    MAX([t22].[hit]) AS [hit]
  FROM (
    SELECT
      [t5].[period],
      [t18].[worker_id] AS [unit],
      CAST(IIF([t21].[events_] = 1, 1, 0) AS INTEGER) AS [hit],
      [t6].[area]
    FROM (
      SELECT
        [t14].[from],
        [t14].[post_id],
        [t14].[qualified],
        [t14].[team],
        [t14].[to],
        [t14].[worker_id]
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
      ) AS [t14]
      WHERE
        (
          [t14].[qualified] IS NULL
        )
        OR (
          IIF([t14].[qualified] IN ('no'), 1, 0) = 0
        )
    ) AS [t18]
    INNER JOIN (
      SELECT
        [t3].[day] AS [from__on],
        [t3].[period] AS [begins]
      FROM [calendar] AS [t3]
    ) AS [t9]
      ON [t18].[from] = [t9].[from__on]
    LEFT OUTER JOIN (
      SELECT
        [t3].[day] AS [to__on],
        [t3].[next_period] AS [ends]
      FROM [calendar] AS [t3]
    ) AS [t11]
      ON [t18].[to] = [t11].[to__on]
    INNER JOIN [spans] AS [t5]
      ON IIF([t9].[begins] < 24185, 24185, [t9].[begins]) = [t5].[first]
      AND IIF(
        (
          [t11].[ends] IS NULL
        ) OR (
          (
            [t11].[ends] - 1
          ) > 24244
        ),
        24244,
        [t11].[ends] - 1
      ) = [t5].[last]
    LEFT OUTER JOIN [teams] AS [t6]
      ON [t18].[team] = [t6].[team_]
      AND [t6].[from_no] <= [t5].[end_no]
      AND [t6].[to_no] >= [t5].[end_no]
    LEFT OUTER JOIN (
      SELECT
        [t19].[key_],
        [t19].[in_],
        1 AS [events_]
      FROM (
        SELECT
          [t16].[key_],
          [t16].[in_],
          MIN([t16].[no_]) AS [first_],
          MAX([t16].[no_]) AS [last_]
        FROM (
          SELECT
            [t15].[key_],
            [t15].[at_],
            [t12].[at___on],
            [t12].[in_],
            [t12].[no_]
          FROM (
            SELECT
              NULLIF([t4].[worker_id], '') AS [key_],
              [t4].[supervised] AS [at_]
            FROM [supervisions] AS [t4]
            WHERE
              NULLIF([t4].[supervision_id], '') IS NOT NULL
              AND NULLIF([t4].[worker_id], '') IS NOT NULL
              AND [t4].[supervised] IS NOT NULL
          ) AS [t15]
          INNER JOIN (
            SELECT
              [t3].[day] AS [at___on],
              [t3].[period] AS [in_],
              [t3].[day_no] AS [no_]
            FROM [calendar] AS [t3]
            WHERE
              [t3].[period] BETWEEN 24185 AND 24244
          ) AS [t12]
            ON [t15].[at_] = [t12].[at___on]
        ) AS [t16]
        GROUP BY
          [t16].[key_],
          [t16].[in_]
      ) AS [t19]
      WHERE
        (
          [t19].[last_] - [t19].[first_]
        ) >= 0
    ) AS [t21]
      ON [t18].[worker_id] = [t21].[key_] AND [t5].[period] = [t21].[in_]
  ) AS [t22]
  GROUP BY
    [t22].[period],
    [t22].[area],
    [t22].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t25].[period],
    [t25].[area],
    SUM([t25].[hit]) AS [numerator],
    COUNT_BIG(*) AS [denominator]
  FROM (
    SELECT
      [t24].[period],
      [t24].[area],
      [t24].[unit],
      [t24].[hit]
    FROM [t23] AS [t24]
    WHERE
      [t24].[area] IS NOT NULL
  ) AS [t25]
  GROUP BY
    [t25].[period],
    [t25].[area]
) AS [t27]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t28].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t28].[numerator],
    [t28].[denominator]
  FROM (
    SELECT
      [t26].[period],
      SUM([t26].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t24].[period],
        [t24].[unit],
        MAX([t24].[hit]) AS [hit]
      FROM [t23] AS [t24]
      GROUP BY
        [t24].[period],
        [t24].[unit]
    ) AS [t26]
    GROUP BY
      [t26].[period]
  ) AS [t28]
) AS [t29]
