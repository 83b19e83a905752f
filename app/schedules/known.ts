import db from '@adonisjs/lucid/services/db'

/** What this deployment knows of a schedule. */
export interface KnownSchedule {
  /** Since when it stands with this expression; what was due before is not missed. */
  since: Date
}

/** Makes a schedule known, or known anew when its expression has changed. */
export async function knowSchedule(
  { id, cron }: { id: string; cron: string },
  now: Date
): Promise<KnownSchedule> {
  const { rows } = await db.rawQuery(
    `insert into kernel_schedules as known (id, cron, since) values (?, ?, ?)
     on conflict (id) do update
       set since = case when known.cron = excluded.cron then known.since else excluded.since end,
           cron = excluded.cron
     returning since`,
    [id, cron, now] as never[]
  )
  return (rows as KnownSchedule[])[0]
}

/**
 * Does the work of a run of the deployment that was due, by one process. It counts as done once `work` is: when the
 * process dies before, another one does it again, so that `work` has to bear it.
 *
 * @returns whether this process did it
 */
export async function takeKernelRun(
  id: string,
  due: Date,
  work: () => Promise<void>
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const { rows } = await trx.rawQuery(
      `select id from kernel_schedules
        where id = ? and since < ? and (last_due_at is null or last_due_at < ?)
          for update skip locked`,
      [id, due, due] as never[]
    )
    if (rows.length === 0) return false
    await work()
    await trx.rawQuery('update kernel_schedules set last_due_at = ? where id = ?', [
      due,
      id,
    ] as never[])
    return true
  })
}
