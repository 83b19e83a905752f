import drive from '@adonisjs/drive/services/main'
import type { FileDriver } from './driver.ts'
import { FileStoreError } from './errors.ts'
import { FileStore } from './store.ts'

const stores = new Map<string, FileStore>()

/**
 * The store that a file was written to; without a name the one that new files go to.
 * @throws FileStoreError when `config/drive.ts` has it no more
 */
export function fileStore(name?: string): FileStore {
  const config = diskNames()
  const wanted = name ?? config.chosen
  if (!config.all.includes(wanted)) {
    throw new FileStoreError('be found', new Error(`There is no disk "${wanted}"`))
  }
  const known = stores.get(wanted)
  if (known) return known
  const store = new FileStore(wanted, drive.use(wanted as 'local').driver as FileDriver)
  stores.set(wanted, store)
  return store
}

/** Every store of this deployment. */
export function fileStores(): FileStore[] {
  return diskNames().all.map((name) => fileStore(name))
}

let disks: { chosen: string; all: string[] } | undefined

/** @internal The disks of `config/drive.ts`; set by the kernel provider. */
export function configureFiles(names: NonNullable<typeof disks>) {
  disks = names
}

function diskNames() {
  if (!disks) throw new Error('The kernel provider has not been booted')
  return disks
}

/**
 * @internal Puts other stores in place of those of this deployment, for tests.
 * @returns what brings them back
 */
export function replaceStores(chosen: FileStore, others: FileStore[] = []): () => void {
  const before = { disks, stores: new Map(stores) }
  const all = [chosen, ...others]
  stores.clear()
  for (const store of all) stores.set(store.name, store)
  disks = { chosen: chosen.name, all: all.map(({ name }) => name) }
  return () => {
    disks = before.disks
    stores.clear()
    for (const [name, store] of before.stores) stores.set(name, store)
  }
}
