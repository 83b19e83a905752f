/** Places that files can be kept in, for `config/drive.ts`. */
export { LocalDriver } from './local_driver.ts'
export type { BucketOptions } from './bucket_driver.ts'

/** The driver of S3-compatible buckets, loaded where it is used: its client is large. */
export async function bucketDriver() {
  const { BucketDriver } = await import('./bucket_driver.ts')
  return BucketDriver
}
