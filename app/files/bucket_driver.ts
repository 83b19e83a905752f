import type { Readable } from 'node:stream'
import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { S3Driver } from 'flydrive/drivers/s3'
import type { WriteOptions } from 'flydrive/types'
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
  /** Bytes above which a file goes in parts, each tried again by itself; S3 takes at most 5 GB at once. */
  partsFrom?: number
}

const MB = 1024 * 1024
/** Bytes of a part, unless the file would have more of them than S3 takes. */
const PART = 16 * MB
const MOST_PARTS = 10_000
const ATTEMPTS = 4

/**
 * Files in an S3-compatible bucket. Every request has one attempt and an end; whoever calls tries again, since a stream
 * has to be begun anew for that. Large files go in parts, which are tried again one by one. Checksums are sent only
 * where S3 asks for them: many others refuse the newer ones.
 */
export class BucketDriver extends S3Driver implements FileDriver {
  readonly #client: S3Client
  readonly #parts: S3Client
  readonly #bucket: string
  readonly #partsFrom: number

  constructor({ bucket, idleMs = 15_000, partsFrom = 64 * MB, ...options }: BucketOptions) {
    const config: S3ClientConfig = {
      endpoint: options.endpoint,
      region: options.region ?? 'us-east-1',
      credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
      forcePathStyle: options.pathStyle ?? options.endpoint !== undefined,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: new NodeHttpHandler({
        connectionTimeout: Math.min(3_000, idleMs),
        socketTimeout: idleMs,
      }),
    }
    const client = new S3Client({ ...config, maxAttempts: 1 })
    // Access is decided by the bucket's policy, which many services know alone
    super({ client, bucket, visibility: 'private', supportsACL: false })
    this.#client = client
    this.#parts = new S3Client({ ...config, maxAttempts: ATTEMPTS })
    this.#bucket = bucket
    this.#partsFrom = partsFrom
  }

  override async putStream(key: string, contents: Readable, options?: WriteOptions) {
    const bytes = options?.contentLength ?? 0
    if (bytes <= this.#partsFrom) return super.putStream(key, contents, options)
    // What breaks off is taken away again: parts that are left cost room that nobody sees
    const upload = new Upload({
      client: this.#parts,
      params: {
        Bucket: this.#bucket,
        Key: key,
        Body: contents,
        ContentType: options?.contentType,
      },
      partSize: Math.max(Math.min(PART, this.#partsFrom), Math.ceil(bytes / MOST_PARTS)),
      queueSize: 2,
    })
    await upload.done()
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
    this.#parts.destroy()
  }
}
