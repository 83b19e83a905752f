import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { BucketDriver } from '../../../app/files/bucket_driver.ts'
import { LocalDriver } from '../../../app/files/local_driver.ts'
import { FileStore } from '../../../app/files/store.ts'
import { FakeS3 } from './fake_s3.ts'

/** A store that is there for one test. */
export interface Place {
  store: FileStore
  /** Makes the bytes of a key older; where nobody can, tests about age are left out. */
  age?(key: string, hours: number): Promise<void>
  close(): Promise<void>
}

/** Name of the place at the service that `TEST_S3_ENDPOINT` names. */
export const REAL = 'a bucket of a real service'

/** The kinds of places that files lie in; a real S3 service is among them when `TEST_S3_ENDPOINT` names one. */
export const PLACES: Record<string, () => Promise<Place>> = {
  async 'a folder'() {
    const folder = await mkdtemp(join(tmpdir(), 'karkhana-files-'))
    return {
      store: new FileStore('local', new LocalDriver(folder), { pauseMs: 1 }),
      async age(key, hours) {
        const at = hoursAgo(hours)
        await utimes(join(folder, key), at, at)
      },
      close: () => rm(folder, { recursive: true }),
    }
  },
  async 'a bucket'() {
    const s3 = await FakeS3.start()
    s3.pageSize = 2
    return {
      store: s3.store(),
      async age(key, hours) {
        s3.kept.get(key)!.at = hoursAgo(hours)
      },
      close: () => s3.stop(),
    }
  },
  ...(process.env.TEST_S3_ENDPOINT && { [REAL]: realBucket }),
}

/** Why tests with a real service are left out, `undefined` when there is one. */
export const NO_REAL_BUCKET = process.env.TEST_S3_ENDPOINT
  ? undefined
  : 'TEST_S3_ENDPOINT names no S3 service'

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

/** A bucket of its own at the service that `TEST_S3_ENDPOINT` names, taken away afterwards. */
export async function realBucket(): Promise<Place & { unfinished(): Promise<number> }> {
  const bucket = `karkhana-test-${randomUUID()}`
  const access = {
    endpoint: process.env.TEST_S3_ENDPOINT!,
    region: process.env.TEST_S3_REGION ?? 'us-east-1',
    accessKeyId: process.env.TEST_S3_ACCESS_KEY_ID ?? 'test',
    secretAccessKey: process.env.TEST_S3_SECRET_ACCESS_KEY ?? 'test',
  }
  const client = new S3Client({ ...access, credentials: access, forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  const driver = new BucketDriver({ bucket, ...access, partsFrom: 5 * 1024 * 1024 })
  return {
    store: new FileStore('s3', driver, { pauseMs: 5 }),
    async unfinished() {
      const { Uploads: uploads = [] } = await client.send(
        new ListMultipartUploadsCommand({ Bucket: bucket })
      )
      return uploads.length
    },
    async close() {
      await driver.deleteAll('/')
      await client.send(new DeleteBucketCommand({ Bucket: bucket }))
      driver.close()
      client.destroy()
    },
  }
}
