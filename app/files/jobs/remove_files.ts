import { defineJob } from '../../jobs/job.ts'

/** Deletes the bytes of files that were let go, soon after the transaction that did so. */
const removeFiles = defineJob<Record<string, never>>({
  name: 'kernel.remove_files',
  timeout: 600,
  parse: () => ({}),
  async handle(scope) {
    const { removeReleased } = await import('../remove_files.ts')
    await removeReleased(scope)
  },
})

export default removeFiles
