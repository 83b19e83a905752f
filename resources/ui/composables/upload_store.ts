import type { RecordName } from './use_timeline.ts'

/** A file on its way, as it lies in the browser: a reload, a closed page or an empty battery does not lose it. */
export interface KeptUpload {
  key: string
  /** Person and organisation; nobody else goes on with it. */
  owner: string
  record: RecordName
  name: string
  /** The file, or the smaller picture that is sent in its place. */
  content: Blob
  /** Whether `content` is what is sent. */
  ready: boolean
  /** Id at the server, once it was announced. */
  announced: string | null
}

const NAME = 'karkhana-uploads'
const STORE = 'uploads'
/** Says without opening the database whether there is anything in it. */
const FLAG = 'karkhana:uploads'

/** Whether a page of before has left files on their way. */
export function hasKeptUploads(): boolean {
  return localStorage.getItem(FLAG) !== null
}

/** Keeps a file, or what has become of it meanwhile. A browser without room or without a database sends it all the same. */
export async function keepUpload(upload: KeptUpload): Promise<void> {
  await change((store) => store.put(upload))
  localStorage.setItem(FLAG, '1')
}

/** Forgets a file that has arrived, was refused or is not wanted any more. */
export async function dropUpload(key: string): Promise<void> {
  await change((store) => store.delete(key))
}

/** The files of a person in an organisation that have not arrived, oldest first. */
export async function keptUploads(owner: string): Promise<KeptUpload[]> {
  const all = (await change((store) => store.getAll() as IDBRequest<KeptUpload[]>)) ?? []
  if (all.length === 0) localStorage.removeItem(FLAG)
  return all.filter((upload) => upload.owner === owner)
}

/** Forgets every file on this device: somebody signs out, and others may use it next. */
export function forgetUploads(): void {
  localStorage.removeItem(FLAG)
  if ('indexedDB' in window) indexedDB.deleteDatabase(NAME)
}

/** One transaction; `null` when the browser keeps nothing, as in a private window. */
async function change<Result>(
  work: (store: IDBObjectStore) => IDBRequest<Result>
): Promise<Result | null> {
  if (!('indexedDB' in window)) return null
  try {
    const database = await open()
    try {
      return await done(work(database.transaction(STORE, 'readwrite').objectStore(STORE)))
    } finally {
      database.close()
    }
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' })
  return done(request)
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new DOMException('The browser keeps nothing'))
  })
}
