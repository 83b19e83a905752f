import { test } from '@japa/runner'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { DateTime } from 'luxon'
import type { Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { setModule } from '../../helpers/extra_module.ts'
import { eventually } from '../../helpers/eventually.ts'

const SCRIPT = fileURLToPath(new URL('./support/ticking.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A node in a process of its own, with what it says. */
async function openNode() {
  const child = spawn(process.execPath, ['--import=./bin/setup/typescript.mjs', SCRIPT], {
    cwd: ROOT,
    env: process.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said: string[] = []
  createInterface(child.stdout).on('line', (line) => said.push(line))
  await eventually('the node is ready', () => said.includes('ready'))
  const heard = (what: string) => said.filter((line) => line.startsWith(what)).length
  return {
    kill: () => void child.kill('SIGKILL'),
    /** Has it tick; resolves once it has begun. */
    async begin(at: DateTime) {
      const before = heard('ticking')
      child.stdin.write(`${at.toUTC().toISO()}\n`)
      await eventually('the node ticks', () => heard('ticking') > before)
    },
    ended: (ticks: number) => eventually('the tick ends', () => heard('wrote') >= ticks),
  }
}

/** Each schedule with its runs, and how many jobs they have. */
function runsOf(scope: Scope) {
  return scope.read((unit) =>
    unit.rows<{ schedule: string; runs: number; jobs: number }>(
      `select r.schedule, count(*)::int as runs, count(j.id)::int as jobs
         from schedule_runs r left join jobs j on j.organisation_id = r.organisation_id and j.id = r.job_id
        where r.organisation_id = ? and r.schedule like 'ticking.%' group by r.schedule order by r.schedule`,
      [scope.organisationId]
    )
  )
}

test.group('The clocks of two processes', () => {
  test('start each run once, also when one of them is killed over it', async ({
    assert,
    cleanup,
  }) => {
    const workshops = [await makeWorkshop(), await makeWorkshop()]
    for (const workshop of workshops) await setModule(workshop, 'ticking', 'enabled')
    const nodes = await Promise.all([openNode(), openNode()])
    for (const node of nodes) cleanup(node.kill)
    const [one, two] = nodes
    const midnight = DateTime.now().setZone('Asia/Kolkata').plus({ days: 1 }).startOf('day')
    await one.begin(midnight)
    await one.ended(1)
    await two.begin(midnight)
    await two.ended(1)

    const due = midnight.plus({ minutes: 30 })
    await Promise.all([one.begin(due), two.begin(due)])
    one.kill()
    await two.ended(2)
    await two.begin(due.plus({ seconds: 30 }))
    await two.ended(3)
    for (const workshop of workshops) {
      const runs = await runsOf(await workshop.scope())
      assert.lengthOf(runs, 8)
      for (const run of runs) assert.containsSubset(run, { runs: 1, jobs: 1 })
    }
  }).timeout(120_000)
})
