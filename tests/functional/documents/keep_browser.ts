import { BrowserPool } from '../../../app/documents/browser_pool.ts'

/** Warms a browser, tells its process id, and stays until somebody ends this process. */
const pool = new BrowserPool()
await pool.warm()
process.stdout.write(`${await pool.processId()}\n`)
setInterval(() => {}, 60_000)
