import pg from 'pg'

/** What it takes to reach one database of an embedded server. */
export interface ConnectionParts {
  user: string
  password: string
  port: number
  database: string
}

/** A connection URL for a server on this machine. */
export function connectionUrl({ user, password, port, database }: ConnectionParts): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/** Opens one connection, hands it to `work`, and closes it. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // Without a listener a connection cut while idle would end the process
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** SQLSTATE of an error of the server, or the code of a network error; undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return errorCode(error.errors[0])
  return (error as { code?: string } | null)?.code
}
