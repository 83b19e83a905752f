import { ref, type Ref } from 'vue'
import { ask } from './ask.ts'
import { isRunOpen, type RunState } from '../format/runs.ts'
import { useFollowing } from './use_following.ts'

/** How far something is that runs long, and those that were left with the reason. */
export interface RunProgress {
  id: string
  state: RunState
  total: number
  done: number
  failed: number
  failures: readonly { id: string; title: string; reason: string }[]
  failure: string | null
}

/**
 * Follows one run at a time, from the answer that began it to its end; then `ended` is called.
 * @param address of a run
 */
export function useRun<Run extends RunProgress>(
  address: (id: string) => string,
  ended: (run: Run) => void = () => {}
) {
  const run = ref(null) as Ref<Run | null>
  const failure = ref('')
  const sending = ref(false)

  function follow(now: Run) {
    run.value = now
    if (!isRunOpen(now.state)) ended(now)
  }
  useFollowing(
    () => run.value !== null && isRunOpen(run.value.state),
    async () => {
      const id = run.value?.id
      if (!id) return
      try {
        const now = await ask<Run>(address(id))
        failure.value = ''
        if (run.value?.id === id) follow(now)
      } catch (error) {
        failure.value = (error as Error).message
      }
    }
  )

  return {
    ...{ run, failure, sending, follow },
    /** Asks for a run, or does something to it. @returns whether that was accepted */
    async send(path: string, body: object = {}): Promise<boolean> {
      sending.value = true
      failure.value = ''
      try {
        follow(await ask<Run>(path, { method: 'POST', body }))
        return true
      } catch (error) {
        failure.value = (error as Error).message
        return false
      } finally {
        sending.value = false
      }
    },
    close() {
      run.value = null
      failure.value = ''
    },
  }
}
