WITH [t31] AS (
  SELECT
    [t29].[from],
    [t29].[full_time_equivalent],
    [t29].[post_id],
    [t29].[qualified],
    [t29].[team],
    [t29].[to],
    [t29].[worker_id],
    [t29].[from__on],
    [t29].[begins],
    [t29].[to__on],
    [t29].[ends],
    [t29].[first_],
    [t29].[last_],
    [t29].[first],
    [t29].[last],
    [t29].[period],
    [t29].[ending_],
    [t29].[end_no],
    [t29].[end_work],
    [t29].[team_],
    [t29].[area],
    [t29].[is_counted],
    [t29].[from_no],
    [t29].[to_no],
    [t29].[unit],
    [t29].[hit],
    [t30].[holder_],
    [t30].[in_],
    [t30].[cases]
  FROM (
    SELECT
      [t25].[from],
      [t25].[full_time_equivalent],
      [t25].[post_id],
      [t25].[qualified],
      [t25].[team],
      [t25].[to],
      [t25].[worker_id],
      [t25].[from__on],
      [t25].[begins],
      [t25].[to__on],
      [t25].[ends],
      [t25].[first_],
      [t25].[last_],
      [t25].[first],
      [t25].[last],
      [t25].[period],
      [t25].[ending_],
      [t25].[end_no],
      [t25].[end_work],
      [t25].[team_],
      [t25].[area],
      [t25].[is_counted],
      [t25].[from_no],
      [t25].[to_no],
      [t25].[worker_id] AS [unit],
      1 AS [hit]
    FROM (
      SELECT
        [t23].[from],
        [t23].[full_time_equivalent],
        [t23].[post_id],
        [t23].[qualified],
        [t23].[team],
        [t23].[to],
        [t23].[worker_id],
        [t23].[from__on],
        [t23].[begins],
        [t23].[to__on],
        [t23].[ends],
        [t23].[first_],
        [t23].[last_],
        [t6].[first],
        [t6].[last],
        [t6].[period],
        [t11].[ending_],
        [t11].[end_no],
        [t11].[end_work],
        [t7].[team_],
        [t7].[area],
        [t7].[is_counted],
        [t7].[from_no],
        [t7].[to_no]
      FROM (
        SELECT
          [t19].[from],
          [t19].[full_time_equivalent],
          [t19].[post_id],
          [t19].[qualified],
          [t19].[team],
          [t19].[to],
          [t19].[worker_id],
          [t19].[from__on],
          [t19].[begins],
          [t19].[to__on],
          [t19].[ends],
          IIF([t19].[begins] < 24185, 24185, [t19].[begins]) AS [first_],
          CAST(IIF(
            (
              [t19].[ends] IS NULL
            ) OR (
              (
                [t19].[ends] - 1
              ) > 24244
            ),
            24244,
            [t19].[ends] - 1
          ) AS INTEGER) AS [last_]
        FROM (
          SELECT
            [t17].[from],
            [t17].[full_time_equivalent],
            [t17].[post_id],
            [t17].[qualified],
            [t17].[team],
            [t17].[to],
            [t17].[worker_id],
            [t12].[from__on],
            [t12].[begins],
            [t13].[to__on],
            [t13].[ends]
          FROM (
            SELECT
              [t3].[from],
              [t3].[full_time_equivalent],
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
              AND (
                (
                  COALESCE(NULLIF([t3].[qualified], ''), 'unknown') IS NULL
                )
                OR (
                  IIF(COALESCE(NULLIF([t3].[qualified], ''), 'unknown') IN ('no'), 1, 0) = 0
                )
              )
          ) AS [t17]
          INNER JOIN (
            SELECT
              [t4].[day] AS [from__on],
              [t4].[period] AS [begins]
            FROM [calendar] AS [t4]
          ) AS [t12]
            ON [t17].[from] = [t12].[from__on]
          LEFT OUTER JOIN (
            SELECT
              [t4].[day] AS [to__on],
              [t4].[next_period] AS [ends]
            FROM [calendar] AS [t4]
          ) AS [t13]
            ON [t17].[to] = [t13].[to__on]
        ) AS [t19]
      ) AS [t23]
      INNER JOIN [spans] AS [t6]
        ON [t23].[first_] = [t6].[first] AND [t23].[last_] = [t6].[last]
      INNER JOIN (
        SELECT
          [t2].[period] AS [ending_],
          [t2].[end_no],
          [t2].[end_work]
        FROM [periods] AS [t2]
      ) AS [t11]
        ON [t6].[period] = [t11].[ending_]
      LEFT OUTER JOIN [teams] AS [t7]
        ON [t23].[team] = [t7].[team_]
        AND [t7].[from_no] <= [t11].[end_no]
        AND [t7].[to_no] >= [t11].[end_no]
    ) AS [t25]
  ) AS [t29]
  INNER JOIN (
    SELECT
      [t26].[worker_id] AS [holder_],
      [t26].[period] AS [in_],
      COUNT_BIG(*) AS [cases]
    FROM (
      SELECT DISTINCT
        [t24].[worker_id],
        [t24].[child_id],
        [t24].[period]
      FROM (
        SELECT
          [t21].[worker_id],
          [t21].[child_id],
          [t6].[period]
        FROM (
          SELECT
            [t18].[worker_id],
            [t18].[child_id],
            [t18].[from],
            [t18].[to],
            [t18].[from__on],
            [t18].[begins],
            [t18].[to__on],
            [t18].[ends],
            IIF([t18].[begins] < 24185, 24185, [t18].[begins]) AS [first_],
            CAST(IIF(
              (
                [t18].[ends] IS NULL
              ) OR (
                (
                  [t18].[ends] - 1
                ) > 24244
              ),
              24244,
              [t18].[ends] - 1
            ) AS INTEGER) AS [last_]
          FROM (
            SELECT
              [t15].[worker_id],
              [t15].[child_id],
              [t15].[from],
              [t15].[to],
              [t12].[from__on],
              [t12].[begins],
              [t13].[to__on],
              [t13].[ends]
            FROM (
              SELECT
                NULLIF([t5].[worker_id], '') AS [worker_id],
                NULLIF([t5].[child_id], '') AS [child_id],
                [t5].[from],
                [t5].[to]
              FROM [allocations] AS [t5]
              WHERE
                NULLIF([t5].[allocation_id], '') IS NOT NULL
                AND NULLIF([t5].[child_id], '') IS NOT NULL
                AND NULLIF([t5].[worker_id], '') IS NOT NULL
                AND [t5].[from] IS NOT NULL
                AND (
                  (
                    [t5].[from] IS NULL
                  )
                  OR (
                    [t5].[to] IS NULL
                  )
                  OR (
                    [t5].[to] >= [t5].[from]
                  )
                )
            ) AS [t15]
            INNER JOIN (
              SELECT
                [t4].[day] AS [from__on],
                [t4].[period] AS [begins]
              FROM [calendar] AS [t4]
            ) AS [t12]
              ON [t15].[from] = [t12].[from__on]
            LEFT OUTER JOIN (
              SELECT
                [t4].[day] AS [to__on],
                [t4].[next_period] AS [ends]
              FROM [calendar] AS [t4]
            ) AS [t13]
              ON [t15].[to] = [t13].[to__on]
          ) AS [t18]
        ) AS [t21]
        INNER JOIN [spans] AS [t6]
          ON [t21].[first_] = [t6].[first] AND [t21].[last_] = [t6].[last]
      ) AS [t24]
    ) AS [t26]
    GROUP BY
      [t26].[worker_id],
      [t26].[period]
  ) AS [t30]
    ON [t29].[unit] = [t30].[holder_] AND [t29].[period] = [t30].[in_]
)
SELECT
  *
