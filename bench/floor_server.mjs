/** The floor in a process of its own; tells its parent where it answers. */
import { startFloor } from './floor.mjs'

const { url } = await startFloor({
  connectionString: process.env.FLOOR_DATABASE_URL,
  organisationId: process.argv[2],
})
process.send({ url, headers: {} })
process.on('SIGTERM', () => process.exit(0))
