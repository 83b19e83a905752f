import type { ModuleRegistry } from '../modules/registry.ts'
import type { RunnableJob } from './job.ts'
import { KERNEL_JOBS } from './kernel_jobs.ts'
import { loadJobs } from './worker.ts'

const loaded = new WeakMap<ModuleRegistry, Promise<Map<string, RunnableJob>>>()

/** The jobs of the kernel and of every module of `registry`, loaded once. */
export function installedJobs(registry: ModuleRegistry): Promise<Map<string, RunnableJob>> {
  const known = loaded.get(registry)
  if (known) return known
  const loading = loadJobs(registry, KERNEL_JOBS)
  loaded.set(registry, loading)
  loading.catch(() => loaded.delete(registry))
  return loading
}