FROM (
  SELECT
    [t38].[period],
    [t38].[area],
    [t38].[numerator],
    [t38].[denominator]
  FROM (
    SELECT
      [t36].[period],
      [t36].[area],
      SUM([t36].[cases]) AS [numerator],
      CAST(SUM([t36].[posts]) AS NUMERIC(18, 4)) AS [denominator]
    FROM (
      SELECT
        [t34].[period],
        [t34].[area],
        [t34].[unit],
        MAX([t34].[cases]) AS [cases],
        SUM([t34].[posts]) AS [posts]
      FROM (
        SELECT
          [t32].[period],
          [t32].[unit],
          [t32].[hit],
          [t32].[cases],
          [t32].[full_time_equivalent] AS [posts],
          [t32].[area]
        FROM [t31] AS [t32]
        WHERE
          [t32].[full_time_equivalent] IS NOT NULL AND [t32].[area] IS NOT NULL
      ) AS [t34]
      GROUP BY
        [t34].[period],
        [t34].[area],
        [t34].[unit]
    ) AS [t36]
    GROUP BY
      [t36].[period],
      [t36].[area]
  ) AS [t38]
) AS [t40]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t37].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t37].[numerator],
    [t37].[denominator]
  FROM (
    SELECT
      [t35].[period],
      SUM([t35].[cases]) AS [numerator],
      CAST(SUM([t35].[posts]) AS NUMERIC(18, 4)) AS [denominator]
    FROM (
      SELECT
        [t33].[period],
        [t33].[unit],
        MAX([t33].[cases]) AS [cases],
        SUM([t33].[posts]) AS [posts]
      FROM (
        SELECT
          [t32].[period],
          [t32].[unit],
          [t32].[hit],
          [t32].[cases],
          [t32].[full_time_equivalent] AS [posts],
          [t32].[area]
        FROM [t31] AS [t32]
        WHERE
          [t32].[full_time_equivalent] IS NOT NULL
      ) AS [t33]
      GROUP BY
        [t33].[period],
        [t33].[unit]
    ) AS [t35]
    GROUP BY
      [t35].[period]
  ) AS [t37]
) AS [t39]
