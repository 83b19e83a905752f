import { test } from '@japa/runner'
import { runInThread } from '../../../app/threads/run_in_thread.ts'
import type { Task } from './program.ts'

const run = (task: Task, limits: { patience?: number; heap?: number; growth?: number } = {}) =>
  runInThread(import.meta.url, './program', task, { patience: 60_000, heap: 64, ...limits })

test.group('A program in a thread of its own', (group) => {
  group.each.timeout(90_000)

  test('posts its answer', async ({ assert }) => {
    assert.deepEqual(await run('answer'), { answered: 'by a thread' })
  })

  test('is given up when it takes too long', async ({ assert }) => {
    assert.isNull(await run('turn', { patience: 500 }))
  })

  test('is given up when its heap is full', async ({ assert }) => {
    assert.isNull(await run('grow', { heap: 16 }))
  })

  test('is given up when this process grows too much with it', async ({ assert }) => {
    assert.isNull(await run('turn', { growth: -1 }))
  })

  test('hides no mistake of ours', async ({ assert }) => {
    await assert.rejects(() => run('throw'), 'a mistake of the program')
    const missing = runInThread(import.meta.url, './no_program', null, {
      patience: 9_000,
      heap: 16,
    })
    await assert.rejects(() => missing, /no_program/)
  })
})
