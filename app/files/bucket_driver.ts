import type { Readable } from 'node:stream'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { S3Driver } from 'flydrive/drivers/s3'
import type { ByteRange, FileDriver } from './driver.ts'

/** Where a bucket is, and who asks for it. */
export interface BucketOptions {
  bucket: string
  /** `https://s3.ap-south-1.amazonaws.com`; left out for Amazon itself. */
  endpoint?: string
  region?: string
  accessKeyId: string
  secretAccessKey: string
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`: MinIO, Garage, Ceph. */
  pathStyle?: boolean
  /** Milliseconds without a byte after which a request counts as lost. */
  idleMs?: number
}

/**
 * Files in an S3-compatible bucket. Every request has one attempt and an end; whoever calls tries again, since a stream
 * has to be begun anew for that. Checksums are sent only where S3 asks for them: many others refuse the newer ones.
 */
export class BucketDriver extends S3Driver implements FileDriver {
  readonly #client: S3Client
  readonly #bucket: string

  constructor({ bucket, idleMs = 15_000, ...options }: BucketOptions) {
    const client = new S3Client({
      endpoint: options.endpoint,
      region: options.region ?? 'us-east-1',
      credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
      forcePathStyle: options.pathStyle ?? options.endpoint !== undefined,
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: new NodeHttpHandler({
        connectionTimeout: Math.min(3_000, idleMs),
        socketTimeout: idleMs,
      }),
    })
    // Access is decided by the bucket's policy, which many services know alone
    super({ client, bucket, visibility: 'private', supportsACL: false })
    this.#client = client
    this.#bucket = bucket
  }

  async getRange(key: string, { start, end }: ByteRange): Promise<Readable> {
    const { Body: body } = await this.#client.send(
      new GetObjectCommand({ Bucket: this.#bucket, Key: key, Range: `bytes=${start}-${end}` })
    )
    return body as Readable
  }

  /** Closes its connections. */
  close() {
    this.#client.destroy()
  }
}
