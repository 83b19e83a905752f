import pg from 'pg'

/** What is not done yet, by kind. */
export type Unfinished = Record<string, number>

const OPEN = `('pending', 'waiting', 'running', 'failed')`

/** Looks at the database as its superuser, past all organisations. */
export class Observer {
  readonly client: pg.Client

  constructor(adminUrl: string) {
    const url = new URL(adminUrl)
    url.pathname = '/bench'
    this.client = new pg.Client({ connectionString: url.href })
  }

  /** What a process that was just killed was doing. */
  async heldBy(
    node: string | null
  ): Promise<{ events: string[]; webhooks: number; jobs: string[] }> {
    if (!node) return { events: [], webhooks: 0, jobs: [] }
    const ids = async (sql: string) => {
      const { rows } = await this.client.query<{ id: string }>(sql, [node])
      return rows.map(({ id }) => id)
    }
    const [events, webhooks, jobs] = [
      await ids(`select id from event_deliveries where state = 'running' and claimed_by = $1`),
      await ids(`select id from webhook_deliveries where state = 'running' and claimed_by = $1`),
      await ids(`select id from jobs where state = 'running' and node = $1`),
    ]
    return { events, webhooks: webhooks.length, jobs }
  }

  /** Everything that somebody still has to do. */
  async unfinished(): Promise<Unfinished> {
    const { rows } = await this.client.query<Unfinished>(
      `select (select count(*) from outbox where relayed_at is null)::int as "events to relay",
              (select count(*) from event_deliveries where state in ${OPEN})::int as "deliveries",
              (select count(*) from webhook_deliveries where state in ${OPEN})::int as "webhooks",
              (select count(*) from jobs where state not in ('done', 'dead', 'cancelled'))::int as "jobs",
              (select count(*) from deployment_jobs where state not in ('done', 'dead', 'cancelled'))::int
                as "jobs of the deployment",
              (select count(*) from schedule_runs where state in ('queued', 'running'))::int as "runs of schedules",
              (select count(*) from kernel_nodes where ended_at is not null and cleared_at is null)::int
                as "ended nodes"`
    )
    return Object.fromEntries(Object.entries(rows[0]).filter(([, count]) => count > 0))
  }

  async rows<Row extends pg.QueryResultRow>(sql: string, bindings: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.client.query<Row>(sql, bindings)
    return rows
  }
}
