/**
 * A launcher for tests: opens the PostgreSQL in the folder given, says so on one line of JSON, and leaves it when its
 * input ends. `kill -9` makes it a crashed launcher.
 */
import { openPostgres } from '../../../bin/postgres.ts'
import { reportFailure, stopOnSignal } from '../../../bin/lifecycle.ts'

const [dir, password] = process.argv.slice(2)
try {
  const { ownerUrl, pid, attached, stop } = await openPostgres({
    dir,
    name: 'workshop',
    passwords: { superuser: password, owner: 'owner', app: 'app' },
  })
  stopOnSignal(stop)
  console.log(JSON.stringify({ ownerUrl, pid, attached }))
  process.stdin.resume()
  process.stdin.once('end', async () => {
    await stop()
    process.exit(0)
  })
} catch (error) {
  reportFailure(error)
  process.exit(1)
}
