import { test } from '@japa/runner'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { DateTime } from 'luxon'
import { once as onceOnly } from '@karkhana/kernel'
import { makeWorkshop, runEvents } from '@karkhana/kernel/testing'
import { LEASE } from '../../../app/events/back_off.ts'
import { deliver, deliveriesOf, noteDelivered } from '../../helpers/events.ts'

const SCRIPT = fileURLToPath(new URL('./support/die_while_handling.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

test.group('A worker that is killed between the effect and its end', () => {
  test('leaves an event that another worker handles, without doubling the effect', async ({
    assert,
    cleanup,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const effects = async () => {
      const [row] = await scope.read((unit) =>
        unit.rows<{ phone: string | null }>('select phone from branches order by position limit 1')
      )
      return row.phone
    }
    const handler = await noteDelivered({
      then: async (inside, { run, number }) => {
        await onceOnly(inside, run, handler.name, (unit) =>
          unit.rows(`update branches set phone = coalesce(phone, '') || ?`, [number])
        )
      },
    })
    cleanup(handler.remove)
    await scope.work((unit) => unit.rows('update branches set phone = null'))
    await deliver(scope, '*')

    const child = spawn(
      process.execPath,
      ['--import=@poppinss/ts-exec', SCRIPT, scope.organisationId, handler.name],
      { cwd: ROOT, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] }
    )
    cleanup(() => void child.kill('SIGKILL'))
    let said = ''
    let complained = ''
    child.stdout.on('data', (chunk) => (said += String(chunk)))
    child.stderr.on('data', (chunk) => (complained += String(chunk)))
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    assert.equal(signal, 'SIGKILL', complained)
    assert.include(said, 'effect done')

    assert.equal(await effects(), '*', 'its effect was committed')
    const [left] = await deliveriesOf(scope, handler.name)
    assert.containsSubset(left, { state: 'running', attempts: 1 })
    await runEvents(scope)
    assert.isEmpty(handler.seen, 'nobody takes it before the lease ends')

    await runEvents(scope, DateTime.utc().plus({ milliseconds: LEASE }))
    assert.lengthOf(handler.seen, 1)
    assert.equal(handler.seen[0].run.attempt, 2)
    assert.equal((await deliveriesOf(scope, handler.name))[0].state, 'done')
    assert.equal(await effects(), '*', 'and is there once')
  }).timeout(90_000)
})
