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

/** Takes a run of the deployment that was due; whether this process is the one that does it. */
export async function takeKernelRun(id: string, due: Date): Promise<boolean> {
  const { rows } = await db.rawQuery(
    `update kernel_schedules set last_due_at = ?
      where id = ? and since < ? and (last_due_at is null or last_due_at < ?) returning id`,
    [due, id, due, due] as never[]
  )
  return rows.length === 1
}
