WITH [t32] AS (
  SELECT
    [t31].[from],
    [t31].[post_id],
    [t31].[qualified],
    [t31].[team],
    [t31].[to],
    [t31].[worker_id],
    [t31].[from__on],
    [t31].[begins],
    [t31].[to__on],
    [t31].[ends],
    [t31].[first_],
    [t31].[last_],
    [t31].[first],
    [t31].[last],
    [t31].[period],
    [t31].[ending_],
    [t31].[end_no],
    [t31].[end_work],
    [t31].[team_],
    [t31].[area],
    [t31].[is_counted],
    [t31].[from_no],
    [t31].[to_no],
    [t31].[unit],
    [t31].[hit],
    [t29].[holder_],
    [t29].[in_],
    [t29].[cases]
  FROM (
    SELECT
      [t28].[from],
      [t28].[post_id],
      [t28].[qualified],
      [t28].[team],
      [t28].[to],
      [t28].[worker_id],
      [t28].[from__on],
      [t28].[begins],
      [t28].[to__on],
      [t28].[ends],
      [t28].[first_],
      [t28].[last_],
      [t28].[first],
      [t28].[last],
      [t28].[period],
      [t28].[ending_],
      [t28].[end_no],
      [t28].[end_work],
      [t28].[team_],
      [t28].[area],
      [t28].[is_counted],
      [t28].[from_no],
      [t28].[to_no],
      [t28].[worker_id] AS [unit],
      1 AS [hit]
    FROM (
      SELECT
        [t25].[from],
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
          [t20].[from],
          [t20].[post_id],
          [t20].[qualified],
          [t20].[team],
          [t20].[to],
          [t20].[worker_id],
          [t20].[from__on],
          [t20].[begins],
          [t20].[to__on],
          [t20].[ends],
          IIF([t20].[begins] < 24185, 24185, [t20].[begins]) AS [first_],
          CAST(IIF(
            (
              [t20].[ends] IS NULL
            ) OR (
              (
                [t20].[ends] - 1
              ) > 24244
            ),
            24244,
            [t20].[ends] - 1
          ) AS INTEGER) AS [last_]
        FROM (
          SELECT
            [t19].[from],
            [t19].[post_id],
            [t19].[qualified],
            [t19].[team],
            [t19].[to],
            [t19].[worker_id],
            [t12].[from__on],
            [t12].[begins],
            [t13].[to__on],
            [t13].[ends]
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
            ) AS [t14]
            WHERE
              (
                [t14].[qualified] IS NULL
              )
              OR (
                IIF([t14].[qualified] IN ('no'), 1, 0) = 0
              )
          ) AS [t19]
          INNER JOIN (
            SELECT
              [t4].[day] AS [from__on],
              [t4].[period] AS [begins]
            FROM [calendar] AS [t4]
          ) AS [t12]
            ON [t19].[from] = [t12].[from__on]
          LEFT OUTER JOIN (
            SELECT
              [t4].[day] AS [to__on],
              [t4].[next_period] AS [ends]
            FROM [calendar] AS [t4]
          ) AS [t13]
            ON [t19].[to] = [t13].[to__on]
        ) AS [t20]
      ) AS [t25]
      INNER JOIN [spans] AS [t6]
        ON [t25].[first_] = [t6].[first] AND [t25].[last_] = [t6].[last]
      INNER JOIN (
        SELECT
          [t2].[period] AS [ending_],
          [t2].[end_no],
          [t2].[end_work]
        FROM [periods] AS [t2]
      ) AS [t11]
        ON [t6].[period] = [t11].[ending_]
      LEFT OUTER JOIN [teams] AS [t7]
        ON [t25].[team] = [t7].[team_]
        AND [t7].[from_no] <= [t11].[end_no]
        AND [t7].[to_no] >= [t11].[end_no]
    ) AS [t28]
  ) AS [t31]
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
          [t22].[worker_id],
          [t22].[child_id],
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
              [t16].[worker_id],
              [t16].[child_id],
              [t16].[from],
              [t16].[to],
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
            ) AS [t16]
            INNER JOIN (
              SELECT
                [t4].[day] AS [from__on],
                [t4].[period] AS [begins]
              FROM [calendar] AS [t4]
            ) AS [t12]
              ON [t16].[from] = [t12].[from__on]
            LEFT OUTER JOIN (
              SELECT
                [t4].[day] AS [to__on],
                [t4].[next_period] AS [ends]
              FROM [calendar] AS [t4]
            ) AS [t13]
              ON [t16].[to] = [t13].[to__on]
          ) AS [t18]
        ) AS [t22]
        INNER JOIN [spans] AS [t6]
          ON [t22].[first_] = [t6].[first] AND [t22].[last_] = [t6].[last]
      ) AS [t24]
    ) AS [t26]
    GROUP BY
      [t26].[worker_id],
      [t26].[period]
  ) AS [t29]
    ON [t31].[unit] = [t29].[holder_] AND [t31].[period] = [t29].[in_]
)
SELECT
  *
FROM (
  SELECT
    [t39].[period],
    [t39].[area],
    [t39].[numerator],
    [t39].[denominator]
  FROM (
    SELECT
      [t37].[period],
      [t37].[area],
      SUM(IIF([t37].[cases] > 20, 1, 0)) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t35].[period],
        [t35].[area],
        [t35].[unit],
        MAX([t35].[cases]) AS [cases],
        SUM([t35].[posts]) AS [posts]
      FROM (
        SELECT
          [t33].[period],
          [t33].[unit],
          [t33].[hit],
          [t33].[cases],
          1 AS [posts],
          [t33].[area]
        FROM [t32] AS [t33]
        WHERE
          [t33].[area] IS NOT NULL
      ) AS [t35]
      GROUP BY
        [t35].[period],
        [t35].[area],
        [t35].[unit]
    ) AS [t37]
    GROUP BY
      [t37].[period],
      [t37].[area]
  ) AS [t39]
) AS [t41]
UNION ALL
SELECT
  *
FROM (
  SELECT
    [t38].[period],
    CAST(NULL AS VARCHAR(max)) AS [area],
    [t38].[numerator],
    [t38].[denominator]
  FROM (
    SELECT
      [t36].[period],
      SUM(IIF([t36].[cases] > 20, 1, 0)) AS [numerator],
      COUNT_BIG(*) AS [denominator]
    FROM (
      SELECT
        [t34].[period],
        [t34].[unit],
        MAX([t34].[cases]) AS [cases],
        SUM([t34].[posts]) AS [posts]
      FROM (
        SELECT
          [t33].[period],
          [t33].[unit],
          [t33].[hit],
          [t33].[cases],
          1 AS [posts],
          [t33].[area]
        FROM [t32] AS [t33]
      ) AS [t34]
      GROUP BY
        [t34].[period],
        [t34].[unit]
    ) AS [t36]
    GROUP BY
      [t36].[period]
  ) AS [t38]
) AS [t40]
