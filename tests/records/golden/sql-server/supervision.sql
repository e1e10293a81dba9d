WITH [t30] AS (
  SELECT
    [t29].[period],
    [t29].[area],
    [t29].[unit],
    MAX([t29].[hit]) AS [hit]
  FROM (
    SELECT
      [t6].[period],
      [t28].[worker_id] AS [unit],
      CAST(IIF([t26].[events_] = 1, 1, 0) AS INTEGER) AS [hit],
      [t7].[area]
    FROM (
      SELECT
        [t23].[from],
        [t23].[post_id],
        [t23].[qualified],
        [t23].[team],
        [t23].[to],
        [t23].[worker_id],
        [t23].[from__on],
        [t23].[begins],
        [t23].[to__on],
        [t23].[ends],
        IIF([t23].[begins] < 24185, 24185, [t23].[begins]) AS [first_],
        CAST(IIF(
          (
            [t23].[ends] IS NULL
          ) OR (
            (
              [t23].[ends] - 1
            ) > 24244
          ),
          24244,
          [t23].[ends] - 1
        ) AS INTEGER) AS [last_]
      FROM (
        SELECT
          [t21].[from],
          [t21].[post_id],
          [t21].[qualified],
          [t21].[team],
          [t21].[to],
          [t21].[worker_id],
          [t13].[from__on],
          [t13].[begins],
          [t14].[to__on],
          [t14].[ends]
        FROM (
          SELECT
            [t17].[from],
            [t17].[post_id],
            [t17].[qualified],
            [t17].[team],
            [t17].[to],
            [t17].[worker_id]
          FROM (
            SELECT
              [t3].[from],
              NULLIF([t3].[post_id], '') AS [post_id],
              COALESCE(NULLIF([t3].[qualified], ''), 'unknown') AS [qualified],
              NULLIF([t3].[team], '') AS [team],
              [t3].[to],
              NULLIF([t3].[worker_id], '') AS [worker_id]
            FROM [workers] AS [t3]
            WHERE
              NULLIF([t3].[post_id], '') IS NOT NULL
              AND NULLIF([t3].[worker_id], '') IS NOT NULL
              AND [t3].[from] IS NOT NULL
              AND (
                (
                  [t3].[from] IS NULL
                )
                OR (
                  [t3].[to] IS NULL
                )
                OR (
                  [t3].[to] >= [t3].[from]
                )
              )
          ) AS [t17]
          WHERE
            (
              [t17].[qualified] IS NULL
            )
            OR (
              IIF([t17].[qualified] IN ('no'), 1, 0) = 0
            )
        ) AS [t21]
        INNER JOIN (
          SELECT
            [t4].[day] AS [from__on],
            [t4].[period] AS [begins]
          FROM [calendar] AS [t4]
        ) AS [t13]
          ON [t21].[from] = [t13].[from__on]
        LEFT OUTER JOIN (
          SELECT
            [t4].[day] AS [to__on],
            [t4].[next_period] AS [ends]
          FROM [calendar] AS [t4]
        ) AS [t14]
          ON [t21].[to] = [t14].[to__on]
      ) AS [t23]
    ) AS [t28]
    INNER JOIN [spans] AS [t6]
      ON [t28].[first_] = [t6].[first] AND [t28].[last_] = [t6].[last]
    INNER JOIN (
      SELECT
        [t2].[period] AS [ending_],
        [t2].[end_no],
        [t2].[end_work]
      FROM [periods] AS [t2]
    ) AS [t12]
      ON [t6].[period] = [t12].[ending_]
    LEFT OUTER JOIN [teams] AS [t7]
      ON [t28].[team] = [t7].[team_]
      AND [t7].[from_no] <= [t12].[end_no]
      AND [t7].[to_no] >= [t12].[end_no]
    LEFT OUTER JOIN (
      SELECT
        [t24].[key_],
        [t24].[in_],
        1 AS [events_]
      FROM (
        SELECT
          [t22].[key_],
          [t22].[in_],
          MIN([t22].[no_]) AS [first_],
          MAX([t22].[no_]) AS [last_]
        FROM (
          SELECT
            [t19].[key_],
            [t19].[at_],
            [t19].[at___on],
            [t19].[in_],
            [t19].[no_]
          FROM (
            SELECT
              [t18].[key_],
              [t18].[at_],
              [t15].[at___on],
              [t15].[in_],
              [t15].[no_]
            FROM (
              SELECT
                NULLIF([t5].[worker_id], '') AS [key_],
                [t5].[supervised] AS [at_]
              FROM [supervisions] AS [t5]
              WHERE
                NULLIF([t5].[supervision_id], '') IS NOT NULL
                AND NULLIF([t5].[worker_id], '') IS NOT NULL
                AND [t5].[supervised] IS NOT NULL
            ) AS [t18]
            INNER JOIN (
              SELECT
                [t4].[day] AS [at___on],
                [t4].[period] AS [in_],
                [t4].[day_no] AS [no_]
              FROM [calendar] AS [t4]
            ) AS [t15]
              ON [t18].[at_] = [t15].[at___on]
          ) AS [t19]
          WHERE
            [t19].[in_] BETWEEN 24185 AND 24244
        ) AS [t22]
        GROUP BY
          [t22].[key_],
          [t22].[in_]
      ) AS [t24]
      WHERE
        (
          [t24].[last_] - [t24].[first_]
        ) >= 0
    ) AS [t26]
      ON [t28].[worker_id] = [t26].[key_] AND [t6].[period] = [t26].[in_]
  ) AS [t29]
  GROUP BY
    [t29].[period],
    [t29].[area],
    [t29].[unit]
)
SELECT
  *
FROM (
  SELECT
    [t34].[period],
    [t34].[area],
    [t34].[numerator],
    [t34].[denominator]
  FROM (
    SELECT
      [t32].[period],
      [t32].[area],
      SUM([t32].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t31].[period],
        [t31].[area],
        [t31].[unit],
        [t31].[hit]
      FROM [t30] AS [t31]
      WHERE
        [t31].[area] IS NOT NULL
    ) AS [t32]
    GROUP BY
      [t32].[period],
      [t32].[area]
  ) AS [t34]
) AS [t36]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t35].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t35].[numerator],
    [t35].[denominator]
  FROM (
    SELECT
      [t33].[period],
      SUM([t33].[hit]) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t31].[period],
        [t31].[unit],
        MAX([t31].[hit]) AS [hit]
      FROM [t30] AS [t31]
      GROUP BY
        [t31].[period],
        [t31].[unit]
    ) AS [t33]
    GROUP BY
      [t33].[period]
  ) AS [t35]
) AS [t37]
